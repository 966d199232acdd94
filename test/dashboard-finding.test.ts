/** Finding things in the dashboard: by stars and language at once, what was dropped, and what a wide name leaves room for. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser, withoutBrowser } from "./chromium.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { getJson, sendFeedback, settled } from "./feedback.ts";
import { eventually } from "./testbed.ts";

type Items<T> = { readonly items: readonly T[]; readonly total: number };
type Scored = { readonly lang: string; readonly metadata: { readonly score?: unknown } };

const DAY_MS = 86_400_000;
const VERSION = "205.1.2 (arm64-v8a_release_flutter_of_a_build_with_a_long_name)";

/** Crashes of two versions with long names, in two languages, with one star or five, and one that came without stars. */
function reviews(): Record<string, unknown>[] {
  const begun = Date.now() - 20 * DAY_MS;
  const of = (at: number) => {
    // cspell:disable-next-line
    const text = at % 3 === 0 ? "ऐप बार-बार क्रैश होता है और लॉगिन नहीं होता" : `The app crashes when I open the map ${at}`;
    const metadata = { score: at % 2 === 0 ? "★☆☆☆☆" : 5, version: at > 15 ? VERSION : `205.0.9 ${VERSION}` };
    const date = new Date(begun + at * (DAY_MS / 2)).toISOString();
    return { app: "Pedalwick", source: "playstore", id: `r${at}`, text, date, metadata };
  };
  const bare = { app: "Pedalwick", source: "reddit", id: "bare", text: "The app crashes when I search", metadata: {} };
  return [...Array.from({ length: 30 }, (_, at) => of(at)), bare];
}

describe("finding in the dashboard", { skip: withoutBrowser }, () => {
  let daemon: Daemon;
  let browser: Browser;
  let page: Page;
  before(async () => {
    daemon = await startDaemon({ CLUSTER_INTERVAL: "1s", SOURCES_ALLOW_PRIVATE: "on" });
    const sent = reviews();
    await sendFeedback(daemon.url, sent);
    await settled(daemon.url, sent.length);
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  });
  after(async () => {
    await browser?.close();
    await daemon?.close();
  });

  it("narrows by stars, beside another filter, and exports and counts just those", async () => {
    await page.goto(`${daemon.url}/insights?lang=hi`);
    await page.getByRole("combobox", { name: "Stars" }).selectOption("1");
    await page.waitForURL(/stars=1/);
    await page.locator("[data-total='5']").waitFor();
    const told = await getJson<Items<Scored>>(daemon.url, "/api/v1/insights?lang=hi&stars=1");
    assert.equal(told.total, 5);
    for (const { lang, metadata } of told.items) assert.deepEqual([lang, metadata.score], ["hi", "★☆☆☆☆"]);
    assert.match((await page.getByRole("link", { name: "CSV" }).getAttribute("href")) ?? "", /stars=1/);
    const facets = await getJson(daemon.url, "/api/v1/facets?by=stars");
    assert.deepEqual(facets, { stars: ["1", "5"].map((value) => ({ value, count: 15 })) });
    const some = await getJson<Items<Scored>>(daemon.url, "/api/v1/insights?stars=1,5&limit=1");
    assert.equal(some.total, 30, "what came without stars has none");
  });

  it("leads from a review back to the list as long as it was", async () => {
    await page.goto(`${daemon.url}/insights`);
    await page.getByRole("button", { name: "Show more" }).click();
    await page.locator(".insights .insight .when").nth(30).click();
    await page.locator(".said-text").waitFor();
    await page.goBack();
    await page.locator(".insights .insight").nth(30).waitFor();
  });

  it("says that more did not come, and brings it when asked again", async () => {
    await page.goto(`${daemon.url}/insights`);
    await page.route(/cursor=/, (route) => route.abort());
    await page.getByRole("button", { name: "Show more" }).click();
    await page.locator("#reviews-card [role='alert']").waitFor();
    await page.unroute(/cursor=/);
    await page.getByRole("button", { name: "Show more" }).click();
    await page.locator(".insights .insight").nth(30).waitFor();
    assert.equal(await page.locator("#reviews-card [role='alert']").count(), 0);
  });

  it("tells what somebody did before they said it, in the reader's own time, and leads to the whole session", async () => {
    const event = {
      session_id: "v1",
      category: "map",
      name: "opened",
      data: { zoom: 3 },
      timestamp: "2026-11-02T23:30:15Z",
    };
    assert.equal((await page.request.post(`${daemon.url}/api/v1/events`, { data: [event] })).status(), 202);
    const said = { ...{ app: "Tram", source: "web", id: "v", date: "2026-11-02T23:31:00Z" }, session_id: "v1" };
    await sendFeedback(daemon.url, [{ ...said, text: "The tram map shows no stops at all", metadata: {} }]);
    for (let tries = 0; !(await fetch(`${daemon.url}/api/v1/sessions/v1`)).ok; tries++) {
      assert.ok(tries < 100, "no session within ten seconds");
      await page.waitForTimeout(100);
    }
    const berlin = await browser.newPage({ timezoneId: "Europe/Berlin", locale: "en-GB" });
    const steps = berlin.locator("#steps-card");
    await berlin.goto(`${daemon.url}/insights?app=Tram`);
    await berlin.locator(".insights .insight .when").first().click();
    await steps.getByText("Nov 3, 2026, 12:30").waitFor();
    await steps.getByRole("link", { name: "The whole session" }).click();
    await berlin.waitForURL(/\/sessions\/v1$/);
    await berlin.locator(".step", { hasText: "opened" }).waitFor();
    await berlin.close();
  });

  it("tells who finds nothing where else it may be", async () => {
    await page.goto(`${daemon.url}/insights?app=Pedalwick&q=unheard`);
    await page.locator("#reviews-card").getByRole("link", { name: "Quarantine" }).click();
    await page.waitForURL(/\/quarantine\?app=Pedalwick$/);
  });

  it("keeps a form that was not sent when somebody looks elsewhere or loads the page again", async () => {
    await page.goto(`${daemon.url}/forms/new`);
    await page.getByLabel("Title").fill("The week");
    await page.getByRole("button", { name: "Add a question" }).click();
    await page.getByLabel("What is asked").nth(1).fill("How was it?");
    await page.locator("nav a[href='/tickets']").click();
    await page.waitForURL(/tickets/);
    await page.goBack();
    await page.getByText("What you had changed and not sent is here again.").waitFor();
    await page.reload();
    assert.equal(await page.getByLabel("What is asked").nth(1).inputValue(), "How was it?");
    assert.equal(await page.getByLabel("Title").inputValue(), "The week");
    await page.getByRole("button", { name: "Make the form" }).click();
    await page.getByRole("link", { name: "Open the form" }).waitFor();
    await page.goto(`${daemon.url}/forms/new`);
    assert.equal(await page.getByLabel("Title").inputValue(), "", "what was sent is not there again");
    await page.getByLabel("Title").fill("Another");
    await page.reload();
    await page.getByRole("button", { name: "Discard it" }).click();
    assert.equal(await page.getByLabel("Title").inputValue(), "");
    await page.reload();
    assert.equal(await page.getByLabel("Title").inputValue(), "");
  });

  it("names a setting that is wrong as the form does", async () => {
    await page.goto(`${daemon.url}/sources`);
    await page.getByLabel("Kind").selectOption({ label: "Discourse forum" });
    const form = page.locator("form.stack-form");
    await form.getByLabel("App", { exact: true }).fill("Pedalwick");
    await form.getByLabel("Provider's address").fill("forum.example.com");
    await form.getByRole("button", { name: "Register" }).click();
    await form.getByRole("alert").waitFor();
    assert.match((await form.getByRole("alert").textContent()) ?? "", /^That did not work\. *Provider's address: /);
  });

  it("says of a source that is tried again why it waits, where it says that it is read", async () => {
    const data = { id: "away", type: "rss", app: "Pedalwick", settings: { url: "http://127.0.0.1:9/feed.xml" } };
    const made = await page.request.post(`${daemon.url}/api/v1/sources`, { data });
    assert.equal(made.status(), 201, await made.text());
    await page.request.post(`${daemon.url}/api/v1/sources/away/pull`, { data: {} });
    await page.goto(`${daemon.url}/sources/away`);
    const told = page.locator("main [role='status']", { hasText: "The next try is at" });
    await told.waitFor();
    assert.match((await told.textContent()) ?? "", /127\.0\.0\.1:9/);
  });

  it("asks for what a kind of source needs, says what is wrong in words, and tells of one that reads the same before it is registered", async () => {
    await page.goto(`${daemon.url}/sources`);
    const form = page.locator("#new-source-card");
    const register = (name = "Register") => form.getByRole("button", { name, exact: true }).click();
    await form.getByLabel("Kind").selectOption("intercom");
    await form.getByLabel("App", { exact: true }).fill("Pedalwick");
    await register();
    assert.equal(await form.getByLabel("Access token (required)").evaluate((field) => field.matches(":invalid")), true);
    await form.getByLabel("Kind").selectOption("s3");
    await form.getByLabel("Secret access key (required)").waitFor();
    await form.getByLabel("Kind").selectOption("appstore");
    await form.getByLabel("Id of the app").fill("my app");
    await register();
    await form.getByText("Id of the app: the number in the app's address, such as 1234567890").waitFor();
    await form.getByLabel("Kind").selectOption("playstore");
    const registerPlay = async (name: string) => {
      await form.getByLabel("App", { exact: true }).fill("Pedalwick");
      await form.getByLabel("Name (optional)").fill(name);
      await form.getByLabel("Package name").fill("com.example.pedalwick");
      await register();
    };
    await registerPlay("Play");
    await form.getByText("Registered:").waitFor();
    await registerPlay("Play again");
    await form.getByText("reads the very same already").waitFor();
    const count = async () =>
      (await getJson<Items<unknown>>(daemon.url, "/api/v1/sources?type=playstore")).items.length;
    assert.equal(await count(), 1);
    await register("Register it all the same");
    await form.getByText("reads the very same already").waitFor({ state: "detached" });
    await form.getByText("Registered:").waitFor();
    assert.equal(await count(), 2);
  });

  it("leads from apps and labels to the labels of each app, and names the one that has none", async () => {
    await page.goto(`${daemon.url}/register`);
    await page.locator("#known-card").getByRole("link", { name: "Pedalwick" }).click();
    await page.waitForURL(/app=Pedalwick/);
    await page.getByRole("button", { name: "Suggest labels" }).waitFor();
    assert.equal(await page.getByLabel("Name of the app").inputValue(), "Pedalwick");
  });

  it("leads back from what is suggested to the description and the apps, and forward again", async () => {
    await page.goto(`${daemon.url}/register`);
    await page.getByLabel("Name of the app").fill("Pocket map");
    await page.getByLabel("What it does").fill("Plan a route by bicycle. Download maps for offline use.");
    await page.getByRole("button", { name: "Suggest labels" }).click();
    await page.getByLabel("Name of the label").first().waitFor();
    await page.getByRole("link", { name: "Apps and labels" }).click();
    await page.getByRole("button", { name: "Suggest labels" }).waitFor();
    await page.locator("#known-card").getByRole("link", { name: "Pedalwick" }).waitFor();
    await page.goBack();
    await page.getByLabel("Name of the label").first().waitFor();
  });

  it("puts right what was understood, finds it by that, and takes it back", async () => {
    const path = "/api/v1/insights?kind=problem&source=reddit";
    const { items } = await getJson<Items<{ readonly id: string; readonly kind: string }>>(daemon.url, path);
    const read = () => getJson<{ readonly kind: string }>(daemon.url, `/api/v1/insights/${items[0]!.id}`);
    await page.goto(`${daemon.url}/insights/${items[0]!.id}`);
    await page.getByText("Put it right").click();
    const card = page.locator("#why-card");
    assert.equal(await card.getByRole("button", { name: "Save" }).isDisabled(), true, "nothing was changed yet");
    await card.getByLabel("Kind").selectOption("question");
    await card.getByRole("combobox", { name: "Add: Labels", exact: true }).selectOption({ index: 1 });
    const label = await card.locator(".choices input:checked + span").last().textContent();
    await card.getByRole("button", { name: "Save" }).click();
    await card.getByText("It is so now.").waitFor();
    await card.getByText("corrected by a person").first().waitFor();
    const found = await getJson<Items<unknown>>(daemon.url, `/api/v1/insights?kind=question&source=reddit`);
    assert.equal(found.total, 1);
    await card.getByRole("link", { name: label ?? "" }).waitFor();
    await card.getByRole("button", { name: "As it was understood" }).click();
    await card.getByText("corrected by a person").first().waitFor({ state: "detached" });
    assert.equal((await read()).kind, "problem");
  });

  it("leaves room for what a version tells, however long its name is", async () => {
    await page.goto(`${daemon.url}/apps/Pedalwick`);
    const told = page.locator(".versions-table tbody td:last-child", { has: page.locator("a") });
    await told.first().waitFor();
    const box = await told.first().boundingBox();
    const table = await page.locator(".scroll", { has: page.locator(".versions-table") }).boundingBox();
    assert.ok(box!.width >= 200, `${box!.width} pixels`);
    assert.ok(box!.x + box!.width <= table!.x + table!.width + 1, "without scrolling");
  });

  it("leaves room for some words a line in what people answered, on a phone", async () => {
    const send = async (path: string, json: unknown) => {
      const headers = { "content-type": "application/json" };
      const reply = await fetch(daemon.url + path, { method: "POST", headers, body: JSON.stringify(json) });
      return (await reply.json()) as { readonly id: string };
    };
    const questions = ["Why did you come to see us?", "Whom did you come with?", "What should be better?"].map(
      (question_text, at) => ({ id: `q${at}`, question_text, question_type: "text" }),
    );
    const { id } = await send("/api/v1/forms", { title: "Visit", app: "Pedalwick", questions });
    const answer_text = "The map of the old town was wonderful, and I came again with my family";
    const answers = questions.map((one) => ({ question: one.id, answer_text }));
    await send(`/api/v1/forms/${id}/responses`, { answers });
    const phone = await browser.newPage({ viewport: { width: 390, height: 900 } });
    await eventually("the response", async () => {
      const { total } = await getJson<Items<unknown>>(daemon.url, `/api/v1/forms/${id}/responses`);
      return total === 1;
    });
    await phone.goto(`${daemon.url}/forms/${id}?show=responses`);
    const cell = phone.locator("td", { hasText: "wonderful" }).first();
    await cell.waitFor();
    const { width } = (await cell.boundingBox())!;
    assert.ok(width >= 200, `${width} pixels`);
    await phone.close();
  });

  // The first key ends what needs none: nothing may come after this.
  it("offers nothing to who may only read that it would refuse", async () => {
    const make = async (name: string, scopes: readonly string[], key?: string) => {
      const headers = {
        "content-type": "application/json",
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      };
      const reply = await fetch(`${daemon.url}/api/v1/keys`, {
        method: "POST",
        headers,
        body: JSON.stringify({ name, scopes }),
      });
      return ((await reply.json()) as { readonly key: string }).key;
    };
    await page.goto("about:blank");
    const alert = { name: "on call", on: "dead.letters", to: { type: "log" } };
    const set = await page.request.post(`${daemon.url}/api/v1/alerts`, { data: alert });
    assert.equal(set.status(), 201, await set.text());
    const first = await make("first", ["ingest", "read", "admin"]);
    const reader = await make("reader", ["read"], first);
    await page.goto(`${daemon.url}/sign-in?to=/alerts`);
    await page.getByLabel("API key").fill(reader);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("setting alerts takes the scope admin").waitFor();
    await page.getByRole("button", { name: "What was told" }).waitFor();
    for (const name of ["Send a test", "Switch off", "Set the alert"])
      assert.equal(await page.getByRole("button", { name }).count(), 0, name);
    await page.getByRole("link", { name: "Audit log" }).click();
    await page.getByText("Your key may not look at the audit log").waitFor();
    assert.equal(await page.getByRole("button", { name: "Try again" }).count(), 0);
  });
});
