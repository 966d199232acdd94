/** A text thread: answers jobs one after the other, so that the main thread stays free for requests. */
import { parentPort, workerData } from "node:worker_threads";
import type { Router } from "../text/routing/router.ts";
import { stepBack } from "../threads/step-back.ts";
import type { DenoiseSettings } from "./denoise.ts";
import { type Enrichment, openEnrichment } from "./enrichment.ts";
import type { EmbeddedBatch, EnrichedBatch, Job, JobMessage, JobReply, Ready, WishBatch, WishInput } from "./jobs.ts";

/** Routers of the apps met last; one holds a few hundred vectors. */
const MAX_ROUTERS = 64;

stepBack();
const enrichment: Enrichment = await openEnrichment(workerData as DenoiseSettings);
const routers = new Map<string, Router>();

function routerOf(job: Extract<Job, { kind: "enrich" }>): Router {
  const known = routers.get(job.routerKey);
  if (known !== undefined) return known;
  if (job.router === undefined) throw new Error("unknown router");
  const router = enrichment.router(job.router.model, job.router.corrections);
  if (routers.size >= MAX_ROUTERS) routers.delete(routers.keys().next().value ?? "");
  routers.set(job.routerKey, router);
  return router;
}

function enrichAll(job: Extract<Job, { kind: "enrich" }>): EnrichedBatch {
  const router = routerOf(job);
  const { dims } = enrichment.embedder;
  const vectors = new Float32Array(job.inputs.length * dims);
  const rows = job.inputs.map((input, index) => {
    const { vector, ...row } = enrichment.enrich(input, router);
    if (vector !== undefined) vectors.set(vector, index * dims);
    return row;
  });
  return { rows, vectors, dims };
}

function readWishes(inputs: readonly WishInput[]): WishBatch {
  const { dims } = enrichment.embedder;
  const vectors = new Float32Array(inputs.length * dims);
  const rows = inputs.map((input, index) => {
    const { vector, ...row } = enrichment.wish(input);
    vectors.set(vector, index * dims);
    return row;
  });
  return { rows, vectors, dims };
}

function embedAll(texts: readonly string[]): EmbeddedBatch {
  const { dims, embed } = enrichment.embedder;
  const vectors = new Float32Array(texts.length * dims);
  for (const [index, text] of texts.entries()) embed(text, vectors.subarray(index * dims, (index + 1) * dims));
  return { vectors, dims };
}

const buffersOf = (reply: JobReply): ArrayBuffer[] => {
  if ("enriched" in reply) return [reply.enriched.vectors.buffer as ArrayBuffer];
  if ("embedded" in reply) return [reply.embedded.vectors.buffer as ArrayBuffer];
  return "wished" in reply ? [reply.wished.vectors.buffer as ArrayBuffer] : [];
};

function answer({ id, job }: JobMessage): JobReply {
  try {
    if (job.kind === "denoise") return { id, denoised: job.inputs.map(enrichment.denoise) };
    if (job.kind === "wishes") return { id, wished: readWishes(job.inputs) };
    if (job.kind === "embed") return { id, embedded: embedAll(job.texts) };
    return { id, enriched: enrichAll(job) };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.on("message", (message: JobMessage) => {
  const reply = answer(message);
  parentPort?.postMessage(reply, buffersOf(reply));
});
const { modelVersion, vectorVersion } = enrichment;
const ready: Ready = { ready: { modelVersion, vectorVersion } };
parentPort?.postMessage(ready);
