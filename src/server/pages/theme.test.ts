/** The page of a theme and of an insight: what is told stands at its place in the text, and each leads to the other. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { DEFAULT_TENANT } from "../../model/tenant.ts";
import {
  openTestStore,
  put,
  putInsights,
  startTestServer,
  type TestServer,
  type TestStore,
} from "../server.testing.ts";
import { statement, theme } from "../theme.testing.ts";
import { markedText, statementInText } from "./marked.ts";
import { everyWeek } from "./theme.ts";

const DAY = 86_400;
const WEEK = 7 * DAY;
/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1) / 1000;
let opened: TestStore;
before(async () => {
  opened = await openTestStore();
});
after(() => opened.close());
const start = () => startTestServer({ store: opened.store, now: () => MONDAY + 3 * WEEK });

const plain = (page: string): string => page.replace(/<[^>]+>/g, "").replace(/\s+/g, " ");
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
      phrases: [{ text: "Nice app", start: 0, end: 8, polarity: "positive", score: 1 }],
    },
    i2: { date: MONDAY + 2 * WEEK, version: "5.10", main_text: "All fine here" },
  });
  await put(store, DEFAULT_TENANT, "clusters", {
    sync: theme({
      id: "sync",
      first_seen: MONDAY,
      last_seen: MONDAY,
      versions: [{ version: "5.10", count: 1, share: 1 }],
      lineage: [
        { at: MONDAY, what: "born", with: ["elder"] },
        { at: MONDAY, what: "merged", with: ["late"] },
        { at: MONDAY, what: "split", with: ["part"] },
        { at: MONDAY, what: "grew" },
      ],
    }),
    elder: theme({ id: "elder", name: "Elder theme" }),
    late: theme({
      id: "late",
      name: "Late theme",
      alive: false,
      merged_into: "sync",
      lineage: [{ at: MONDAY, what: "merged", with: ["sync"] }],
    }),
    part: theme({ id: "part", name: "Part theme", alive: false, lineage: [{ at: MONDAY, what: "died" }] }),
    dark: theme({ id: "dark", name: "Dark mode", label: "Dark mode", kind: "wish", size: 3 }),
  });
}

test("a theme tells its kind, label, failure, trend, versions, quotes, wishes alike and lineage", async () => {
  await using server = await start();
  await fill(server);
  const { text: page, status } = await server.ask("GET", "/clusters/sync");
  assert.equal(status, 200);
  const said = plain(page);
  assert.match(page, /<h1><bdi>Notes do not sync<\/bdi><\/h1>/);
  assert.match(said, /problem.*High.*Sync.*failure: does not sync/);
  assert.match(page, /<svg class="bars".*aria-label="Reviews a week over 3 weeks, at most 1"/);
  assert.match(said, /5\.10 1 of 2, 50 %/);
  assert.match(page, /href="\/insights\?app=notes&amp;cluster=sync&amp;version=5\.10"/);
  assert.match(page, /Nice app\. <mark class="tells-problem"[^>]*>My notes do not sync any more<\/mark>\. Please/);
  assert.match(page, /href="\/insights\/i1">The whole review/);
  assert.match(said, /Wishes alike.*Dark mode 3 reviews, 1 of them tell of this too/);
  assert.match(said, /split off from Elder theme.*took in Late theme.*part of it became Part theme.*grew/);
  assert.match(said, /Newest feedback: Jan 15, 2024; figures end there/);
  assert.doesNotMatch(page, /<script|style=/);
});

test("a theme that ended says what became of it", async () => {
  await using server = await start();
  await fill(server);
  const late = (await server.ask("GET", "/clusters/late")).text;
  assert.match(late, /was merged into <a href="\/clusters\/sync"><bdi>Notes do not sync/);
  assert.match(plain(late), /: merged into Notes do not sync/);
  assert.match(plain((await server.ask("GET", "/clusters/part")).text), /This theme has ended/);
  assert.match(plain((await server.ask("GET", "/clusters/dark")).text), /no label fits/);
});

test("an insight marks what it tells by number, with kind, title and theme", async () => {
  await using server = await start();
  await fill(server);
  const { text: page } = await server.ask("GET", "/insights/i1");
  assert.match(page, /<mark class="is-positive"[^>]*>Nice app<\/mark>/);
  assert.match(
    page,
    /<mark class="tells-problem"[^>]*>My notes do not sync any more<\/mark><sup class="number">1<\/sup>/,
  );
  assert.match(page, /<mark class="tells-wish"[^>]*>add a dark mode<\/mark><sup class="number">2<\/sup>/);
  assert.match(page, /theme: <a href="\/clusters\/sync"><bdi>Notes do not sync/);
  assert.match(page, /theme: <a href="\/clusters\/dark"><bdi>Dark mode/);
});

test("marking changes no text, wherever statements and clauses lie", () => {
  const place = fc.tuple(fc.integer({ min: -3, max: 40 }), fc.integer({ min: -3, max: 40 }));
  const parts = fc.record({
    text: fc.string({ maxLength: 30 }),
    statements: fc.array(place),
    phrases: fc.array(place),
  });
  fc.assert(
    fc.property(parts, ({ text, statements, phrases }) => {
      const clean = text.replace(/[&<>"']/g, "x");
      const told = statements.map(([from, to]) => ({ ...statement("", {}, from), end: to }));
      const clauses = phrases.map(([from, to]) => ({
        text: "",
        start: from,
        end: to,
        polarity: "negative" as const,
        score: 0,
      }));
      const marked = markedText(clean, told, clauses).map((part) => part.text);
      const shown = marked
        .join("")
        .replace(/<sup[^>]*>\d+<\/sup>/g, "")
        .replace(/<[^>]+>/g, "");
      assert.equal(shown, clean);
    }),
  );
});

test("a statement is shown with what stands around it, cut at words", () => {
  const around = "word ".repeat(60);
  const text = `${around}it fails here. ${around}`;
  const shown = statementInText(text, statement("it fails here", {}, around.length)).text;
  assert.match(shown, /^… word (?:word )+<mark[^>]*>it fails here<\/mark>\. (?:word ?)+ …$/);
  assert.ok(shown.length < 500);
});

test("weeks without feedback are weeks too, to the newest feedback", () => {
  const points = [
    { at: MONDAY, count: 2 },
    { at: MONDAY + 2 * WEEK, count: 1 },
  ];
  assert.deepEqual(
    everyWeek(points, MONDAY + 3 * WEEK + DAY).map(({ count }) => count),
    [2, 0, 1, 0],
  );
  assert.deepEqual(everyWeek([], MONDAY), []);
});
