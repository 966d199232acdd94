/**
 * Ingestion's two nouns. An `Ingestor` takes feedback from somewhere (HTTP, a file, a source) and hands it to an
 * `IngestionWriter`, which makes it durable somewhere (a queue, a file, another writer). Any ingestor works with any writer.
 */
import type { FieldError } from "../model/outcome.ts";
import type { TenantId } from "../model/tenant.ts";

/** What arrived together: any JSON values; the writer reads them and says which it could not take. */
export interface Submission {
  readonly tenant: TenantId;
  readonly records: readonly unknown[];
  /** What a record is when it doesn't say. */
  readonly app?: string;
  readonly source?: string;
  readonly sourceId?: string;
  /** The batch or rejection that this runs again. */
  readonly replayOf?: string;
}

export interface RefusedRecord {
  /** Position in `records`. */
  readonly index: number;
  readonly errors: readonly FieldError[];
}

/** Everything accepted is durable. What was refused is in the books and kept, also when nothing was acceptable (then `batch_ids` is empty). */
export interface Receipt {
  readonly batch_ids: readonly string[];
  readonly accepted: number;
  readonly rejected: readonly RefusedRecord[];
  /** Of the accepted, those that a processor dropped on purpose. */
  readonly dropped?: number;
  /** What each branch of a tee made of it. */
  readonly branches?: readonly Branch[];
}

/** One of several writers that are given the same. */
export interface Branch {
  readonly name: string;
  readonly received: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly failed: number;
  readonly error?: string | undefined;
}

export interface IngestionWriter {
  /** Throws `QueueUnavailable` or `StoreUnavailable` when nothing can be taken now; then nothing counts as accepted. */
  write(submission: Submission, signal?: AbortSignal): Promise<Receipt>;
}

export interface Listening {
  /** Takes nothing new; resolves when what was taken is written. */
  close(): Promise<void>;
}

export interface Ingestor {
  listenAndServe(writer: IngestionWriter): Promise<Listening>;
}
