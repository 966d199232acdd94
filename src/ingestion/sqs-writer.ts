/**
 * The product's own writer: reads and checks each record, gathers what belongs together into batches of one tenant,
 * app and source, and puts them on the raw queue. It answers once they are durable there.
 */
import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Logger } from "pino";
import { batchAttributes } from "../model/batch.ts";
import { shortId } from "../model/identity.ts";
import type { FieldError } from "../model/outcome.ts";
import { ratingScales } from "../model/rating-scales.ts";
import { type ReadContext, readRecord } from "../model/read-record.ts";
import type { QueuedRecord } from "../model/record.ts";
import type { Rejection } from "../model/rejection.ts";
import type { AppLookup } from "../operations/app-lookup.ts";
import type { OutgoingMessage, Queue } from "../queue/queue.ts";
import type { Store } from "../store/store.ts";
import type { IngestionWriter, Receipt, RefusedRecord, Submission } from "./ingestion.ts";

/** Of a batch at intake, as JSON: small enough that one slow message does not hold up much. */
const BATCH_BYTES = 64 * 1024;

export interface SqsWriterDeps {
  readonly queue: Queue;
  /** Keeps what was refused; intake does not wait for it. */
  readonly store: Store;
  readonly apps: Pick<AppLookup, "packages">;
  readonly defaultApp: string;
  readonly log: Logger;
  /** Unix seconds. */
  readonly now: () => number;
  /** The trace that what is written belongs to, if any. */
  readonly traceparent?: () => string | undefined;
}

interface PendingBatch {
  readonly batch: string;
  readonly app: string;
  readonly source: string;
  readonly rows: string[];
  bytes: number;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What a record is when it doesn't say. */
function withDefaults(record: unknown, { app, source, sourceId }: Submission): unknown {
  if (!isObject(record)) return record;
  const own = { ...record };
  // The sender does not decide when something reached us.
  delete own.ingested_at;
  if (app !== undefined) own.app ??= app;
  if (source !== undefined) own.source ??= source;
  if (sourceId !== undefined) own.source_id = sourceId;
  return own;
}

/** After so many records others get their turn: a page doesn't wait for the whole of a big submission. */
const RECORDS_A_TURN = 50;

/** Fills batches in order of arrival, one open batch per (app, source). */
function createGatherer() {
  const batches: PendingBatch[] = [];
  const open = new Map<string, PendingBatch>();
  return {
    batches,
    add(record: QueuedRecord) {
      const json = JSON.stringify(record);
      const bytes = Buffer.byteLength(json) + 1;
      const key = JSON.stringify([record.app, record.source]);
      let pending = open.get(key);
      if (pending === undefined || pending.bytes + bytes > BATCH_BYTES) {
        pending = { batch: randomUUID(), app: record.app, source: record.source, rows: [], bytes: 0 };
        open.set(key, pending);
        batches.push(pending);
      }
      pending.rows.push(json);
      pending.bytes += bytes;
    },
  };
}

function countRefused(rejected: readonly RefusedRecord[]): Record<string, number> {
  const refused: Record<string, number> = {};
  for (const { errors } of rejected) {
    const reason = errors[0]?.code ?? "invalid";
    refused[reason] = (refused[reason] ?? 0) + 1;
  }
  return refused;
}

export function createSqsWriter(deps: SqsWriterDeps): IngestionWriter {
  /** What was refused is looked at later, if at all: losing it to an outage must not lose the rest. */
  function keepRefused(
    { tenant, replayOf }: Submission,
    first: PendingBatch,
    refused: readonly { record: unknown; errors: readonly FieldError[] }[],
    at: number,
  ): void {
    const writes = refused.map(({ record, errors }, index) => {
      const id = shortId("rejection", "intake", first.batch, index);
      const doc: Rejection = {
        id,
        stage: "intake",
        outcome: "rejected",
        reason: errors[0]?.code ?? "invalid",
        errors: [...errors],
        record: errors[0]?.code === "too_deep" || errors[0]?.code === "too_large" ? null : record,
        at,
        app: first.app,
        source: first.source,
        batch: first.batch,
        replayed: false,
        ...(replayOf === undefined ? {} : { again: true }),
      };
      return { op: "put", id, doc } as const;
    });
    deps.store.write(tenant, "rejections", writes).catch((error: Error) => {
      deps.log.warn(
        { event: "refused_not_kept", count: writes.length, error: error.message },
        "refused records could not be kept",
      );
    });
  }

  return {
    async write(submission: Submission, signal?: AbortSignal): Promise<Receipt> {
      const { tenant } = submission;
      const receivedAt = deps.now();
      const packages = await deps.apps.packages(tenant).catch(() => new Map<string, string>());
      const context: ReadContext = {
        tenant,
        defaultApp: submission.app ?? deps.defaultApp,
        receivedAt,
        appOfPackage: (name) => packages.get(name),
      };
      const scalesOf = ratingScales(submission.records);
      const gatherer = createGatherer();
      const rejected: RefusedRecord[] = [];
      for (const [index, input] of submission.records.entries()) {
        if (index % RECORDS_A_TURN === RECORDS_A_TURN - 1) await setImmediate();
        const scaleOf = scalesOf(isObject(input) ? input.source : undefined);
        const read = readRecord(withDefaults(input, submission), { ...context, scaleOf });
        if ("errors" in read) rejected.push({ index, errors: read.errors });
        else gatherer.add({ ...read.raw, app: read.record.app, source: read.record.source, ingested_at: receivedAt });
      }
      const { batches } = gatherer;
      const [first] = batches;
      if (first === undefined) return { batch_ids: [], accepted: 0, rejected };
      const traceparent = deps.traceparent?.();
      const messages = batches.map((pending): OutgoingMessage => {
        const refused = pending === first ? countRefused(rejected) : {};
        const replay = submission.replayOf === undefined ? {} : { replayOf: submission.replayOf };
        const trace = traceparent === undefined ? {} : { traceparent };
        return {
          body: `[${pending.rows.join(",")}]`,
          attributes: batchAttributes({ tenant, batch: pending.batch, part: "0", refused, ...replay, ...trace }),
          group: tenant,
        };
      });
      await deps.queue.send("raw", messages, signal);
      if (rejected.length > 0) {
        const refused = rejected.map(({ index, errors }) => ({ record: submission.records[index], errors }));
        keepRefused(submission, first, refused, receivedAt);
      }
      return {
        batch_ids: batches.map((pending) => pending.batch),
        accepted: submission.records.length - rejected.length,
        rejected,
      };
    },
  };
}
