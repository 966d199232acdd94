/**
 * Re-embedding: after a change of the model, documents whose vector is another model's get one of this runner's, in the
 * background and by one runner. Vector and version are written together by compare-and-set, so that a revision that
 * comes in between wins; what is done is known by its version, so an interrupted pass goes on where it was. No term is
 * needed: what is written follows from the document that was read, whoever writes it.
 */
import type { Logger } from "pino";
import { insightText } from "../../enrichment/insight.ts";
import type { TextPool } from "../../enrichment/pool.ts";
import { sleep } from "../../lifecycle.ts";
import type { Metrics } from "../../metrics.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Documents } from "../../store/collections.ts";
import type { Store, Stored, Where, Write } from "../../store/store.ts";
import { groupText } from "../feature-requests/nearest.ts";
import type { PeriodicLoop } from "../periodic/periodic-loop.ts";

const INTERVAL_MS = 600_000;
/** Documents embedded and written at a time: a few milliseconds of a text thread. */
const BATCH = 100;
/** For each millisecond that a batch took, this many are left to live work; the busier it is, the longer a batch takes. */
const REST = 3;
/** On Elasticsearch a scan keeps on disk what it began with: after so many documents another one begins. */
const MAX_A_SCAN = 100_000;
const PROGRESS_MS = 10_000;

/** Few groups, which every wish is compared with, before many insights. */
const textOf = {
  feature_requests: groupText,
  insights: insightText,
} as const satisfies { readonly [C in keyof Documents]?: (doc: Documents[C]) => string };
type Embedded = keyof typeof textOf;
const embedded = Object.keys(textOf) as Embedded[];

export interface ReEmbeddingDeps {
  readonly store: Store;
  readonly text: Pick<TextPool, "embed" | "vectorVersion">;
  readonly metrics: Pick<Metrics, "outdatedVectors" | "renewedVectors">;
  readonly log: Logger;
}

export function createReEmbedding({ store, text, metrics, log }: ReEmbeddingDeps): PeriodicLoop {
  const { vectorVersion } = text;
  const outdated = <C extends Embedded>(): Where<C> => ({ vector_version: { not: vectorVersion } }) as Where<C>;

  /** How many were written: one that somebody else changed meanwhile is found again by the next scan, if it still is outdated. */
  async function renew<C extends Embedded>(
    tenant: TenantId,
    collection: C,
    batch: readonly Stored<Documents[C]>[],
  ): Promise<number> {
    const texts = batch.map(({ doc }) => (textOf[collection] as (doc: Documents[C]) => string)(doc));
    const { vectors, dims } = await text.embed(texts);
    const writes = batch.map(({ id, version, doc, search }, at): Write<Documents[C]> => {
      const vector = vectors.subarray(at * dims, (at + 1) * dims);
      return {
        op: "replace",
        id,
        version,
        doc: { ...doc, vector_version: vectorVersion },
        search,
        ...(vector.some((value) => value !== 0) ? { vector } : {}),
      };
    });
    const results = await store.write(tenant, collection, writes);
    const written = results.filter(({ ok }) => ok).length;
    metrics.renewedVectors.inc({ collection }, written);
    metrics.outdatedVectors.dec({ collection }, written);
    return written;
  }

  /** Goes once through what is outdated now. */
  async function scanOnce<C extends Embedded>(
    tenant: TenantId,
    collection: C,
    signal: AbortSignal,
    onBatch: (written: number) => void,
  ): Promise<void> {
    let batch: Stored<Documents[C]>[] = [];
    let seen = 0;
    const flush = async (): Promise<void> => {
      const started = performance.now();
      onBatch(await renew(tenant, collection, batch));
      batch = [];
      await sleep(REST * (performance.now() - started), signal);
    };
    const options = { where: outdated<C>(), vectors: true, pageSize: BATCH };
    for await (const stored of store.scan(tenant, collection, options)) {
      batch.push(stored);
      if (batch.length === BATCH) await flush();
      if (++seen >= MAX_A_SCAN || signal.aborted) break;
    }
    if (batch.length > 0 && !signal.aborted) await flush();
  }

  async function renewAll(tenant: TenantId, collection: Embedded, signal: AbortSignal, total: number): Promise<void> {
    let [done, before, told] = [0, -1, performance.now()];
    const where = { tenant, collection, vector_version: vectorVersion };
    log.info({ event: "re_embedding_started", ...where, total }, "vectors are another model's");
    while (done > before && !signal.aborted) {
      before = done;
      await store.refresh([collection]);
      await scanOnce(tenant, collection, signal, (written) => {
        done += written;
        if (performance.now() - told < PROGRESS_MS) return;
        told = performance.now();
        log.info({ event: "re_embedding", ...where, done, total }, "vectors are made anew");
      });
    }
    if (signal.aborted) {
      log.info({ event: "re_embedding_interrupted", ...where, done, total }, "goes on later");
      return;
    }
    const left = await countOutdated(tenant, collection);
    log.info(
      { event: "re_embedding_done", ...where, done, left },
      left === 0 ? "all done" : "what is left comes next time",
    );
  }

  const countOutdated = (tenant: TenantId, collection: Embedded): Promise<number> =>
    store.count(tenant, collection, { where: outdated<typeof collection>() });

  return {
    name: "re-embedding",
    intervalMs: INTERVAL_MS,
    async begin(tenants) {
      await store.refresh(embedded);
      for (const collection of embedded) {
        const counts = await Promise.all(tenants.map((tenant) => countOutdated(tenant, collection)));
        metrics.outdatedVectors.set(
          { collection },
          counts.reduce((sum, count) => sum + count, 0),
        );
      }
    },
    async run(tenant, _term, signal) {
      for (const collection of embedded) {
        const count = await countOutdated(tenant, collection);
        if (count > 0 && !signal.aborted) await renewAll(tenant, collection, signal, count);
      }
    },
    // Whoever holds the lease next knows how many are left.
    leave: () => metrics.outdatedVectors.reset(),
  };
}
