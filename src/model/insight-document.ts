/** How an insight lies in the store: the public fields and, beside them, what never leaves the system. */
import type { Insight, Kind, Priority, Sentiment } from "./insight.ts";
import type { Stars } from "./stars.ts";

export interface InsightDocument extends Insight {
  /** The batch that created it; `batch` is the one of its last revision. */
  readonly created_batch: string;
  /** The parts of those two batches; absent on insights older than these fields. */
  readonly created_part?: string;
  readonly part?: string;
  /** With updated_at and ingested_at, decides which of two contents is newer. */
  readonly content_hash: string;
  /** 3 Critical … 0 Low, to sort by. */
  readonly priority_rank: number;
  readonly has_request: boolean;
  /** To be found and counted by, where it came with stars; absent on insights older than this field. */
  readonly stars?: Stars | undefined;
  /** Of the model that its vector was made with; absent on insights older than this field, which nothing is compared with. */
  readonly vector_version?: string;
  /** What was understood of the fields that a person corrected. The fields themselves hold the correction, so that insights are found and counted by it. */
  readonly understood?: Correction;
  /** Term of the clustering pass that wrote `cluster_id` and `marks`. */
  readonly pass_term?: number;
}

/** What a person put right: a document of its own, and written into the insight too. Absent fields stay as they were. */
export interface Correction {
  readonly kind?: Kind;
  readonly sentiment?: Sentiment;
  readonly priority?: Priority;
  readonly first_order_labels?: readonly string[];
  readonly second_order_labels?: readonly string[];
}

export interface CorrectionDocument extends Correction {
  readonly insight_id: string;
  readonly app_name: string;
  /** The corrected text: an utterance for the corrected labels. */
  readonly text: string;
  readonly at: number;
}
