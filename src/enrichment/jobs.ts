/** What travels between the daemon's main thread and its text threads. */
import type { AppModel } from "../model/app-model.ts";
import type { Correction } from "../text/routing/router.ts";
import type { Denoised, DenoiseInput } from "./denoise.ts";
import type { Enriched, EnrichInput } from "./enrich.ts";

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

export type Job =
  | { readonly kind: "embed"; readonly texts: readonly string[] }
  | { readonly kind: "wishes"; readonly inputs: readonly WishInput[] }
  | { readonly kind: "denoise"; readonly inputs: readonly DenoiseInput[] }
  /** `router` comes along only when this thread has not seen `routerKey` before. */
  | {
      readonly kind: "enrich";
      readonly inputs: readonly EnrichInput[];
      readonly routerKey: string;
      readonly router?: RouterSource;
    };

export interface JobMessage {
  readonly id: number;
  readonly job: Job;
}

/** Vectors of a batch lie behind one another in one transferred buffer; a row of zeros is "no vector". */
export interface EnrichedBatch {
  readonly rows: readonly Omit<Enriched, "vector">[];
  readonly vectors: Float32Array;
  readonly dims: number;
}

export type JobReply =
  | { readonly id: number; readonly denoised: readonly Denoised[] }
  | { readonly id: number; readonly enriched: EnrichedBatch }
  | { readonly id: number; readonly wished: WishBatch }
  | { readonly id: number; readonly embedded: EmbeddedBatch }
  | { readonly id: number; readonly error: string };

export type Ready = { readonly ready: { readonly modelVersion: string; readonly vectorVersion: string } };
