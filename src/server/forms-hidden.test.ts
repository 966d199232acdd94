/** What nobody learns of a form from outside: a closed one, a draft, somebody else's, and the settings behind a page. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createKeyRing } from "../auth/keys.ts";
import { newPublicId } from "../forms/make-form.ts";
import type { Form } from "../model/form.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { languages } from "./form-page/languages.ts";
import { startTestServer, type TestServer } from "./server.testing.ts";

let server: TestServer;
let key: string;
before(async () => {
  server = await startTestServer({ environment: { FORM_RATE_LIMIT: "1000" } });
  key = (
    await createKeyRing(server.store, { now: () => 1 }).create({ tenant: DEFAULT_TENANT, name: "k", scopes: ["admin"] })
  ).key;
});
after(() => server[Symbol.asyncDispose]());

/** Each word that may not be read is unlike all others. */
const SECRETS = ["hidden-title", "hidden-question", "hidden-choice", "hidden-text"];
const BEHIND = [
  "hidden-hook",
  "hidden-secret",
  "hidden-template",
  "hidden-metadata",
  "owner@example.org",
  "hidden-app",
];

async function makeForm(status: Form["status"]): Promise<Form> {
  const { body, status: answered } = await server.ask<Form>("POST", "/api/v1/forms", {
    key,
    json: {
      ...{ title: "hidden-title", description: "hidden-text", email: "owner@example.org", app: "hidden-app", status },
      questions: [
        {
          id: "why",
          question_text: "hidden-question",
          question_type: "mcq",
          choices: ["hidden-choice"],
          metadata: { column: "hidden-metadata" },
        },
        { id: "phone", question_text: "Phone", question_type: "phone" },
      ],
      receipt: { channel: "sms", to_question: "phone", template: "hidden-template" },
      hooks: [{ hook: "webhook", settings: { url: "https://hidden-hook.example", secret: "hidden-secret" } }],
    },
  });
  assert.equal(answered, 201);
  return body;
}

async function page(path: string, fields?: Record<string, string>): Promise<{ status: number; text: string }> {
  const init = fields === undefined ? {} : { method: "POST", body: new URLSearchParams(fields) };
  const reply = await fetch(server.url + path, { ...init, redirect: "manual" });
  return { status: reply.status, text: await reply.text() };
}
const says = (text: string, words: readonly string[]) => words.filter((word) => text.includes(word));

test("a closed form says so in each language, on whatever is sent to it, and nothing else", async () => {
  const form = await makeForm("closed");
  for (const language of Object.keys(languages) as (keyof typeof languages)[]) {
    for (const fields of [undefined, { "q.why": "hidden-choice" }]) {
      const { status, text } = await page(`/f/${form.public_id}?lang=${language}`, fields);
      assert.deepEqual([status, says(text, [...SECRETS.slice(0, 2), ...BEHIND])], [fields ? 409 : 200, []]);
      assert.ok(text.includes(languages[language].closed));
    }
  }
  for (const what of ["responses", "uploads"]) {
    const sent = {
      key,
      body: '{"answers":[]}',
      headers: { "content-type": what === "uploads" ? "text/csv" : "application/json" },
    };
    const { status, text } = await server.ask("POST", `/api/v1/forms/${form.id}/${what}`, sent);
    assert.ok(status === 409 || status === 501, `${what} ${status}`);
    assert.deepEqual(says(text, [...SECRETS, ...BEHIND]), []);
  }
});

test("a draft, a form's inner id and an id that is one letter off are answered as what never was", async () => {
  const draft = await makeForm("draft");
  const open = await makeForm("open");
  const last = open.public_id.at(-1) === "a" ? "b" : "a";
  for (const fields of [undefined, { "q.why": "hidden-choice" }]) {
    const never = await page(`/f/${newPublicId()}`, fields);
    assert.equal(never.status, 404);
    for (const id of [
      draft.public_id,
      draft.id,
      open.id,
      open.public_id.slice(0, -1) + last,
      open.public_id.toUpperCase(),
    ])
      assert.deepEqual(await page(`/f/${id}`, fields), never, id);
  }
});

test("a page shows what it asks and nothing of what is behind it", async () => {
  const form = await makeForm("open");
  const shown = await page(`/f/${form.public_id}`);
  assert.deepEqual([shown.status, says(shown.text, BEHIND), shown.text.includes(form.id)], [200, [], false]);
  assert.deepEqual(says(shown.text, SECRETS), SECRETS);
  const wrong = await page(`/f/${form.public_id}`, { "q.phone": "nobody" });
  assert.deepEqual([wrong.status, says(wrong.text, BEHIND)], [400, []]);
});

test("public ids are of 160 random bits, and no two alike", () => {
  const ids = new Set(Array.from({ length: 2_000 }, newPublicId));
  assert.equal(ids.size, 2_000);
  for (let place = 0; place < 32; place++)
    assert.ok(new Set([...ids].map((id) => id[place])).size === 32, `place ${place} is not free`);
});

test("without a key, or with one that may only send, nothing is read", async () => {
  const form = await makeForm("open");
  const sender = (
    await createKeyRing(server.store, { now: () => 1 }).create({
      tenant: DEFAULT_TENANT,
      name: "s",
      scopes: ["ingest"],
    })
  ).key;
  const paths = ["forms", `forms/${form.id}`, `forms/${form.id}/responses`, `forms/${form.id}/summary`, "receipts"];
  for (const path of paths) {
    const { status, text } = await server.ask("GET", `/api/v1/${path}`, { key: sender });
    assert.deepEqual([status, says(text, [...SECRETS, ...BEHIND])], [403, []], path);
  }
});

test("each language of a page has every text, and none of them in English", () => {
  const textsOf = (language: keyof typeof languages) => {
    const { dir: _, errors, ...texts } = languages[language];
    return { ...texts, ...Object.fromEntries(Object.entries(errors).map(([name, text]) => [`errors.${name}`, text])) };
  };
  const english: Record<string, string> = textsOf("en");
  assert.equal(Object.keys(languages).length, 12);
  for (const language of Object.keys(languages) as (keyof typeof languages)[]) {
    const texts: Record<string, string> = textsOf(language);
    assert.deepEqual(Object.keys(texts).sort(), Object.keys(english).sort(), language);
    if (language === "en") continue;
    const same = Object.keys(texts).filter((name) => texts[name] === english[name] && name !== "no");
    assert.deepEqual(same, [], language);
  }
});
