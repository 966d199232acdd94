/** Writes again what failed, a bounded number of times with jitter; what still fails goes to a writer for dead letters, if there is one. */
import { backoff, sleep } from "../lifecycle.ts";
import type { IngestionWriter } from "./ingestion.ts";

export interface RetryPolicy {
  /** In all; default 5. */
  readonly tries?: number;
  /** Milliseconds. */
  readonly base?: number;
  readonly cap?: number;
  /** Takes what could not be written; without it the last error is thrown. */
  readonly dead?: IngestionWriter;
  readonly random?: () => number;
}

export function retry(writer: IngestionWriter, policy: RetryPolicy = {}): IngestionWriter {
  const { tries = 5, dead, base, cap, random } = policy;
  return {
    async write(submission, signal) {
      for (let attempt = 0; ; attempt++) {
        try {
          return await writer.write(submission, signal);
        } catch (error) {
          if (signal?.aborted) throw error;
          if (attempt + 1 < tries) await sleep(backoff(attempt, { base, cap, random }), signal);
          else if (dead !== undefined) return dead.write(submission, signal);
          else throw error;
        }
      }
    },
  };
}
