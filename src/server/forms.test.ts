/** Forms over HTTP, with the real queue, writer loop and store behind them: nothing is lost, doubled or seen by others. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { eventually, type Testbed } from "../../test/testbed.ts";
import { describeOnBothBeds } from "../../test/testbeds.ts";
import { createKeyRing } from "../auth/keys.ts";
import { createFormLookup } from "../forms/form-lookup.ts";
import { readBalance } from "../ledger/balance.ts";
import type { RunningLoop } from "../loops/frame/start.ts";
import { startLoop } from "../loops/frame/start.ts";
import { createResponseWriterLoop } from "../loops/response-writer/loop.ts";
import type { Form } from "../model/form.ts";
import type { FieldError } from "../model/outcome.ts";
import type { FormResponse } from "../model/response.ts";
import { DEFAULT_TENANT, type TenantId } from "../model/tenant.ts";
import type { Summary } from "../operations/response-summary.ts";
import type { CheckedIds } from "../operations/responses.ts";
import type { Consumption } from "../queue/queue.ts";
import { startTestServer, type TestServer } from "./server.testing.ts";

interface Taken {
  readonly ids: readonly string[];
  readonly rejected: readonly {
    readonly index: number;
    readonly id?: string;
    readonly errors: readonly FieldError[];
  }[];
  readonly errors: readonly FieldError[];
}
interface Listed {
  readonly items: readonly FormResponse[];
  readonly total: number;
}

const QUESTIONS = [
  { question_text: "What should be better?", question_type: "Text" },
  { id: "stars", question_text: "How many stars?", question_type: "rating", required: true },
  { id: "colour", question_text: "Colour?", question_type: "mcq", choices: ["Red", "Green"] },
];

describeOnBothBeds("forms", (open) => {
  let bed: Testbed;
  let server: TestServer;
  let loop: RunningLoop;
  let feedback: Consumption;
  let key: string;
  let theirs: string;
  const raw: unknown[] = [];
  before(async () => {
    bed = await open();
    const forms = createFormLookup(bed.store);
    loop = startLoop(
      createResponseWriterLoop({
        store: bed.store,
        queue: bed.queue,
        forms,
        hooks: { "response.stored": [] },
        defaultApp: "default",
      }),
      bed,
    );
    feedback = bed.queue.consume("raw", async (messages) => {
      for (const { body } of messages) raw.push(...(JSON.parse(body) as unknown[]));
      return messages;
    });
    server = await startTestServer({ store: bed.store, queue: bed.queue });
    const keys = createKeyRing(bed.store, { now: () => 1 });
    key = (await keys.create({ tenant: DEFAULT_TENANT, name: "k", scopes: ["admin"] })).key;
    theirs = (await keys.create({ tenant: "theirs" as TenantId, name: "k", scopes: ["admin"] })).key;
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    await Promise.all([loop.stop(1_000), feedback.stop(1_000)]);
    await bed.close();
  });

  const ask = <Body>(method: string, path: string, json?: unknown, headers: Record<string, string> = {}) =>
    server.ask<Body>(method, path, { key, json, headers });
  const makeForm = async (parts: object = {}): Promise<Form> => {
    const { status, body } = await ask<Form>("POST", "/api/v1/forms", {
      title: "Visit",
      app: "shop",
      questions: QUESTIONS,
      ...parts,
    });
    assert.equal(status, 201);
    return body;
  };
  const respond = (form: Form, response: unknown, headers?: Record<string, string>) =>
    ask<Taken>("POST", `/api/v1/forms/${form.id}/responses`, response, headers);
  const list = async (form: Form, query = "") =>
    (await ask<Listed>("GET", `/api/v1/forms/${form.id}/responses${query}`)).body;
  const stored = (form: Form, total: number) =>
    eventually(`${total} responses`, async () => {
      const page = await list(form);
      return page.total === total && page;
    });
  const books = (form: Form) => readBalance(bed.store, DEFAULT_TENANT, { pipeline: "responses", source: form.id });
  const stars = (value: number | string) => [{ question: "stars", answer_text: value }];

  it("are made with ids for everything, read, changed as new versions, and deleted with their page", async () => {
    const form = await makeForm();
    assert.deepEqual([form.version, form.status, form.questions[0]!.question_type], [1, "open", "text"]);
    assert.match(form.public_id, /^[a-z2-7]{32}$/);
    assert.equal(form.questions[2]!.choices!.length, 2);
    const same = await ask<Form>("PUT", `/api/v1/forms/${form.id}`, form);
    assert.deepEqual([same.status, same.body.version], [200, 1]);
    const more = [...QUESTIONS, { question_text: "Anything else?", question_type: "text" }];
    const changed = await ask<Form>("PATCH", `/api/v1/forms/${form.id}`, { questions: more });
    assert.deepEqual([changed.body.version, changed.body.questions.length], [2, 4]);
    assert.deepEqual(changed.body.questions.slice(0, 3), form.questions);
    assert.equal((await ask("DELETE", `/api/v1/forms/${form.id}`)).status, 204);
    assert.equal((await ask("GET", `/api/v1/forms/${form.id}`)).status, 404);
  });

  it("never show a hook's secret, and keep it when the form is sent back as it was shown", async () => {
    const hooks = [{ hook: "webhook", settings: { url: "https://example.org/hook", secret: "whsec_0123456789" } }];
    const receipt = { channel: "webhook", url: "https://example.org/r", secret: "of-0123456789", template: "Thanks" };
    const form = await makeForm({ hooks, receipt });
    assert.deepEqual([form.hooks![0]!.settings.secret, form.receipt!.secret], ["••••6789", "••••6789"]);
    const changed = await ask<Form>("PUT", `/api/v1/forms/${form.id}`, { ...form, title: "Other" });
    assert.equal(changed.body.hooks![0]!.settings.secret, "••••6789");
    const listed = await ask("GET", "/api/v1/forms?limit=1000");
    assert.ok(!listed.text.includes("0123456789"));
    const stored = await bed.store.get(DEFAULT_TENANT, "forms", form.id);
    assert.equal(stored!.doc.hooks![0]!.settings.secret, "whsec_0123456789");
    assert.equal(stored!.doc.receipt!.secret, "of-0123456789");
    const elsewhere = { ...form.receipt, url: "https://example.com/r" };
    await ask("PATCH", `/api/v1/forms/${form.id}`, { receipt: elsewhere });
    const moved = await bed.store.get(DEFAULT_TENANT, "forms", form.id);
    assert.equal(moved!.doc.receipt!.secret, undefined, "not sent to another address");
  });

  it("say everything that is wrong with them", async () => {
    const wrong = await ask<Taken>("POST", "/api/v1/forms", {
      title: "x",
      questions: [
        { question_text: "a", question_type: "mcq" },
        { question_text: "b", question_type: "number", min: 3, max: 1 },
      ],
      receipt: { channel: "sms", to_question: "nobody", template: "Hi" },
    });
    assert.equal(wrong.status, 400);
    assert.deepEqual(
      wrong.body.errors.map(({ field }) => field),
      ["questions.0.choices", "questions.1.min", "receipt.to_question"],
    );
  });

  it("take responses, keep them with their answers, and book them", async () => {
    const form = await makeForm();
    const [text] = form.questions;
    const { status, body } = await respond(form, {
      submitted_at: "2024-03-01T10:00:00Z",
      session_id: "s1",
      metadata: { branch: "north" },
      answers: [
        { question: text!.id, answer_text: "The queue at the counter takes far too long" },
        ...stars(2),
        { question: "colour", selected_choice: "green" },
      ],
    });
    assert.deepEqual([status, body.rejected], [202, []]);
    const page = await stored(form, 1);
    const one = (await ask<FormResponse>("GET", `/api/v1/responses/${body.ids[0]}`)).body;
    assert.deepEqual(page.items[0], one);
    assert.equal(one.submitted_at, 1_709_287_200);
    assert.deepEqual(
      one.answers.map(({ answer_text, selected_choice }) => answer_text ?? selected_choice),
      ["The queue at the counter takes far too long", "2", form.questions[2]!.choices![1]!.id],
    );
    const balance = await eventually("the books", async () => {
      const now = await books(form);
      return now.received > 0 && now;
    });
    assert.deepEqual([balance.received, balance.stored, balance.balanced], [1, 1, true]);
  });

  it("make feedback of what is written, with its session and metadata, but not of what is private", async () => {
    const form = await makeForm({
      questions: [
        { id: "why", question_text: "Why?", question_type: "text" },
        { id: "name", question_text: "Your name?", question_type: "text", metadata: { private: true } },
      ],
    });
    await respond(form, {
      session_id: "s2",
      metadata: { branch: "south" },
      answers: [
        { question: "why", answer_text: "The app signs me out each morning" },
        { question: "name", answer_text: "Ada" },
      ],
    });
    await stored(form, 1);
    const mine = await eventually("the record", async () => {
      const found = raw.filter((one) => (one as { source_id: string }).source_id === form.id);
      return found.length > 0 && found;
    });
    assert.equal(mine.length, 1);
    const record = mine[0] as {
      readonly text: string;
      readonly metadata: { readonly branch: string; readonly question: string };
    };
    assert.deepEqual(
      { ...record, id: 0, date: 0, ingested_at: 0, metadata: [record.metadata.branch, record.metadata.question] },
      {
        ...{ id: 0, date: 0, ingested_at: 0, app: "shop", source: "form", source_id: form.id, session_id: "s2" },
        ...{ text: "The app signs me out each morning", metadata: ["south", "why"] },
      },
    );
  });

  it("answer a repeat as they did, refuse another content under the same id, and know deleted ids", async () => {
    const form = await makeForm();
    const first = { id: "mine-1", answers: stars(5) };
    assert.deepEqual((await respond(form, first)).body.ids, ["mine-1"]);
    assert.equal((await respond(form, { id: "mine-1", answers: stars(1) })).status, 409);
    await stored(form, 1);
    assert.deepEqual(
      [(await respond(form, first)).status, (await respond(form, { id: "mine-1", answers: stars(1) })).status],
      [202, 409],
    );
    const once = { "Idempotency-Key": "abc" };
    const [a, b] = [await respond(form, { answers: stars(3) }, once), await respond(form, { answers: stars(3) }, once)];
    assert.deepEqual(a.body, b.body);
    await stored(form, 2);
    assert.equal((await ask("DELETE", "/api/v1/responses/mine-1")).status, 204);
    assert.equal((await ask("GET", `/api/v1/responses/mine-1?form=${form.id}`)).status, 410);
    assert.equal((await respond(form, first)).status, 410);
    await stored(form, 1);
    const balance = await eventually("all to be booked", async () => {
      const now = await books(form);
      return now.in_flight === 0 && now.received === 4 && now;
    });
    assert.deepEqual([balance.stored, balance.erased, balance.duplicate, balance.balanced], [2, 1, 2, true]);
  });

  it("name every wrong answer, and refuse all only when nothing was acceptable", async () => {
    const form = await makeForm();
    const wrong = await respond(form, { answers: [{ question: "colour", selected_choice: "Blue" }, ...stars(9)] });
    assert.equal(wrong.status, 400);
    assert.deepEqual(
      wrong.body.errors.map(({ field, code }) => [field, code]),
      [
        ["answers.0.selected_choice", "invalid_choice"],
        ["answers.1.answer_text", "out_of_range"],
      ],
    );
    const some = await respond(form, [{ answers: stars(4) }, { id: "bad", answers: [] }, { answers: stars(5) }]);
    assert.equal(some.status, 202);
    assert.deepEqual([some.body.ids.length, some.body.rejected.map(({ index, id }) => [index, id])], [2, [[1, "bad"]]]);
    await stored(form, 2);
    const balance = await eventually("the books", async () => {
      const now = await books(form);
      return now.received === 3 && now;
    });
    assert.deepEqual(balance.rejected, { required: 1 });
    const { body } = await ask<CheckedIds>(
      "GET",
      `/api/v1/forms/${form.id}/responses/check?ids=bad,${some.body.ids[0]},never`,
    );
    assert.deepEqual(body, { stored: [some.body.ids[0]], rejected: ["bad"], deleted: [], unknown: ["never"] });
  });

  it("check answers against the version that was answered", async () => {
    const form = await makeForm();
    await ask("PATCH", `/api/v1/forms/${form.id}`, {
      questions: [{ id: "new", question_text: "New?", question_type: "text", required: true }],
    });
    assert.equal((await respond(form, { form_version: 1, answers: stars(3) })).status, 202);
    assert.equal((await respond(form, { answers: stars(3) })).status, 400);
    assert.equal((await respond(form, { form_version: 3, answers: stars(3) })).body.errors[0]!.code, "unknown_version");
    assert.equal((await stored(form, 1)).items[0]!.form_version, 1);
  });

  it("take nothing when they are closed or drafts", async () => {
    for (const status of ["closed", "draft"]) {
      const form = await makeForm({ status });
      const answer = await respond(form, { answers: stars(3) });
      assert.deepEqual([answer.status, answer.body.errors[0]!.code], [409, status]);
    }
  });

  it("that a robot seems to have sent are put aside, and taken once a person says so", async () => {
    const form = await makeForm();
    const body = new URLSearchParams({ website: "http://spam.example", "q.stars": "5" });
    const page = await fetch(`${server.url}/f/${form.public_id}`, { method: "POST", body, redirect: "manual" });
    assert.equal(page.status, 303);
    const path = `/api/v1/rejections?source=${form.id}`;
    await eventually("the rejection", async () => (await server.ask("GET", path, { key })).body.total === 1);
    assert.equal((await list(form)).total, 0);
    const replayed = await server.ask("POST", "/api/v1/rejections/replay", { key, json: { source: form.id } });
    assert.equal(replayed.body.replayed, 1);
    await stored(form, 1);
  });

  it("show the newest answers to each question whose answers are not counted by their value", async () => {
    const asked = { date: "2026-02-28", email: "ada@example.org", phone: "+447700900123", text: "It hangs" };
    const types = Object.keys(asked);
    const questions = types.map((question_type) => ({ id: question_type, question_text: "?", question_type }));
    const form = await makeForm({ questions });
    await respond(form, {
      answers: types.map((id) => ({ question: id, answer_text: asked[id as keyof typeof asked] })),
    });
    await stored(form, 1);
    const { body } = await ask<Summary>("GET", `/api/v1/forms/${form.id}/summary`);
    assert.deepEqual(
      body.questions.map(({ answered, newest }) => [answered, newest?.map(({ text }) => text)]),
      Object.values(asked).map((answer) => [1, [answer]]),
    );
  });

  it("export and sum up exactly what they count", async () => {
    const form = await makeForm();
    const [text] = form.questions;
    const sent = [1, 2, 5, 5].map((value, index) => ({
      id: `r${index}`,
      answers: [
        ...stars(value),
        { question: "colour", selected_choice: index === 0 ? "Red" : "Green" },
        { question: text!.id, answer_text: "=SUM(A1), she said" },
      ],
    }));
    await respond(form, sent);
    await stored(form, 4);
    const csv = await ask("GET", `/api/v1/forms/${form.id}/responses`, undefined, { accept: "text/csv" });
    const [header, ...rows] = csv.text.trimEnd().split("\r\n");
    assert.equal(
      header,
      "id,submitted_at,form_version,session_id,What should be better?,How many stars?,Colour?,metadata",
    );
    assert.deepEqual([rows.length, csv.headers.get("x-total-count")], [4, "4"]);
    assert.ok(
      rows.every((row) => row.includes(`"'=SUM(A1), she said"`)),
      "formulas are made harmless",
    );
    const summary = (await ask<Summary>("GET", `/api/v1/forms/${form.id}/summary`)).body;
    assert.equal(summary.responses, 4);
    const [texts, rating, colour] = summary.questions;
    assert.deepEqual([texts!.answered, texts!.newest!.length], [4, 4]);
    assert.deepEqual(
      [rating!.mean, rating!.distribution],
      [
        13 / 4,
        [
          { value: 1, count: 1 },
          { value: 2, count: 1 },
          { value: 5, count: 2 },
        ],
      ],
    );
    assert.deepEqual(
      colour!.choices!.map(({ choice_text, count }) => [choice_text, count]),
      [
        ["Red", 1],
        ["Green", 3],
      ],
    );
  });

  it("are not there for another tenant, whatever is asked", async () => {
    const form = await makeForm();
    const { body } = await respond(form, { answers: stars(3) });
    await stored(form, 1);
    const calls = [
      ["GET", `/api/v1/forms/${form.id}`],
      ["PUT", `/api/v1/forms/${form.id}`, { title: "mine now" }],
      ["PATCH", `/api/v1/forms/${form.id}`, { title: "mine now" }],
      ["DELETE", `/api/v1/forms/${form.id}`],
      ["POST", `/api/v1/forms/${form.id}/responses`, { answers: stars(3) }],
      ["GET", `/api/v1/forms/${form.id}/responses`],
      ["GET", `/api/v1/forms/${form.id}/responses/check?ids=${body.ids[0]}`],
      ["GET", `/api/v1/forms/${form.id}/summary`],
      ["GET", `/api/v1/responses/${body.ids[0]}`],
      ["DELETE", `/api/v1/responses/${body.ids[0]}`],
    ] as const;
    for (const [method, path, json] of calls)
      assert.equal((await server.ask(method, path, { key: theirs, json })).status, 404, `${method} ${path}`);
    assert.equal((await server.ask("GET", "/api/v1/forms", { key: theirs })).body.total, 0);
    assert.equal((await list(form)).total, 1);
  });
});
