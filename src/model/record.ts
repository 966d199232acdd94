/** A record: one raw piece of feedback, on its way in. */
import { z } from "zod";
import { givenName } from "./given-name.ts";
import type { FieldError } from "./outcome.ts";

/** As it arrives: `text` (or `title`) is required, all else is optional. Dates: ISO 8601 or unix seconds; without a zone, UTC. */
export const RawRecord = z
  .object({
    app: givenName(200).optional(),
    title: z.string().optional(),
    text: z.string().optional(),
    date: z.union([z.string(), z.number()]).optional(),
    source: givenName(100).optional(),
    metadata: z.record(z.string(), z.unknown()).optional(),
    id: z.union([z.string().min(1).max(1_000), z.number()]).optional(),
    uuid: z.string().max(1_000).optional(),
    source_id: z.string().max(300).optional(),
    parent_id: z.string().max(1_000).optional(),
    session_id: z.string().max(1_000).optional(),
    impact: z.unknown().optional(),
    metadata_type: z.string().max(300).optional(),
    lang: z.string().max(35).optional(),
    url: z.string().max(8_000).optional(),
    org: z.string().max(300).optional(),
    updated_at: z.union([z.string(), z.number()]).optional(),
  })
  .meta({
    id: "Record",
    description:
      "`uuid`, `source_id`, `parent_id`, `session_id` and `org` may be numbers too. `uuid`, beside `source_id` and `id`, is the record's own: of an app, another record under it is a duplicate. Fields under the names of known exports and interfaces (`content`, `score`, `at`, `reviewId`, …) are read as well; what has no place of its own goes to `metadata`.",
  });
export type RawRecord = z.infer<typeof RawRecord>;

/** A valid record with its identity settled: what the raw queue carries. Times are unix seconds. */
export interface IdentifiedRecord {
  readonly id: string;
  readonly app: string;
  readonly source: string;
  readonly source_id: string;
  readonly data_id: string;
  readonly title: string;
  readonly text: string;
  readonly date: number;
  readonly updated_at: number;
  readonly ingested_at: number;
  /** Of all that the sender said, so that the same content sent again is known as such. */
  readonly content_hash: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The sender's name for this record, beside its identity: an app has one record under it. */
  readonly uuid?: string;
  readonly parent_id?: string;
  readonly session_id?: string;
  readonly lang?: string;
  readonly url?: string;
  readonly org?: string;
  /** As it was sent: stars, likes, votes. A change of it alone is no new content. */
  readonly impact?: unknown;
}

/** What the denoiser learnt on the way, for later stages to use and for people to see. Shares are in [0, 1]. */
export interface Signals {
  readonly words: number;
  readonly non_english_share: number;
  readonly misspelt_share: number;
  readonly informative?: number;
}

/** A record that is worth understanding, in English unless `untranslated`. `original_text` is there when it was translated. */
export interface FilteredRecord extends IdentifiedRecord {
  readonly lang: string;
  readonly original_text?: string;
  readonly untranslated?: boolean;
  readonly signals: Signals;
}

/** Outcome of reading one raw record: it, or every reason why not. */
export type ReadRecord =
  | { readonly record: IdentifiedRecord; readonly raw: RawRecord }
  | { readonly errors: readonly FieldError[] };

/** As it lies on the raw queue: what was sent, its app and source settled, and when it reached us. */
export type QueuedRecord = RawRecord & { readonly app: string; readonly source: string; readonly ingested_at: number };
