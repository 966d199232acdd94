/** A text thread: answers jobs one after the other. Starts only as a worker. */
import { workerData } from "node:worker_threads";
import { LRUCache } from "lru-cache";
import type { NoiseSettings } from "../text/noise/judge.ts";
import type { Router } from "../text/routing/router.ts";
import { serve } from "../threads/serve.ts";
import { stepBack } from "../threads/step-back.ts";
import type { EnrichInput } from "./enriched.ts";
import { type Enrichment, openEnrichment } from "./enrichment.ts";
import type { EmbeddedBatch, EnrichedBatch, RouterSource, TextJobs, WishBatch, WishInput } from "./jobs.ts";

/** Of the apps met last; one holds a few hundred vectors. */
const MAX_ROUTERS = 64;

stepBack();
const enrichment: Enrichment = await openEnrichment();
const denoise = enrichment.denoiser(workerData as NoiseSettings);
const { modelVersion, vectorVersion, embedder } = enrichment;
/** Only this thread knows which routers it has: whoever asks for another one is told so, and sends what it is made of. */
const routers = new LRUCache<string, Router>({ max: MAX_ROUTERS });

function routerFrom({ key, model, corrections }: RouterSource): Router {
  const router = routers.get(key) ?? enrichment.router(model, corrections);
  routers.set(key, router);
  return router;
}

function enrichAll(inputs: readonly EnrichInput[], router: Router): EnrichedBatch {
  const { dims } = embedder;
  const vectors = new Float32Array(inputs.length * dims);
  const rows = inputs.map((input, index) => {
    const { vector, ...row } = enrichment.enrich(input, router);
    if (vector !== undefined) vectors.set(vector, index * dims);
    return row;
  });
  return { rows, vectors, dims };
}

function readWishes(inputs: readonly WishInput[]): WishBatch {
  const { dims } = embedder;
  const vectors = new Float32Array(inputs.length * dims);
  const rows = inputs.map((input, index) => {
    const { vector, ...row } = enrichment.wish(input);
    vectors.set(vector, index * dims);
    return row;
  });
  return { rows, vectors, dims };
}

function embedAll(texts: readonly string[]): EmbeddedBatch {
  const { dims, embed } = embedder;
  const vectors = new Float32Array(texts.length * dims);
  for (const [index, text] of texts.entries()) embed(text, vectors.subarray(index * dims, (index + 1) * dims));
  return { vectors, dims };
}

serve<TextJobs>(
  {
    versions: () => ({ modelVersion, vectorVersion }),
    denoise: (inputs) => inputs.map(denoise),
    wishes: readWishes,
    embed: embedAll,
    enrich({ inputs, router: key }) {
      const router = routers.get(key);
      return router && enrichAll(inputs, router);
    },
    enrichWith: ({ inputs, router }) => enrichAll(inputs, routerFrom(router)),
  },
  { moves: (reply) => (reply && "vectors" in reply ? [reply.vectors.buffer as ArrayBuffer] : []) },
);
