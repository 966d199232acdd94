/** The dashboard by the keyboard alone, on a phone's width: what was pressed answers in sight, and the focus is never lost. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { Browser, Locator, Page } from "playwright-core";
import { openBrowser, withoutBrowser } from "./chromium.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { getJson, sendFeedback, settled } from "./feedback.ts";

type Items<T> = { readonly items: readonly T[] };
type Theme = { readonly id: string; readonly size: number };

const SIZE = { width: 390, height: 844 };
const told = [
  "The app crashes when I open the map",
  "I can not log in with my password",
  "Please add a dark mode to the settings",
];

describe("the dashboard by keyboard", { skip: withoutBrowser }, () => {
  let daemon: Daemon;
  let browser: Browser;
  let page: Page;
  let themes: readonly Theme[];
  const errors: string[] = [];
  before(async () => {
    daemon = await startDaemon({ CLUSTER_INTERVAL: "1s", SOURCES_ALLOW_PRIVATE: "on" });
    const sent = told.flatMap((text, kind) =>
      Array.from({ length: 5 }, (_, at) => ({
        ...{ app: "Pedalwick", source: "playstore", id: `${kind} ${at}`, text: `${text} ${at}`, metadata: {} },
        date: new Date(Date.now() - (at + 1) * 86_400_000).toISOString(),
      })),
    );
    await sendFeedback(daemon.url, sent);
    await settled(daemon.url, sent.length);
    for (themes = []; themes.length < 2; await setTimeout(200))
      themes = (await getJson<Items<Theme>>(daemon.url, "/api/v1/clusters?kind=problem")).items;
    browser = await openBrowser();
    page = await browser.newPage({ viewport: SIZE, reducedMotion: "reduce", locale: "en-GB" });
    page.setDefaultTimeout(10_000);
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(error.message));
  });
  after(async () => {
    await browser?.close();
    await daemon?.close();
  });

  async function press(target: Locator, key = "Enter"): Promise<void> {
    await target.focus();
    await page.keyboard.press(key);
  }

  /** Has the focus, and all of it is in sight. */
  async function isMet(place: Locator): Promise<void> {
    await place
      .and(page.locator(":focus"))
      .waitFor()
      .catch(async () => assert.fail(await page.evaluate<string>("document.activeElement.outerHTML.slice(0, 200)")));
    const box = (await place.boundingBox())!;
    assert.ok(box.y > -1 && box.y + box.height < SIZE.height + 1, `from ${box.y}, ${box.height} high`);
  }

  it("shows what a decision about a theme would do where one looks, and leads back", async () => {
    await page.goto(`${daemon.url}/themes/${themes[0]!.id}`);
    const notice = page.locator(".notice");
    const select = page.getByLabel("The same as");
    await select.selectOption(themes[1]!.id);
    const merge = page.getByRole("button", { name: "Merge" });
    const one = page.locator("#why-card").getByRole("button", { name: "Does not belong" }).first();
    for (const pressed of [merge, one]) {
      await press(pressed);
      await notice.getByText(/^.*Moves \d+ insights?/).waitFor();
      await isMet(notice);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await isMet(pressed);
    }
    await press(merge);
    assert.match((await notice.textContent()) ?? "", /Is called ".+" until the next pass/);
  });

  it("raised no error meanwhile", () => {
    assert.deepEqual(errors, []);
  });
});
