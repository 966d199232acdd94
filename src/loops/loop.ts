/**
 * The frame every consuming loop shares: receive → read → (already in the ledger? ack) → stage → write downstream →
 * ledger entry → ack. A stage reads like the business rule it is; everything else a message needs is here, once.
 */
import type { Logger } from "pino";
import type { Ledger } from "../ledger/ledger.ts";
import type { Metrics } from "../metrics.ts";
import { type Batch, readBatch } from "../model/batch.ts";
import type { LedgerEntry } from "../model/ledger.ts";
import type { LoopName, Pipeline } from "../model/loops.ts";
import type { FieldError, Outcome } from "../model/outcome.ts";
import type { Queue, QueueName, ReceivedMessage } from "../queue/queue.ts";
import type { Store } from "../store/store.ts";
import { noTracing, type Tracing } from "../tracing.ts";
import { attempt } from "./attempts.ts";
import { sendDead } from "./dead-letters.ts";
import { createPatience, Interrupted } from "./outage.ts";
import { keepRejections } from "./rejections.ts";
import { countOutcomes } from "./tally.ts";

/** One item of a message: read, or refused with every reason. `raw` is what came, for the rejection or the dead letter. */
export type ReadItem<In> =
  | { readonly value: In; readonly raw: unknown }
  | { readonly errors: readonly FieldError[]; readonly raw: unknown };

/** The items of one message that belong together: one tenant, app and source. */
export interface Part<In> {
  readonly batch: Batch;
  readonly app: string;
  readonly source: string;
  readonly items: readonly ReadItem<In>[];
}

export interface StageContext {
  readonly batch: Batch;
  readonly app: string;
  readonly source: string;
  /** Aborts when the runner stops and its deadline has passed. */
  readonly signal: AbortSignal;
}

/** What became durable: one final outcome per value (`ok`: new), and the parts under which it went on. */
export interface Written {
  readonly outcomes: readonly Outcome<unknown>[];
  readonly sent: readonly string[];
}

export interface LoopDefinition<In, Out> {
  readonly name: LoopName;
  readonly queue: QueueName;
  readonly pipeline: Pipeline;
  /** The first stage of a pipeline says what was received, the last what became of it. */
  readonly first: boolean;
  readonly last: boolean;
  /** Splits a message's array into parts. Deterministic: a redelivered message gives the same parts. */
  readonly read: (items: readonly unknown[], batch: Batch, message: ReceivedMessage) => Promise<readonly Part<In>[]>;
  /** One outcome per value, in order. */
  readonly stage: (values: readonly In[], context: StageContext) => Promise<readonly Outcome<Out>[]>;
  /** Makes durable what the stage made of the part; called once all its records have an outcome, again only for those that said `retry`. */
  readonly write: (values: readonly Out[], context: StageContext) => Promise<Written>;
  /** Receive loops side by side, ten messages each. */
  readonly concurrency: number;
}

export interface LoopDeps {
  readonly queue: Queue;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Unix seconds. */
  readonly now: () => number;
  /** Default: none. */
  readonly tracing?: Tracing;
}

export interface RunningLoop {
  stop(deadlineMs: number): Promise<void>;
}

/** What a message holds is no array of JSON: it can never be read, so it is dead at once. */
function parseItems(body: string): { readonly items: readonly unknown[] } | { readonly unreadable: string } {
  try {
    const parsed: unknown = JSON.parse(body);
    return Array.isArray(parsed) ? { items: parsed } : { unreadable: "the body is no JSON array" };
  } catch (error) {
    return { unreadable: `the body is no JSON: ${(error as Error).message}` };
  }
}

export function startLoop<In, Out>(definition: LoopDefinition<In, Out>, deps: LoopDeps): RunningLoop {
  const log = deps.log.child({ loop: definition.name });
  const { metrics, ledger, tracing = noTracing } = deps;
  const patiently = createPatience({
    onPause: (error) => {
      metrics.paused.set({ loop: definition.name }, 1);
      log.warn({ event: "loop_paused", error: error.message }, "waiting for the queue or the store");
    },
    onResume: () => {
      metrics.paused.set({ loop: definition.name }, 0);
      log.info({ event: "loop_resumed" }, "going on");
    },
  });
  /** Measures and traces a step of what is done with a batch. */
  const timed = async <T>(step: string, { traceparent }: Batch, work: () => Promise<T>): Promise<T> => {
    const end = metrics.stageSeconds.startTimer({ loop: definition.name, step });
    const span = tracing.start(`${definition.name} ${step}`, { kind: "internal", parent: traceparent });
    try {
      const result = await work();
      span.end();
      return result;
    } catch (error) {
      span.end(error);
      throw error;
    } finally {
      end();
    }
  };

  const keyOf = (batch: Batch) => ({ batch: batch.batch, part: batch.part, stage: definition.name });
  const isDone = (entry: LedgerEntry | undefined, batch: Batch): boolean =>
    entry !== undefined && (batch.redriveOf === undefined || entry.redriven.includes(batch.redriveOf));

  /** Books what became of a part: a new entry, or the dead records of an old one moved. */
  async function book(
    part: Part<In>,
    outcomes: readonly Outcome<unknown>[],
    sent: readonly string[],
    records: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { batch } = part;
    const counts = countOutcomes(outcomes, definition.last);
    if (batch.redriveOf !== undefined) {
      const letter = await patiently(() => deps.store.get(batch.tenant, "dead_letters", batch.redriveOf ?? ""), signal);
      const redriven = {
        deadLetter: batch.redriveOf,
        dead: letter?.doc.records ?? records,
        in: outcomes.length,
        counts,
        sent,
      };
      await patiently(() => ledger.moveDead(batch.tenant, keyOf(batch), redriven), signal);
      return;
    }
    const entry: LedgerEntry = {
      pipeline: definition.pipeline,
      stage: definition.name,
      batch: batch.batch,
      part: batch.part,
      app: part.app,
      source: part.source,
      at: deps.now(),
      in: outcomes.length,
      counts,
      refused: definition.first ? batch.refused : {},
      sent,
      // A stranger's message on an inner queue was seen by no stage before this one.
      first: definition.first || batch.foreign,
      last: definition.last,
      ...(batch.replayOf === undefined ? {} : { replay_of: batch.replayOf }),
      redriven: [],
    };
    await patiently(() => ledger.record(batch.tenant, entry), signal);
  }

  /** Stage, then write: resolves with one final outcome per item (`retry` where all tries failed) and what was sent on. */
  async function settle(
    part: Part<In>,
    context: StageContext,
  ): Promise<{ outcomes: Outcome<unknown>[]; sent: readonly string[] }> {
    const outcomes: Outcome<unknown>[] = part.items.map((item) =>
      "errors" in item ? { kind: "reject", errors: item.errors } : { kind: "duplicate" },
    );
    const positions = part.items.flatMap((item, index) => ("value" in item ? [index] : []));
    const values = part.items.flatMap((item) => ("value" in item ? [item.value] : []));
    const staged = await timed("stage", context.batch, () =>
      attempt(values, (some) => patiently(() => definition.stage(some, context), context.signal), context.signal),
    );
    staged.forEach((outcome, index) => {
      outcomes[positions[index]!] = outcome;
    });

    // Nothing goes on before every record of the part has its outcome.
    const made = staged.flatMap((outcome, index) =>
      outcome.kind === "ok" || outcome.kind === "updated" ? [{ value: outcome.value, at: positions[index]! }] : [],
    );
    let sent: readonly string[] = [];
    if (made.length > 0) {
      const written = await timed("write", context.batch, () =>
        attempt(
          made,
          async (some) => {
            const result = await patiently(
              () =>
                definition.write(
                  some.map((one) => one.value),
                  context,
                ),
              context.signal,
            );
            sent = [...new Set([...sent, ...result.sent])];
            return result.outcomes;
          },
          context.signal,
        ),
      );
      written.forEach((outcome, index) => {
        outcomes[made[index]!.at] = outcome;
      });
    }
    return { outcomes, sent };
  }

  /** What it sends on carries its own span as the parent. */
  async function tracePart(part: Part<In>, signal: AbortSignal): Promise<void> {
    const { batch, app, source, items } = part;
    const attributes = { tenant: batch.tenant, batch: batch.batch, part: batch.part, app, source, in: items.length };
    const span = tracing.start(definition.name, { kind: "consumer", parent: batch.traceparent, attributes });
    const { traceparent = batch.traceparent } = span;
    try {
      await handlePart(traceparent === undefined ? part : { ...part, batch: { ...batch, traceparent } }, signal);
      span.end();
    } catch (error) {
      span.end(error);
      throw error;
    }
  }

  async function handlePart(part: Part<In>, signal: AbortSignal): Promise<void> {
    const context: StageContext = { batch: part.batch, app: part.app, source: part.source, signal };
    const { outcomes, sent } = await settle(part, context);
    const raws = part.items.map((item) => item.raw);
    const where = { stage: definition.name, app: part.app, source: part.source, at: deps.now() };
    await patiently(() => keepRejections(deps.store, part.batch, where, raws, outcomes), signal);
    await patiently(() => sendDead(deps.queue, definition.queue, part, outcomes), signal);
    await timed("ledger", part.batch, () => book(part, outcomes, sent, part.items.length, signal));
    for (const outcome of outcomes)
      metrics.records.inc({
        loop: definition.name,
        outcome: outcome.kind === "retry" ? "dead" : outcome.kind,
        reason: outcome.kind === "drop" ? outcome.reason : "",
      });
  }

  async function handleUnreadable(
    message: ReceivedMessage,
    batch: Batch,
    reason: string,
    signal: AbortSignal,
  ): Promise<void> {
    const part: Part<In> = { batch, app: "", source: "", items: [{ errors: [], raw: message.body }] };
    const dead: Outcome<never> = { kind: "retry", error: new Error(reason) };
    await patiently(() => sendDead(deps.queue, definition.queue, part, [dead], message.body), signal);
    await book(part, [dead], [], 1, signal);
  }

  /** Everything the message produced is durable when this resolves. */
  async function handleMessage(message: ReceivedMessage, signal: AbortSignal): Promise<void> {
    const batch = readBatch(message);
    const parsed = parseItems(message.body);
    const parts = "items" in parsed ? await patiently(() => definition.read(parsed.items, batch, message), signal) : [];
    const batches = "items" in parsed ? parts.map((part) => part.batch) : [batch];
    const entries = await patiently(() => ledger.find(batch.tenant, batches.map(keyOf)), signal);
    if ("unreadable" in parsed) {
      if (!isDone(entries[0], batch)) await handleUnreadable(message, batch, parsed.unreadable, signal);
      return;
    }
    for (const [index, part] of parts.entries()) {
      if (!isDone(entries[index], part.batch)) await tracePart(part, signal);
    }
  }

  async function handle(
    messages: readonly ReceivedMessage[],
    signal: AbortSignal,
  ): Promise<readonly ReceivedMessage[]> {
    const oldest = Math.min(...messages.map((message) => message.sentAt));
    metrics.queueAgeSeconds.set({ queue: definition.queue }, Math.max(0, Date.now() - oldest) / 1000);
    const results = await Promise.allSettled(messages.map((message) => handleMessage(message, signal)));
    const done = messages.filter((message, index) => {
      const result = results[index]!;
      if (result.status === "fulfilled") return true;
      if (!(result.reason instanceof Interrupted))
        log.error({ event: "message_failed", message: message.id, err: result.reason }, "a message was given back");
      return false;
    });
    metrics.messages.inc({ loop: definition.name, result: "done" }, done.length);
    metrics.messages.inc({ loop: definition.name, result: "returned" }, messages.length - done.length);
    // Acked here: what they produced is in the next queue or the store, and the ledger says so.
    return done;
  }

  return deps.queue.consume(definition.queue, handle, {
    concurrency: definition.concurrency,
    onAvailability: (available, error) => {
      metrics.paused.set({ loop: definition.name }, available ? 0 : 1);
      if (available) log.info({ event: "queue_back" }, "the queue answers again");
      else log.warn({ event: "queue_down", error: error?.message }, "the queue does not answer");
    },
  });
}
