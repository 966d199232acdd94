/** The real text functions, as a daemon with no settings of its own composes them, for tests. */
import { readConfig } from "../config.ts";
import { noiseSettings } from "../text/noise/judge.ts";
import type { Router } from "../text/routing/router.ts";
import type { Denoise } from "./denoise.ts";
import { type Enrichment, openEnrichment } from "./enrichment.ts";

export interface Understanding {
  readonly enrichment: Enrichment;
  readonly denoise: Denoise;
  /** Of the built-in labels. */
  readonly router: Router;
}

export async function openUnderstanding(): Promise<Understanding> {
  const enrichment = await openEnrichment();
  return {
    enrichment,
    denoise: enrichment.denoiser(noiseSettings(readConfig({}))),
    router: enrichment.router(undefined),
  };
}
