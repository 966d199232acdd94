/** The contract of the language-model port, run against the adapter and against each thing that is wrapped around it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { eventually } from "../../test/testbed.ts";
import type { LanguageModel, Question } from "./language-model.ts";
import { deadAddress, type ModelReply, openModelServer } from "./server.testing.ts";

const KEY = "sk-very-secret";
const PRIVATE = "very private words";
/** Long enough for a busy machine, and short enough to wait for. */
const TIMEOUT_MS = 10_000;
const SHORT_TIMEOUT_MS = 200;
const never = new AbortController().signal;

const questionAbout = (text: string): Question => ({
  name: "feedback",
  instructions: "Describe.",
  data: { records: [{ index: 0, text }] },
  schema: { type: "object" },
  mostTokens: 100,
});

export interface ModelSettings {
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
}

/** What each fault of a server is called. Where it would be asked again, it asks for that at once. */
const faults: Readonly<Record<string, { readonly reply: ModelReply; readonly reason: string }>> = {
  "a wrong key": {
    reply: { status: 401, body: JSON.stringify({ error: `${PRIVATE} ${KEY}` }) },
    reason: "misconfigured",
  },
  "a request it does not understand": { reply: { status: 400, body: PRIVATE }, reason: "rejected" },
  "too many requests": { reply: { status: 429, headers: { "retry-after": "0" } }, reason: "busy" },
  "a server that fails": { reply: { status: 503, headers: { "retry-after": "0" } }, reason: "unavailable" },
  "a connection that is cut": { reply: { fault: "hang up" }, reason: "unavailable" },
  "a server that hangs": { reply: { fault: "hang" }, reason: "timeout" },
  "more than it can read": { reply: { status: 413 }, reason: "too_large" },
  "an answer that ends at its limit": { reply: { content: "{", finish: "length" }, reason: "cut_short" },
  "a refusal": { reply: { content: "", refusal: PRIVATE }, reason: "refused" },
  "an answer that is no JSON": { reply: { content: PRIVATE }, reason: "unreadable" },
  "a page that is no JSON": { reply: { status: 200, body: `<html>${PRIVATE}` }, reason: "unreadable" },
};

/** `open` gives a model of its own each time. */
export function languageModelSuite(title: string, open: (settings: ModelSettings) => LanguageModel): void {
  const openFor = (baseUrl: string, timeoutMs: number): LanguageModel =>
    open({ baseUrl, model: "small", apiKey: KEY, timeoutMs });

  async function withModel(
    answer: Parameters<typeof openModelServer>[0],
    test: (model: LanguageModel, asked: () => number) => Promise<void>,
    timeoutMs = TIMEOUT_MS,
  ): Promise<void> {
    await using server = await openModelServer(answer);
    await test(openFor(server.url, timeoutMs), () => server.requests.length);
  }

  describe(`language-model contract: ${title}`, () => {
    it("answers with a value and what it cost, and is called as the configuration calls it", () =>
      withModel(
        () => ({ content: { records: [] } }),
        async (model) => {
          assert.equal(model.name, "small");
          const answer = await model.ask(questionAbout("a"), never);
          assert.deepEqual(answer, { ok: true, value: { records: [] }, tokens: { prompt: 100, completion: 50 } });
        },
      ));

    it("gives each of many questions its own answer", () =>
      withModel(
        ({ records }) => ({ content: { text: records[0]?.text } }),
        async (model) => {
          const texts = Array.from({ length: 12 }, (_, at) => `text ${at}`);
          const answers = await Promise.all(texts.map((text) => model.ask(questionAbout(text), never)));
          assert.deepEqual(
            answers.map((answer) => answer.ok && answer.value),
            texts.map((text) => ({ text })),
          );
        },
      ));

    for (const [fault, { reply, reason }] of Object.entries(faults)) {
      it(`calls ${fault} ${reason}, and tells neither key nor text`, () =>
        withModel(
          () => reply,
          async (model) => {
            const answer = await model.ask(questionAbout(PRIVATE), never);
            assert.ok(!answer.ok);
            assert.equal(answer.reason, reason);
            assert.ok(answer.tokens.prompt >= 0 && answer.tokens.completion >= 0);
            assert.doesNotMatch(JSON.stringify(answer), new RegExp(`${KEY}|${PRIVATE}`));
          },
          reason === "timeout" ? SHORT_TIMEOUT_MS : TIMEOUT_MS,
        ));
    }

    it("answers again once the server does", () =>
      withModel(
        (_, before) => (before === 0 ? { content: "no JSON" } : { content: { records: [] } }),
        async (model) => {
          assert.equal((await model.ask(questionAbout("a"), never)).ok, false);
          assert.equal((await model.ask(questionAbout("a"), never)).ok, true);
        },
      ));

    it("is interrupted as soon as the signal aborts, and asks nobody after that", () =>
      withModel(
        () => ({ fault: "hang" }),
        async (model, asked) => {
          const stop = new AbortController();
          const started = performance.now();
          const answer = model.ask(questionAbout("a"), stop.signal);
          await eventually("its request", async () => asked() === 1);
          stop.abort();
          const reasons = [await answer, await model.ask(questionAbout("a"), stop.signal)].map(
            (each) => each.ok || each.reason,
          );
          assert.deepEqual(reasons, ["interrupted", "interrupted"]);
          assert.ok(performance.now() - started < TIMEOUT_MS / 2, "it waited for the server");
          assert.equal(asked(), 1);
        },
      ));

    it("opens where nobody listens, and says unavailable when it is asked", async () => {
      const answer = await openFor(await deadAddress(), TIMEOUT_MS).ask(questionAbout("a"), never);
      assert.equal(answer.ok || answer.reason, "unavailable");
    });
  });
}
