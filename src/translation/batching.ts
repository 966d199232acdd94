/** A translator made of a service: cuts texts into requests, keeps their order, asks again in passing trouble, and says once what failed. */
import type { Logger } from "pino";
import { backoff, sleep } from "../lifecycle.ts";
import { failed, type Reply, type TranslationService, type Translator } from "./translation.ts";

export interface BatchingOptions {
  readonly service: TranslationService;
  readonly log: Logger;
  /** For one request. */
  readonly timeoutMs?: number;
  /** Milliseconds between tries. */
  readonly pause?: { readonly base: number; readonly cap: number };
}

const TIMEOUT_MS = 20_000;
const PAUSE = { base: 500, cap: 5_000 };
const MAX_TRIES = 3;

/** What services call a language that the detector names more exactly. */
const SERVICE_CODES: Readonly<Record<string, string>> = { "hi-Latn": "hi", "bn-Latn": "bn" };

/** Indexes of the texts of each request, within both limits; a text longer than a request goes alone. */
export function requestsOf(texts: readonly string[], limits: TranslationService["limits"]): number[][] {
  const requests: number[][] = [];
  let characters = 0;
  texts.forEach((text, index) => {
    const last = requests.at(-1);
    if (last === undefined || last.length >= limits.texts || characters + text.length > limits.characters) {
      requests.push([index]);
      characters = text.length;
    } else {
      last.push(index);
      characters += text.length;
    }
  });
  return requests;
}

const isEmpty = (text: string): boolean => text.trim() === "";

/** The reply, or a failure as soon as the signal aborts: not every client of a service can be told to stop. */
function unlessAborted(reply: Promise<Reply>, signal: AbortSignal): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const give = (): void => resolve(failed("no answer in time", false));
    signal.addEventListener("abort", give, { once: true });
    if (signal.aborted) give();
    reply.then(resolve, reject).finally(() => signal.removeEventListener("abort", give));
  });
}

export function createBatchingTranslator(options: BatchingOptions): Translator {
  const { service, log, timeoutMs = TIMEOUT_MS, pause = PAUSE } = options;

  async function askOnce(texts: readonly string[], from: string, signal: AbortSignal): Promise<Reply> {
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const reply = await unlessAborted(service.ask(texts, from, inTime), inTime);
    // Which text is missing can't be told, so none of them can be trusted.
    return reply.ok && reply.translations.length !== texts.length
      ? failed(`${reply.translations.length} translations of ${texts.length} texts`, false)
      : reply;
  }

  async function ask(texts: readonly string[], from: string, signal: AbortSignal): Promise<Reply> {
    for (let attempt = 0; ; attempt++) {
      const reply = await askOnce(texts, from, signal);
      if (reply.ok || !reply.mayPass || attempt + 1 >= MAX_TRIES) return reply;
      await sleep(backoff(attempt, pause), signal);
      if (signal.aborted) return reply;
    }
  }

  return {
    async translate(texts, from, signal) {
      // An empty text is its own translation, and some services refuse a request for one of them.
      const answers = texts.map((text) => (isEmpty(text) ? text : undefined));
      const asked = texts.flatMap((text, index) => (isEmpty(text) ? [] : [index]));
      const textOf = (position: number): string => texts[asked[position]!]!;
      const failures: { readonly texts: number; readonly detail: string }[] = [];
      for (const request of requestsOf(
        asked.map((index) => texts[index]!),
        service.limits,
      )) {
        if (signal.aborted) break;
        const reply = await ask(request.map(textOf), SERVICE_CODES[from] ?? from, signal);
        if (!reply.ok) failures.push({ texts: request.length, detail: reply.detail });
        else
          request.forEach((position, place) => {
            answers[asked[position]!] = reply.translations[place];
          });
      }
      const [first] = failures;
      if (first !== undefined && !signal.aborted) {
        const count = failures.reduce((sum, one) => sum + one.texts, 0);
        log.warn({ event: "translation_failed", from, texts: count, detail: first.detail }, "passed on untranslated");
      }
      return answers;
    },
  };
}
