/**
 * The overview leads to all that it names, says of a ticket what the queue carries, and counts what was run again apart; the
 * lists behind it say what they are narrowed to, and a theme what a split of it would move.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser, withoutBrowser } from "./chromium.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { type FeedbackRecord, getJson, sendFeedback, settled } from "./feedback.ts";
import { eventually } from "./testbed.ts";

const SAMPLE = new URL("../examples/sample/feedback.jsonl", import.meta.url);

interface TicketItem {
  readonly id: string;
  readonly title: string;
  readonly priority: number;
}
interface Cluster {
  readonly id: string;
  readonly kind: string;
  readonly size: number;
}
interface Items<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** Of one app with its days counted back from a fixed one. */
const feedback: readonly FeedbackRecord[] = readFileSync(SAMPLE, "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => {
    const { days_ago = 0, ...record } = JSON.parse(line) as { readonly days_ago?: number };
    return { app: "Pedalwick", ...record, date: 1_700_000_000 - Math.round(days_ago * 86_400) };
  });

/** Links of the page itself, not of the frame around it, with what they are called. */
const linksOf = (page: Page) =>
  page.evaluate(`[...document.querySelectorAll("main a[href^='/']")].map((link) => ({
    href: link.getAttribute("href"), text: link.textContent.trim(), isName: link.closest("h3, h4") !== null,
  }))`) as Promise<{ readonly href: string; readonly text: string; readonly isName: boolean }[]>;

/** Longer than a round of clustering takes to begin. */
const ROUND_MS = 2_500;

describe("the overview", { skip: withoutBrowser }, () => {
  let daemon: Daemon;
  let browser: Browser;
  let page: Page;
  const wrong: string[] = [];
  before(async () => {
    const often = { CLUSTER_INTERVAL: "1s", TICKET_INTERVAL: "1s", TICKET_WINDOW_DAYS: "3650" };
    daemon = await startDaemon(often);
    const other = feedback.slice(0, 40).map((record) => ({ ...record, app: "Notes", id: undefined }));
    await sendFeedback(daemon.url, [...feedback, ...other]);
    await settled(daemon.url, feedback.length + other.length);
    browser = await openBrowser();
    page = await browser.newPage({ locale: "en-GB" });
    page.on("response", (reply) => {
      if (reply.status() >= 400) wrong.push(`${reply.status()} ${reply.url()}`);
    });
    page.on("pageerror", (error) => wrong.push(error.message));
    // A pass may have begun before all was stored, and the next one moves what it grouped.
    let before = "";
    await eventually(
      "themes that two looks find the same, and tickets",
      async () => {
        const themes = JSON.stringify(await getJson(daemon.url, "/api/v1/clusters?limit=1000"));
        const { total } = await getJson<Items<TicketItem>>(daemon.url, "/api/v1/tickets");
        const isDone = total > 0 && themes === before;
        before = themes;
        if (!isDone) await page.waitForTimeout(ROUND_MS);
        return isDone;
      },
      60_000,
    );
  });
  after(async () => {
    await browser?.close();
    await daemon?.close();
  });

  async function open(path: string): Promise<void> {
    const reply = await page.goto(daemon.url + path);
    assert.equal(reply?.status(), 200, path);
    await page.waitForSelector("main h1");
    await page.waitForSelector(".skeleton", { state: "detached" });
  }

  it("links every ticket and theme that it names, and each link meets a page that names the same", async () => {
    await open("/");
    const named = ".tickets .ticket, .changes .changed, .ranking .ranked:has(.changed-head)";
    assert.ok((await page.locator(named).count()) > 3);
    const unlinked = page.locator(`:is(${named}):not(:has(:is(h3, h4) a[href]))`);
    assert.deepEqual(await unlinked.allTextContents(), []);
    const links = new Map((await linksOf(page)).map((link) => [link.href, link]));
    for (const kind of ["/tickets/", "/themes/", "/apps/", "/insights/"])
      assert.ok(
        [...links.keys()].some((href) => href.startsWith(kind)),
        kind,
      );
    for (const { href, text, isName } of links.values()) {
      await open(href);
      assert.deepEqual(wrong.splice(0), [], href);
      if (isName) assert.ok((await page.locator("main").textContent())?.includes(text), `${href} names "${text}"`);
    }
  });

  it("and the lists of its apps name no label without a link, and each leads to what is said under it", async () => {
    const facets = await getJson<{ label: { value: string }[] }>(daemon.url, "/api/v1/facets?by=label&app=Pedalwick");
    const labels = facets.label.map(({ value }) => value);
    assert.ok(labels.length > 3);
    /** What to choose from is no naming. */
    const unlinked = `[...document.querySelectorAll("main :not(option)")]
      .filter((one) => one.children.length === 0 && ${JSON.stringify(labels)}.includes(one.textContent.trim()))
      .filter((one) => one.closest("a[href]") === null)
      .map((one) => one.outerHTML)`;
    const links = new Map<string, string>();
    for (const path of ["/", "/apps/Pedalwick", "/themes?app=Pedalwick"]) {
      await open(path);
      assert.deepEqual(await page.evaluate(unlinked), [], path);
      for (const { href, text } of await linksOf(page)) if (href.includes("label=")) links.set(href, text);
    }
    assert.ok(links.size > 3, String(links.size));
    for (const [href, label] of links) assert.equal(new URL(href, daemon.url).searchParams.get("label"), label, href);
    for (const href of [...links.keys()].slice(0, 5)) {
      await open(href);
      assert.deepEqual(wrong.splice(0), [], href);
      assert.ok((await page.locator("main .insight").count()) > 0, href);
    }
  });

  it("says of each quote when and where it was said, of which version, and with how many stars", async () => {
    const { items } = await getJson<Items<Cluster>>(daemon.url, "/api/v1/clusters?app=Pedalwick&limit=100");
    const shown: string[] = [];
    // While passes go on, one of them may hold what people without stars say alone.
    for (const { id } of items.filter(({ kind, size }) => kind === "problem" && size > 5).slice(0, 3)) {
      await open(`/themes/${id}`);
      const quotes = page.locator("#quotes-card .said-line");
      const lines = (await quotes.allTextContents()).map((line) => line.trim());
      assert.ok(lines.length > 2);
      for (const line of lines) assert.match(line, /(^|[★☆·] )\p{L}[^·]* · [^·]*20\d\d$/u, line);
      shown.push(...lines);
    }
    assert.ok(
      shown.some((line) => /^★[★☆]{4} version \d+\.\d+\.\d+ · /.test(line)),
      shown.join("\n"),
    );
  });

  it("says a ticket's priority as the number that the queue carries, of how many, and what it means", async () => {
    const { items } = await getJson<Items<TicketItem>>(daemon.url, "/api/v1/tickets?limit=100");
    const meanings = ["Nothing urgent", "Several urgent", "A critical report, or ten", "Three critical"];
    const urgency = ["not urgent", "urgent", "very urgent", "the most urgent"];
    await open("/tickets");
    for (const { id, priority } of items.slice(0, 3)) {
      const line = page.locator(".ticket").filter({ has: page.locator(`a[href='/tickets/${id}']`) });
      const chip = line.getByText(`Priority ${priority} of 3`, { exact: true });
      assert.match((await chip.getAttribute("title")) ?? "", new RegExp(`^${meanings[priority]}`));
      await line.getByText(urgency[priority]!, { exact: true }).waitFor();
      await open(`/tickets/${id}`);
      await page.getByText(`Priority ${priority} of 3`, { exact: true }).waitFor();
      assert.match((await page.locator("main").textContent()) ?? "", new RegExp(meanings[priority]!));
      await open("/tickets");
    }
  });

  it("counts records that were run again apart from those that came in", async () => {
    const received = async (): Promise<string> => {
      await open("/");
      return (await page.locator("#books-card .headline").textContent()) ?? "";
    };
    const before = await received();
    assert.match(before, /^\d+ records, each accounted for/);
    assert.equal(await page.locator("#books-card").getByText("run again").count(), 0);
    const { items } = await getJson<Items<{ readonly id: string }>>(daemon.url, "/api/v1/rejections?limit=3");
    const ids = items.map(({ id }) => id);
    const headers = { "content-type": "application/json" };
    const replay = { method: "POST", headers, body: JSON.stringify({ ids }) };
    assert.equal((await fetch(`${daemon.url}/api/v1/rejections/replay`, replay)).status, 200);
    const books = await settled(daemon.url, Number(/\d+/.exec(before)![0]) + ids.length);
    assert.equal(books.received, Number(/\d+/.exec(before)![0]) + ids.length);
    assert.equal(await received(), before);
    await page.locator("#books-card").getByText("3 dropped or rejected records were run again.").waitFor();
    await page.locator("#books-card").getByText("Books balanced").waitFor();
    // No other page tells other numbers.
    const dropped = await page.locator("#books-card .out-dropped dd").textContent();
    await open("/health");
    assert.equal(await page.locator("#books-feedback-card .headline").textContent(), before);
    assert.equal(await page.locator("#books-feedback-card .out-dropped dd").textContent(), dropped);
    await open("/quarantine");
    await page.locator("#list-card").getByText(`${dropped} records`).waitFor();
    await page.locator("label").filter({ hasText: "Run again" }).locator("select").selectOption("true");
    await page.locator("#list-card").getByText("3 records").waitFor();
    assert.deepEqual(wrong, []);
  });

  it("looks for words in what was dropped or rejected", async () => {
    interface Dropped {
      readonly reason: string;
    }
    const { items } = await getJson<Items<Dropped>>(daemon.url, "/api/v1/rejections?limit=1");
    const path = `/api/v1/rejections?replayed=false&q=${items[0]!.reason}`;
    const { total } = await getJson<{ readonly total: number }>(daemon.url, path);
    assert.ok(total > 0);
    await open("/quarantine");
    const box = page.getByLabel("Words");
    await box.fill(items[0]!.reason);
    await box.press("Enter");
    await page.waitForURL(/[?&]q=/);
    await page
      .locator("#list-card")
      .getByText(new RegExp(`^${total} records?$`))
      .waitFor();
    assert.deepEqual(wrong, []);
  });

  it("says of a list that is narrowed to nothing that nothing matches, not that there is nothing", async () => {
    const narrowed = ["tickets?app=nobody", "requests?q=zzzz", "themes?q=zzzz", "forms?status=closed"];
    for (const path of [
      ...narrowed,
      "quarantine?reason=zzzz",
      "quarantine?q=zzzz",
      "sources?app=nobody",
      "events?show=errors&code=blank",
    ]) {
      await open(`/${path}`);
      await page.getByText("Nothing matches these filters.").first().waitFor();
    }
  });

  it("says what a split would move, and keeps no mark of what was split off", async () => {
    const { items } = await getJson<Items<Cluster>>(daemon.url, "/api/v1/clusters?limit=100");
    await open(`/themes/${items.find(({ kind, size }) => kind === "problem" && size > 5)!.id}`);
    for (const at of [0, 1]) await page.locator("#quotes-card input[type=checkbox]").nth(at).check();
    await page.getByRole("button", { name: "Split off (2)" }).click();
    const notice = page.locator(".notice");
    assert.match((await notice.textContent()) ?? "", /^Split off\. Moves 2 insights/);
    await page.getByRole("button", { name: "Do it" }).click();
    await notice.getByText("Done: Split off.").waitFor();
    await page.getByRole("button", { name: "Split off (0)" }).waitFor();
    await page.getByRole("button", { name: "Undo" }).first().click();
    await page.getByText("taken back").first().waitFor();
  });
});
