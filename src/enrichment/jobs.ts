/** What travels between the daemon's main thread and its text threads. */
import type { AppModel } from "../model/app-model.ts";
import type { Correction } from "../text/routing/router.ts";
import type { Denoised, DenoiseInput } from "./denoise.ts";
import type { Enriched, EnrichInput } from "./enriched.ts";

/** An app's model with what people corrected; `key` changes with either. */
export interface RouterSource {
  readonly key: string;
  readonly model: AppModel | undefined;
  readonly corrections: readonly Correction[];
}

export interface WishInput {
  readonly title: string;
  readonly text: string;
  /** The title is the wish already. */
  readonly isWish: boolean;
}

/** Vectors as in {@link EnrichedBatch}. */
export interface WishBatch {
  readonly rows: readonly { readonly wish: string; readonly search: string }[];
  readonly vectors: Float32Array;
  readonly dims: number;
}

/** Vectors as in {@link EnrichedBatch}. */
export interface EmbeddedBatch {
  readonly vectors: Float32Array;
  readonly dims: number;
}

/** Vectors of a batch lie behind one another in one transferred buffer; a row of zeros is "no vector". */
export interface EnrichedBatch {
  readonly rows: readonly Omit<Enriched, "vector">[];
  readonly vectors: Float32Array;
  readonly dims: number;
}

export interface TextJobs {
  versions(): { readonly modelVersion: string; readonly vectorVersion: string };
  denoise(inputs: readonly DenoiseInput[]): readonly Denoised[];
  wishes(inputs: readonly WishInput[]): WishBatch;
  embed(texts: readonly string[]): EmbeddedBatch;
  /** By the key of a router that this thread has; undefined when it has it no longer, or not yet. */
  enrich(task: { readonly inputs: readonly EnrichInput[]; readonly router: string }): EnrichedBatch | undefined;
  /** Makes the router first, and keeps it. */
  enrichWith(task: { readonly inputs: readonly EnrichInput[]; readonly router: RouterSource }): EnrichedBatch;
}
