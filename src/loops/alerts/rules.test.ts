/** What each rule tells, and above all what it does not. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NOW, placedInsight, sampleCluster } from "../../../test/samples.ts";
import { openTestbed, type Testbed } from "../../../test/testbed.ts";
import type { AlertDocument, AlertMessage, AlertSettings } from "../../model/alert.ts";
import type { AlertEvent } from "../../model/alert-names.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import { type LedgerEntry, noCounts } from "../../model/ledger.ts";
import type { SourceDocument, SourceState } from "../../model/source.ts";
import { ticketDocument } from "../../server/server.testing.ts";
import type { CollectionName, Documents } from "../../store/collections.ts";
import { freshTenant, writeAll } from "../../store/testsuite/fixtures.ts";
import type { Memory, RuleContext } from "./rule.ts";
import { digest, lastDue } from "./rules/digest.ts";
import { silenceAfter } from "./rules/silence.ts";
import { rules } from "./rules.ts";

const DAY = 86_400;
const HOUR = 3_600;
/** The middle of a day, so that a day's feedback stays in it. */
const TODAY = NOW - (NOW % DAY) + DAY / 2;
const APP = "Pedalwick";

let bed: Testbed;
before(async () => {
  bed = await openTestbed();
});
after(() => bed.close());

/** A tenant with one alert, looked at again and again. */
function watch(on: AlertEvent, settings: AlertSettings = {}) {
  const tenant = freshTenant();
  let memory: Memory = {};
  let number = 0;
  const alert: AlertDocument = {
    ...{ name: "An alert", app: APP, on, settings, to: { type: "log" }, enabled: true },
    ...{ created_at: TODAY - 90 * DAY, updated_at: TODAY - 90 * DAY },
  };
  async function look(at = TODAY): Promise<readonly AlertMessage[]> {
    const link = (path: string) => `http://x${path}`;
    const told = await rules[on]({ store: bed.store, tenant, alert, memory, since: alert.created_at, at, link });
    memory = JSON.parse(JSON.stringify(told.memory));
    return told.messages;
  }
  /** So many of a theme on a day before (or after) today. */
  async function tell(theme: string, day: number, count: number, changes: Partial<InsightDocument> = {}) {
    const docs = Array.from({ length: count }, () => {
      number++;
      const id = `${tenant}-${number}`;
      const date = TODAY + day * DAY;
      return placedInsight(number, theme, { id, app_name: APP, date, ingested_at: date, ...changes });
    });
    await writeAll(
      bed.store,
      tenant,
      "insights",
      docs.map((doc) => ({ op: "create", id: doc.id, doc })),
    );
  }
  const put = <C extends CollectionName>(collection: C, id: string, doc: Documents[C]) =>
    writeAll(bed.store, tenant, collection, [{ op: "put", id, doc }]);
  /** The theme's document as a pass writes it. */
  async function group(theme: string): Promise<void> {
    const trend = await bed.store.histogram(tenant, "insights", {
      ...{ where: { themes: theme, date: { gte: TODAY - 60 * DAY } }, field: "date", interval: "day" },
    });
    const size = await bed.store.count(tenant, "insights", { where: { themes: theme } });
    await put("clusters", theme, sampleCluster(theme, { app: APP, name: `Theme ${theme}`, size, trend: [...trend] }));
  }
  return { look, tell, put, group };
}

/** Some of it each day of eight weeks. */
async function everyDay(
  told: ReturnType<typeof watch>["tell"],
  theme: string,
  count: number,
  until = 0,
): Promise<void> {
  for (let day = -56; day <= until; day++) await told(theme, day, count);
}

test("a theme that is told of far more than it was is told once; a steady one and one that always varies are not", async () => {
  const { look, tell, group } = watch("theme.surge");
  await everyDay(tell, "steady", 2);
  await everyDay(tell, "surge", 1);
  for (let week = 0; week < 8; week++) await tell("bursts", -7 * week, week % 2 === 0 ? 30 : 1);
  for (const theme of ["steady", "surge", "bursts"]) await group(theme);
  assert.deepEqual(await look(), []);
  await tell("surge", 0, 40);
  await group("surge");
  const [message, ...more] = await look();
  assert.equal(more.length, 0);
  assert.match(message!.title, /Theme surge is rising/);
  assert.match(
    message!.lines[0]!,
    /^Theme surge: 47 since \d{4}-\d\d-\d\d, [\d.]+ expected \(by chance less often than once in a million\)/,
  );
  assert.ok(message!.lines.some((line) => line.startsWith("> ")));
  assert.deepEqual(await look(TODAY + HOUR), []);
});

test("what a first pull or an import brought is no surge, nor is it when all feedback grew alike", async () => {
  const { look, tell, group } = watch("theme.surge");
  await everyDay(tell, "crash", 1);
  await everyDay(tell, "other", 1);
  await tell("crash", 0, 60, { source: "file", source_id: "import" });
  await group("crash");
  assert.deepEqual(await look(), []);
  for (const theme of ["crash", "other"]) {
    await tell(theme, 0, 30);
    await group(theme);
  }
  assert.deepEqual(await look(), []);
});

test("of an app without a past nothing is a surge", async () => {
  const { look, tell, group } = watch("theme.surge");
  await tell("crash", 0, 50);
  await group("crash");
  assert.deepEqual(await look(), []);
});

test("a surge is told again when two weeks were quiet, and not before", async () => {
  const { look, tell, group } = watch("theme.surge");
  await everyDay(tell, "crash", 1);
  await tell("crash", 0, 40);
  await group("crash");
  assert.equal((await look()).length, 1);
  for (let day = 1; day <= 6; day++) await tell("crash", day, 20);
  await group("crash");
  assert.deepEqual(await look(TODAY + 6 * DAY), []);
  for (let day = 7; day <= 35; day++) {
    await tell("crash", day, 1);
    if (day % 7 !== 0) continue;
    await group("crash");
    assert.deepEqual(await look(TODAY + day * DAY), []);
  }
  await tell("crash", 36, 900);
  await group("crash");
  assert.equal((await look(TODAY + 36 * DAY)).length, 1);
});

test("feedback that turns negative is told once", async () => {
  const { look, tell } = watch("sentiment.drop");
  const feel = (day: number, count: number, sentiment: "negative" | "positive") =>
    tell("t", day, count, { attributes: { ...placedInsight(1, "t").attributes, sentiment } });
  for (let day = -56; day < 0; day++) {
    await feel(day, 1, "negative");
    await feel(day, 4, "positive");
  }
  assert.deepEqual(await look(), []);
  await feel(0, 60, "negative");
  const [message] = await look();
  assert.match(message!.lines[0]!, /^\d\d % of \d+ since .*, 20 % in the seven weeks before\.$/);
  assert.deepEqual(await look(TODAY + HOUR), []);
});

test("each new ticket is told once, each return of a closed one once a closing", async () => {
  const created = watch("ticket.created");
  const ticket = { ...ticketDocument({ app: APP }), created_at: TODAY, updated_at: TODAY };
  await created.put("tickets", "t1", ticket);
  await created.put("tickets", "old", { ...ticket, created_at: TODAY - 100 * DAY });
  assert.deepEqual(
    (await created.look()).map(({ key }) => key),
    ["t1"],
  );
  assert.deepEqual(await created.look(), []);

  const { put, look } = watch("ticket.regressed");
  const close = (at: number, at_revision: number) =>
    put("ticket_states", "t1", { status: "closed", at, at_revision, fixed_in: "6.2" });
  const back = (revision: number) => {
    const metadata = { ...ticket.item.metadata, revision, regression: true };
    return put("tickets", "t1", { ...ticket, revision, item: { ...ticket.item, metadata } });
  };
  await back(1);
  await close(TODAY - 2 * DAY, 1);
  assert.deepEqual(await look(), []);
  await back(2);
  const [message] = await look();
  assert.match(message!.title, /a problem that was fixed in 6\.2 is back/);
  await back(3);
  assert.deepEqual(await look(), []);
  await close(TODAY - DAY, 3);
  await back(4);
  assert.equal((await look()).length, 1);
});

test("a fix holds when far less is told of it for two weeks, with figures; not while it goes on, nor too soon", async () => {
  const { put, tell, look } = watch("fix.holds");
  for (let day = -50; day <= -20; day++) await tell("crash", day, 1, { version: "6.1" });
  const fixedAt = TODAY - 20 * DAY;
  const fixed = { people: { fixed: { at: fixedAt, version: "6.2" } }, app: APP };
  await put("clusters", "crash", sampleCluster("crash", fixed));
  await tell("other", -10, 1);
  assert.deepEqual(await look(TODAY), []);
  await tell("crash", -5, 1, { version: "6.0" });
  await tell("other", 0, 1);
  const [message] = await look();
  assert.match(message!.lines[0]!, /^7\.\d a week before .*, 0\.0 a week since \(fixed in 6\.2\)\.$/);
  assert.equal(message!.lines[1], "1 more came from older versions.");
  assert.deepEqual(await look(), []);

  const other = watch("fix.holds");
  for (let day = -50; day <= 0; day++) await other.tell("crash", day, 1);
  await other.put("clusters", "crash", sampleCluster("crash", { people: { fixed: { at: fixedAt } }, app: APP }));
  assert.deepEqual(await other.look(), []);
});

const source: SourceDocument = {
  ...{ public_id: "p", type: "rss", app: APP, name: "News", modes: ["pull"], enabled: true, settings: {}, secrets: {} },
  ...{ schedule: "every 15m", backfill_days: 1, created_at: 1, updated_at: 1 },
};
const state: SourceState = { cursor: null, gaps: [], failures: 0, term: 1 };

test("a source that fails, works again, or has a gap is told each time it begins", async () => {
  const failing: SourceState = { ...state, failing_since: TODAY, failures: 3 };
  const failed = watch("source.failed");
  await failed.put("sources", "s", source);
  await failed.put("source_states", "s", failing);
  assert.match((await failed.look())[0]!.title, /News \(rss\) fails/);
  assert.deepEqual(await failed.look(), []);

  const recovered = watch("source.recovered");
  await recovered.put("sources", "s", source);
  await recovered.put("source_states", "s", failing);
  assert.deepEqual(await recovered.look(), []);
  await recovered.put("source_states", "s", state);
  assert.equal((await recovered.look()).length, 1);
  assert.deepEqual(await recovered.look(), []);

  const gap = watch("source.gap");
  await gap.put("sources", "s", source);
  await gap.put("source_states", "s", { ...state, gaps: [{ from: 1, to: DAY, why: "page_limit" }] });
  assert.match((await gap.look())[0]!.lines[0]!, /from 1970-01-01 to 1970-01-02 may be missing: page_limit/);
  assert.deepEqual(await gap.look(TODAY + 100 * DAY), []);
});

test("a source is silent once its silence is unlikely by its own past; one that seldom speaks is not", async () => {
  assert.equal(silenceAfter(7, 28 * DAY), undefined);
  assert.equal(silenceAfter(10_000, 28 * DAY), DAY);
  const { put, tell, look } = watch("source.silent");
  for (const id of ["busy", "seldom"]) await put("sources", id, { ...source, name: id });
  for (let day = -28; day <= 0; day++) await tell("t", day, 5, { source_id: "busy" });
  for (let week = 0; week < 10; week++) await tell("t", -3 * week, 1, { source_id: "seldom" });
  assert.deepEqual(await look(TODAY + HOUR), []);
  const messages = await look(TODAY + 3 * DAY);
  assert.deepEqual(
    messages.map(({ data }) => data.source),
    ["busy"],
  );
  assert.match(messages[0]!.lines[0]!, /^Nothing has come for 72 hours/);
  assert.deepEqual(await look(TODAY + 4 * DAY), []);
  await tell("t", 5, 1, { source_id: "busy" });
  assert.deepEqual(await look(TODAY + 5 * DAY), []);
  assert.equal((await look(TODAY + 9 * DAY)).length, 1);
});

test("dead letters are told once until they are fewer", async () => {
  const { put, look } = watch("dead.letters", { threshold: 2 });
  const letter = {
    queue: "raw",
    reason: "it broke",
    app: APP,
    source: "s",
    at: 1,
    records: 1,
    body: "[]",
    attributes: {},
  };
  await put("dead_letters", "a", { ...letter, state: "dead" });
  assert.deepEqual(await look(), []);
  await put("dead_letters", "b", { ...letter, state: "dead" });
  assert.deepEqual((await look())[0]!.lines, ["raw: 2, such as: it broke"]);
  assert.deepEqual(await look(), []);
  await put("dead_letters", "b", { ...letter, state: "redriven" });
  assert.deepEqual(await look(), []);
  await put("dead_letters", "b", { ...letter, state: "dead" });
  assert.equal((await look(TODAY + 1)).length, 1);
});

test("books that don't balance are told when two looks find it; balanced ones are not", async () => {
  const { put, look } = watch("ledger.unbalanced");
  assert.deepEqual(await look(), []);
  // Two came in, one of them was dropped; of the other nobody says what became of it.
  const entry: LedgerEntry = {
    ...{ pipeline: "feedback", stage: "denoiser", batch: "b", part: "0", app: APP, source: "s", at: TODAY },
    ...{ first: true, last: false, in: 2, counts: { ...noCounts, dropped: { short: 1 } } },
    ...{ refused: {}, sent: [], redriven: [] },
  };
  await put("ledger", "e", entry);
  assert.deepEqual(await look(TODAY + 700), []);
  assert.deepEqual(
    (await look(TODAY + 1_400)).map(({ data }) => data.pipeline),
    ["feedback"],
  );
  assert.deepEqual(await look(TODAY + 2_100), []);
});

test("the digest comes once a week, on its day and hour, with the app in a few lines", async () => {
  const monday = Date.parse("2026-03-02T08:00:00Z") / 1000;
  assert.equal(lastDue(monday), monday);
  assert.equal(lastDue(monday - 1), monday - 7 * DAY);
  assert.equal(lastDue(monday, 3, 20), Date.parse("2026-02-25T20:00:00Z") / 1000);
  const { look, tell, group } = watch("digest");
  await everyDay(tell, "crash", 1);
  await group("crash");
  const [message, ...more] = await look();
  assert.equal(more.length, 0);
  assert.match(
    message!.lines.join("\n"),
    /came in the four weeks to[\s\S]*Biggest problems:\n- Theme crash: 28 in four weeks/,
  );
  assert.deepEqual(await look(TODAY + HOUR), []);
  assert.equal((await look(TODAY + 7 * DAY)).length, 1);
});

test("a digest that was due while its alert was off is not told when it is on again", async () => {
  const monday = Date.parse("2026-03-02T08:00:00Z") / 1000;
  const context = {
    alert: { settings: {} },
    memory: { last: monday - 7 * DAY },
    since: monday + HOUR,
    at: monday + 2 * HOUR,
  };
  assert.deepEqual((await digest(context as unknown as RuleContext)).messages, []);
});
