/** The contract of a translation service, run against every adapter as the daemon uses it: cut into requests by the batching translator. */
// cspell:ignore eins zwei drei fünf kurz auch bleibt kete niyeche paise privates okuba nein
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pino } from "pino";
import { eventually } from "../../test/testbed.ts";
import { createBatchingTranslator, requestsOf } from "./batching.ts";
import {
  english,
  openTranslationServer,
  type ServiceShape,
  type TranslationReply,
  type TranslationServer,
} from "./server.testing.ts";
import type { TranslationService, Translator } from "./translation.ts";

const KEY = "very-secret-key";
const never = new AbortController().signal;
/** Long enough for a busy machine, and short enough to wait for. */
const TIMEOUT_MS = 10_000;
const SHORT_TIMEOUT_MS = 200;

export interface ServiceUnderTest {
  readonly shape: ServiceShape;
  /** The adapter, asking a server at this address with this key. */
  open(url: string, key: string): TranslationService | Promise<TranslationService>;
}

interface Rig {
  readonly translator: Translator;
  readonly limits: TranslationService["limits"];
  readonly server: TranslationServer;
  readonly logged: Record<string, unknown>[];
}

/** What each fault of a service is, and whether it is worth another try. */
const faults: Readonly<Record<string, { readonly reply: TranslationReply; readonly tries: number }>> = {
  "too many requests": { reply: { status: 429, body: '{"error":{"code":429,"message":"slow down"}}' }, tries: 3 },
  "a server that fails": { reply: { status: 500, body: '{"error":"no"}' }, tries: 3 },
  "a connection that is cut": { reply: { fault: "hang up" }, tries: 3 },
  "a server that hangs": { reply: { fault: "hang" }, tries: 1 },
  "a wrong key": { reply: { status: 403, body: '{"error":{"code":403,"message":"key"}}' }, tries: 1 },
  "invalid JSON": { reply: { status: 200, body: '{"data":{"transl' }, tries: 1 },
  "a page that is no JSON": { reply: { status: 200, body: "<html>Sign in to the hotel's network</html>" }, tries: 1 },
  "JSON of another shape": { reply: { status: 200, body: '{"ok":true}' }, tries: 1 },
  "nothing at all": { reply: { status: 200, body: "" }, tries: 1 },
  "fewer translations than texts": { reply: { translations: ["one"] }, tries: 1 },
};

export function translationSuite(title: string, { shape, open }: ServiceUnderTest): void {
  async function withService(
    answer: Parameters<typeof openTranslationServer>[1],
    test: (rig: Rig) => Promise<void>,
    timeoutMs = TIMEOUT_MS,
  ): Promise<void> {
    await using server = await openTranslationServer(shape, answer);
    const logged: Record<string, unknown>[] = [];
    const log = pino({ level: "debug" }, { write: (line) => void logged.push(JSON.parse(line)) });
    const service = await open(server.url, KEY);
    const translator = createBatchingTranslator({ service, log, timeoutMs, pause: { base: 1, cap: 2 } });
    await test({ translator, limits: service.limits, server, logged });
  }

  describe(`translation contract: ${title}`, () => {
    it("translates each text into English, in order, and names the language and the key", () =>
      withService(undefined, async ({ translator, server }) => {
        const texts = ["eins", "zwei", "drei\nvier", "fünf 🙂"];
        assert.deepEqual(await translator.translate(texts, "de", never), texts.map(english));
        assert.deepEqual(server.requests, [{ path: shape.path, key: KEY, texts, from: "de", to: "en" }]);
      }));

    it("keeps requests within the limits of the service, and the order over all of them", () =>
      withService(undefined, async ({ translator, limits, server }) => {
        const texts = Array.from({ length: 300 }, (_, at) => `Text ${at} ${"ä".repeat((at * 37) % 900)}`);
        assert.deepEqual(await translator.translate(texts, "de", never), texts.map(english));
        assert.equal(server.requests.length, requestsOf(texts, limits).length);
        assert.ok(server.requests.length > 3);
      }));

    it("sends a text that is too long alone, so that its neighbours are translated", () =>
      withService(undefined, async ({ translator }) => {
        const texts = ["kurz", "ä".repeat(40_000), "auch kurz"];
        assert.deepEqual(await translator.translate(texts, "de", never), [
          english("kurz"),
          undefined,
          english("auch kurz"),
        ]);
      }));

    it("gives texts back as plain text, whatever looks like HTML in them", () =>
      withService(undefined, async ({ translator }) => {
        const texts = [`Tom & Jerry's "App" <b>stürzt</b> ab`, "<html>", "&amp; bleibt &amp;"];
        assert.deepEqual(await translator.translate(texts, "de", never), texts.map(english));
      }));

    it("answers an empty text with itself and asks nobody", () =>
      withService(undefined, async ({ translator, server }) => {
        assert.deepEqual(await translator.translate(["", "ja", " \n"], "de", never), ["", english("ja"), " \n"]);
        assert.deepEqual(server.requests[0]?.texts, ["ja"]);
        assert.deepEqual(await translator.translate([""], "de", never), [""]);
        assert.deepEqual(await translator.translate([], "de", never), []);
        assert.equal(server.requests.length, 1);
      }));

    for (const [lang, from, text] of [
      ["hi-Latn", "hi", "paise kat gaye"],
      ["bn-Latn", "bn", "taka kete niyeche"],
    ] as const)
      it(`asks about romanised ${from} as ${from}`, () =>
        withService(undefined, async ({ translator, server }) => {
          assert.deepEqual(await translator.translate([text], lang, never), [english(text)]);
          assert.equal(server.requests[0]?.from, from);
        }));

    for (const [fault, { reply, tries }] of Object.entries(faults)) {
      it(`answers nothing to ${fault}, says so once, and tells neither key nor text`, () =>
        withService(
          () => reply,
          async ({ translator, limits, server, logged }) => {
            const texts = Array.from({ length: 200 }, (_, at) => `privates Wort ${at}`);
            assert.deepEqual(
              await translator.translate(texts, "de", never),
              texts.map(() => undefined),
            );
            assert.equal(server.requests.length, requestsOf(texts, limits).length * tries);
            assert.deepEqual(
              logged.map(({ event, from, texts: count }) => ({ event, from, count })),
              [{ event: "translation_failed", from: "de", count: 200 }],
            );
            assert.doesNotMatch(JSON.stringify(logged), new RegExp(`${KEY}|privates|127\\.0\\.0\\.1`));
          },
          "fault" in reply && reply.fault === "hang" ? SHORT_TIMEOUT_MS : TIMEOUT_MS,
        ));
    }

    it("answers nothing in a language that the service lacks", () =>
      withService(undefined, async ({ translator }) => {
        assert.deepEqual(await translator.translate(["okuba"], "lg", never), [undefined]);
      }));

    it("keeps what other requests brought when one of them fails", () =>
      withService(
        (_, before) => (before === 1 ? { status: 400 } : undefined),
        async ({ translator, limits, logged }) => {
          const texts = Array.from({ length: 300 }, (_, at) => `Text ${at}`);
          const lost = requestsOf(texts, limits)[1]!;
          const answers = await translator.translate(texts, "de", never);
          assert.deepEqual(
            answers,
            texts.map((text, at) => (lost.includes(at) ? undefined : english(text))),
          );
          assert.deepEqual(
            logged.map((line) => line.texts),
            [lost.length],
          );
        },
      ));

    it("asks again after passing trouble, and then says nothing of it", () =>
      withService(
        (_, before) => (before < 2 ? { status: before === 0 ? 429 : 503 } : undefined),
        async ({ translator, logged }) => {
          assert.deepEqual(await translator.translate(["ja"], "de", never), [english("ja")]);
          assert.deepEqual(logged, []);
        },
      ));

    it("answers at once when the signal aborts, and asks nobody after that", () =>
      withService(
        () => ({ fault: "hang" }),
        async ({ translator, server, logged }) => {
          const stop = new AbortController();
          const texts = Array.from({ length: 200 }, (_, at) => `Text ${at}`);
          const started = performance.now();
          const answers = translator.translate(texts, "de", stop.signal);
          await eventually("its request", async () => server.requests.length === 1);
          stop.abort();
          assert.deepEqual(
            await answers,
            texts.map(() => undefined),
          );
          assert.deepEqual(await translator.translate(["nein"], "de", stop.signal), [undefined]);
          assert.ok(performance.now() - started < TIMEOUT_MS / 2, "it waited for the service");
          assert.equal(server.requests.length, 1);
          assert.deepEqual(logged, []);
        },
      ));
  });
}
