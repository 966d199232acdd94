/**
 * What people ask of texts over the API, off the main thread: labels for a description, the wishes in some texts, what a text means, what would become of
 * some records. One question at a time; it is cut off when it takes too long or nobody waits for its answer any more.
 */
import type { AppModel } from "../model/app-model.ts";
import type { TriedRecord } from "../model/try-out.ts";
import type { AppDescription } from "../text/routing/suggest.ts";
import { createThread } from "../threads/thread.ts";
import type { UnderstandingOptions } from "./understand-record.ts";

/** What a text asks for, and the words it says it with. */
export interface DetectedWish {
  readonly wish: string;
  readonly quote: string;
}

/** Where a text stands among others: unit length, of the model of this version. */
export interface EmbeddedText {
  readonly vector: Float32Array;
  readonly version: string;
}

/** Raw records, and the labels that they are read against. */
export interface Trial extends UnderstandingOptions {
  readonly records: readonly unknown[];
}

export interface TextQuestionJobs {
  /** What would become of each record, in order. */
  tryOut(trial: Trial): readonly TriedRecord[];
  suggest(description: AppDescription): AppModel;
  /** One list a text, in order. */
  detect(texts: readonly string[]): readonly (readonly DetectedWish[])[];
  embed(text: string): EmbeddedText;
}

/** Each rejects with a TimeoutError when it takes too long, and with the signal's reason when that aborts. */
export interface TextQuestions {
  suggest(description: AppDescription, signal?: AbortSignal): Promise<AppModel>;
  detect(texts: readonly string[], signal?: AbortSignal): Promise<readonly (readonly DetectedWish[])[]>;
  embed(text: string, signal?: AbortSignal): Promise<EmbeddedText>;
  tryOut(trial: Trial, signal?: AbortSignal): Promise<readonly TriedRecord[]>;
  close(): Promise<void>;
}

export interface TextQuestionsOptions {
  /** Milliseconds a question; the biggest description takes about a second, and the models as long to read. Default 15,000. */
  readonly deadlineMs?: number;
  /** How long the thread may have nothing to do before it gives its memory back. Default 60,000. */
  readonly idleMs?: number;
}

/** What the embedding and the biggest description take, twice. A question that wants more ends its thread, not the process. */
const OLD_MB = 512;
const YOUNG_MB = 24;

export function createTextQuestions({
  deadlineMs = 15_000,
  idleMs = 60_000,
}: TextQuestionsOptions = {}): TextQuestions {
  const thread = createThread<TextQuestionJobs>({
    name: "the thread that answers questions about texts",
    file: new URL("./text-questions-worker.ts", import.meta.url),
    worker: { resourceLimits: { maxOldGenerationSizeMb: OLD_MB, maxYoungGenerationSizeMb: YOUNG_MB } },
    onDeath: "restart",
    idleMs,
    oneAtATime: true,
  });
  return {
    suggest: (description, signal) => thread.run("suggest", description, { signal, deadlineMs }),
    detect: (texts, signal) => thread.run("detect", texts, { signal, deadlineMs }),
    embed: (text, signal) => thread.run("embed", text, { signal, deadlineMs }),
    tryOut: (trial, signal) => thread.run("tryOut", trial, { signal, deadlineMs }),
    close: () => thread.end(),
  };
}
