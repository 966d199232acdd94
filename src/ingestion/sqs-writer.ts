/**
 * The product's own writer: reads and checks each record, gathers what belongs together into batches of one tenant,
 * app and source, and puts them on the raw queue. It answers once they are durable there.
 */
import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Logger } from "pino";
import type { AppLookup } from "../enrichment/app-lookup.ts";
import { createIntakeBooks, type Refusal } from "../ledger/intake.ts";
import { batchAttributes } from "../model/batch.ts";
import { shortId } from "../model/identity.ts";
import { type IntakeDocument, type LedgerEntry, noCounts } from "../model/ledger.ts";
import { namedInsight } from "../model/named-insight.ts";
import type { FieldError } from "../model/outcome.ts";
import { DEFAULT_SOURCE, namedPlace } from "../model/place.ts";
import { ratingScales } from "../model/rating-scales.ts";
import { type ReadContext, readRecord } from "../model/read-record.ts";
import type { QueuedRecord } from "../model/record.ts";
import type { Rejection } from "../model/rejection.ts";
import type { OutgoingMessage, Queue } from "../queue/queue.ts";
import type { Store } from "../store/store.ts";
import { createGatherer, type PendingBatch, type PendingMessage, placeKey } from "./gatherer.ts";
import type { IngestionWriter, Receipt, RefusedRecord, Submission } from "./ingestion.ts";
import { createSharedBatches, MOST_SHARED, type Shared } from "./shared-batches.ts";

export interface SqsWriterDeps {
  readonly queue: Queue;
  /** Keeps what was refused and the books; an outage of it holds up no intake. */
  readonly store: Store;
  readonly apps: Pick<AppLookup, "packages">;
  readonly defaultApp: string;
  readonly log: Logger;
  /** Unix seconds. */
  readonly now: () => number;
  /** The trace that what is written belongs to, if any. */
  readonly traceparent?: () => string | undefined;
}

type Replay = Pick<LedgerEntry, "replay_of">;

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

/** What was refused and says that it belongs together. */
interface RefusedPlace {
  readonly app: string;
  readonly source: string;
  readonly refused: {
    readonly record: unknown;
    readonly errors: readonly FieldError[];
    readonly insight_id: string | undefined;
  }[];
}

const reasonOf = (errors: readonly FieldError[]): string => errors[0]?.code ?? "invalid";

function countRefused({ refused }: RefusedPlace): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { errors } of refused) counts[reasonOf(errors)] = (counts[reasonOf(errors)] ?? 0) + 1;
  return counts;
}

/** Records of which nothing is worth keeping but that they were. */
const UNKEPT: ReadonlySet<string> = new Set(["too_deep", "too_large"]);

function rejectionsOf(
  place: RefusedPlace,
  batch: string,
  at: number,
  { replayOf }: Pick<Submission, "replayOf">,
): Rejection[] {
  const { app, source, refused } = place;
  return refused.map(({ record, errors, insight_id }, index) => ({
    id: shortId("rejection", "intake", batch, index),
    stage: "intake",
    outcome: "rejected",
    reason: reasonOf(errors),
    errors: [...errors],
    record: UNKEPT.has(reasonOf(errors)) ? null : record,
    at,
    app,
    source,
    batch,
    replayed: false,
    ...(insight_id === undefined ? {} : { insight_id }),
    ...(replayOf === undefined ? {} : { again: true }),
  }));
}

/** What lies on the queue, for the books. */
function waitingOf({ batch, app, source, rows }: PendingBatch): IntakeDocument {
  return { pipeline: "feedback", batch, part: "0", app, source, in: rows.length, refused: {} };
}

export function createSqsWriter(deps: SqsWriterDeps): IngestionWriter {
  const books = createIntakeBooks(deps);

  /** Books of its own for what no accepted record of the same place can carry along. */
  function refusedAlone(place: RefusedPlace, batch: string, at: number, replay: Replay): LedgerEntry {
    const { app, source } = place;
    return {
      pipeline: "feedback",
      stage: "intake",
      batch,
      part: "0",
      app,
      source,
      at,
      in: 0,
      counts: noCounts,
      refused: countRefused(place),
      sent: [],
      first: true,
      last: false,
      redriven: [],
      ...replay,
    };
  }

  async function send(
    { tenant, replayOf }: Submission,
    messages: readonly PendingMessage[],
    carriedBy: (batch: PendingBatch) => Record<string, number>,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    if (messages.length === 0) return;
    await sendMessages({ tenant, replayOf, traceparent: deps.traceparent?.() }, messages, carriedBy, signal);
  }

  async function sendMessages(
    { tenant, replayOf, traceparent }: Pick<Submission, "tenant" | "replayOf"> & Pick<Shared, "traceparent">,
    messages: readonly PendingMessage[],
    carriedBy: (batch: PendingBatch) => Record<string, number>,
    signal?: AbortSignal,
  ): Promise<void> {
    const extra = {
      ...(replayOf === undefined ? {} : { replayOf }),
      ...(traceparent === undefined ? {} : { traceparent }),
    };
    const outgoing = messages.map((batches): OutgoingMessage => {
      const [first] = batches;
      const { batch } = first;
      return {
        body: `[${batches.flatMap(({ rows }) => rows).join(",")}]`,
        attributes: batchAttributes({ tenant, batch, part: "0", refused: carriedBy(first), ...extra }),
        group: tenant,
      };
    });
    await deps.queue.send("raw", outgoing, signal);
  }

  const nothingRefused = (): Record<string, number> => ({});
  const putShared = createSharedBatches({
    send: (by, messages) => sendMessages(by, messages, nothingRefused),
    enter: (tenant, batches) => books.enter(tenant, batches.map(waitingOf)),
  });

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
      const taken: QueuedRecord[] = [];
      const rejected: RefusedRecord[] = [];
      const places = new Map<string, RefusedPlace>();
      for (const [index, input] of submission.records.entries()) {
        if (index % RECORDS_A_TURN === RECORDS_A_TURN - 1) await setImmediate();
        const record = withDefaults(input, submission);
        const scaleOf = scalesOf(isObject(input) ? input.source : undefined);
        const read = readRecord(record, { ...context, scaleOf });
        if ("errors" in read) {
          rejected.push({ index, errors: read.errors });
          const { app = context.defaultApp, source = submission.source ?? DEFAULT_SOURCE } = namedPlace(record);
          const place: RefusedPlace = places.get(placeKey({ app, source })) ?? { app, source, refused: [] };
          places.set(placeKey(place), place);
          const insight_id = namedInsight(tenant, place, record);
          place.refused.push({ record: input, errors: read.errors, insight_id });
        } else taken.push({ ...read.raw, app: read.record.app, source: read.record.source, ingested_at: receivedAt });
      }
      if (taken.length <= MOST_SHARED && rejected.length === 0 && submission.replayOf === undefined) {
        const batch_ids = await putShared({ tenant, records: taken, traceparent: deps.traceparent?.() });
        return { batch_ids, accepted: taken.length, rejected };
      }
      const gatherer = createGatherer();
      for (const record of taken) gatherer.add(record);
      const { messages, batches } = gatherer.finish();
      const replay: Replay = submission.replayOf === undefined ? {} : { replay_of: submission.replayOf };
      // Only the first batch of a message has room for what was refused beside it.
      const carriers = new Map(messages.toReversed().map(([batch]) => [placeKey(batch), batch]));
      const carriedBy = (pending: PendingBatch): Record<string, number> => {
        const place = places.get(placeKey(pending));
        return place !== undefined && carriers.get(placeKey(pending)) === pending ? countRefused(place) : {};
      };
      await send(submission, messages, carriedBy, signal);
      const refusals = [...places.values()].map((place): Refusal => {
        const carrier = carriers.get(placeKey(place))?.batch;
        const batch = carrier ?? randomUUID();
        return {
          ...(carrier === undefined ? { entry: refusedAlone(place, batch, receivedAt, replay) } : {}),
          rejections: rejectionsOf(place, batch, receivedAt, submission),
        };
      });
      const waiting = batches.map((pending): IntakeDocument => {
        return { ...waitingOf(pending), refused: carriedBy(pending), ...replay };
      });
      await books.enter(tenant, waiting, refusals);
      return {
        batch_ids: batches.map((pending) => pending.batch),
        accepted: submission.records.length - rejected.length,
        rejected,
      };
    },
  };
}
