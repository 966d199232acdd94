/** The client in a real browser, against a real server: tabs that close, no network, two tabs, bad answers, a wrong clock. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { buildClient } from "../../client/build.ts";
import { createKeyRing } from "../../src/auth/keys.ts";
import type { Event } from "../../src/model/event.ts";
import { DEFAULT_TENANT } from "../../src/model/tenant.ts";
import type { WholeSession } from "../../src/operations/sessions.ts";
import { openBrowser, withoutBrowser } from "../chromium.ts";
import { type EventBed, openEventBed } from "../events/bed.ts";
import { eventually } from "../testbed.ts";

const EXAMPLE = new URL("../../examples/page/index.html", import.meta.url);

describe("the client in a browser", { skip: withoutBrowser }, () => {
  let bed: EventBed;
  let browser: Browser;
  let folder: string;
  let site: Server;
  let admin: string;
  let publishable: string;
  /** What the site answers in place of the server, to each request that comes to it as one. */
  const answers: (number | "nothing")[] = [];
  const asked: number[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "groundswell-browser-"));
    const { script } = buildClient(folder);
    bed = await openEventBed({ RATE_LIMIT_PER_PUBLISHABLE_KEY: "1000" });
    const keys = createKeyRing(bed.testbed.store, { now: () => 1 });
    const tenant = DEFAULT_TENANT;
    admin = (await keys.create({ tenant, name: "admin", scopes: ["admin"] })).key;
    const pipelines = ["events", "feedback"] as const;
    publishable = (
      await keys.create({ tenant, name: "page", scopes: ["ingest"], application: "shop", publishable: { pipelines } })
    ).key;
    site = createServer((request, response) => {
      const path = request.url?.split("?", 1)[0];
      if (path === "/examples/page/") return response.setHeader("content-type", "text/html").end(readFileSync(EXAMPLE));
      if (path === "/groundswell.js" || path === "/client/dist/groundswell.js")
        return response.setHeader("content-type", "text/javascript").end(script);
      if (!request.url?.startsWith("/api/"))
        return response
          .setHeader("content-type", "text/html")
          .end('<title>Shop</title><script src="/groundswell.js"></script>');
      request.resume();
      const answer = answers.shift() ?? 202;
      asked.push(answer === "nothing" ? 0 : answer);
      if (answer !== "nothing") response.writeHead(answer, { "retry-after": "1" }).end("{}");
    });
    await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    site?.closeAllConnections();
    await new Promise((resolve) => site?.close(resolve));
    await bed?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const address = () => `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  /** A page with a client in `gs`. */
  async function openPage(context: BrowserContext, to = bed.server.url, options = {}): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`${address()}/shop`);
    const all = JSON.stringify({ url: to, key: publishable, flushMs: 300, ...options });
    await page.evaluate(`window.gs = groundswell.createClient(${all}); undefined`);
    return page;
  }
  const track = (page: Page, ...names: string[]) =>
    page.evaluate(names.map((name) => `gs.track("shop", ${JSON.stringify(name)}, { at: 1 })`).join(";"));
  const stored = async (session: string) =>
    (await bed.ask<{ items: Event[] }>("GET", `/api/v1/events?session_id=${session}&limit=1000`, { key: admin })).body
      .items;
  const named = (session: string, count: number) =>
    eventually(`${count} events of ${session}`, async () => {
      const items = await stored(session);
      return items.length >= count && items.map(({ name }) => name).sort();
    });
  const sessionOf = (page: Page) => page.evaluate<string>("gs.session()");

  it("sends from another origin, as the key's application, and nothing shows in the page", async () => {
    const context = await browser.newContext();
    const page = await openPage(context);
    const errors: string[] = [];
    page.on("console", (message) => errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(error.message));
    await page.evaluate("gs.page(); gs.feedback({ text: 'The checkout hangs on my phone.' })");
    const session = await sessionOf(page);
    assert.deepEqual(await named(session, 1), ["view"]);
    const [event] = await stored(session);
    assert.deepEqual([event?.application, event?.data], ["shop", { path: "/shop", title: "Shop" }]);
    await eventually("the feedback", async () => bed.server.submissions.length === 1);
    assert.deepEqual(errors, []);
    await context.close();
  });

  it("says it in a beacon when its tab closes", async () => {
    const context = await browser.newContext();
    const page = await openPage(context, bed.server.url, { flushMs: 60_000 });
    const session = await sessionOf(page);
    await track(page, "a", "b", "c");
    await page.close({ runBeforeUnload: true });
    assert.deepEqual(await named(session, 3), ["a", "b", "c"]);
    await context.close();
  });

  it("keeps what it can't send while offline, over a reload, and sends it once when it can", async () => {
    const context = await browser.newContext();
    const page = await openPage(context);
    const session = await sessionOf(page);
    // The site stays; the server is out of reach.
    await context.route(`${bed.server.url}/**`, (route) => route.abort("failed"));
    await track(page, "before");
    await page.waitForTimeout(700);
    await page.close();
    assert.deepEqual(await stored(session), []);
    const again = await openPage(context);
    await track(again, "after");
    await again.waitForTimeout(400);
    await context.unroute(`${bed.server.url}/**`);
    await again.evaluate("dispatchEvent(new Event('online'))");
    assert.deepEqual(await named(session, 2), ["after", "before"]);
    await context.close();
  });

  it("goes on after a reload with what was left before, at once", async () => {
    const context = await browser.newContext();
    const page = await openPage(context);
    const session = await sessionOf(page);
    await context.route(`${bed.server.url}/**`, (route) => route.abort("failed"));
    // Neither a beacon gets out.
    await page.evaluate("Navigator.prototype.sendBeacon = () => false; undefined");
    await track(page, "left");
    await page.waitForTimeout(500);
    await page.reload();
    await context.unroute(`${bed.server.url}/**`);
    const settings = JSON.stringify({ url: bed.server.url, key: publishable });
    await page.evaluate(`window.gs = groundswell.createClient(${settings}); undefined`);
    assert.deepEqual(await named(session, 1), ["left"]);
    await context.close();
  });

  it("says what it can in a smaller beacon where other requests take of its room", async () => {
    const context = await browser.newContext();
    // Nothing is kept there, so what no beacon says is lost.
    await context.addInitScript(`Object.defineProperty(window, "localStorage", { get() { throw new Error("no"); } })`);
    const page = await openPage(context, bed.server.url, { flushMs: 60_000 });
    const session = await sessionOf(page);
    answers.push("nothing");
    await page.evaluate(`
      void fetch("/api/hangs", { method: "POST", keepalive: true, body: "x".repeat(30_000) });
      gs.track("shop", "too large for any", { text: "x".repeat(62_000) });
      for (let at = 0; at < 15; at++) gs.track("shop", "n" + at, { text: "x".repeat(2_400) });`);
    await page.close({ runBeforeUnload: true });
    assert.ok((await named(session, 10))?.includes("n0"));
    await context.close();
  });

  it("shares a session between tabs, each event of which is stored once", async () => {
    const context = await browser.newContext();
    const [left, right] = [await openPage(context), await openPage(context)];
    const session = await sessionOf(left);
    // What one tab's process stores, another one sees a moment later.
    await right.waitForFunction(() => localStorage.getItem("gsw-session") !== null);
    assert.equal(await sessionOf(right), session);
    for (const round of [1, 2, 3]) {
      await track(left, `left ${round}`);
      await track(right, `right ${round}`);
    }
    await left.close({ runBeforeUnload: true });
    await named(session, 6);
    await right.waitForTimeout(800);
    assert.equal((await stored(session)).length, 6);
    const { items } = (await bed.ask<WholeSession>("GET", `/api/v1/sessions/${session}`, { key: admin })).body;
    assert.deepEqual(
      items.map(({ name }) => name),
      ["left 1", "right 1", "left 2", "right 2", "left 3", "right 3"],
    );
    await context.close();
  });

  it("goes on after 429, 413, 500 and no answer at all, without a word to the page", async () => {
    const context = await browser.newContext();
    const page = await openPage(context, address());
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    answers.push(429, 413, 500, 202, 202);
    asked.length = 0;
    await track(page, "a", "b");
    await eventually("an answer to each", async () => asked.length >= 5, 30_000);
    assert.deepEqual(asked.slice(0, 5), [429, 413, 500, 202, 202]);
    answers.push("nothing");
    await track(page, "c");
    await eventually("a request that hangs", async () => asked.length >= 6);
    const started = Date.now();
    await track(page, "d");
    assert.ok(Date.now() - started < 1_000, "the page does not wait");
    assert.deepEqual(errors, []);
    await context.close();
  });

  it("has its events in the right place though its clock is hours ahead", async () => {
    const context = await browser.newContext();
    await context.addInitScript("{ const right = Date.now; Date.now = () => right() + 5 * 3600000; }");
    const page = await openPage(context);
    const session = await sessionOf(page);
    await track(page, "ahead");
    await named(session, 1);
    const [event] = await stored(session);
    assert.ok(Date.parse(event!.timestamp) > Date.now() + 4 * 3_600_000, "kept as sent");
    assert.ok(Math.abs(Date.parse(event!.occurred_at!) - Date.now()) < 120_000, "and put right");
    await context.close();
  });

  it("is put into a page as the example shows", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const settings = new URLSearchParams({ server: bed.server.url, key: publishable });
    await page.goto(`${address()}/examples/page/?${settings}`);
    const session = await page.evaluate<string>("groundswellClient.session()");
    const before = bed.server.submissions.length;
    await page.click("#buy");
    await page.fill("[name=text]", "I can't find the lamps.");
    await page.click("form button");
    assert.deepEqual(await named(session, 2), ["order", "view"]);
    const [said] = await eventually(
      "the feedback",
      async () => bed.server.submissions.length > before && bed.server.submissions.slice(before),
    );
    const [record] = (said?.records ?? []) as { readonly text: string; readonly session_id: string }[];
    assert.deepEqual([record?.text, record?.session_id], ["I can't find the lamps.", session]);
    await context.close();
  });

  it("leaves the books balanced", async () => {
    const { balanced, rejected } = await bed.balance();
    assert.deepEqual([balanced, rejected], [true, {}]);
  });
});
