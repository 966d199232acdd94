import assert from "node:assert/strict";
import { test } from "node:test";
import type { Answer, Question } from "./language-model.ts";
import { createOpenAiModel } from "./openai.ts";
import { deadAddress, type ModelReply, openModelServer } from "./server.testing.ts";

const question: Question = {
  name: "feedback",
  instructions: "Describe.",
  data: { records: [{ index: 0, text: "very private words" }] },
  schema: { type: "object" },
  mostTokens: 100,
};
const never = new AbortController().signal;
const KEY = "sk-very-secret";

async function ask(reply: ModelReply, timeoutMs = 5_000): Promise<Answer> {
  await using server = await openModelServer(() => reply);
  const model = createOpenAiModel({ baseUrl: server.url, model: "small", apiKey: KEY, timeoutMs });
  // Awaited here: the server goes when the function ends.
  return await model.ask(question, never);
}

async function failure(reply: ModelReply, timeoutMs?: number): Promise<string> {
  const answer = await ask(reply, timeoutMs);
  assert.ok(!answer.ok);
  assert.ok(!answer.detail.includes(KEY) && !answer.detail.includes("private"), answer.detail);
  return answer.reason;
}

test("the question goes out with its schema, and the texts as data apart from the instructions", async () => {
  await using server = await openModelServer();
  const model = createOpenAiModel({
    baseUrl: `${server.url}/?version=1`,
    model: "small",
    apiKey: KEY,
    timeoutMs: 5_000,
  });
  const answer = await model.ask(question, never);
  assert.ok(answer.ok);
  assert.deepEqual(answer.tokens, { prompt: 100, completion: 50 });
  const [{ url, headers, body }] = server.requests as [(typeof server.requests)[0]];
  assert.equal(url, "/v1/chat/completions?version=1");
  assert.equal(headers.authorization, `Bearer ${KEY}`);
  assert.deepEqual(body.messages, [
    { role: "system", content: "Describe." },
    { role: "user", content: JSON.stringify(question.data) },
  ]);
  assert.deepEqual(body.response_format, {
    type: "json_schema",
    json_schema: { name: "feedback", strict: true, schema: { type: "object" } },
  });
});

test("without a key none is sent", async () => {
  await using server = await openModelServer();
  await createOpenAiModel({ baseUrl: server.url, model: "small", timeoutMs: 5_000 }).ask(question, never);
  assert.equal(server.requests[0]?.headers.authorization, undefined);
});

test("JSON is found among the words of a server that ignores the format", async () => {
  const answer = await ask({ content: 'Sure!\n```json\n{"records": []}\n```' });
  assert.deepEqual(answer.ok && answer.value, { records: [] });
});

test("each fault has its reason, and none tells the key or the texts", async () => {
  const error = (code: unknown, message = `very private words ${KEY}`) =>
    JSON.stringify({ error: { message, type: "invalid_request_error", code } });
  assert.equal(await failure({ status: 401, body: error("invalid_api_key") }), "misconfigured");
  assert.equal(await failure({ status: 404, body: error("model_not_found") }), "misconfigured");
  assert.equal(await failure({ status: 302, headers: { location: "http://127.0.0.1:9/" } }), "misconfigured");
  assert.equal(await failure({ status: 429, body: error("insufficient_quota") }), "misconfigured");
  assert.equal(await failure({ status: 400, body: error(400) }), "rejected");
  assert.equal(await failure({ status: 400, body: JSON.stringify({ error: "no such thing" }) }), "rejected");
  assert.equal(await failure({ status: 400, body: error("context_length_exceeded") }), "too_large");
  assert.equal(await failure({ status: 500, body: error(500, "Context size has been exceeded.") }), "too_large");
  assert.equal(await failure({ status: 400, body: error("content_filter") }), "refused");
  assert.equal(await failure({ status: 429 }), "busy");
  assert.equal(await failure({ status: 503, body: "<html>" }), "unavailable");
  assert.equal(await failure({ fault: "hang up" }), "unavailable");
  assert.equal(await failure({ fault: "hang" }, 200), "timeout");
  assert.equal(await failure({ content: "{", finish: "length" }), "cut_short");
  assert.equal(await failure({ content: "", refusal: "I can't" }), "refused");
  assert.equal(await failure({ content: "", finish: "content_filter" }), "refused");
  assert.equal(await failure({ content: "I would say it is a problem." }), "unreadable");
  assert.equal(await failure({ content: '{"records": [' }), "unreadable");
  assert.equal(await failure({ status: 200, body: '{"hello": 1}' }), "unreadable");
  assert.equal(await failure({ content: "x".repeat(2_000_000) }), "unreadable");
});

test("nobody there is unavailable; whoever stops waits no longer", async () => {
  const model = createOpenAiModel({ baseUrl: await deadAddress(), model: "small", timeoutMs: 5_000 });
  const away = await model.ask(question, never);
  assert.deepEqual(away.ok || [away.reason, away.detail], ["unavailable", "ECONNREFUSED"]);

  await using server = await openModelServer(() => ({ fault: "hang" }));
  const stopping = new AbortController();
  const asking = createOpenAiModel({ baseUrl: server.url, model: "small", timeoutMs: 60_000 }).ask(
    question,
    stopping.signal,
  );
  setTimeout(() => stopping.abort(), 50);
  const stopped = await asking;
  assert.equal(stopped.ok || stopped.reason, "interrupted");
});

test("how long a server asks to be left alone is told, as seconds or as a date", async () => {
  const told = async (value: string) => {
    const answer = await ask({ status: 429, headers: { "retry-after": value } });
    return answer.ok ? undefined : answer.retryAfterMs;
  };
  assert.equal(await told("2"), 2_000);
  const wait = await told(new Date(Date.now() + 60_000).toUTCString());
  assert.ok(wait !== undefined && wait > 55_000 && wait <= 60_000);
  assert.equal(await told("soon"), undefined);
});

test("what a server refuses by name is asked otherwise from then on", async () => {
  const refuse = (param: string) => ({
    status: 400,
    body: JSON.stringify({ error: { message: `Unsupported: ${param}`, param } }),
  });
  await using server = await openModelServer(({ body }) => {
    if ("max_tokens" in body) return refuse("max_completion_tokens");
    if ("temperature" in body) return refuse("temperature");
    const { type } = body.response_format as { readonly type: string };
    return type === "json_schema" ? refuse("response_format") : { content: { records: [] } };
  });
  const model = createOpenAiModel({ baseUrl: server.url, model: "small", timeoutMs: 5_000 });
  const first = await Promise.all([model.ask(question, never), model.ask(question, never)]);
  assert.ok(first.every(({ ok }) => ok));
  const before = server.requests.length;
  assert.ok((await model.ask(question, never)).ok);
  assert.equal(server.requests.length, before + 1);
  const [system] = server.requests.at(-1)!.body.messages as [{ readonly content: string }];
  assert.match(system.content, /JSON schema: \{"type":"object"\}/);
});

test("tokens that nobody counted, or not rightly, are estimated", async () => {
  for (const usage of [null, { prompt_tokens: 1e308, completion_tokens: 1e308 }]) {
    const { tokens } = await ask({ content: { records: [] }, usage });
    assert.ok(tokens.prompt > 20 && tokens.prompt < 1_000, `${tokens.prompt}`);
    assert.ok(tokens.completion > 10 && tokens.completion < 1_000, `${tokens.completion}`);
  }
  const hung = await ask({ fault: "hang" }, 100);
  assert.ok(hung.tokens.prompt > 20);
});
