/** The overview of one app and of several: the biggest problems in sentences with figures, on the data's own time. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DEFAULT_TENANT } from "../../model/tenant.ts";
import { changeOf, weeksOf } from "../../operations/app-report.ts";
import {
  openTestStore,
  put,
  putInsights,
  startTestServer,
  type TestServer,
  type TestStore,
} from "../server.testing.ts";
import { statement, theme } from "../theme.testing.ts";

const DAY = 86_400;
/** Half past ten on a Thursday; the feedback ends two years before the clock of the server. */
const END = Date.UTC(2024, 1, 22, 10, 30) / 1000;
const NOW = END + 730 * DAY;
const dayOf = (daysAgo: number): number => END - (END % DAY) - daysAgo * DAY;
const DATE = /<time datetime="2024-02-22T[^"]+">Feb 22, 2024<\/time>/.source;

let opened: TestStore;
before(async () => {
  opened = await openTestStore();
});
after(() => opened.close());
const start = (now = NOW) => startTestServer({ store: opened.store, now: () => now });

const text = (page: string): string => page.replace(/<[^>]+>/g, "").replace(/\s+/g, " ");

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
  });
  const trend = [
    { at: dayOf(40), count: 3 },
    { at: dayOf(2), count: 8 },
  ];
  await put(store, DEFAULT_TENANT, "clusters", {
    [`${app}-sync`]: theme({ id: `${app}-sync`, app, size: 11, began_in: "5.2.0", trend }),
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

test("weeks end with the newest day; what is older than eight weeks is left out", () => {
  const trend = [0, 6, 7, 27, 28, 55, 56].map((days) => ({ at: dayOf(days), count: 1 }));
  assert.deepEqual(weeksOf(trend, END), [1, 0, 0, 1, 1, 0, 1, 2]);
});

test("the biggest problems come in order, each with size, share, since when, growth, quote and ticket", async () => {
  await using server = await start();
  await fill(server);
  const page = await server.ask("GET", "/");
  const said = text(page.text);
  assert.match(page.text, /<h1><bdi>notes<\/bdi><\/h1>/);
  const order = ["Notes do not sync", "Too many ads", "Dark mode"].map((title) => said.indexOf(title));
  assert.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  );
  assert.ok(!said.includes("Gone problem"));
  assert.match(
    said,
    /11 reviews \(25 % of those with a problem or wish\), since Nov 3, 2023, first in version 5\.2\.0\./,
  );
  assert.match(said, /8 in the last four weeks, 3 in the four before: growing\./);
  assert.match(said, / 0 in the last four weeks, 7 in the four before: fading\./);
  assert.match(page.text, /<blockquote><a href="\/insights\/notes1"><bdi>my notes do not sync between two phones/);
  assert.match(said, /★★☆☆☆ version 5\.2\.0/);
  assert.match(page.text, /href="\/clusters\/notes-sync"/);
  assert.match(page.text, /aria-label="Reviews a week, the last eight weeks: 0, 0, 3, 0, 0, 0, 0, 8"/);
  assert.match(said.slice(said.indexOf("Rising")), /Notes do not sync/);
});

test("figures end with the newest feedback, and what was not understood is told", async () => {
  await using server = await start();
  await fill(server);
  const page = (await server.ask("GET", "/?app=notes")).text;
  assert.match(page, new RegExp(`Newest feedback: ${DATE}; figures end there`));
  assert.match(text(page), /1 review in languages not understood: set TRANSLATE/);
  assert.match(page, new RegExp(`class="axis">.*${DATE}`));
  assert.match(page, /3 pieces of feedback in 60 days/);
});

test("of fresh feedback no window is told", async () => {
  await using server = await start(END + DAY);
  await fill(server);
  assert.doesNotMatch((await server.ask("GET", "/")).text, /figures end there/);
});

test("of several apps each is told in short and leads to its own page", async () => {
  await using server = await start();
  await fill(server, "notes");
  await fill(server, "maps");
  const page = (await server.ask("GET", "/")).text;
  for (const app of ["notes", "maps"]) {
    assert.match(page, new RegExp(`<h2 id="app-\\d"><a href="/\\?app=${app}"`));
    assert.match(page, new RegExp(`href="/clusters/${app}-sync"`));
  }
  assert.doesNotMatch((await server.ask("GET", "/?app=maps")).text, /notes-sync/);
});
