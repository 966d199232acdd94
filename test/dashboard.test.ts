/** What people come to the dashboard for, done in a real browser as a person would, by mouse and by keyboard; and that what strangers wrote stays text. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import { openProvider } from "../src/sources/rig.testing.ts";
import { openBrowser, withoutBrowser } from "./chromium.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { getJson, sendFeedback } from "./feedback.ts";

const PATIENCE_MS = 30_000;

type Cluster = { readonly id: string; readonly name: string; readonly size: number; readonly kind: string };
type Items<T> = { readonly items: readonly T[]; readonly total: number };

const EVIL = `The app crashes <img src=x onerror="document.title='ran'"> whenever I open the map \u202E and search <script>document.title='ran'</script> for a street`;

const FEED = `<rss version="2.0"><channel><title>Forum</title>${["freezes", "crashes"]
  .map(
    (fails) =>
      `<item><guid>${fails}</guid><title>It ${fails}</title><description>The app ${fails} whenever I open the map of a city.</description><pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate></item>`,
  )
  .join("")}</channel></rss>`;

describe("the dashboard", { skip: withoutBrowser }, () => {
  let daemon: Daemon;
  let browser: Browser;
  let page: Page;
  let provider: Awaited<ReturnType<typeof openProvider>>;
  const errors: string[] = [];
  const open = (path: string) => page.goto(daemon.url + path);
  before(async () => {
    provider = await openProvider(() => ({ text: FEED }));
    const often = { CLUSTER_INTERVAL: "1s", TICKET_INTERVAL: "1s", TICKET_WINDOW_DAYS: "3650" };
    daemon = await startDaemon({ ...often, SOURCES_ALLOW_PRIVATE: "on" });
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, acceptDownloads: true, locale: "en-GB" });
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(error.message));
  });
  after(async () => {
    await browser?.close();
    await daemon?.close();
    await provider?.[Symbol.asyncDispose]();
  });

  it("leads from nothing to the first sentences by the sample, without loading the page again", async () => {
    await open("/");
    await page.getByRole("button", { name: "Load the sample" }).click();
    await page.locator("#worse-card .changed", { hasText: "since version" }).first().waitFor({ timeout: 120_000 });
    await page.getByRole("heading", { name: "What got worse" }).waitFor();
    await page.getByText("Books balanced").waitFor();
    await page.locator("#problems-card a[href*='kind=problem']").waitFor();
  });

  /** Pressing, as a mouse does and as the keyboard does. */
  const ways: readonly (readonly [string, (target: Locator) => Promise<void>])[] = [
    ["the mouse", (target) => target.click()],
    [
      "the keyboard",
      async (target) => {
        await target.focus();
        await page.keyboard.press((await target.getAttribute("type")) === "checkbox" ? "Space" : "Enter");
      },
    ],
  ];

  const filteredBy = (query: RegExp) =>
    page.waitForURL(query).then(() => page.locator(".is-loading").first().waitFor({ state: "detached" }));
  for (const [way, press] of ways) {
    it(`tells by ${way} what got worse, how sure that is and since which version`, async () => {
      await open("/");
      const crashes = page.locator("#worse-card .changed").filter({ hasText: "since version" }).first();
      const grown = /\d+ → \d+ reviews in the last (week|four weeks), since version 6\.\d/;
      assert.match((await crashes.textContent()) ?? "", grown);
      assert.match((await crashes.locator(".chip").first().getAttribute("title")) ?? "", /By chance alone/);
      await press(crashes.locator("h3 a"));
      await page.getByRole("heading", { name: "By version" }).waitFor();
      assert.match(page.url(), /\/themes\//);
    });

    it(`opens by ${way} the evidence of the top ticket`, async () => {
      await open("/");
      await press(page.locator("#tickets-card .ticket h3 a").first());
      await page.locator("#evidence-card mark").first().waitFor();
      await press(page.locator("#evidence-card").getByRole("link", { name: "The whole review" }).first());
      await page.locator(".said-text mark").first().waitFor();
      assert.match(page.url(), /\/insights\/[a-z2-7]{26}$/);
    });

    it(`merges two themes by ${way}, and they stay merged after the next passes; then takes it back`, async () => {
      const { items } = await getJson<Items<Cluster>>(daemon.url, "/api/v1/clusters?limit=100");
      const [one, other] = items.filter(({ kind }) => kind === "problem").slice(2, 4);
      await open(`/themes/${one!.id}`);
      const form = page.locator("#decide-card");
      await form.locator("select").selectOption(other!.id);
      await press(form.getByRole("button", { name: "Merge" }));
      await page.getByText(/Moves \d+ insights?/).waitFor();
      await press(page.getByRole("button", { name: "Do it" }));
      await page.getByRole("button", { name: "Undo" }).first().waitFor();
      const alive = async () =>
        (await getJson<Items<Cluster>>(daemon.url, "/api/v1/clusters?limit=100")).items.map(({ id }) => id);
      // Two more texts are grouped by a pass after the merge.
      const before = (await getJson<Items<unknown>>(daemon.url, "/api/v1/insights?limit=1")).total;
      await sendFeedback(daemon.url, [
        {
          app: "Pedalwick",
          text: `The ticket machine swallowed my card again this morning ${way}`,
          source: "playstore",
        },
      ]);
      while ((await getJson<Items<unknown>>(daemon.url, "/api/v1/insights?limit=1")).total === before)
        await page.waitForTimeout(200);
      await page.waitForTimeout(3_000);
      const merged = await alive();
      assert.equal([one!.id, other!.id].filter((id) => merged.includes(id)).length, 1);
      await press(page.getByRole("button", { name: "Undo" }).first());
      await page.getByText("taken back").first().waitFor();
      const areBack = async () => {
        const restored = await alive();
        return restored.includes(one!.id) && restored.includes(other!.id);
      };
      for (let tries = 0; !(await areBack()); tries++) {
        assert.ok(tries < 50, "the themes are not as they were");
        await page.waitForTimeout(200);
      }
    });

    it(`registers an app by ${way} after trying its labels on pasted reviews`, async () => {
      const name = `Maps by ${way}`;
      await open("/register");
      await page.getByLabel("Name of the app").fill(name);
      await page
        .getByLabel("What it does")
        .fill("Plan a route by bicycle. Download maps for offline use. Buy tickets for trains.");
      await press(page.getByRole("button", { name: "Suggest labels" }));
      await page.getByLabel("Name of the label").first().fill("Planning routes");
      await page
        .getByLabel("Reviews")
        .fill("The route it planned led me onto the motorway\nThe map does not download at all");
      await press(page.getByRole("button", { name: "Read these reviews" }));
      await page.locator("#try-card .insight").nth(1).waitFor();
      assert.equal(
        (await fetch(`${daemon.url}/api/v1/apps/${encodeURIComponent(name)}`)).status,
        404,
        "nothing is stored yet",
      );
      await press(page.getByRole("button", { name: "Save the app" }));
      await page.getByText("Saved:").waitFor();
      const model = await getJson<{ first_order_labels: { name: string }[] }>(
        daemon.url,
        `/api/v1/apps/${encodeURIComponent(name)}`,
      );
      assert.equal(model.first_order_labels[0]?.name, "Planning routes");
    });

    it(`finds a dropped review by ${way}, sees what a replay would come to, and runs it again`, async () => {
      await open("/quarantine");
      await page.getByLabel("Reason").selectOption({ index: 1 });
      await filteredBy(/reason=/);
      await press(page.locator(".choice input:not(:disabled)").first());
      await press(page.getByRole("button", { name: "What would come of it?" }));
      await page.getByText(/It would be (dropped again|kept now)/).waitFor();
      await press(page.getByRole("button", { name: "Run again (1)" }));
      await page.getByText(/1 record runs again/).waitFor();
    });

    it(`exports by ${way} exactly what is filtered`, async () => {
      await open("/apps/Pedalwick?sentiment=negative");
      await page.getByLabel("Source").selectOption("playstore");
      await filteredBy(/source=playstore/);
      const shown = Number(await page.locator("[data-total]").getAttribute("data-total"));
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        press(page.getByRole("link", { name: "JSON lines" })),
      ]);
      const lines = readFileSync(await download.path(), "utf8")
        .trim()
        .split("\n");
      assert.ok(shown > 0);
      assert.equal(lines.length, shown);
      for (const line of lines) assert.equal((JSON.parse(line) as { source: string }).source, "playstore");
    });
  }

  // What these bring in changes what the overview tells.
  for (const [way, press] of ways) {
    it(`registers a source by ${way}, tests it, reads it, pauses it, and takes a removal back`, async () => {
      await open("/sources");
      const form = page.locator("#new-source-card");
      await form.getByLabel("Kind").selectOption("rss");
      await form.getByLabel("App", { exact: true }).fill("Pedalwick");
      await form.getByLabel("Name (optional)").fill(`Forum by ${way}`);
      await form.locator("input[name='url']").fill(`${provider.url}/feed.xml?${way === "the mouse" ? 1 : 2}`);
      await press(form.getByRole("button", { name: "Register" }));
      await press(form.getByRole("link", { name: `Forum by ${way}` }));
      await page.waitForURL(/\/sources\//);
      const registered = async () => {
        const answer = await fetch(`${daemon.url}/api/v1/sources/${page.url().split("/").at(-1)}`);
        return (await answer.json()) as { readonly lookback?: number; readonly budget?: unknown };
      };
      for (const [hours, aDay, lookback, budget] of [
        ["1.5", "200", 5_400, { unit: "requests", per_day: 200 }],
        ["", "", undefined, undefined],
      ] as const) {
        await press(page.getByText("Change the settings"));
        const limits = page.locator("details details");
        if ((await limits.getAttribute("open")) === null) await press(limits.locator("summary"));
        await limits.getByLabel("Hours that each pull looks back").fill(hours);
        await limits.getByLabel("At most a day").fill(aDay);
        await press(page.getByRole("button", { name: "Save" }));
        await page.getByText("Saved.").waitFor();
        const kept = await registered();
        assert.deepEqual([kept.lookback, kept.budget], [lookback, budget]);
        await page.reload();
      }
      await press(page.getByRole("button", { name: "Test" }));
      await page.getByText("It works.").waitFor();
      await press(page.getByRole("button", { name: "Pull now" }));
      await page.locator("#runs-card tbody tr").filter({ hasText: "Complete" }).waitFor();
      await page.getByText("Complete up to").waitFor();
      await press(page.getByRole("button", { name: "Pause" }));
      await page.getByText("Paused").waitFor();
      await press(page.getByRole("button", { name: "Remove" }));
      await press(page.getByRole("button", { name: "Undo" }));
      assert.equal((await fetch(`${daemon.url}/api/v1/sources/${page.url().split("/").at(-1)}`)).status, 200);
    });

    it(`follows an event by ${way} to its session, and sets a type that is proposed from what came`, async () => {
      const name = `open by ${way}`;
      const sent = [0, 1, 2].map((at) => ({
        ...{ session_id: `visit by ${way}`, category: "map", name, data: { zoom: at } },
        timestamp: new Date(Date.now() - (10 - at) * 60_000).toISOString(),
      }));
      const headers = { "content-type": "application/json" };
      await fetch(`${daemon.url}/api/v1/events`, { method: "POST", headers, body: JSON.stringify(sent.toReversed()) });
      await open("/events");
      await page.locator(`option[value='${name}']`).waitFor({ state: "attached" });
      await page.locator(".filters").getByLabel("Name").selectOption(name);
      await page.waitForURL(/name=/);
      await press(page.getByRole("link", { name: `visit by ${way}` }).first());
      await page.locator(".step").nth(2).waitFor();
      assert.deepEqual(await page.locator(".step code").allTextContents(), ['{"zoom":0}', '{"zoom":1}', '{"zoom":2}']);
      await open("/events?show=types");
      const draft = page.locator("#draft-card");
      await draft.getByLabel("Category").selectOption("map");
      await draft.getByLabel("Name").selectOption(name);
      await press(page.getByRole("button", { name: "Propose a schema" }));
      await page.getByText(/it would have refused 0 of them/).waitFor();
      await press(page.getByRole("button", { name: "Set the type" }));
      await page
        .locator("#types-card")
        .getByRole("heading", { name: `map: ${name}` })
        .waitFor();
    });

    it(`builds a form by ${way}, reads what was answered, and mends a file of responses`, async () => {
      await open("/forms");
      await press(page.getByRole("link", { name: "Make a form" }));
      await page.getByLabel("Title").fill(`Visit by ${way}`);
      await page.getByLabel("What is asked").fill("How was it?");
      await page.getByLabel("Kind of answer").selectOption("rating");
      await press(page.getByRole("button", { name: "Add a question" }));
      await page.getByLabel("What is asked").nth(1).fill("Why did you come?");
      await press(page.getByRole("button", { name: "Move up: Question 2" }));
      await press(page.getByRole("button", { name: "Make the form" }));
      await page.getByRole("link", { name: "Open the form" }).waitFor();
      const id = new URL(page.url()).pathname.split("/").at(-1)!;
      const made = await getJson<{ questions: { question_text: string }[] }>(daemon.url, `/api/v1/forms/${id}`);
      assert.deepEqual(
        made.questions.map(({ question_text }) => question_text),
        ["Why did you come?", "How was it?"],
      );
      await press(page.getByRole("link", { name: "Uploads" }));
      const buffer = Buffer.from("How was it?,Why did you come?\n4,By chance\nmany,On purpose\n");
      await page.locator("input[type='file']").setInputFiles({ name: "visits.csv", mimeType: "text/csv", buffer });
      await press(page.getByRole("button", { name: "Upload" }));
      const [wrong] = await Promise.all([
        page.waitForEvent("download"),
        press(page.getByRole("link", { name: "Wrong rows, to correct" })),
      ]);
      assert.match(readFileSync(await wrong.path(), "utf8"), /error\r?\nmany,On purpose,/);
      await press(page.getByRole("link", { name: "Summary" }));
      await page.getByText("On average 4").waitFor();
      await press(page.getByRole("link", { name: "Responses" }));
      await page.locator("#responses-card tbody tr").filter({ hasText: "By chance" }).waitFor();
    });
  }

  it("says how a request stands, wants it, too, and finds it by that", async () => {
    await open("/requests");
    const first = page.locator(".ranking > .ranked").first();
    const title = (await first.locator("h3").textContent()) ?? "";
    await first.getByLabel(/^State/).selectOption("planned");
    await first.getByRole("button", { name: /Want it, too/ }).click();
    await first.locator("[aria-pressed='true']").waitFor();
    await page.locator(".filters").getByLabel("State").selectOption("planned");
    await page.waitForURL(/status=planned/);
    await page.getByText("1 request", { exact: true }).waitFor();
    assert.equal(await first.locator("h3").textContent(), title);
  });

  it("finds what means the same in other words, and goes back to words", async () => {
    await open("/insights");
    await page.getByLabel("Search by").selectOption("meaning");
    await page.getByLabel("What is meant").fill("the fare machine ate my money");
    await page.keyboard.press("Enter");
    await page.locator(".insight").filter({ hasText: "alike" }).first().waitFor();
    assert.match((await page.locator(".insight .text").first().textContent()) ?? "", /ticket|pay|card|money/i);
    const lines = page.locator("#reviews-list .insight");
    assert.deepEqual([await lines.count(), await page.locator("#trend-card").count()], [50, 0]);
    await page.getByRole("button", { name: "Show more" }).click();
    await page.getByText("the 100 nearest", { exact: true }).waitFor();
    const shown = await lines.count();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "JSON lines" }).click(),
    ]);
    assert.equal(
      readFileSync(await file.path(), "utf8")
        .trim()
        .split("\n").length,
      shown,
    );
    await page.getByLabel("Search by").selectOption("");
    await page.getByText("Nothing matches these filters.").first().waitFor();
  });

  it("narrows by the address, and back again", async () => {
    await open("/insights?q=ticket&kind=problem");
    await page.locator(".insights .insight").first().waitFor();
    await page.getByLabel("Priority").selectOption("Critical");
    await page.waitForURL(/priority=Critical/);
    await page.goBack();
    assert.match(page.url(), /kind=problem$/);
    await page.getByRole("button", { name: "Clear filters" }).click();
    await page.waitForURL((url) => url.search === "");
  });

  it("shows what strangers wrote as the text that it is", async () => {
    await sendFeedback(daemon.url, [
      {
        app: "<b>Evil</b>",
        title: EVIL,
        text: EVIL,
        source: "evil",
        metadata: { url: "javascript:document.title='ran'", note: EVIL, score: 1 },
      },
    ]);
    await open("/insights?source=evil");
    await page.locator(".insights .insight").first().waitFor();
    await page.locator(".insight .when").first().click();
    await page.locator(".said-text").waitFor();
    assert.match((await page.locator(".said-text").textContent()) ?? "", /<img src=x onerror=/);
    assert.match((await page.locator("#facts-card").textContent()) ?? "", /<img src=x onerror=/);
    assert.equal(await page.locator("main img, main script, main a[href^='javascript']").count(), 0);
    assert.doesNotMatch(await page.title(), /ran/);
  });

  it("speaks German to who wants that", async () => {
    const german = await browser.newPage({ locale: "de-DE" });
    await german.goto(daemon.url);
    await german.getByRole("link", { name: "Übersicht" }).waitFor();
    await german.goto(`${daemon.url}/insights?lang=pt`);
    await german.locator("main select option", { hasText: "Portugiesisch" }).first().waitFor({ state: "attached" });
    await german.locator(".insight .meta", { hasText: "Portugiesisch" }).first().waitFor();
    assert.equal(await german.getAttribute("html", "lang"), "de");
    await german.close();
  });

  it("makes the first key, which signs its maker in, others with it, and takes a revocation back", async () => {
    await open("/keys");
    await page.getByLabel("Name", { exact: true }).first().fill("Mine");
    await page.getByRole("button", { name: "Make the key" }).click();
    await page.getByText("You are signed in with this one.").waitFor();
    assert.match((await page.locator("#new-key-card pre").textContent()) ?? "", /^gsw_/);
    assert.equal((await fetch(`${daemon.url}/api/v1/keys`)).status, 401);
    await page.getByLabel("Name", { exact: true }).first().fill("A reader");
    await page.getByRole("button", { name: "Make the key" }).click();
    const row = page.locator("#keys-card tbody tr").filter({ hasText: "A reader" });
    await row.getByRole("button", { name: "Revoke" }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.setViewportSize({ width: 390, height: 900 });
    const wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert.equal(await page.evaluate(wider), 0, "the table scrolls, and not the page");
    await page.setViewportSize({ width: 1440, height: 900 });
    await row.getByRole("button", { name: "Revoke" }).click();
    // Leaving the page doesn't take it back.
    await page.getByRole("link", { name: "Audit log" }).click();
    for (const told of [/with key “Mine”, gsw_.+…revoked a key“A reader”, gsw_.+…/, /made a key“A reader”.+may: read$/])
      await page.locator("tr", { hasText: told }).waitFor();
    await open("/keys");
    await row.getByText("revoked").waitFor();
  });

  it("raised no error meanwhile", () => {
    assert.deepEqual(errors, []);
  });
});
