/** What is seen of a consuming loop from outside: its figures, the time of each step, and a trace of each part. */
import type { Logger } from "pino";
import type { Metrics } from "../../metrics.ts";
import type { Batch } from "../../model/batch.ts";
import type { ConsumingLoopName } from "../../model/loops.ts";
import type { Outcome } from "../../model/outcome.ts";
import type { QueueName, ReceivedMessage } from "../../queue/queue.ts";
import { dropReasons } from "../../text/noise/rules.ts";
import type { Tracing } from "../../tracing.ts";
import type { ConsumingLoop, Part } from "./consuming-loop.ts";

export interface Observer {
  /** Measures and traces one step of what is done with a batch. */
  step<T>(name: string, batch: Batch, work: () => Promise<T>): Promise<T>;
  /** Traces all that is done with a part. What it sends on carries its span as the parent. */
  part<In>(part: Part<In>, work: (part: Part<In>) => Promise<void>): Promise<void>;
  received(messages: readonly ReceivedMessage[]): void;
  answered(done: number, returned: number): void;
  settled(outcomes: readonly Outcome<unknown>[]): void;
  /** The loop waits because of the error, or goes on where there is none. */
  paused(why: keyof typeof pauses, error: Error | undefined): void;
}

/** What the log says when nothing can be received, and when something under way has to wait. */
const pauses = {
  receiving: {
    waits: { event: "queue_down", message: "the queue does not answer" },
    goesOn: { event: "queue_back", message: "the queue answers again" },
  },
  working: {
    waits: { event: "loop_paused", message: "waiting for the queue or the store" },
    goesOn: { event: "loop_resumed", message: "going on" },
  },
} as const;

export interface ObserverDeps {
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  readonly log: Logger;
}

/** A rate needs the 0 that a counter grew from. Reasons of drops are the denoiser's alone. */
function startAtZero(loop: ConsumingLoopName, metrics: Metrics): void {
  for (const result of ["done", "returned"]) metrics.messages.inc({ loop, result }, 0);
  for (const outcome of ["ok", "updated", "duplicate", "reject", "dead"])
    metrics.records.inc({ loop, outcome, reason: "" }, 0);
  if (loop === "denoiser") for (const reason of dropReasons) metrics.records.inc({ loop, outcome: "drop", reason }, 0);
  metrics.paused.set({ loop }, 0);
}

export function createObserver(
  loop: ConsumingLoopName,
  queue: QueueName,
  { metrics, tracing, log }: ObserverDeps,
): Observer {
  startAtZero(loop, metrics);
  return {
    async step(name, { traceparent }, work) {
      const end = metrics.stageSeconds.startTimer({ loop, step: name });
      const span = tracing.start(`${loop} ${name}`, { kind: "internal", parent: traceparent });
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
    },

    async part(part, work) {
      const { batch, app, source, items } = part;
      const attributes = { tenant: batch.tenant, batch: batch.batch, part: batch.part, app, source, in: items.length };
      const span = tracing.start(loop, { kind: "consumer", parent: batch.traceparent, attributes });
      const { traceparent = batch.traceparent } = span;
      try {
        await work(traceparent === undefined ? part : { ...part, batch: { ...batch, traceparent } });
        span.end();
      } catch (error) {
        span.end(error);
        throw error;
      }
    },

    received(messages) {
      const oldest = Math.min(...messages.map((message) => message.sentAt));
      metrics.queueAgeSeconds.set({ queue }, Math.max(0, Date.now() - oldest) / 1000);
    },

    answered(done, returned) {
      metrics.messages.inc({ loop, result: "done" }, done);
      metrics.messages.inc({ loop, result: "returned" }, returned);
    },

    settled(outcomes) {
      for (const outcome of outcomes)
        metrics.records.inc({
          loop,
          outcome: outcome.kind === "retry" ? "dead" : outcome.kind,
          reason: outcome.kind === "drop" ? outcome.reason : "",
        });
    },

    paused(why, error) {
      const { waits, goesOn } = pauses[why];
      metrics.paused.set({ loop }, error === undefined ? 0 : 1);
      if (error === undefined) log.info({ event: goesOn.event }, goesOn.message);
      else log.warn({ event: waits.event, error: error.message }, waits.message);
    },
  };
}

/** The loop, whose stage and write are measured and traced. */
export const observedLoop = <In, Out>(loop: ConsumingLoop<In, Out>, observer: Observer): ConsumingLoop<In, Out> => ({
  ...loop,
  stage: (values, context) => observer.step("stage", context.batch, () => loop.stage(values, context)),
  write: (values, context) => observer.step("write", context.batch, () => loop.write(values, context)),
});
