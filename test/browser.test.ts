/** What people see, in a real browser: every page at desktop and phone width, without errors, without sideways scrolling, and for who cannot see or use a mouse. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { openBrowser, withoutBrowser } from "./chromium.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { fillEveryKind } from "./every-kind.ts";
import { getJson, readFeedback, sendFeedback, settled } from "./feedback.ts";
import { isFull } from "./full.ts";

/** On a machine that does other work too; the slowest is printed. */
const LATEST_PAINT_MS = 3_000;

/** What breaks a rule of accessibility; of all rules, or of one. */
async function violationsOf(page: Page, rule?: string): Promise<unknown> {
  const options = rule === undefined ? "{}" : JSON.stringify({ runOnly: [rule] });
  return page.evaluate(
    `axe.run(${options}).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
  );
}

type Items = { readonly items: readonly { readonly id: string }[] };

/** The themes, once a round has found some. */
async function untilGrouped(url: string): Promise<Items["items"]> {
  for (const end = Date.now() + 60_000; ; ) {
    const { items } = await getJson<Items>(url, "/api/v1/clusters?limit=1");
    if (items.length > 0) return items;
    assert.ok(Date.now() < end, "no themes within a minute");
    await setTimeout(200);
  }
}

describe("the pages", { skip: withoutBrowser }, () => {
  let daemon: Daemon;
  let browser: Browser;
  const paths: string[] = [
    ...[
      "/",
      "/docs",
      "/insights",
      "/insights?q=crash",
      "/insights?q=crash&by=meaning",
      "/tickets",
      "/clusters",
      "/requests",
      "/compare",
    ],
    ...["/quarantine", "/health", "/register", "/alerts", "/sources", "/bring-in", "/events", "/events?show=sessions"],
    ...["/events?show=errors", "/events?show=types", "/forms", "/forms/new", "/keys", "/audit"],
  ];
  before(async () => {
    daemon = await startDaemon({
      CLUSTER_INTERVAL: "1s",
      TICKET_INTERVAL: "1s",
      TICKET_WINDOW_DAYS: "3650",
      SOURCES_ALLOW_PRIVATE: "on",
    });
    const feedback = readFeedback().slice(0, 300);
    await sendFeedback(daemon.url, feedback);
    await settled(daemon.url, feedback.length);
    const { items } = await getJson<{ items: { id: string }[] }>(daemon.url, "/api/v1/insights?limit=1&sort=priority");
    paths.push(`/insights/${items[0]!.id}`);
    const themes = await untilGrouped(daemon.url);
    paths.push(`/themes/${themes[0]!.id}`);
    const apps = await getJson<{ items: { app_name: string }[] }>(daemon.url, "/api/v1/insights?limit=1");
    paths.push(`/apps/${encodeURIComponent(apps.items[0]!.app_name)}`);
    const { form, session, source } = await fillEveryKind(daemon.url);
    paths.push(`/sources/${source}`, `/sources/hook`, `/sessions/${session}`, `/forms/${form}`);
    for (const part of ["responses", "build", "uploads", "receipts", "share"])
      paths.push(`/forms/${form}?show=${part}`);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await daemon?.close();
  });

  for (const [device, width, colorScheme, turn] of [
    ["desktop", 1440, "light", 0],
    ["phone", 390, "dark", 1],
  ] as const) {
    it(`fit a ${device}, raise no error and hold the rules of accessibility`, async (test) => {
      let slowest = { ms: 0, path: "" };
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" });
      const errors: string[] = [];
      page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      page.on("pageerror", (error) => errors.push(error.message));
      // Every second one, where time counts: each page is looked at on one of the two.
      const looked = isFull ? paths : paths.filter((_, at) => at % 2 === turn);
      for (const path of looked) {
        const reply = await page.goto(daemon.url + path);
        assert.equal(reply?.status(), 200, path);
        // The dashboard draws once it has been told what to show.
        await page.waitForSelector("h1");
        await page.waitForSelector(".skeleton", { state: "detached" });
        await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
        // Evaluated in the page, where there is a document.
        const overflow = await page.evaluate(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        );
        assert.equal(overflow, 0, `${path} scrolls sideways at ${width} px`);
        await page.evaluate(axe.source);
        assert.deepEqual(await violationsOf(page), [], path);
        const painted = await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime");
        if (Number(painted) > slowest.ms) slowest = { ms: Number(painted), path };
        // Colours are all that differs in the other scheme.
        await page.emulateMedia({ colorScheme: colorScheme === "dark" ? "light" : "dark" });
        assert.deepEqual(await violationsOf(page, "color-contrast"), [], `${path} in the other colours`);
        await page.emulateMedia({ colorScheme });
      }
      assert.deepEqual(errors, []);
      test.diagnostic(
        `${looked.length} pages in two schemes; first paint at most ${slowest.ms.toFixed(0)} ms (${slowest.path})`,
      );
      assert.ok(
        slowest.ms > 0 && slowest.ms < LATEST_PAINT_MS,
        `${slowest.path} is first painted after ${slowest.ms} ms`,
      );
      await page.close();
    });
  }

  it("show the books and lead from the overview to an insight", async () => {
    const page = await browser.newPage();
    await page.goto(daemon.url);
    await page.waitForSelector("text=Books balanced");
    await page.click("a[href^='/insights/']");
    await page.waitForURL(/insights/);
    assert.match(page.url(), /\/insights\/[a-z2-7]{26}$/);
    await page.close();
  });
});
