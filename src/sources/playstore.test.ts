/** Google Play both ways: pages to the end, what a token that fails means, limits, edits, and the seven days of the API. */
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { after, before, beforeEach, describe, it } from "node:test";
import { openProvider, openRig, type Provider, type ProviderAsked, type Registered, type Rig } from "./rig.testing.ts";

const START = 1_780_000_000;
const DAY = 86_400;

interface Review {
  readonly id: string;
  readonly at: number;
  readonly text: string;
  readonly score: number;
}
const review = (number: number, parts: Partial<Review> = {}): Review => ({
  ...{
    id: `review-${number}`,
    at: START - 10 * DAY + number * 60,
    text: `The app closes at step ${number}.`,
    score: 2,
  },
  ...parts,
});
/** Newest first. */
const reviews = (count: number): Review[] => Array.from({ length: count }, (_, at) => review(count - at));

/** As the web page's call answers: an envelope with JSON inside, behind a guard. */
const publicAnswer = (page: readonly Review[], token?: string) => {
  const rows = page.map(({ id, at, text, score }) => [
    id,
    ["A user"],
    score,
    null,
    text,
    [at, 0],
    3,
    null,
    null,
    null,
    "5.2",
  ]);
  return { text: `)]}'\n\n${JSON.stringify([["wrb.fr", "UsvDTd", JSON.stringify([rows, [null, token ?? null]])]])}` };
};
const nothing = { text: `)]}'\n\n${JSON.stringify([["wrb.fr", "UsvDTd", null]])}` };
const tokenOf = ({ body }: ProviderAsked): number => {
  const call = JSON.parse(new URLSearchParams(body).get("f.req")!) as string[][][];
  return Number((JSON.parse(call[0]![0]![1]!) as unknown[][][])[2]![2]![2] ?? 0);
};

describe("the connector of Google Play's public pages", () => {
  let rig: Rig;
  let provider: Provider;
  let source: Registered;
  const SIZE = 10;
  const serve = (all: readonly Review[]) => {
    provider.answer = (asked) => {
      const from = tokenOf(asked);
      return publicAnswer(all.slice(from, from + SIZE), from + SIZE < all.length ? String(from + SIZE) : undefined);
    };
  };
  before(async () => {
    rig = await openRig({ start: START });
    provider = await openProvider(() => ({ status: 404 }));
  });
  after(async () => {
    await rig[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    rig.sent.length = 0;
    provider.asked.length = 0;
    const settings = { package_name: "com.example.notes", base_url: provider.url };
    source = await rig.register({ type: "playstore", settings });
  });

  it("reads page by page to the end, and afterwards only as far as nothing can be new", async () => {
    serve(reviews(35));
    const first = await rig.pull(source.id);
    assert.deepEqual([first.state, first.pages, first.accepted], ["succeeded", 4, 35]);
    const { metadata, impact, url } = rig.sent[0]!;
    assert.deepEqual([(metadata as { score: number }).score, impact], [2, 2]);
    assert.equal(url, "https://play.google.com/store/apps/details?id=com.example.notes&reviewId=review-35");
    serve([review(5, { at: START - DAY, text: "Now it closes at once.", score: 1 }), ...reviews(35)]);
    const second = await rig.pull(source.id);
    assert.deepEqual([second.accepted, second.updated], [0, 1]);
    assert.equal(new Set(rig.ids()).size, 35);
  });

  it("stops an incremental pull at the first page that is older than the look-back", async () => {
    const old = Array.from({ length: 30 }, (_, at) => review(at, { at: START - 60 * DAY - at }));
    serve([review(100, { at: START - DAY }), ...old]);
    await rig.pull(source.id);
    provider.asked.length = 0;
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.pages, provider.asked.length], ["succeeded", 2, 2]);
  });

  it("waits as long as it is asked to, and goes on with the page at hand", async () => {
    serve(reviews(30));
    const served = provider.answer;
    const gateway = { text: ')]}\'\n[[null,null,null,["com.google.play.gateway.proto.PlayGatewayError"]]]' };
    const refusals = [
      gateway,
      { status: 429, headers: { "retry-after": "120" } },
      { status: 503 },
      { hangUp: true } as const,
    ];
    provider.answer = (asked) => (tokenOf(asked) === 20 && refusals.shift()) || served(asked);
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.accepted, run.pages], ["succeeded", 30, 3]);
    assert.ok(run.waited_s >= 120, String(run.waited_s));
    assert.equal(rig.sent.length, 30);
  });

  it("is not stopped by a review that names Google's refusal", async () => {
    serve([review(1, { text: "It says PlayGatewayError when I pay." })]);
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.accepted], ["succeeded", 1]);
  });

  it("takes a token that suddenly leads nowhere for no end: what is older is a gap", async () => {
    serve(reviews(30));
    const served = provider.answer;
    provider.answer = (asked) => (tokenOf(asked) === 20 ? nothing : served(asked));
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.gap?.why, run.gap?.to], ["partial", "page_limit", review(11).at]);
  });

  it("goes on after a crash between any two steps, by another runner, without gap or double", async () => {
    serve(reviews(50));
    const served = provider.answer;
    const { id } = await rig.ask(source.id);
    // The second page's records are durable, then the runner dies before it can say so.
    provider.answer = (asked) => {
      if (tokenOf(asked) === 20) rig.takeOver();
      return served(asked);
    };
    await rig.round();
    provider.answer = served;
    rig.takeOver();
    const run = await rig.finish(source.id, id);
    assert.equal(run.state, "succeeded");
    assert.equal(new Set(rig.ids()).size, 50);
    assert.equal(run.accepted + run.duplicate >= 50, true);
  });

  it("keeps a back-fill apart: its window alone, and the cursor stays", async () => {
    serve(reviews(40));
    await rig.pull(source.id);
    const { cursor } = await rig.source(source.id);
    rig.sent.length = 0;
    const window = { from: review(11).at, to: review(21).at };
    serve([...reviews(40), ...Array.from({ length: 20 }, (_, at) => review(-at))]);
    const run = await rig.pull(source.id, window);
    assert.deepEqual([run.trigger, run.fetched, run.duplicate, run.covered], ["backfill", 10, 10, window]);
    assert.deepEqual((await rig.source(source.id)).cursor, cursor);
  });

  it("keeps a review that nobody can read as a rejection, and the others", async () => {
    provider.answer = () => {
      const rows = [
        ["r1", ["A"], 5, null, "Good work.", [START - 5, 0]],
        [null, null, 1],
      ];
      return { text: `)]}'\n${JSON.stringify([["wrb.fr", "UsvDTd", JSON.stringify([rows, [null, null]])]])}` };
    };
    const run = await rig.pull(source.id);
    assert.deepEqual([run.accepted, run.rejected], [1, 1]);
    const kept = await rig.server.ask("GET", "/api/v1/rejections?reason=malformed");
    assert.equal(kept.body.total, 1);
  });
});

describe("the connector of Google Play's API", () => {
  let rig: Rig;
  let provider: Provider;
  let source: Registered;
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const account = JSON.stringify({
    client_email: "reader@example.iam.gserviceaccount.com",
    private_key: privateKey.export({ type: "pkcs8", format: "pem" }),
  });
  const apiReview = ({ id, at, text, score }: Review) => ({
    reviewId: id,
    authorName: "A user",
    comments: [
      {
        userComment: {
          text,
          lastModified: { seconds: String(at), nanos: 5 },
          starRating: score,
          appVersionName: "5.2",
        },
      },
      { developerComment: { text: "Thank you", lastModified: { seconds: String(at + 9) } } },
    ],
  });
  const serve = (all: readonly Review[], size = 2) => {
    provider.answer = ({ url, headers }) => {
      if (url.pathname === "/token") return { json: { access_token: "t1", expires_in: 3_599, token_type: "Bearer" } };
      if (headers.authorization !== "Bearer t1") return { status: 401, json: { error: { code: 401 } } };
      const from = Number(url.searchParams.get("token") ?? 0);
      const tokenPagination = from + size < all.length ? { nextPageToken: String(from + size) } : undefined;
      return { json: { reviews: all.slice(from, from + size).map(apiReview), tokenPagination } };
    };
  };
  before(async () => {
    rig = await openRig({ start: START });
    provider = await openProvider(() => ({ status: 404 }));
    const settings = { access: "official", package_name: "com.example.notes", base_url: provider.url };
    source = await rig.register({ type: "playstore", settings, secrets: { service_account: account } });
  });
  after(async () => {
    await rig[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });

  it("signs in with the service account, and reads all that the API shows", async () => {
    serve([
      review(3, { at: START - 60 }),
      review(2, { at: START - 3_600, text: "Old title\tAnd the text." }),
      review(1, { at: START - DAY }),
    ]);
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.accepted, run.pages], ["succeeded", 3, 2]);
    assert.deepEqual([rig.sent[1]?.title, rig.sent[1]?.text], ["Old title", "And the text."]);
    const assertion = new URLSearchParams(provider.asked[0]!.body).get("assertion")!;
    const claims = JSON.parse(Buffer.from(assertion.split(".")[1]!, "base64url").toString()) as { scope: string };
    assert.match(claims.scope, /androidpublisher$/);
  });

  it("says what a stop of more than seven days has lost", async () => {
    rig.clock.now += 20 * DAY;
    serve([review(9, { at: rig.clock.now - DAY })]);
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.gap?.why], ["partial", "window_7_days"]);
    assert.equal(run.covered?.to, run.asked.to);
  });

  it("fails on an expired or refused account, says what to do, and recovers", async () => {
    provider.answer = () => ({ status: 400, json: { error: "invalid_grant" } });
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.error?.code], ["failed", "unauthorized"]);
    assert.match(run.error!.message, /renew its secrets/);
    assert.ok(rig.events.includes("source.failed"));
    serve([review(9, { at: rig.clock.now - DAY })]);
    await rig.pull(source.id);
    assert.ok(rig.events.includes("source.recovered"));
    assert.equal((await rig.source(source.id)).failing_since, undefined);
  });

  it("shows no secret anywhere", async () => {
    const tried = await rig.server.ask<{ ok: boolean; sample: unknown[] }>("POST", `/api/v1/sources/${source.id}/test`);
    assert.deepEqual([tried.body.ok, tried.body.sample.length], [true, 1]);
    const shown = await rig.server.ask("GET", `/api/v1/sources/${source.id}`);
    assert.ok(!shown.text.includes("PRIVATE KEY") && !shown.text.includes("sealed"));
    const stored = await rig.store.get("default" as never, "sources", source.id);
    assert.ok(!JSON.stringify(stored).includes("PRIVATE KEY"));
  });
});
