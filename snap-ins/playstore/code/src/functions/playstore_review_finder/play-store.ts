/** Reviews from Google Play, through the request its own web page makes. Google documents none, so reading is forgiving. */
import { type FeedItem, fail, ok, type Result, type SendRequest, unreadable } from "../../shared.ts";

const STORE = "https://play.google.com";
/** The call for reviews, and its order "newest first". */
const CALL = "UsvDTd";
const NEWEST = 2;
const PAGE = 100;
/** In an answer that is none, and calls itself a success. */
const LIMITED = "PlayGatewayError";
/** What stands before the JSON, so that it can't be run as a script. */
const GUARD = ")]}'";

export interface Review extends FeedItem {
  readonly text: string;
  readonly userName: string;
  readonly score: number;
  readonly thumbsUp: number;
  readonly version: string | null;
  readonly replyText: string | null;
  readonly replyDate: string | null;
  readonly criterias: readonly { readonly criteria: string; readonly rating: number | null }[];
}

/** The value at a path of nested arrays, undefined where there is none. */
function at(value: unknown, ...path: readonly number[]): unknown {
  let here = value;
  for (const index of path) here = Array.isArray(here) ? (here as readonly unknown[])[index] : undefined;
  return here;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const textOrNull = (value: unknown): string | null => text(value) || null;
const number = (value: unknown): number => (typeof value === "number" && Number.isFinite(value) ? value : 0);

/** `[seconds, nanoseconds]` → ISO 8601. */
function isoOf(stamp: unknown): string | null {
  const seconds = number(at(stamp, 0));
  if (seconds === 0) return null;
  return new Date(seconds * 1_000 + Math.floor(number(at(stamp, 1)) / 1_000_000)).toISOString();
}

function readReview(entry: unknown): Review | undefined {
  const id = text(at(entry, 0));
  const seconds = number(at(entry, 5, 0));
  if (id === "" || seconds === 0) return undefined;
  const criterias = at(entry, 12, 0);
  return {
    id,
    at: seconds + number(at(entry, 5, 1)) / 1e9,
    text: text(at(entry, 4)),
    userName: text(at(entry, 1, 0)),
    score: number(at(entry, 2)),
    thumbsUp: number(at(entry, 6)),
    version: textOrNull(at(entry, 10)),
    replyText: textOrNull(at(entry, 7, 1)),
    replyDate: isoOf(at(entry, 7, 2)),
    criterias: (Array.isArray(criterias) ? criterias : []).map((one) => ({
      criteria: text(at(one, 0)),
      rating: at(one, 1, 0) === undefined ? null : number(at(one, 1, 0)),
    })),
  };
}

interface Page {
  readonly reviews: readonly Review[];
  readonly token: string;
}

/** An envelope of calls, of which ours holds JSON inside a string. */
function readPage(body: string): Page | undefined {
  try {
    const envelope = JSON.parse(body.slice(body.startsWith(GUARD) ? GUARD.length : 0)) as unknown;
    const inner = at(envelope, 0, 2);
    if (inner === null) return { reviews: [], token: "" };
    const data = JSON.parse(text(inner)) as unknown;
    const entries = at(data, 0);
    const reviews = (Array.isArray(entries) ? entries : []).map(readReview);
    return { reviews: reviews.filter((one) => one !== undefined), token: text(at(data, 1, 1)) };
  } catch {
    return undefined;
  }
}

export interface PlayStore {
  /** The newest reviews of an app, at most `limit`. */
  latest(appId: string, limit: number): Promise<Result<readonly Review[]>>;
}

export function createPlayStore(send: SendRequest): PlayStore {
  async function page(appId: string, size: number, token: string): Promise<Result<Page>> {
    const asked = [null, null, [2, NEWEST, [size, null, token === "" ? null : token], null, []], [appId, 7]];
    const calls = JSON.stringify([[[CALL, JSON.stringify(asked), null, "generic"]]]);
    const reply = await send({
      method: "POST",
      url: `${STORE}/_/PlayStoreUi/data/batchexecute?rpcids=${CALL}&hl=en&gl=us`,
      headers: { "content-type": "application/x-www-form-urlencoded;charset=UTF-8" },
      body: new URLSearchParams({ "f.req": calls }).toString(),
      repeatable: true,
      whom: "Google Play",
    });
    if (!reply.ok) return reply;
    if (reply.value.text.includes(LIMITED))
      return fail({ kind: "busy", message: "Google Play asked us to come later" });
    const read = readPage(reply.value.text);
    return read === undefined ? unreadable("Google Play") : ok(read);
  }

  return {
    async latest(appId, limit) {
      const reviews = new Map<string, Review>();
      let token = "";
      while (reviews.size < limit) {
        const read = await page(appId, Math.min(PAGE, limit - reviews.size), token);
        if (!read.ok) return read;
        const before = reviews.size;
        for (const review of read.value.reviews) reviews.set(review.id, review);
        token = read.value.token;
        if (token === "" || reviews.size === before) break;
      }
      return ok([...reviews.values()].slice(0, limit));
    },
  };
}

/** The original snap-in's record; `metadata.id` is the review's identity. Reviews have no title of their own. */
export function reviewRecord(review: Review, appId: string, app: string): Record<string, unknown> {
  const url = `${STORE}/store/apps/details?id=${encodeURIComponent(appId)}&reviewId=${encodeURIComponent(review.id)}`;
  return {
    ...(app === "" ? {} : { app }),
    title: `Ticket created from Playstore review ${url}`,
    text: review.text,
    date: new Date(review.at * 1_000).toISOString(),
    source: "playstore",
    metadata: {
      id: review.id,
      userName: review.userName,
      // There in the original; people's pictures are nobody's business here.
      userImage: "",
      score: review.score,
      scoreText: String(review.score),
      url,
      replyDate: review.replyDate,
      replyText: review.replyText,
      version: review.version,
      thumbsUp: review.thumbsUp,
      criterias: review.criterias,
    },
  };
}
