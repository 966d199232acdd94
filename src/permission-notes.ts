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

export const storeNotes = (log: Logger): StoreRefusalNotes => ({
  onRefused: (refusal) =>
    log.error(
      { event: "permission_refused", ...refusal },
      `${describeStoreRefusal(refusal)}; see docs/operations.md, Permissions`,
    ),
  onGranted: ({ verb, index }) => log.info({ event: "permission_granted", verb, index }, "allowed after all"),
});
