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

/** One item that was rejected, by the stage or while writing; `index` is its place in the part. */
export interface Rejected<In> {
  readonly index: number;
  readonly item: ReadItem<In>;
  readonly errors: readonly FieldError[];
  /** Errors beyond those. */
  readonly more?: number | undefined;
  /** Of the rejection that is kept of it. */
  readonly rejection: string;
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
  /** Keeps what was rejected in a form of its own, beside the rejections that are kept of every loop; as often as it is redelivered. */
  keepRejected?(rejected: readonly Rejected<In>[], context: StageContext): Promise<void>;
  /** Receive loops side by side, ten messages each. */
  readonly concurrency: number;
}
