/** What the dashboard's pages of one thing are told: a theme, a ticket, an insight; what filters narrow; files; what was refused; how the installation does. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sampleInsight } from "../../test/samples.ts";
import { createMetrics } from "../metrics.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import type { TryOut } from "../model/try-out.ts";
import type { ExploreView } from "../operations/views/explore.ts";
import { type HealthView, readHealth } from "../operations/views/health.ts";
import type { InsightView } from "../operations/views/insight.ts";
import type { PreviewedReplay, QuarantineView } from "../operations/views/quarantine.ts";
import type { RequestsView } from "../operations/views/requests.ts";
import type { ThemeView } from "../operations/views/theme-view.ts";
import type { ThemesView } from "../operations/views/themes.ts";
import type { TicketsView, TicketView } from "../operations/views/tickets.ts";
import { openTestStore, type TestStore } from "../store/sqlite.testing.ts";
import { builtInAppModel } from "../text/routing/built-in.ts";
import {
  put,
  putInsights,
  startTestServer,
  type TestServer,
  type TestServerOptions,
  ticketDocument,
} from "./server.testing.ts";
import { statement, theme } from "./theme.testing.ts";

const DAY = 86_400;
const WEEK = 7 * DAY;
/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1) / 1000;
const NOW = MONDAY + 3 * WEEK;
let opened: TestStore;
before(async () => {
  opened = await openTestStore();
});
after(() => opened.close());
const start = (options: TestServerOptions = {}) => startTestServer({ store: opened.store, now: () => NOW, ...options });

const NEGATIVE = sampleInsight(3).attributes;
const TEXT = "Nice app. My notes do not sync any more. Please add a dark mode.";

async function fill({ store }: TestServer): Promise<void> {
  const statements = [
    statement("My notes do not sync any more", { theme: "sync", failure: "does-not-sync" }, 10),
    statement("add a dark mode", { kind: "wish", title: "Dark mode", theme: "dark", priority: "Low" }, 48),
  ];
  await putInsights(store, {
    i1: {
      date: MONDAY,
      main_text: TEXT,
      metadata: { score: 1, version: "5.10" },
      version: "5.10",
      statements,
      themes: ["sync", "dark"],
      cluster_id: "sync",
      subinfo: { title: "", url: "https://example.com/reviews/1" },
    },
    i2: { date: MONDAY + 2 * WEEK, version: "5.10", source: "reddit", main_text: "All fine here", kind: "praise" },
    i3: { date: MONDAY + WEEK, version: "5.9", main_text: "=1+1 is what I see", attributes: NEGATIVE },
  });
  await put(store, DEFAULT_TENANT, "clusters", {
    sync: theme({
      id: "sync",
      first_seen: MONDAY,
      last_seen: MONDAY,
      versions: [{ version: "5.10", count: 1, share: 1 }],
      lineage: [{ at: MONDAY, what: "born", with: ["elder"] }],
    }),
    elder: theme({ id: "elder", name: "Elder theme", alive: false, merged_into: "sync" }),
    dark: theme({ id: "dark", name: "Dark mode", label: "Dark mode", kind: "wish", size: 3 }),
  });
}

test("a theme tells its trend, versions, quotes in their text, wishes alike and where it comes from", async () => {
  await using server = await start();
  await fill(server);
  const { body, text } = await server.ask<ThemeView>("GET", "/api/v1/views/themes/sync");
  const { report } = body;
  assert.deepEqual(report.versions, [{ version: "5.10", count: 1, all: 2 }]);
  assert.deepEqual(report.trend, [{ at: MONDAY, count: 1 }]);
  const [quote] = report.quotes;
  assert.deepEqual(
    [quote?.before, quote?.quote, quote?.after],
    ["Nice app. ", "My notes do not sync any more", ". Please add a dark mode."],
  );
  const { id, date, source, stars, version } = quote!.said;
  assert.deepEqual([id, date, source, stars, version], ["i1", MONDAY, "playstore", 1, "5.10"]);
  assert.deepEqual(
    report.wishes.map(({ theme: wish, both }) => [wish.name, both]),
    [["Dark mode", 1]],
  );
  assert.deepEqual(report.names, { elder: "Elder theme" });
  assert.deepEqual([report.newestAt, report.alive, body.decisions], [MONDAY + 2 * WEEK, true, []]);
  assert.doesNotMatch(text, /content_hash|created_batch|pass_term/);
  const elder = await server.ask<ThemeView>("GET", "/api/v1/views/themes/elder");
  assert.deepEqual([elder.body.report.alive, elder.body.report.mergedInto], [false, "sync"]);
});

test("themes are listed with how they changed, of the busiest app where none is named", async () => {
  await using server = await start();
  await fill(server);
  const { body } = await server.ask<ThemesView>("GET", "/api/v1/views/themes");
  assert.deepEqual(
    [body.app, body.items.map((one) => [one.theme.id, one.weeks.length])],
    [
      "notes",
      [
        ["sync", 8],
        ["dark", 8],
      ],
    ],
  );
});

test("themes in a list tell which are muted, and which were called fixed", async () => {
  await using server = await start();
  await fill(server);
  const decide = (json: object) => server.ask("POST", "/api/v1/theme-decisions", { json });
  await decide({ what: "fixed", theme: "sync", version: "5.11", at: MONDAY + DAY });
  await decide({ what: "mute", theme: "dark" });
  const { body } = await server.ask<ThemesView>("GET", "/api/v1/views/themes");
  assert.deepEqual(
    body.items.map(({ theme, muted, fixed }) => [theme.id, muted, fixed]),
    [
      ["sync", false, { version: "5.11", holds: true }],
      ["dark", true, undefined],
    ],
  );
});

test("an insight comes with its themes' names and what was said with it", async () => {
  await using server = await start();
  await fill(server);
  const { body } = await server.ask<InsightView>("GET", "/api/v1/views/insights/i1");
  assert.deepEqual(body.names, { sync: "Notes do not sync", dark: "Dark mode" });
  assert.deepEqual([body.insight.main_text, body.thread, body.steps], [TEXT, [], []]);
});

test("an insight may be labelled by its app's model, or by the built-in labels where it has none", async () => {
  await using server = await start();
  await fill(server);
  const labels = async () => (await server.ask<InsightView>("GET", "/api/v1/views/insights/i1")).body.labels;
  assert.deepEqual(
    (await labels()).first,
    builtInAppModel.first_order_labels.map(({ name }) => name),
  );
  const { body } = await server.ask<InsightView>("GET", "/api/v1/views/insights/i1");
  const json = { first_order_labels: [{ name: "Syncing", second_order_labels: ["Notes are lost"] }] };
  await server.ask("PUT", `/api/v1/apps/${encodeURIComponent(body.insight.app_name)}`, { json });
  assert.deepEqual(await labels(), { first: ["Syncing"], second: ["Notes are lost"] });
});

test("a ticket shows its evidence in its text, and what came after it was closed", async () => {
  await using server = await start();
  await fill(server);
  const evidence = [{ insight_id: "i1", quote: "My notes do not sync any more", start: 10, end: 39 }];
  await put(server.store, DEFAULT_TENANT, "tickets", { t1: ticketDocument({ cluster_id: "sync", evidence }) });
  const list = await server.ask<TicketsView>("GET", "/api/v1/views/tickets?status=open");
  assert.deepEqual([list.body.total, list.body.said.i1?.version], [1, "5.10"]);
  const open = await server.ask<TicketView>("GET", "/api/v1/views/tickets/t1");
  assert.deepEqual([open.body.texts, open.body.afterClosing], [{ i1: TEXT }, undefined]);
  assert.equal(open.body.theme?.name, "Notes do not sync");
  await put(server.store, DEFAULT_TENANT, "ticket_states", {
    t1: { status: "closed", at: MONDAY + DAY, at_revision: 9 },
  });
  const closed = await server.ask<TicketView>("GET", "/api/v1/views/tickets/t1");
  assert.deepEqual(closed.body.afterClosing, { at: MONDAY + DAY, days: 13, before: 1, after: 0 });
  assert.deepEqual([open.body.since, closed.body.since], [{}, {}]);
  const dated = (at: number) => putInsights(server.store, { i1: { main_text: TEXT, date: at, ingested_at: NOW } });
  const since = async () => (await server.ask<TicketView>("GET", "/api/v1/views/tickets/t1")).body.since;
  await dated(MONDAY);
  assert.deepEqual(await since(), { i1: "older" });
  await dated(MONDAY + 2 * DAY);
  assert.deepEqual(await since(), { i1: "newer" });
  // One whose insight was erased is still quoted.
  await server.store.write(DEFAULT_TENANT, "insights", [{ op: "delete", id: "i1" }]);
  const gone = await server.ask<TicketView>("GET", "/api/v1/views/tickets/t1");
  assert.deepEqual([gone.body.texts, gone.body.ticket.evidence[0]?.quote], [{}, "My notes do not sync any more"]);
});

test("requests come with who said their quotes, where that is an insight", async () => {
  await using server = await start();
  await fill(server);
  const quotes = [
    { insight_id: "i1", text: "add a dark mode" },
    { insight_id: "gone", text: "dark" },
    { text: "please" },
  ];
  await put(server.store, DEFAULT_TENANT, "feature_requests", {
    r1: {
      ...{ id: "r1", app: "default", title: "Dark mode", count: 3, orgs: [], quotes, items: [], seen: [] },
      ...{ first_seen: MONDAY, last_seen: MONDAY },
    },
  });
  const { body } = await server.ask<RequestsView>("GET", "/api/v1/views/requests?sort=newest");
  assert.deepEqual([body.total, body.items[0]?.quotes], [1, quotes]);
  const [said, ...others] = Object.values(body.said);
  assert.deepEqual([said?.id, said?.version, said?.stars, said?.date, others], ["i1", "5.10", 1, MONDAY, []]);
});

test("each filter is counted by all the others, so that another of its values can be chosen", async () => {
  await using server = await start();
  await fill(server);
  const { body } = await server.ask<ExploreView>("GET", "/api/v1/views/explore?app=notes&source=reddit");
  assert.deepEqual([body.total, body.first, body.interval], [1, MONDAY + 2 * WEEK, "hour"]);
  assert.deepEqual(body.facets.source.map(({ value }) => value).sort(), ["playstore", "reddit"]);
  assert.deepEqual(
    body.facets.kind.map(({ value }) => value),
    ["praise"],
  );
  const all = await server.ask<ExploreView>("GET", "/api/v1/views/explore?app=notes");
  assert.deepEqual([all.body.total, all.body.interval, all.body.trend.length], [3, "day", 3]);
  assert.deepEqual(
    all.body.versions.map(({ version, count, themes }) => [version, count, themes.map(({ name }) => name)]),
    [
      ["5.9", 1, []],
      ["5.10", 2, ["Notes do not sync"]],
    ],
  );
  assert.deepEqual(
    all.body.themes.map(({ id, count }) => [id, count]),
    [
      ["dark", 1],
      ["sync", 1],
    ],
  );
  const narrowed = await server.ask<ExploreView>("GET", "/api/v1/views/explore?app=notes&kind=praise");
  for (const { count, themes } of narrowed.body.versions)
    assert.ok(
      themes.every((theme) => theme.count <= count),
      "a version's themes are of the reviews that are counted",
    );
  assert.deepEqual(
    narrowed.body.versions.flatMap(({ themes }) => themes.map(({ name }) => name)),
    [],
  );
  const chosen = await server.ask<ExploreView>("GET", "/api/v1/views/explore?app=notes&version=5.10");
  assert.deepEqual(chosen.body.versions, all.body.versions, "a chosen version stands beside the others as they are");
  assert.ok(all.body.versions.some(({ version, negative }) => version === "5.9" && negative === 1));
  assert.equal((await server.ask("GET", "/api/v1/views/explore?sentiment=sad")).status, 400);
});

test("a file has exactly the rows that are shown, and no formulas", async () => {
  await using server = await start();
  await fill(server);
  for (const filter of ["app=notes", "app=notes&source=reddit", "app=none", "q=%22dark%20mode%22"]) {
    const { body } = await server.ask("GET", `/api/v1/insights?${filter}`);
    const csv = await server.ask("GET", `/api/v1/export?format=csv&${filter}`);
    const lines = await fetch(`${server.url}/api/v1/export?format=jsonl&${filter}`);
    assert.equal(csv.text.split("\r\n").length - 2, body.total, filter);
    assert.equal((await lines.text()).split("\n").length - 1, body.total, filter);
    assert.deepEqual(
      [csv.headers.get("x-total-count"), lines.headers.get("x-total-count")],
      [String(body.total), String(body.total)],
    );
  }
  const { text, headers } = await server.ask("GET", "/api/v1/export?format=csv&app=notes");
  assert.match(text, /,'=1\+1 is what I see,/);
  assert.match(text, /^id,date,.*,themes,theme_titles,url\r\n/);
  assert.match(text, /,sync; dark,Notes do not sync; Dark mode,https:\/\/example\.com\/reviews\/1\r\n/);
  assert.match(headers.get("content-disposition") ?? "", /attachment; filename="feedback.csv"/);
});

const rejection = (id: string, parts: object = {}) => ({
  id,
  stage: "denoiser",
  outcome: "dropped" as const,
  reason: "too_few_words",
  errors: [],
  record: { text: "too short" },
  at: NOW,
  app: "notes",
  source: "playstore",
  batch: "b1",
  replayed: false,
  ...parts,
});

test("what was refused is counted by why, and what a replay would come to is told before", async () => {
  const asked: unknown[] = [];
  const tryOut: TryOut = async ({ records }) => {
    asked.push(...records);
    return records.map(() => ({ outcome: "dropped", reason: "too_few_words" }));
  };
  await using server = await start({ tryOut });
  await put(server.store, DEFAULT_TENANT, "rejections", {
    r1: rejection("r1"),
    r2: rejection("r2", { reason: "spam" }),
    r3: rejection("r3", { stage: "event-writer", record: { name: "x" } }),
  });
  const { body } = await server.ask<QuarantineView>("GET", "/api/v1/views/quarantine?reason=spam");
  assert.deepEqual([body.total, body.items[0]?.id], [1, "r2"]);
  assert.deepEqual(body.facets.reason, [
    { value: "too_few_words", count: 2 },
    { value: "spam", count: 1 },
  ]);
  assert.deepEqual(body.facets.stage, [{ value: "denoiser", count: 1 }]);
  const preview = await server.ask<{ items: readonly PreviewedReplay[] }>("POST", "/api/v1/rejections/preview", {
    json: { ids: ["r1", "r3", "none"] },
  });
  assert.deepEqual(preview.body.items, [
    { id: "r1", outcome: "dropped", reason: "too_few_words" },
    { id: "r3", outcome: "none" },
  ]);
  assert.deepEqual([asked, server.submissions.length], [[{ text: "too short" }], 0], "nothing is sent");
});

test("labels are tried on reviews before they are saved", async () => {
  await using server = await start({
    tryOut: async ({ records, appModel }) => records.map(() => ({ outcome: "dropped", reason: appModel!.name })),
  });
  const model = {
    name: "maps",
    first_order_labels: [{ name: "Routes", second_order_labels: [] }],
    generated_qrys_for_sec_labels: {},
  };
  const tried = await server.ask("POST", "/api/v1/apps/try", { json: { model, texts: ["one", "two"] } });
  assert.deepEqual(tried.body.items, [
    { outcome: "dropped", reason: "maps" },
    { outcome: "dropped", reason: "maps" },
  ]);
  assert.equal((await server.ask("GET", "/api/v1/apps/maps")).status, 404);
});

test("health tells the books, dead letters and what came in", async () => {
  await using server = await start();
  await putInsights(server.store, { i1: { ingested_at: NOW - 60 }, i2: { ingested_at: NOW - 3 * DAY } });
  const letter = {
    queue: "raw",
    reason: "x",
    app: "a",
    source: "s",
    at: NOW,
    records: 2,
    body: "[]",
    attributes: {},
    state: "dead" as const,
  };
  await put(server.store, DEFAULT_TENANT, "dead_letters", { d1: letter, d2: { ...letter, state: "purged" } });
  const { body } = await server.ask<HealthView>("GET", "/api/v1/views/health");
  assert.deepEqual(body.dead, [{ queue: "raw", letters: 1 }]);
  assert.deepEqual(
    body.intake.map(({ count }) => count),
    [1],
  );
  assert.deepEqual(
    body.pipelines.map(({ name }) => name),
    ["feedback", "features", "events", "responses"],
  );
  assert.ok(Array.isArray(body.queues));
  const metrics = createMetrics();
  metrics.queueMessages.set({ queue: "tickets", state: "visible" }, 35);
  metrics.queueMessages.set({ queue: "hooks", state: "visible" }, 0);
  const { queues } = await readHealth({ store: server.store, metrics }, DEFAULT_TENANT, true, NOW);
  assert.deepEqual(
    queues?.map(({ name, age }) => [name, age]),
    [
      ["hooks", 0],
      ["tickets", undefined],
    ],
    "nobody here takes from it, so how old it is is not known",
  );
});
