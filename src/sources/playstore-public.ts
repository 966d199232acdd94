/**
 * Reviews as Google Play's web page asks for them. Nobody documents it, so reading is forgiving: a page may be empty
 * because there is no more or because Google has had enough, and only what was read before tells the two apart.
 */
import { type Item, type Page, type PullWindow, type SourceContext, SourceFault } from "../ingestion/connector.ts";
import { type Review, reviewItem } from "./playstore-review.ts";
import type { PlayStoreSettings } from "./playstore-settings.ts";
import { under } from "./settings.ts";

const STORE = "https://play.google.com";
/** The call for reviews, its order "newest first", and how many it gives at most. */
const CALL = "UsvDTd";
const NEWEST = 2;
const PAGE = 150;
/** What stands before the JSON, so that it can't be run as a script. */
const GUARD = /^\)\]\}'/;

/** The value at a path of nested arrays, undefined where there is none. */
function at(value: unknown, ...path: readonly number[]): unknown {
  let here = value;
  for (const index of path) here = Array.isArray(here) ? (here as readonly unknown[])[index] : undefined;
  return here;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const textIfAny = (value: unknown): string | undefined => text(value) || undefined;
function number(value: unknown): number | undefined {
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) ? read : undefined;
}

function readReview(entry: unknown, packageName: string): Item {
  const id = text(at(entry, 0));
  const changed = number(at(entry, 5, 0));
  const score = number(at(entry, 2));
  if (id === "" || changed === undefined || score === undefined) {
    return { malformed: entry, why: "a review without id, date or stars" };
  }
  const review: Review = {
    ...{ id, at: changed, score, text: text(at(entry, 4)) },
    userName: textIfAny(at(entry, 1, 0)),
    thumbsUp: number(at(entry, 6)),
    version: textIfAny(at(entry, 10)),
    replyText: textIfAny(at(entry, 7, 1)),
    replyAt: number(at(entry, 7, 2, 0)),
  };
  return reviewItem(packageName, review);
}

interface Read {
  readonly items: readonly Item[];
  readonly token: string | undefined;
}

/** An envelope of calls, of which ours holds JSON inside a string; undefined when that is null. */
function readAnswer(body: string, packageName: string): Read | undefined {
  // Somebody may write the words in a review: they count only where there are no reviews.
  const refuse = (): undefined => {
    if (body.includes("PlayGatewayError")) throw new SourceFault("rate_limited", "Google Play has had enough for now");
  };
  try {
    const inner = at(JSON.parse(body.replace(GUARD, "")), 0, 2);
    if (inner === null || inner === undefined) return refuse();
    const data: unknown = JSON.parse(text(inner));
    const entries = at(data, 0);
    const items = (Array.isArray(entries) ? entries : []).map((entry) => readReview(entry, packageName));
    return { items, token: textIfAny(at(data, 1, 1)) };
  } catch (error) {
    if (error instanceof SourceFault) throw error;
    refuse();
    throw new SourceFault("unavailable", `Google Play's answer can't be read (${body.length} characters)`);
  }
}

interface Resume {
  readonly token: string;
  readonly cookie?: string | undefined;
}

export async function* pullPublic(
  { settings, fetch }: SourceContext<PlayStoreSettings>,
  { resume }: PullWindow,
): AsyncGenerator<Page> {
  const { package_name, language, country, base_url = STORE } = settings;
  const url = under(base_url, `/_/PlayStoreUi/data/batchexecute?rpcids=${CALL}&hl=${language}&gl=${country}`);
  let next = resume as Resume | undefined;
  for (;;) {
    const asked = [null, null, [2, NEWEST, [PAGE, null, next?.token ?? null], null, []], [package_name, 7]];
    const calls = JSON.stringify([[[CALL, JSON.stringify(asked), null, "generic"]]]);
    const headers = {
      "content-type": "application/x-www-form-urlencoded;charset=UTF-8",
      ...(next?.cookie === undefined ? {} : { cookie: next.cookie }),
    };
    const body = new URLSearchParams({ "f.req": calls }).toString();
    const answer = await fetch(url, { method: "POST", headers, body });
    const read = readAnswer(answer.text, package_name);
    if (read?.token === undefined) {
      // After the first page nothing says whether this is the end or a refusal.
      const cutShort = read === undefined && next !== undefined;
      yield { items: read?.items ?? [], end: cutShort ? { limit: "page_limit" } : "complete" };
      return;
    }
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
    next = { token: read.token, cookie: cookies.length > 0 ? cookies.join("; ") : next?.cookie };
    yield { items: read.items, resume: next, place: next.token };
  }
}
