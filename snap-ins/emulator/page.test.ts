/** The emulator's pages on a phone: long tags, titles and bodies wrap, and nothing scrolls sideways. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { createRandom } from "../../src/numeric/random.ts";
import { openBrowser, withoutBrowser } from "../../test/chromium.ts";
import { createEmulator, type EmulatorServer, startEmulatorServer } from "./src/index.ts";

const ORGANISATION = "don:core:dvrv-us-1:devo/0";

describe("the emulator's pages at 390 px", { skip: withoutBrowser }, () => {
  let server: EmulatorServer;
  let browser: Browser;
  before(async () => {
    const emulator = createEmulator({ now: Date.now, sleep: async () => undefined, random: createRandom(3) });
    server = await startEmulatorServer(emulator, 0);
    const call = async (method: string, body: unknown) => {
      const headers = { authorization: "token", "content-type": "application/json" };
      const reply = await fetch(`${server.url}/${method}`, { method: "POST", headers, body: JSON.stringify(body) });
      assert.equal(reply.status, 201, await reply.clone().text());
      return (await reply.json()) as { readonly tag: { readonly id: string }; readonly work: { readonly id: string } };
    };
    const names = ["Payments", "x".repeat(120), ...Array.from({ length: 12 }, (_, at) => `A tag of some words ${at}`)];
    const tags: { readonly id: string }[] = [];
    for (const name of names) tags.push({ id: (await call("tags.create", { name })).tag.id });
    const { id } = (
      await call("works.create", {
        type: "ticket",
        title: `Payments fail ${"y".repeat(150)}`,
        body: "z".repeat(500),
        applies_to_part: `${ORGANISATION}:product/1`,
        owned_by: ["don:identity:dvrv-us-1:devo/0:devu/1"],
        tags,
      })
    ).work;
    await call("timeline-entries.create", { type: "timeline_comment", object: id, body: "w".repeat(500) });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  for (const path of ["/", "/_emulator/works/TKT-1"])
    it(`${path} wraps and does not scroll sideways`, async () => {
      const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
      const reply = await page.goto(server.url + path);
      assert.equal(reply?.status(), 200);
      const [overflow, tags, widest] = (await page.evaluate(`[
        document.documentElement.scrollWidth - document.documentElement.clientWidth,
        document.querySelectorAll(".tag").length,
        Math.max(0, ...[...document.querySelectorAll(".tag")].map((tag) => tag.getBoundingClientRect().right)),
      ]`)) as [number, number, number];
      assert.equal(overflow, 0);
      assert.equal(tags, 14);
      assert.ok(widest <= 390, `a tag ends at ${widest} px`);
      await page.close();
    });
});
