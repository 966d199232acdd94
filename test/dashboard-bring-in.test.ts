/** Feedback that people bring in by hand, from the first file on: what was not taken is said, and another may follow. */
// cspell:ignore Bewertung Öffnen
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser, withoutBrowser } from "./chromium.ts";
import { type Daemon, startDaemon } from "./daemon.ts";

const PATIENCE_MS = 30_000;

describe("bringing feedback in", { skip: withoutBrowser }, () => {
  let daemon: Daemon;
  let browser: Browser;
  let page: Page;
  before(async () => {
    daemon = await startDaemon();
    browser = await openBrowser();
    page = await browser.newPage({ locale: "en-GB" });
    page.setDefaultTimeout(PATIENCE_MS);
  });
  after(async () => {
    await browser?.close();
    await daemon?.close();
  });

  const choose = (buffer: Buffer) =>
    page.locator("#upload-card input[type=file]").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer });
  const send = () => page.locator("#upload-card").getByRole("button", { name: "Read them" }).click();

  it("goes on after a file of which nothing could be read, and says why that was", async () => {
    await page.goto(daemon.url);
    await choose(Buffer.from("text,date\nThe map crashes whenever I open it,never\nIt freezes,soon\n"));
    await send();
    await page.getByText("Nothing of it could be read: 2 with a date that is none.").waitFor();
    await page.locator("#books-card dt", { hasText: "Rejected" }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Load the sample" }).waitFor();
    await page.locator("#paste-card textarea").waitFor();
  });

  it("takes more at any time, and says how much of it was not taken", async () => {
    await page.goto(`${daemon.url}/sources`);
    await page.getByRole("link", { name: "Bring in feedback" }).click();
    await choose(
      Buffer.from("text,date\n,2026-10-01\nIt freezes,never\nThe map crashes whenever I open it,2026-10-01\n"),
    );
    await page.getByText("1 row has no text and will not be read.").waitFor();
    await send();
    const told = "1 review is being read. 2 were not taken: 1 without a text, 1 with a date that is none.";
    await page.getByText(told).waitFor();
    await page.goto(daemon.url);
    await page.locator("#sources-card").getByRole("link", { name: "Bring in feedback" }).click();
    await page.locator("#paste-card textarea").waitFor();
  });

  it("reads what Excel saves, names the encoding and takes another one", async () => {
    await page.goto(`${daemon.url}/bring-in`);
    await choose(Buffer.from("Bewertung;Sterne\r\nDie App stürzt beim Öffnen ab;1\r\n", "latin1"));
    await page.locator("#upload-card td", { hasText: "Die App stürzt beim Öffnen ab" }).waitFor();
    const encoding = page.getByLabel("Encoding of the file");
    assert.equal(await encoding.inputValue(), "windows-1252");
    await encoding.selectOption("utf-8");
    await page.getByText("The file is not in this encoding").waitFor();
    assert.equal(await page.locator("#upload-card").getByRole("button", { name: "Read them" }).isDisabled(), true);
    await encoding.selectOption("windows-1250");
    await page.locator("#upload-card td", { hasText: "Die App stürzt" }).waitFor();
  });
});
