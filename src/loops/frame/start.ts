/**
 * The frame that every consuming loop shares: receive → read → (already in the ledger? ack) → stage → write downstream →
 * ledger entry → ack. Patience, tries, timing and tracing are wrapped around the loop and the ports from outside.
 */
import type { Logger } from "pino";
import { leaveIntake } from "../../ledger/intake.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { Metrics } from "../../metrics.ts";
import { type Batch, readBatch } from "../../model/batch.ts";
import { parseJson } from "../../model/json-text.ts";
import { stagePlaceOf } from "../../model/loops.ts";
import { retry } from "../../model/outcome.ts";
import type { Queue, ReceivedMessage } from "../../queue/queue.ts";
import type { Store } from "../../store/store.ts";
import { noTracing, type Tracing } from "../../tracing.ts";
import { triedLoop } from "./attempts.ts";
import { book, isDone, keyOf } from "./booking.ts";
import type { ConsumingLoop, Part } from "./consuming-loop.ts";
import { sendDead } from "./dead-letters.ts";
import { createObserver, type Observer, observedLoop } from "./observed.ts";
import { createPatience, Interrupted, type Ports, patientLoop, patientPorts } from "./patience.ts";
import { dropErased, keepRejections, rejectedOf } from "./rejections.ts";
import { settle } from "./settle.ts";

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
function parseItems(
  body: string,
  itemsOf: ConsumingLoop["itemsOf"],
): { readonly items: readonly unknown[] } | { readonly unreadable: string } {
  try {
    const parsed: unknown = parseJson(body);
    const items = Array.isArray(parsed) ? (parsed as unknown[]) : itemsOf?.(parsed);
    return items === undefined ? { unreadable: "the body is no JSON array" } : { items };
  } catch (error) {
    return { unreadable: `the body is no JSON: ${(error as Error).message}` };
  }
}

interface Handling<In, Out> {
  readonly loop: ConsumingLoop<In, Out>;
  readonly observer: Observer;
  readonly now: () => number;
}

/** What is done with one message: everything it produced is durable when it resolves. */
function createMessageHandler<In, Out>({ loop, observer, now }: Handling<In, Out>) {
  const { name } = loop;
  const { queue, first } = stagePlaceOf(name);

  async function handlePart(part: Part<In>, ports: Ports, signal: AbortSignal): Promise<void> {
    const { batch, app, source, items } = part;
    const settled = await settle(loop, part, { batch, app, source, signal });
    const where = { stage: name, app, source, at: now() };
    await keepRejections(ports.store, batch, where, items, settled.outcomes);
    await dropErased(ports.store, name, part, settled.outcomes);
    const rejected = rejectedOf(name, part, settled.outcomes);
    if (rejected.length > 0) await loop.keepRejected?.(rejected, { batch, app, source, signal });
    await sendDead(ports.queue, queue, part, settled.outcomes);
    await observer.step("ledger", batch, () => book(ports, name, part, settled, now()));
    observer.settled(settled.outcomes);
  }

  async function handleUnreadable(body: string, batch: Batch, why: string, ports: Ports): Promise<void> {
    const part: Part<In> = { batch, app: "", source: "", items: [{ errors: [], raw: body }] };
    const outcomes = [retry(new Error(why))];
    await sendDead(ports.queue, queue, part, outcomes, body);
    await book(ports, name, part, { outcomes, sent: [] }, now());
  }

  /** Answers with the batches that the message turned out to hold. */
  async function handleBatch(
    batch: Batch,
    message: ReceivedMessage,
    ports: Ports,
    signal: AbortSignal,
  ): Promise<readonly Batch[]> {
    const parsed = parseItems(message.body, loop.itemsOf);
    const parts = "items" in parsed ? await loop.read(parsed.items, batch, message, signal) : [];
    const keys = ("items" in parsed ? parts.map((part) => part.batch) : [batch]).map((one) => keyOf(name, one));
    const entries = await ports.ledger.find(batch.tenant, keys);
    if ("unreadable" in parsed) {
      if (!isDone(entries[0], batch)) await handleUnreadable(message.body, batch, parsed.unreadable, ports);
      return [batch];
    }
    for (const [index, part] of parts.entries()) {
      if (!isDone(entries[index], part.batch)) await observer.part(part, (traced) => handlePart(traced, ports, signal));
    }
    return parts.map((part) => part.batch);
  }

  return async function handleMessage(message: ReceivedMessage, ports: Ports, signal: AbortSignal): Promise<void> {
    const batch = readBatch(message);
    const handled = await handleBatch(batch, message, ports, signal);
    // After its entries: until then it is known as received, from then on by what became of it.
    if (first && !batch.foreign) await leaveIntake(ports.store, batch.tenant, handled);
  };
}

export function startLoop<In, Out>(definition: ConsumingLoop<In, Out>, deps: LoopDeps): RunningLoop {
  const { name, concurrency } = definition;
  const { queue } = stagePlaceOf(name);
  const log = deps.log.child({ loop: name });
  const observer = createObserver(name, queue, { metrics: deps.metrics, tracing: deps.tracing ?? noTracing, log });
  const patiently = createPatience({
    onPause: (error) => observer.paused("working", error),
    onResume: () => observer.paused("working", undefined),
  });
  const loop = observedLoop(triedLoop(patientLoop(definition, patiently)), observer);
  const handleMessage = createMessageHandler({ loop, observer, now: deps.now });

  async function handle(
    messages: readonly ReceivedMessage[],
    signal: AbortSignal,
  ): Promise<readonly ReceivedMessage[]> {
    observer.received(messages);
    const ports = patientPorts(deps, patiently, signal);
    const results = await Promise.allSettled(messages.map((message) => handleMessage(message, ports, signal)));
    const done = messages.filter((message, index) => {
      const result = results[index]!;
      if (result.status === "fulfilled") return true;
      if (!(result.reason instanceof Interrupted))
        log.error(
          { event: "message_failed", message: message.id, receives: message.receiveCount, err: result.reason },
          "a message was given back, to be tried again later",
        );
      return false;
    });
    observer.answered(done.length, messages.length - done.length);
    // Acked here: what they produced is in the next queue or the store, and the ledger says so.
    return done;
  }

  return deps.queue.consume(queue, handle, {
    concurrency,
    onAvailability: (available, error) =>
      observer.paused("receiving", available ? undefined : (error ?? new Error("no answer"))),
  });
}
