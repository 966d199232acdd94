/** The shape of a loop that consumes a queue: it reads messages, runs a stage over their records, and writes what came of them. `start.ts` does the rest. */
import type { Batch } from "../../model/batch.ts";
import type { ConsumingLoopName } from "../../model/loops.ts";
import type { FieldError, Outcome } from "../../model/outcome.ts";
import type { ReceivedMessage } from "../../queue/queue.ts";

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

/** Methods, so that loops of different records fit one list. */
export interface ConsumingLoop<In = unknown, Out = unknown> {
  readonly name: ConsumingLoopName;
  /** The items of a message that is no array, where strangers write such; undefined when it is nothing that is known. */
  itemsOf?(body: unknown): readonly unknown[] | undefined;
  /** Splits a message's array into parts. Deterministic: a redelivered message gives the same parts. */
  read(
    items: readonly unknown[],
    batch: Batch,
    message: ReceivedMessage,
    signal: AbortSignal,
  ): Promise<readonly Part<In>[]>;
  /** One outcome per value, in order. */
  stage(values: readonly In[], context: StageContext): Promise<readonly Outcome<Out>[]>;
  /** Makes durable what the stage made of the part; called once all its records have an outcome, again only for those that said `retry`. */
  write(values: readonly Out[], context: StageContext): Promise<Written>;
  /** Receive loops side by side, ten messages each. */
  readonly concurrency: number;
}
