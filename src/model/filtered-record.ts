/**
 * Reading the filtered queue: what the denoiser writes there, and what anybody else may have put there, checked field by
 * field before anything is made of it.
 */
import { z } from "zod";
import { acceptsOf } from "./as-it-stands.ts";
import type { FieldError } from "./outcome.ts";
import { plainIssue } from "./plain-issue.ts";
import { depthOf, MAX_RECORD_DEPTH } from "./read-record.ts";
import type { FilteredRecord } from "./record.ts";
import { LATEST } from "./times.ts";

/** Unix seconds, 1970 to 9999. */
const time = z.number().int().min(0).max(LATEST);
const share = z.number().min(0).max(1);

/** What the denoiser learnt is of no further use: a record without it is as good. */
const Signals = z
  .object({ words: z.number().int().min(0), non_english_share: share, misspelt_share: share, informative: z.number() })
  .partial({ informative: true })
  .catch({ words: 0, non_english_share: 0, misspelt_share: 0 });

const Filtered = z.object({
  /** As long as an id of a document may be. */
  id: z.string().min(1).max(440),
  app: z.string().min(1).max(200),
  source: z.string().min(1).max(100),
  source_id: z.string().max(300).default(""),
  data_id: z.string().max(64 * 1024),
  title: z
    .string()
    .max(64 * 1024)
    .default(""),
  text: z.string().min(1),
  date: time,
  updated_at: time,
  ingested_at: time,
  content_hash: z.string().min(1).max(200),
  metadata: z.record(z.string(), z.unknown()).default({}),
  lang: z.string().max(35).default("und"),
  original_text: z.string().optional(),
  untranslated: z.boolean().optional(),
  signals: Signals,
  uuid: z.string().max(1_000).optional(),
  parent_id: z.string().max(1_000).optional(),
  session_id: z.string().max(1_000).optional(),
  url: z.string().max(8_000).optional(),
  org: z.string().max(300).optional(),
  impact: z.unknown().optional(),
});

const isFiltered = acceptsOf(Filtered) as (value: unknown) => value is FilteredRecord;

export type ReadFiltered = { readonly record: FilteredRecord } | { readonly errors: readonly FieldError[] };

/** From one item of a message on the filtered queue. */
export function readFiltered(item: unknown): ReadFiltered {
  if (depthOf(item) > MAX_RECORD_DEPTH) {
    const message = `nested more than ${MAX_RECORD_DEPTH} levels deep`;
    return { errors: [{ field: "", code: "too_deep", message }] };
  }
  if (isFiltered(item)) return { record: item };
  const parsed = Filtered.safeParse(item);
  if (parsed.success) return { record: parsed.data };
  const errors = parsed.error.issues.map((issue) => ({
    field: issue.path.join("."),
    code: "invalid",
    message: plainIssue(issue),
  }));
  return { errors };
}
