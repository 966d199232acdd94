/** Answers to a form while it changes, and from pages that are not ours. */
// cspell:ignore crgen
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, openTestbed, type Testbed } from "../../test/testbed.ts";
import { createKeyRing } from "../auth/keys.ts";
import { createFormLookup } from "../forms/form-lookup.ts";
import { type RunningLoop, startLoop } from "../loops/frame/start.ts";
import { createResponseWriterLoop } from "../loops/response-writer/loop.ts";
import type { Form } from "../model/form.ts";
import type { FieldError } from "../model/outcome.ts";
import type { FormResponse } from "../model/response.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { startTestServer, type TestServer } from "./server.testing.ts";

const QUESTIONS = [
  { question_text: "What should be better?", question_type: "Text" },
  { id: "stars", question_text: "How many stars?", question_type: "rating", required: true },
];

let bed: Testbed;
let server: TestServer;
let loop: RunningLoop;
let key: string;
before(async () => {
  bed = await openTestbed();
  const { store, queue } = bed;
  const forms = createFormLookup(store);
  const hooks = { "response.stored": [] };
  loop = startLoop(createResponseWriterLoop({ store, queue, forms, hooks, defaultApp: "default" }), bed);
  server = await startTestServer({ store, queue });
  key = (await createKeyRing(store, { now: () => 1 }).create({ tenant: DEFAULT_TENANT, name: "k", scopes: ["admin"] }))
    .key;
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await loop.stop(1_000);
  await bed.close();
});

async function makeForm(): Promise<Form> {
  const json = { title: "Visit", questions: QUESTIONS };
  return (await server.ask<Form>("POST", "/api/v1/forms", { key, json })).body;
}
const respond = (form: Form, json: unknown) =>
  server.ask<{ errors: readonly FieldError[] }>("POST", `/api/v1/forms/${form.id}/responses`, { key, json });
const stars = (count: number) => [{ question: "stars", answer_text: count }];

test("an id that we made is known when it is sent back, by its content and when it was deleted", async () => {
  const form = await makeForm();
  for (const headers of [undefined, { "Idempotency-Key": "visit-7" }]) {
    const path = `/api/v1/forms/${form.id}/responses`;
    const first = await server.ask<{ ids: string[] }>("POST", path, {
      key,
      json: { answers: stars(3) },
      ...(headers === undefined ? {} : { headers }),
    });
    const [id] = first.body.ids;
    const one = `/api/v1/responses/${id}?form=${form.id}`;
    await eventually("it to be stored", async () => (await server.ask("GET", one, { key })).status === 200);
    assert.equal((await respond(form, { id, answers: stars(3) })).status, 202);
    const other = await respond(form, { id, answers: stars(2) });
    assert.deepEqual([other.status, other.body.errors[0]?.code], [409, "differs"]);
    assert.equal((await server.ask("DELETE", one, { key })).status, 204);
    assert.equal((await respond(form, { id, answers: stars(3) })).status, 410);
  }
});

test("a form takes nothing more from the moment that it is closed, and is answered as it has become", async () => {
  const form = await makeForm();
  assert.equal((await respond(form, { answers: stars(3) })).status, 202);
  const path = `/api/v1/forms/${form.id}`;
  assert.equal((await server.ask("PATCH", path, { key, json: { status: "closed" } })).status, 200);
  assert.equal((await respond(form, { answers: stars(3) })).status, 409);
  await server.ask("PATCH", path, { key, json: { status: "open", questions: [] } });
  assert.equal((await respond(form, { answers: stars(3) })).body.errors[0]!.code, "unknown_question");
  await server.ask("DELETE", path, { key });
  assert.equal((await respond(form, { answers: [] })).status, 404);
});

test("a repeat is answered as the first time, whatever became of the form since", async () => {
  const form = await makeForm();
  const path = `/api/v1/forms/${form.id}`;
  const kept = { id: "keep", answers: stars(3) };
  const send = (json: unknown) =>
    server.ask<{ ids: string[]; rejected: { id: string; errors: FieldError[] }[]; errors: FieldError[] }>(
      "POST",
      `${path}/responses`,
      { key, json, headers: { "Idempotency-Key": "desk-1" } },
    );
  assert.equal((await send(kept)).status, 202);
  const [made] = (await send({ answers: stars(4) })).body.ids;
  const stored = async (id: string) => (await server.ask("GET", `/api/v1/responses/${id}`, { key })).status === 200;
  await eventually("both to be stored", async () => (await stored("keep")) && (await stored(made!)));

  const repeats = async () => {
    assert.deepEqual((await send(kept)).body, { ids: ["keep"], rejected: [] });
    assert.deepEqual((await send({ answers: stars(4) })).body, { ids: [made], rejected: [] });
  };
  const questions = [...form.questions, { id: "name", question_text: "Who?", question_type: "text", required: true }];
  await server.ask("PATCH", path, { key, json: { questions } });
  await repeats();
  assert.equal((await send({ id: "new", answers: stars(3) })).body.errors[0]!.code, "required");
  await server.ask("PATCH", path, { key, json: { status: "closed" } });
  await repeats();

  for (const json of [{ id: "new", answers: stars(3) }, { ...kept, answers: stars(2) }, [{ answers: [] }]]) {
    const { status, body } = await send(json);
    assert.deepEqual([status, body.errors.map(({ field, code }) => [field, code])], [409, [["", "closed"]]]);
  }
  const mixed = await send([kept, { id: "new", answers: stars(3) }]);
  assert.deepEqual(mixed.body.ids, ["keep"]);
  assert.deepEqual(
    mixed.body.rejected.map(({ id, errors: [error] }) => [id, error!.code]),
    [["new", "closed"]],
  );
  await server.ask("DELETE", `/api/v1/responses/keep?form=${form.id}`, { key });
  assert.equal((await send(kept)).status, 410);
});

test("answers come from pages of other letters and other encodings, and of two fields of one name none is lost", async () => {
  const form = await makeForm();
  const why = form.questions.find(({ question_type: type }) => type === "text")!.id;
  const send = (body: string | FormData, type?: string) =>
    fetch(`${server.url}/f/${form.public_id}`, {
      method: "POST",
      body,
      redirect: "manual",
      headers: type === undefined ? {} : { "content-type": type },
    });
  const encoded = "application/x-www-form-urlencoded";
  const parts = new FormData();
  parts.set("q.stars", "4");
  parts.set(`q.${why}`, "Zoë, in parts");
  parts.set("file", new Blob(["x"]), "x.txt");
  assert.equal((await send(parts)).status, 303);
  assert.equal((await send(`q.stars=4&q.${why}=J%FCrgen+%96+caf%E9`, encoded)).status, 303);
  assert.equal((await send(`q.stars=4&q.${why}=J%C3%BCrgen+%2B`, encoded)).status, 303);
  assert.equal((await send(`q.stars=4&q.${why}=one&q.${why}=two`, encoded)).status, 400);
  assert.equal((await send(`q.stars=4&q.${why}=one&q.${why}=one`, encoded)).status, 303);
  assert.equal((await send("--x", "multipart/form-data; boundary=b")).status, 400);
  const items = await eventually("4 responses", async () => {
    const { body } = await server.ask<{ total: number; items: FormResponse[] }>(
      "GET",
      `/api/v1/forms/${form.id}/responses`,
      { key },
    );
    return body.total === 4 && body.items;
  });
  const texts = items.map(({ answers }) => answers.find(({ question }) => question === why)?.answer_text);
  assert.deepEqual(texts.sort(), ["Jürgen +", "Jürgen – café", "Zoë, in parts", "one"].sort());
});
