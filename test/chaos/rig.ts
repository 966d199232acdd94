/**
 * What every fault is tried on: a queue behind a proxy, a store that can be broken, runners, and the judge. The embedded
 * pair always; Elasticsearch and the SQS server too when the environment names them. Each trial is a tenant of its own.
 */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "node:test";
import { createAppLookup } from "../../src/enrichment/app-lookup.ts";
import type { TextPool } from "../../src/enrichment/pool.ts";
import { createSqsWriter } from "../../src/ingestion/sqs-writer.ts";
import { readBalance } from "../../src/ledger/balance.ts";
import type { InsightDocument } from "../../src/model/insight-document.ts";
import type { Balance } from "../../src/model/ledger.ts";
import { TenantId } from "../../src/model/tenant.ts";
import { type EmbeddedQueueServer, startEmbeddedQueue } from "../../src/queue/embedded.ts";
import type { Queue } from "../../src/queue/queue.ts";
import { createSqsQueue } from "../../src/queue/sqs.ts";
import { createElasticsearchStore } from "../../src/store/elasticsearch.ts";
import { createSqliteStore } from "../../src/store/sqlite.ts";
import { type Store, StoreUnavailable } from "../../src/store/store.ts";
import { describeOnEngines, type EngineUrls, openEngines } from "../engines/engines.ts";
import { type FeedbackRecord, readFeedback } from "../feedback.ts";
import { eventually } from "../testbed.ts";
import { type FaultyProxy, startProxy } from "./proxy.ts";
import { openTexts, quiet, type Runner, type RunnerParts, startRunner } from "./runner.ts";
import { createFaultyStore, proxyFaults, type StoreFaults } from "./store-faults.ts";

/** Seconds; short, so that what a killed runner held comes back soon. */
export const VISIBILITY_SECONDS = 2;
/** Milliseconds after which a store that does not answer counts as down. */
const STORE_TIMEOUT_MS = 2_000;

/** How a process of its own reaches the same queue and store. */
export interface Places {
  readonly queue: Pick<EmbeddedQueueServer, "endpoint" | "credentials"> & { readonly prefix: string };
  readonly store: { readonly dataDir: string } | { readonly url: string; readonly indexPrefix: string };
}

interface Pair {
  readonly places: Places;
  readonly queueProxy: FaultyProxy;
  /** Straight to the store, whatever is broken. */
  readonly store: Store;
  readonly brokenStore: Store;
  readonly storeFaults: StoreFaults;
  close(): Promise<void>;
}

/** A real server takes any. */
const credentials = { accessKeyId: "any", secretAccessKey: "any" };

export const openQueueAt = (place: Places["queue"], visibilitySeconds = VISIBILITY_SECONDS): Queue =>
  createSqsQueue({ ...place, region: "us-east-1", waitSeconds: 1, visibilitySeconds });

/** Opening sets up each collection, which a busy server may not answer in so short a time: it is asked again, as the daemon does. */
const OPENINGS = 10;

export async function openStoreAt(place: Places["store"]): Promise<Store> {
  if ("dataDir" in place) return createSqliteStore(place);
  for (let opening = 1; ; opening++) {
    try {
      return await createElasticsearchStore({ ...place, requestTimeoutMs: STORE_TIMEOUT_MS });
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || opening === OPENINGS) throw error;
    }
  }
}

async function openEmbeddedPair(): Promise<Pair> {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-chaos-"));
  const server = await startEmbeddedQueue({ dataDir, port: 0 });
  const queueProxy = await startProxy(server.endpoint);
  const { endpoint, credentials } = server;
  const places: Places = { queue: { endpoint, credentials, prefix: "chaos-" }, store: { dataDir } };
  const store = await openStoreAt(places.store);
  const broken = createFaultyStore(store);
  return {
    places,
    queueProxy,
    store,
    brokenStore: broken.store,
    storeFaults: broken.faults,
    async close() {
      await store.close();
      await queueProxy.close();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function openRealPair(urls: EngineUrls): Promise<Pair> {
  const engines = openEngines(urls);
  const { indexPrefix, queuePrefix: prefix } = engines;
  const [queueProxy, storeProxy] = await Promise.all([startProxy(urls.sqs), startProxy(urls.elasticsearch)]);
  const store = await engines.openStore();
  const brokenStore = await openStoreAt({ url: storeProxy.url, indexPrefix });
  return {
    places: { queue: { endpoint: urls.sqs, credentials, prefix }, store: { url: urls.elasticsearch, indexPrefix } },
    queueProxy,
    store,
    brokenStore,
    storeFaults: proxyFaults(storeProxy),
    async close() {
      await Promise.all([store.close(), brokenStore.close()]);
      await Promise.all([queueProxy.close(), storeProxy.close()]);
      await engines.close();
    },
  };
}

export interface Rig extends Omit<Pair, "close"> {
  readonly name: string;
  readonly text: TextPool;
  /** Straight to the queue, whatever is broken. */
  readonly queue: Queue;
  /** Through the proxy, as the runners do. */
  readonly brokenQueue: Queue;
  start(changes?: Partial<RunnerParts>): Runner;
  /** A tenant of its own for each trial. */
  freshTenant(): TenantId;
  /** Through the product's own edge; resolves when the records are durable in the queue. */
  send(tenant: TenantId, records: readonly FeedbackRecord[], queue?: Pick<Queue, "send">): Promise<void>;
  /** Waits until all is accounted for. */
  settled(tenant: TenantId, received: number, milliseconds?: number): Promise<Balance>;
  /** By the sender's id: what each insight says. */
  insights(tenant: TenantId): Promise<Map<string, string>>;
  close(): Promise<void>;
}

/** Without what names the tenant, the time and the batch, and without what periodic passes write. */
function contentOf(insight: InsightDocument): string {
  const {
    id: _,
    tenant: _t,
    ingested_at: _i,
    batch: _b,
    created_batch: _c,
    part: _p,
    created_part: _cp,
    marks: _m,
    cluster_id: _l,
    themes: _h,
    ...rest
  } = insight;
  const { pass_term: _pt, ...content } = rest;
  return JSON.stringify(content, (key, value) => (key === "theme" ? undefined : value));
}

async function openRig(name: string, openPair: () => Promise<Pair>): Promise<Rig> {
  const [pair, text] = await Promise.all([openPair(), openTexts()]);
  const queue = openQueueAt(pair.places.queue);
  await queue.ensure();
  const brokenQueue = openQueueAt({ ...pair.places.queue, endpoint: pair.queueProxy.url });
  let tenants = 0;
  return {
    ...pair,
    name,
    text,
    queue,
    brokenQueue,
    start: (changes) => startRunner({ queue: brokenQueue, store: pair.brokenStore, text, ...changes }),
    freshTenant: () => TenantId.parse(`trial-${++tenants}`),
    async send(tenant, records, through = queue) {
      const apps = createAppLookup(pair.store);
      const now = () => Math.floor(Date.now() / 1000);
      const writer = createSqsWriter({
        queue: { ...queue, ...through },
        store: pair.store,
        apps,
        defaultApp: "default",
        log: quiet,
        now,
      });
      const { accepted } = await writer.write({ tenant, records });
      assert.equal(accepted, records.length);
    },
    settled: (tenant, received, milliseconds = 30_000) =>
      eventually(
        `${received} records accounted for`,
        async () => {
          const books = await readBalance(pair.store, tenant, { pipeline: "feedback" });
          return books.received >= received && books.in_flight === 0 && books;
        },
        milliseconds,
      ),
    async insights(tenant) {
      const found = new Map<string, string>();
      await pair.store.refresh(["insights"]);
      for await (const { doc } of pair.store.scan(tenant, "insights")) {
        assert.ok(!found.has(doc.data_id), `${doc.data_id} is there twice`);
        found.set(doc.data_id, contentOf(doc));
      }
      return found;
    },
    async close() {
      await Promise.all([queue.close(), brokenQueue.close(), text.close()]);
      await pair.close();
    },
  };
}

/** The same tests on the embedded pair and, when they are there, on the real engines. */
export function describeOnBothPairs(title: string, tests: (open: () => Promise<Rig>, real: boolean) => void): void {
  describe(`${title}: embedded pair`, () => tests(() => openRig("embedded", openEmbeddedPair), false));
  describeOnEngines(`${title}: Elasticsearch and SQS`, (urls) =>
    tests(() => openRig("real", () => openRealPair(urls)), true),
  );
}

/** Real feedback, each record with an id of the sender's. */
export const chaosRecords = (count: number): FeedbackRecord[] => {
  const feedback = readFeedback();
  return Array.from({ length: count }, (_, at) => ({
    ...feedback[at % feedback.length]!,
    app: "Pedalwick",
    id: `r-${at}`,
  }));
};
