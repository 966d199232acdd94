/** A writer that hands feedback to a daemon somewhere else, over HTTP. */
import { z } from "zod";
import { backoff, sleep } from "../lifecycle.ts";
import { QueueUnavailable } from "../queue/queue.ts";
import type { IngestionWriter, Receipt, Submission } from "./ingestion.ts";

export interface HttpWriterOptions {
  readonly url: string;
  readonly key?: string | undefined;
  /** Tries of one submission while the daemon is busy or away; default 5. */
  readonly tries?: number;
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

/** The records as JSON, each told what it is when it doesn't say. */
function bodyOf({ records, app, source }: Submission): string {
  const defaults = { app, source };
  const isObject = (record: unknown): record is object => typeof record === "object" && record !== null;
  return JSON.stringify(records.map((record) => (isObject(record) ? { ...defaults, ...record } : record)));
}

/** The tenant is the key's; what a submission says of it is not sent. Throws {@link QueueUnavailable} when the daemon takes nothing. */
export function createHttpWriter({ url, key, tries = 5 }: HttpWriterOptions): IngestionWriter {
  const address = new URL("/api/v1/feedback", url);
  const headers = {
    "content-type": "application/json",
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
  };

  /** The daemon's answer, or why it may answer otherwise later. */
  async function post(body: string, signal: AbortSignal | undefined): Promise<Receipt | string> {
    const reply = await fetch(address, { method: "POST", headers, body, signal });
    if (reply.status === 202) return Answer.parse(await reply.json());
    if (reply.status === 429 || reply.status >= 500) return `${reply.status} ${reply.statusText}`;
    throw new Error(`${address.pathname}: ${reply.status} ${await reply.text()}`);
  }

  return {
    async write(submission, signal) {
      const body = bodyOf(submission);
      for (let attempt = 0; ; attempt++) {
        // `fetch` throws a TypeError when nobody answers.
        const answer = await post(body, signal).catch((error: unknown) => {
          if (error instanceof TypeError) return error.message;
          throw error;
        });
        if (typeof answer !== "string") return answer;
        if (attempt + 1 >= tries) throw new QueueUnavailable(answer);
        await sleep(backoff(attempt), signal);
      }
    },
  };
}
