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

/** After a change, pages ask again. */
const ASKED_ANEW_MS = 800;
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
    assert.match((await notice.textContent()) ?? "", /It is called “.+” until the next pass/);
  });

  /** Presses it, waits for what that brings, and for what is asked anew; the focus is somewhere on the page then. */
  async function keeps(pressed: Locator, answer: Locator, key?: string): Promise<void> {
    await press(pressed, key);
    await answer.first().waitFor();
    await isKept();
  }
  async function isKept(): Promise<void> {
    await setTimeout(ASKED_ANEW_MS);
    const at = await page.evaluate<string>("document.activeElement.closest('main, header')?.tagName ?? 'BODY'");
    assert.equal(at, "MAIN");
  }

  it("keeps the focus on a theme's page through renaming, taking back and muting", async () => {
    await page.goto(`${daemon.url}/themes/${themes[0]!.id}`);
    const notice = page.locator(".notice");
    await page.getByLabel("Title").fill("The map crashes");
    const rename = page.getByRole("button", { name: "Rename" });
    await press(rename);
    await notice.getByText("Done").waitFor();
    await isMet(notice);
    await press(notice.getByRole("button", { name: "Undo" }));
    await notice.waitFor({ state: "detached" });
    await isMet(rename);
    await keeps(page.getByRole("button", { name: "Mute until it grows" }), notice);
    const taken = page.locator("#decide-card .rows");
    await keeps(taken.getByRole("button", { name: "Undo" }).first(), taken.getByText("taken back").nth(1));
  });

  it("keeps the focus where somebody wants something, too, and says how it stands", async () => {
    await page.goto(`${daemon.url}/requests`);
    const first = page.locator(".ranking > .ranked").first();
    const vote = first.getByRole("button", { name: /Want it, too/ });
    await keeps(vote, first.locator("[aria-pressed='true']"));
    await isMet(vote);
    const stands = first.getByLabel(/^State/);
    await press(stands, "ArrowDown");
    await isKept();
    await isMet(stands);
    assert.equal(await stands.inputValue(), "planned");
  });

  it("keeps the focus while a source is registered, tested, read and almost removed", async () => {
    await page.goto(`${daemon.url}/sources`);
    const form = page.locator("#new-source-card");
    await form.getByLabel("Kind").selectOption("rss");
    await form.getByLabel("App", { exact: true }).fill("Pedalwick");
    await form.locator("input[name='url']").fill("http://127.0.0.1:9/feed.xml");
    const register = form.getByRole("button", { name: "Register" });
    await keeps(register, form.locator("[role='status'] a"));
    await isMet(register);
    await press(form.locator("[role='status'] a").first());
    await page.waitForURL(/\/sources\//);
    const test = page.getByRole("button", { name: "Test" });
    await keeps(test, page.getByText("It does not work"));
    await isMet(test);
    const pull = page.getByRole("button", { name: "Pull now" });
    await keeps(pull, page.locator("#runs-card tbody tr"));
    await isMet(pull);
    const remove = page.getByRole("button", { name: "Remove" });
    await press(remove);
    const notice = page.locator(".notice");
    await isMet(notice);
    await press(notice.getByRole("button", { name: "Undo" }));
    await isMet(remove);
  });

  it("keeps the focus while labels are suggested, and leads to them", async () => {
    await page.goto(`${daemon.url}/register`);
    await page.getByLabel("Name of the app").fill("Maps");
    await page.getByLabel("What it does").fill("Plan a route by bicycle. Download maps for offline use.");
    await press(page.getByRole("button", { name: "Suggest labels" }));
    await isMet(page.getByRole("heading", { name: "Labels of Maps" }));
  });

  it("keeps the focus in the quarantine, and where an alert is deleted", async () => {
    const dropped = ["asdf jkl asdf asdf", "good"].map((text) => ({ app: "Tram", text, metadata: {} }));
    await sendFeedback(daemon.url, dropped);
    await page.goto(`${daemon.url}/quarantine`);
    await press(page.locator(".choice input").first(), "Space");
    const ask = page.getByRole("button", { name: "What would come of it?" });
    await keeps(ask, page.getByText(/It would be/));
    await isMet(ask);
    await keeps(page.getByRole("button", { name: "Run again (1)" }), page.getByText(/1 record runs again/));
    await page.goto(`${daemon.url}/alerts`);
    await page.getByLabel("By").selectOption("email");
    await page.getByText("No mail server is set up").waitFor();
    await page.getByLabel("By").selectOption("log");
    await keeps(page.getByRole("button", { name: "Set the alert" }), page.getByText("The alert is set"));
    const alert = page.locator(".ticket");
    await keeps(page.getByRole("button", { name: "Send a test" }), alert.locator("li time"));
    assert.match((await alert.locator("li time").textContent()) ?? "", /\d:\d\d/);
    await keeps(page.getByRole("button", { name: "Switch off" }), page.getByRole("button", { name: "Delete" }));
    await press(alert.getByRole("button", { name: "Delete" }));
    await alert.waitFor({ state: "detached" });
    await isKept();
  });

  it("closes the menu by Escape, and is back at its button", async () => {
    const menu = page.getByRole("button", { name: "Menu" });
    await press(menu);
    await page.locator("nav a[href='/tickets']").focus();
    await page.keyboard.press("Escape");
    assert.equal(await menu.getAttribute("aria-expanded"), "false");
    await isMet(menu);
  });

  it("raised no error meanwhile", () => {
    assert.deepEqual(errors, []);
  });
});
