/** The dashboard when something is in the way: a click too many, a network that is away, code that does not come, nobody signed in. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import type { HealthView } from "../src/operations/views/health.ts";
import { credentialsFile, readCredentials } from "../src/queue/embedded-credentials.ts";
import { createSqsQueue } from "../src/queue/sqs.ts";
import { openBrowser, withoutBrowser } from "./chromium.ts";
import { type Daemon, freePort, startDaemon } from "./daemon.ts";
import { getJson, sendFeedback, settled } from "./feedback.ts";
import { eventually } from "./testbed.ts";

type Items<T> = { readonly items: readonly T[] };

describe("the dashboard in trouble", { skip: withoutBrowser }, () => {
  let daemon: Daemon;
  let browser: Browser;
  before(async () => {
    daemon = await startDaemon();
    const text = "The app crashes whenever I open the map of the city";
    const of = (app: string) => ({ app, text, source: "playstore", date: "2026-11-01", metadata: {} });
    await sendFeedback(daemon.url, ["Pedalwick", "Tram"].map(of));
    await settled(daemon.url, 2);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await daemon?.close();
  });

  it("says where nothing ever came that nothing did, not that nothing matches", async () => {
    const empty = await startDaemon();
    const page = await browser.newPage();
    for (const path of ["/insights", "/compare"]) {
      await page.goto(empty.url + path);
      await page.getByText("No feedback yet").waitFor();
      assert.equal(await page.getByText("Nothing matches").count(), 0, path);
    }
    await page.close();
    await empty.close();
  });

  it("comes back by itself when the server does", { timeout: 90_000 }, async () => {
    const DATA_DIR = await mkdtemp(join(tmpdir(), "groundswell-back-"));
    const again = { DATA_DIR, PORT: String(await freePort()) };
    const first = await startDaemon(again);
    const page = await browser.newPage();
    await page.goto(`${first.url}/alerts`);
    await page.getByText("No alerts yet.").waitFor();
    // The stream is there before it breaks.
    await page.waitForTimeout(1_000);
    await first.close();
    await page.locator("nav a[href='/tickets']").click();
    await page.getByText("The server cannot be reached.").waitFor();
    const second = await startDaemon(again);
    await page.getByText("No tickets yet.").waitFor();
    await page.close();
    await second.close();
    await rm(DATA_DIR, { recursive: true, force: true });
  });

  it("does once what is clicked twice", async () => {
    const page = await browser.newPage();
    await page.goto(`${daemon.url}/alerts`);
    const form = page.locator("form.stack-form");
    await form.locator("select").last().selectOption("log");
    await form.getByRole("button", { name: "Set the alert" }).dblclick();
    await page.getByRole("button", { name: "Send a test" }).dblclick();
    await page.waitForTimeout(300);
    const { items } = await getJson<Items<{ readonly id: string }>>(daemon.url, "/api/v1/alerts");
    assert.equal(items.length, 1);
    const told = await getJson<Items<unknown>>(daemon.url, `/api/v1/alerts/${items[0]!.id}/deliveries`);
    assert.equal(told.items.length, 1);
    await page.close();
  });

  it("runs nothing again that is not shown", async () => {
    const dropped = ["asdf jkl asdf asdf", "good"].map((text) => ({ app: "Tram", text, metadata: {} }));
    await sendFeedback(daemon.url, dropped);
    await settled(daemon.url, 4);
    const page = await browser.newPage();
    await page.goto(`${daemon.url}/quarantine`);
    const marks = page.locator(".choice input");
    await marks.nth(1).waitFor();
    for (const mark of await marks.all()) await mark.check();
    await page.getByRole("button", { name: "Run again (2)" }).waitFor();
    await page.getByLabel("Reason").selectOption({ index: 1 });
    await page.getByRole("button", { name: "Run again (1)" }).waitFor();
    await page.close();
  });

  it("says when the bars of a comparison are of, and keeps its last column", async () => {
    const page = await browser.newPage();
    await page.goto(`${daemon.url}/compare`);
    await page.getByText("Nov 1, 2026 – Nov 1, 2026, a bar an hour, at most 1").nth(1).waitFor();
    await page.getByRole("button", { name: "Remove Tram" }).click();
    await page.locator("#column-Tram-card").waitFor({ state: "detached" });
    await page.locator("#column-Pedalwick-card").waitFor();
    assert.equal(await page.getByRole("button", { name: /^Remove/ }).count(), 0);
    await page.close();
  });

  it("tells when, why and what failed for good, runs it again, and takes a deletion back", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "groundswell-dead-"));
    const own = await startDaemon({ DATA_DIR: dataDir });
    const { region, endpoint, ...credentials } = await readCredentials(credentialsFile(dataDir));
    const queue = createSqsQueue({ prefix: "groundswell-", region, endpoint, credentials });
    const attributes = { tenant: "default", batch: "b1", part: "0", v: "1", reason: "the store was told to fail" };
    for (let n = 1; n <= 12; n++) {
      const body = JSON.stringify([{ app: "Tram", text: `Letter ${n}: the map crashes whenever I search` }]);
      await queue.send("raw-dead", [{ body, attributes: { ...attributes, letter: `letter-${n}` } }]);
    }
    await eventually("the letters kept", async () => {
      const { dead } = await getJson<HealthView>(own.url, "/api/v1/views/health");
      return dead[0]?.letters === 12;
    });
    const page = await browser.newPage();
    await page.goto(`${own.url}/health`);
    const letters = page.locator("#dead-card .insight");
    await letters.nth(9).waitFor();
    assert.equal(await letters.count(), 10);
    assert.match(
      (await letters.first().textContent()) ?? "",
      /20\d\d.*the store was told to fail.*Letter \d+: the map/s,
    );
    await page.getByRole("link", { name: "Next page" }).click();
    await letters.nth(2).waitFor({ state: "detached" });
    assert.equal(await letters.count(), 2);
    await letters.first().getByRole("button", { name: "Delete" }).click();
    await page.getByText("The message is deleted").waitFor();
    assert.equal(await letters.count(), 1);
    await page.getByRole("button", { name: "Undo" }).click();
    await letters.nth(1).waitFor();
    await letters.first().getByRole("button", { name: "Run again" }).click();
    await page.getByText("1 record runs again.").waitFor();
    await page.getByText("11 messages").waitFor();
    await page.getByRole("button", { name: "Run all again" }).click();
    await page.getByText("11 records run again.").waitFor();
    await page.getByText("Nothing has failed.").waitFor();
    await page.close();
    await queue.close();
    await own.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it("comes back from a network that was away, all of a page at once, and from a page whose code did not come", async () => {
    const other = await browser.newPage();
    await other.goto(`${daemon.url}/`);
    await other.getByRole("heading", { name: "Overview" }).waitFor();
    // Its own code alone: a change that is told meanwhile loads all anew, once, and the frame then still comes.
    const isItsCode = /\/assets\/.*\/tickets-[^/]*\.js/;
    await other.route(isItsCode, (route) => route.abort());
    await other.locator("nav a[href='/tickets']").click();
    await other.getByRole("button", { name: "Try again" }).waitFor();
    await other.locator("nav a[href='/']").click();
    await other.getByRole("heading", { name: "Overview" }).waitFor();
    await other.unroute(isItsCode);
    const isAsked = /\/api\/v1\/(views|insights)/;
    await other.route(isAsked, (route) => route.abort());
    await other.goto(`${daemon.url}/insights`);
    const again = other.getByRole("button", { name: "Try again" });
    await again.first().waitFor();
    await other.unroute(isAsked);
    // Gone before it is pressed where a change that was told meanwhile brought the page back.
    again
      .first()
      .click()
      .catch(() => undefined);
    await other.locator("main a[href^='/insights/']").first().waitFor();
    await again.first().waitFor({ state: "detached" });
    await other.emulateMedia({ media: "print", colorScheme: "dark" });
    const shown = "[...document.querySelectorAll('.side, .filters')].map((one) => getComputedStyle(one).display)";
    assert.deepEqual(new Set(await other.evaluate<string[]>(shown)), new Set(["none"]));
    assert.equal(await other.evaluate("getComputedStyle(document.body).color"), "rgb(20, 33, 43)");
    await other.close();
  });

  it("leads who has to sign in on to what was asked for, and keeps what somebody was writing", async () => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ name: "visitor", scopes: ["read", "admin"] });
    const made = await fetch(`${daemon.url}/api/v1/keys`, { method: "POST", headers, body });
    const { key } = (await made.json()) as { readonly key: string };
    const context = await browser.newContext({ locale: "en-GB" });
    const other = await context.newPage();
    await other.goto(`${daemon.url}/insights?q=crash`);
    await other.getByLabel("API key").fill("gsw_wrong");
    await other.getByRole("button", { name: "Sign in" }).click();
    await other.getByText("This key is not valid").waitFor();
    await other.getByLabel("API key").fill(key);
    await other.getByRole("button", { name: "Sign in" }).click();
    await other.waitForURL(/\/insights\?q=crash$/);

    // A link from another site brings no session along, and still leads to its page.
    await context.route("http://elsewhere.test/", (route) =>
      route.fulfill({ contentType: "text/html", body: `<a href="${daemon.url}/tickets">a ticket</a>` }),
    );
    await other.goto("http://elsewhere.test/");
    await other.getByText("a ticket").click();
    await other.waitForURL(/\/tickets$/);

    await other.goto(`${daemon.url}/alerts`);
    await other.locator("form.stack-form select").last().selectOption("log");
    const session = (await context.cookies()).find(({ name }) => name.includes("session"))!;
    await context.clearCookies();
    await other.getByRole("button", { name: "Set the alert" }).click();
    await other.getByText("You are signed out").waitFor();
    await context.addCookies([session]);
    await other.getByRole("button", { name: "Set the alert" }).click();
    await other.getByText("The alert is set").waitFor();
    await context.close();
  });
});
