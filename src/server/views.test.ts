/** What the dashboard is told: what changed and how sure that is, on the data's own time; who hears of changes; and where its pages are. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createKeyRing } from "../auth/keys.ts";
import { sinceVersion } from "../model/since-version.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { differenceOf } from "../numeric/difference.ts";
import { changeOf, weeksOf } from "../operations/app-report.ts";
import type { OverviewView } from "../operations/views/overview.ts";
import { openTestStore, type TestStore } from "../store/sqlite.testing.ts";
import { put, putInsights, startTestServer, type TestServer, ticketDocument } from "./server.testing.ts";
import { statement, theme } from "./theme.testing.ts";

const DAY = 86_400;
/** Half past ten on a Thursday; the feedback ends two years before the clock of the server. */
const END = Date.UTC(2024, 1, 22, 10, 30) / 1000;
const NOW = END + 730 * DAY;
const dayOf = (daysAgo: number): number => END - (END % DAY) - daysAgo * DAY;

let opened: TestStore;
before(async () => {
  opened = await openTestStore();
});
after(() => opened.close());
const start = (now = NOW) => startTestServer({ store: opened.store, now: () => now });

async function fill({ store }: TestServer, app = "notes"): Promise<void> {
  const quote = "my notes do not sync between two phones";
  await putInsights(store, {
    [`${app}1`]: {
      app_name: app,
      date: END,
      main_text: `Help: ${quote}!`,
      metadata: { score: 2, version: "5.2.0" },
      version: "5.2.0",
      statements: [statement(quote, { theme: `${app}-sync` }, 6)],
      themes: [`${app}-sync`],
    },
    [`${app}2`]: { app_name: app, date: END - 30 * DAY, kind: "praise" },
    [`${app}3`]: { app_name: app, date: END - DAY, kind: "other", lang: "ta", untranslated: true },
    [`${app}4`]: { app_name: app, date: END - 8 * DAY, kind: "praise" },
  });
  const trend = [
    { at: dayOf(9), count: 1 },
    { at: dayOf(2), count: 40 },
  ];
  await put(store, DEFAULT_TENANT, "clusters", {
    [`${app}-sync`]: theme({ id: `${app}-sync`, app, size: 41, began_in: "5.2.0", trend }),
    [`${app}-ads`]: theme({
      id: `${app}-ads`,
      app,
      name: "Too many ads",
      size: 7,
      trend: [{ at: dayOf(50), count: 7 }],
    }),
    [`${app}-wish`]: theme({ id: `${app}-wish`, app, name: "Dark mode", kind: "wish", size: 4 }),
    [`${app}-old`]: theme({ id: `${app}-old`, app, name: "Gone problem", alive: false }),
  });
}

test("two spans are compared: too few say nothing, half as many again is growth", () => {
  assert.equal(changeOf(2, 2).movement, "unclear");
  assert.equal(changeOf(5, 0).movement, "new");
  assert.equal(changeOf(6, 4).movement, "growing");
  assert.equal(changeOf(5, 4).movement, "steady");
  assert.equal(changeOf(4, 6).movement, "fading");
  assert.equal(changeOf(40, 0, false).movement, "unclear", "all of an app's feedback is as new");
});

test("a difference counts against all feedback, and is as sure as chance is small", () => {
  assert.deepEqual(differenceOf({ recent: 2, before: 1 }, { recent: 9, before: 9 }).sureness, "none");
  assert.equal(differenceOf({ recent: 40, before: 10 }, { recent: 100, before: 100 }).sureness, "sure");
  const likely = differenceOf({ recent: 8, before: 2 }, { recent: 100, before: 100 });
  assert.deepEqual([likely.direction, likely.sureness], ["up", "likely"]);
  assert.equal(differenceOf({ recent: 40, before: 10 }, { recent: 400, before: 100 }).direction, "same");
  assert.equal(differenceOf({ recent: 1, before: 20 }, { recent: 100, before: 100 }).direction, "down");
  assert.equal(differenceOf({ recent: 9, before: 0 }, { recent: 100, before: 0 }).sureness, "none");
});

test("a version is named where reviews of it and later ones tell of a theme more often than by chance", () => {
  const known = ["5.0", "5.1", "5.10", "5.2"].map((value) => ({ value, count: 50 }));
  const told = [
    { version: "5.10", count: 12 },
    { version: "5.2", count: 10 },
    { version: "5.0", count: 1 },
  ];
  assert.deepEqual(sinceVersion(told, known), { version: "5.2", before: 0.01, after: 0.22 });
  assert.equal(sinceVersion([{ version: "5.0", count: 5 }], known), undefined);
  assert.equal(sinceVersion([], []), undefined);
});

test("weeks end with the newest day; what is older than eight weeks is left out", () => {
  const trend = [0, 6, 7, 27, 28, 55, 56].map((days) => ({ at: dayOf(days), count: 1 }));
  assert.deepEqual(weeksOf(trend, END), [1, 0, 0, 1, 1, 0, 1, 2]);
});

test("the overview tells what got worse with figures, proof and how sure it is, from the newest feedback back", async () => {
  await using server = await start();
  await fill(server);
  const { body } = await server.ask<OverviewView>("GET", "/api/v1/views/overview");
  const [report] = body.reports;
  assert.deepEqual(
    [report?.newestAt, report?.insights, report?.telling, report?.notUnderstood, report?.week],
    [END, 4, 1, 1, { recent: 2, before: 1 }],
  );
  assert.deepEqual(report?.languagesNotUnderstood, [{ value: "ta", count: 1 }]);
  const [worse] = report?.worse ?? [];
  assert.equal(worse?.theme.name, "Notes do not sync");
  assert.deepEqual([worse?.week.before, worse?.week.recent, worse?.week.sureness], [1, 40, "sure"]);
  assert.deepEqual(worse?.quote, {
    quote: "my notes do not sync between two phones",
    said: { id: "notes1", date: END, source: "playstore", stars: 2, version: "5.2.0" },
  });
  assert.deepEqual(
    report?.problems.items.map(({ theme: { name } }) => name),
    ["Notes do not sync", "Too many ads"],
  );
  assert.deepEqual(
    report?.wishes.items.map(({ theme: { name } }) => name),
    ["Dark mode"],
  );
  assert.doesNotMatch(JSON.stringify(body), /content_hash|created_batch|pass_term/, "nothing that is ours alone");
});

test("of several apps each has its report", async () => {
  await using server = await start();
  await fill(server, "notes");
  await fill(server, "maps");
  const quotes = [{ insight_id: "maps1", text: "a dark mode, please" }];
  await put(server.store, DEFAULT_TENANT, "feature_requests", {
    f1: {
      ...{ id: "f1", app: "maps", title: "Dark mode", count: 2, orgs: [], quotes, first_seen: 1, last_seen: 2 },
      ...{ items: [], seen: [] },
    },
  });
  const { body } = await server.ask<OverviewView>("GET", "/api/v1/views/overview");
  assert.deepEqual(body.said.maps1, { id: "maps1", date: END, source: "playstore", stars: 2, version: "5.2.0" });
  assert.deepEqual(body.reports.map(({ app }) => app).sort(), ["maps", "notes"]);
  const app = await server.ask<{ report: { app: string } }>("GET", "/api/v1/views/apps/maps");
  assert.equal(app.body.report.app, "maps");
});

test("the dashboard is served where its pages are, and what it was called before leads there", async () => {
  await using server = await start();
  for (const path of [
    "/",
    "/apps/notes",
    "/themes",
    "/clusters",
    "/tickets",
    "/insights?q=x",
    "/quarantine",
    "/health",
  ]) {
    const page = await server.ask("GET", path);
    assert.equal(page.status, 200, path);
    assert.match(page.headers.get("content-type") ?? "", /text\/html/);
    assert.match(page.text, /<script type="module"[^>]* src="\/assets\/dashboard\/assets\//);
    assert.doesNotMatch(page.text, /<script>|style=/);
  }
  const script = /src="(\/assets\/dashboard\/assets\/[^"]+)"/.exec((await server.ask("GET", "/")).text)![1]!;
  assert.match((await server.ask("GET", script)).headers.get("cache-control") ?? "", /immutable/);
  const old = await server.ask("GET", "/?app=my%20notes");
  assert.deepEqual([old.status, old.headers.get("location")], [303, "/apps/my%20notes"]);
});

/** What comes of a stream until it has all of these. */
async function hear(url: string, wanted: readonly RegExp[], meanwhile: () => Promise<void>): Promise<string> {
  const response = await fetch(url);
  assert.match(response.headers.get("content-type") ?? "", /text\/event-stream/);
  let heard = "";
  const work = meanwhile();
  for await (const piece of response.body!) {
    heard += Buffer.from(piece).toString();
    if (wanted.every((one) => one.test(heard))) break;
  }
  await work;
  return heard;
}

test("who listens hears that something changed", { timeout: 30_000 }, async () => {
  await using server = await start();
  const again = setInterval(() => void putInsights(server.store, { [`i${Date.now()}`]: {} }), 500);
  try {
    // Once when it begins, and once for the change.
    const heard = await hear(`${server.url}/api/v1/live`, [/retry: \d+/, /changed.*changed/s], async () => {});
    assert.doesNotMatch(heard, /notes/);
  } finally {
    clearInterval(again);
  }
});

test("who listens hears of what people change, also of what was changed before", { timeout: 15_000 }, async () => {
  await using server = await start();
  await put(server.store, DEFAULT_TENANT, "tickets", { t1: ticketDocument() });
  const close = (fixed_in: string) =>
    server.ask("PATCH", "/api/v1/tickets/t1", { json: { status: "closed", fixed_in } });
  await close("1");
  let version = 1;
  let last = close(`${version}`);
  const again = setInterval(() => {
    last = close(`${++version}`);
  }, 500);
  try {
    await hear(`${server.url}/api/v1/live`, [/retry: \d+/, /changed.*changed/s], async () => {});
  } finally {
    clearInterval(again);
    await last;
  }
});

test("who listens does not hold up the end", { timeout: 20_000 }, async () => {
  // Longer than the test may take: who would be waited for would hold it up.
  const server = await startTestServer({ store: opened.store, closeMs: 60_000 });
  const response = await fetch(`${server.url}/api/v1/live`);
  await server[Symbol.asyncDispose]();
  await response.text();
});

test("who may not read listens to nothing", async () => {
  await using server = await start();
  const ring = createKeyRing(server.store, { now: () => 1 });
  const { key } = await ring.create({ tenant: DEFAULT_TENANT, name: "k", scopes: ["ingest"] });
  for (const path of ["/api/v1/live", "/api/v1/views/overview", "/api/v1/views/frame"])
    assert.equal((await server.ask("GET", path, { key })).status, 403, path);
});
