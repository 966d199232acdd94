/** A writer that hands feedback on over HTTP: to a daemon's intake, or to whatever takes the original framework's `IngestionData`. */
import { z } from "zod";
import { backoff, sleep } from "../lifecycle.ts";
import { QueueUnavailable } from "../queue/queue.ts";
import { readRetryAfter } from "../retry-after.ts";
import type { IngestionWriter, Receipt, RefusedRecord, Submission } from "./ingestion.ts";
import { type LooseRecord, wireDataOf } from "./wire.ts";

export interface HttpWriterOptions {
  /** A daemon (its intake is meant), or with a path the very address that takes `IngestionData`. */
  readonly url: string;
  readonly key?: string | undefined;
  /** Tries of one submission while the daemon is busy or away; default 5. */
  readonly tries?: number;
  /** One object a request: all that the original's own endpoint takes. */
  readonly single?: boolean;
}

const Answer = z.object({
  batch_ids: z.array(z.string()),
  accepted: z.number(),
  rejected: z.array(
    z.object({
      index: z.number(),
      errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })),
    }),
  ),
});

const isObject = (record: unknown): record is LooseRecord =>
  typeof record === "object" && record !== null && !Array.isArray(record);

/** The records as JSON, each told what it is when it doesn't say. */
function bodyOf({ records, app, source }: Submission): string {
  const defaults = { app, source };
  return JSON.stringify(records.map((record) => (isObject(record) ? { ...defaults, ...record } : record)));
}

/** Milliseconds for which a server may ask to be left alone. */
const LONGEST_REST_MS = 60_000;

/** What may go through later, and when. */
interface Later {
  readonly why: string;
  readonly afterMs?: number | undefined;
}

const isLater = (answer: Response | Later): answer is Later => "why" in answer;

function createPost(address: URL, { key, tries = 5 }: HttpWriterOptions) {
  const headers = {
    "content-type": "application/json",
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
  };

  /** The answer, or why it may be another one later. */
  async function once(body: string, signal: AbortSignal | undefined): Promise<Response | Later> {
    const reply = await fetch(address, { method: "POST", headers, body, signal });
    if (reply.status !== 429 && reply.status < 500) return reply;
    await reply.body?.cancel();
    const asked = readRetryAfter(reply.headers.get("retry-after"));
    return {
      why: `${reply.status} ${reply.statusText}`,
      afterMs: asked === undefined ? undefined : Math.min(asked, LONGEST_REST_MS),
    };
  }

  /** Throws {@link QueueUnavailable} when nothing is taken. */
  return async (body: string, signal: AbortSignal | undefined): Promise<Response> => {
    for (let attempt = 0; ; attempt++) {
      // `fetch` throws a TypeError when nobody answers.
      const answer = await once(body, signal).catch((error: unknown): Later => {
        if (error instanceof TypeError) return { why: error.message };
        throw error;
      });
      if (!isLater(answer)) return answer;
      if (attempt + 1 >= tries) throw new QueueUnavailable(answer.why);
      await sleep(answer.afterMs ?? backoff(attempt), signal);
    }
  };
}

type Post = ReturnType<typeof createPost>;

/** The daemon says of each record what it thinks of it. */
function createIntakeWriter(address: URL, post: Post): IngestionWriter {
  return {
    async write(submission, signal) {
      const reply = await post(bodyOf(submission), signal);
      if (reply.status === 202) return Answer.parse(await reply.json());
      throw new Error(`${address.pathname}: ${reply.status} ${await reply.text()}`);
    },
  };
}

/** Statuses that are the fault of what was sent. */
const REFUSALS = [400, 409, 413, 422];

/** Whoever takes `IngestionData` says nothing of single records: a refused list is cut until the refused ones stand alone. */
function createWireWriter(address: URL, post: Post, single: boolean): IngestionWriter {
  async function send(submission: Submission, indexes: readonly number[], signal: AbortSignal | undefined) {
    const refused: RefusedRecord[] = [];
    const data = indexes.flatMap((index) => {
      const record = submission.records[index];
      if (isObject(record)) return [wireDataOf(record, submission)];
      refused.push({ index, errors: [{ field: "", code: "invalid", message: "a record is a JSON object" }] });
      return [];
    });
    if (data.length === 0) return refused;
    const reply = await post(JSON.stringify(single ? data[0] : data), signal);
    const text = await reply.text();
    if (reply.ok) return [...refused, ...rejectedOf(text, indexes)];
    if (!REFUSALS.includes(reply.status)) throw new Error(`${address.pathname}: ${reply.status} ${text.slice(0, 500)}`);
    if (indexes.length === 1) {
      const message = `${reply.status} ${text.slice(0, 500)}`;
      return [...refused, { index: indexes[0]!, errors: [{ field: "", code: "refused", message }] }];
    }
    const half = Math.ceil(indexes.length / 2);
    for (const part of [indexes.slice(0, half), indexes.slice(half)])
      refused.push(...(await send(submission, part, signal)));
    return refused;
  }

  return {
    async write(submission, signal): Promise<Receipt> {
      const all = submission.records.map((_, index) => index);
      const requests = single ? all.map((index) => [index]) : all.length === 0 ? [] : [all];
      const rejected: RefusedRecord[] = [];
      for (const indexes of requests) rejected.push(...(await send(submission, indexes, signal)));
      rejected.sort((a, b) => a.index - b.index);
      return { batch_ids: [], accepted: submission.records.length - rejected.length, rejected };
    },
  };
}

/** Of another Groundswell, what it refused within what it accepted. */
function rejectedOf(text: string, indexes: readonly number[]): RefusedRecord[] {
  try {
    const read = Answer.pick({ rejected: true }).safeParse(JSON.parse(text));
    return (read.data?.rejected ?? []).map(({ index, errors }) => ({ index: indexes[index] ?? index, errors }));
  } catch {
    return [];
  }
}

/** The tenant is the key's; what a submission says of it is sent only as `tenant_id`. Throws {@link QueueUnavailable} when nothing is taken. */
export function createHttpWriter(options: HttpWriterOptions): IngestionWriter {
  const given = new URL(options.url);
  const wire = options.single === true || given.pathname !== "/";
  const address = wire ? given : new URL("/api/v1/feedback", given);
  const post = createPost(address, options);
  return wire ? createWireWriter(address, post, options.single === true) : createIntakeWriter(address, post);
}
