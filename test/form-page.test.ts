/** A hosted form as people meet it, in a real browser: without JavaScript, with the keyboard alone, twice, and without a network. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { Form } from "../src/model/form.ts";
import type { FormResponse } from "../src/model/response.ts";
import { languages } from "../src/server/form-page/languages.ts";
import { openBrowser, withoutBrowser } from "./chromium.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { getJson } from "./feedback.ts";
import { eventually } from "./testbed.ts";

const QUESTIONS = [
  { id: "text", question_text: "What should be better?", question_type: "text", required: true },
  { id: "stars", question_text: "How many stars?", question_type: "rating" },
  { id: "colour", question_text: "Which colour?", question_type: "multiple_choice", choices: ["Red", "Green"] },
  {
    id: "days",
    question_text: "Which days?",
    question_type: "multiple_choice",
    multiple: true,
    choices: ["Monday", "Friday"],
  },
  { id: "mail", question_text: "Your address?", question_type: "email" },
  { id: "day", question_text: "Since when?", question_type: "date" },
  { id: "again", question_text: "Would you come again?", question_type: "boolean" },
];

describe("a hosted form", { skip: withoutBrowser }, () => {
  let daemon: Daemon;
  let browser: Browser;
  before(async () => {
    daemon = await startDaemon({ LOOPS: "response-writer", FORM_RATE_LIMIT: "1000" });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await daemon?.close();
  });

  async function makeForm(questions: readonly object[] = QUESTIONS): Promise<Form> {
    const body = JSON.stringify({ title: "Your visit", description: "Two minutes.", questions });
    const headers = { "content-type": "application/json" };
    const reply = await fetch(`${daemon.url}/api/v1/forms`, { method: "POST", headers, body });
    return (await reply.json()) as Form;
  }
  const urlOf = (form: Form) => `${daemon.url}/f/${form.public_id}`;
  async function withPage(options: BrowserContextOptions, walk: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext({ locale: "en-GB", ...options });
    await walk(await context.newPage());
    await context.close();
  }
  const stored = (form: Form, total: number) =>
    eventually(`${total} responses`, async () => {
      const page = await getJson<{ total: number; items: FormResponse[] }>(
        daemon.url,
        `/api/v1/forms/${form.id}/responses`,
      );
      return page.total >= total && page;
    });

  it("needs no JavaScript, says what is wrong beside the question, and keeps what was written", async () => {
    const form = await makeForm();
    await withPage({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } }, async (page) => {
      await page.goto(urlOf(form));
      await page.fill("#q-mail", "nobody");
      await page.click("button");
      assert.equal(await page.textContent("#q-text-error"), languages.en.errors.required);
      assert.equal(await page.textContent("#q-mail-error"), languages.en.errors.email);
      assert.equal(await page.inputValue("#q-mail"), "nobody");
      await page.fill("#q-text", "The door sticks");
      await page.fill("#q-mail", "ada@example.org");
      await page.check("input[name='q.stars'][value='4']");
      await page.check("input[name='q.days'] >> nth=1");
      await page.click("button");
      assert.match(page.url(), /\/thanks/);
    });
    const [response] = (await stored(form, 1)).items;
    assert.deepEqual(
      response!.answers.map(({ question, answer_text, selected_choices }) => [
        question,
        answer_text ?? selected_choices,
      ]),
      [
        ["text", "The door sticks"],
        ["stars", "4"],
        ["days", [form.questions[3]!.choices![1]!.id]],
        ["mail", "ada@example.org"],
      ],
    );
  });

  it("is no response while nothing on it is answered, whether or not anything has to be", async () => {
    const form = await makeForm(QUESTIONS.map((question) => ({ ...question, required: false })));
    for (const javaScriptEnabled of [true, false]) {
      await withPage({ javaScriptEnabled }, async (page) => {
        const missing: string[] = [];
        page.on("response", (reply) => reply.status() === 404 && missing.push(reply.url()));
        await page.goto(urlOf(form));
        await page.click("button");
        await page.waitForSelector("#q-text-error");
        assert.equal(await page.textContent("#q-text-error"), languages.en.errors.empty);
        await page.fill("#q-text", "The door sticks");
        await page.click("button");
        await page.waitForURL(/\/thanks/);
        assert.deepEqual(missing, []);
      });
    }
    assert.equal((await stored(form, 2)).total, 2);
  });

  it("is filled in and sent with the keyboard alone", async () => {
    const form = await makeForm();
    await withPage({}, async (page) => {
      await page.goto(urlOf(form));
      await page.keyboard.press("Tab");
      await page.keyboard.type("More light");
      await page.keyboard.press("Tab");
      await page.keyboard.press("ArrowRight");
      // To the button, past colour, two days, the address, the three parts of the date and what opens it, and the last question.
      for (let steps = 0; steps < 20; steps++) {
        await page.keyboard.press("Tab");
        if (await page.evaluate("document.activeElement.tagName === 'BUTTON'")) break;
      }
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/thanks/);
    });
    const [response] = (await stored(form, 1)).items;
    assert.equal(response!.answers[0]!.answer_text, "More light");
    assert.equal(response!.answers[1]!.question, "stars");
  });

  it("counts once what is sent twice, with and without its script", async () => {
    const form = await makeForm();
    for (const javaScriptEnabled of [true, false]) {
      await withPage({ javaScriptEnabled }, async (page) => {
        await page.goto(urlOf(form));
        const id = await page.inputValue("input[name=id]");
        await page.fill("#q-text", "Once");
        await page.click("button");
        await page.waitForURL(/\/thanks/);
        const body = new URLSearchParams({ id, version: "1", "q.text": "Once" });
        const again = await fetch(urlOf(form), { method: "POST", body, redirect: "manual" });
        assert.equal(again.status, 303);
        body.set("q.text", "Something else");
        assert.equal((await fetch(urlOf(form), { method: "POST", body, redirect: "manual" })).status, 409);
      });
    }
    await stored(form, 2);
    const books = await eventually("the books", async () => {
      const now = await getJson<{ received: number; stored: number; duplicate: number }>(
        daemon.url,
        `/api/v1/ledger?pipeline=responses&source=${form.id}`,
      );
      return now.received === 4 && now;
    });
    assert.deepEqual([books.stored, books.duplicate], [2, 2]);
  });

  it("keeps what is sent without a network, over a reload, and sends it when there is one", async () => {
    const form = await makeForm();
    await withPage({}, async (page) => {
      await page.goto(urlOf(form));
      await page.fill("#q-text", "Sent from a train");
      await page.context().setOffline(true);
      await page.click("button");
      const says = (on: Page, text: string) => eventually(text, async () => (await on.textContent("#status")) === text);
      await says(page, languages.en.kept);
      assert.equal(await page.inputValue("#q-text"), "");
      await page.fill("#q-text", "A draft");
      // Closed first: else it would send by itself as soon as it can.
      const context = page.context();
      await page.close();
      await context.setOffline(false);
      const again = await context.newPage();
      await again.goto(urlOf(form));
      assert.equal(await again.inputValue("#q-text"), "A draft");
      await says(again, languages.en.sent);
    });
    const page = await stored(form, 1);
    assert.deepEqual([page.total, page.items[0]!.answers[0]!.answer_text], [1, "Sent from a train"]);
  });

  it("has nothing that a checker of accessibility finds, in each language and with errors", async () => {
    const form = await makeForm();
    await withPage({}, async (page) => {
      for (const language of Object.keys(languages)) {
        for (const broken of [false, true]) {
          const query = `?lang=${language}`;
          await page.goto(urlOf(form) + query);
          if (broken) {
            await page.click("button");
            await page.waitForSelector(".errors");
          }
          assert.equal(await page.getAttribute("html", "lang"), language);
          await page.evaluate(axe.source);
          const found = (await page.evaluate(
            "axe.run().then(({ violations }) => violations.map(({ id }) => id))",
          )) as string[];
          assert.deepEqual(found, [], `${language} ${broken}`);
        }
      }
    });
  });

  it("says that it is closed, and is not there as a draft, without a word of what it asks", async () => {
    const form = await makeForm();
    const patch = (status: string) =>
      fetch(`${daemon.url}/api/v1/forms/${form.id}`, {
        method: "PATCH",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ status }),
      });
    const nowhere = await (await fetch(`${daemon.url}/f/nowhere`)).text();
    for (const [status, code, said] of [
      ["closed", 200, languages.en.closed],
      ["draft", 404, languages.en.missing],
    ] as const) {
      await patch(status);
      const text = await eventually(status, async () => {
        const reply = await fetch(urlOf(form));
        const text = await reply.text();
        return reply.status === code && text.includes(said) && text;
      });
      assert.ok(!text.includes("Your visit") && !text.includes("colour"));
      if (status === "draft") assert.equal(text, nowhere);
    }
  });

  it("puts aside what only a robot fills in, with the reason in the books", async () => {
    const form = await makeForm();
    const body = new URLSearchParams({ id: crypto.randomUUID(), website: "http://spam.example", "q.text": "Buy now" });
    const reply = await fetch(urlOf(form), { method: "POST", body, redirect: "manual" });
    assert.equal(reply.status, 303);
    const books = await eventually("the books", async () => {
      const now = await getJson<{ received: number; dropped: object }>(
        daemon.url,
        `/api/v1/ledger?pipeline=responses&source=${form.id}`,
      );
      return now.received === 1 && now;
    });
    assert.deepEqual(books.dropped, { honeypot: 1 });
  });
});
