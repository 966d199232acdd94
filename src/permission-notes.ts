/** What the queue and the store refuse is logged once, and so is that they don't any more. */
import type { Logger } from "pino";
import type { SqsOptions } from "./queue/sqs.ts";
import { describeRefusal } from "./queue/sqs-refusals.ts";
import { describeStoreRefusal, type StoreRefusalNotes } from "./store/elasticsearch/refusals.ts";

export const queueNotes = (log: Logger): Pick<SqsOptions, "onRefused" | "onGranted"> => ({
  onRefused: (refusal) =>
    log.error(
      { event: "permission_refused", ...refusal },
      `${describeRefusal(refusal)}; see docs/operations.md, Permissions`,
    ),
  onGranted: ({ action, queue }) => log.info({ event: "permission_granted", action, queue }, "allowed after all"),
});

/** A start that waits opens the store again and again; each time would tell of the same. */
const TOLD_AGAIN_MS = 60_000;

export function storeNotes(log: Logger): StoreRefusalNotes {
  const told = new Map<string, number>();
  return {
    onRefused(refusal) {
      const text = describeStoreRefusal(refusal);
      if (performance.now() - (told.get(text) ?? Number.NEGATIVE_INFINITY) < TOLD_AGAIN_MS) return;
      told.set(text, performance.now());
      log.error({ event: "permission_refused", ...refusal }, `${text}; see docs/operations.md, Permissions`);
    },
    onGranted({ verb, index }) {
      told.clear();
      log.info({ event: "permission_granted", verb, index }, "allowed after all");
    },
  };
}
