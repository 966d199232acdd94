/** The composition root: the only place that knows every part. What starts here stops in reverse order. */
import { availableParallelism } from "node:os";
import type { Logger } from "pino";
import { assertBootable } from "./auth/authenticate.ts";
import { createClusteringThread } from "./clustering/pool.ts";
import type { Config } from "./config.ts";
import { startTextPool, type TextPool } from "./enrichment/pool.ts";
import { createRefinement, type Understanding } from "./enrichment/refinement.ts";
import { createSuggest } from "./enrichment/suggest.ts";
import { createSqsWriter } from "./ingestion/sqs-writer.ts";
import { createLedger } from "./ledger/ledger.ts";
import { backoff, createScope, type Scope, type StopFailure, sleep } from "./lifecycle.ts";
import { openLanguageModel } from "./llm/open.ts";
import { createCampaignPass } from "./loops/clustering/campaigns.ts";
import { createClusteringPass } from "./loops/clustering/pass.ts";
import { createDataModelCreatorLoop } from "./loops/data-model-creator/loop.ts";
import { createDenoiserLoop } from "./loops/denoiser/loop.ts";
import { createFeatureRequestsLoop } from "./loops/feature-requests/loop.ts";
import { startDeadLetterCollector } from "./loops/frame/collector.ts";
import type { ConsumingLoop } from "./loops/frame/consuming-loop.ts";
import { isOutage } from "./loops/frame/patience.ts";
import { startLoop } from "./loops/frame/start.ts";
import { createHousekeeping, daysKept } from "./loops/housekeeping/pass.ts";
import { createReEmbedding } from "./loops/re-embedding/pass.ts";
import { createTicketPass } from "./loops/ticket-generator/pass.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { type LoopName, queueOf } from "./model/loops.ts";
import type { TenantId } from "./model/tenant.ts";
import { type AppLookup, createAppLookup } from "./operations/app-lookup.ts";
import { listTenants } from "./operations/tenant-list.ts";
import { startEmbeddedQueue } from "./queue/embedded.ts";
import { type Queue, queueNames } from "./queue/queue.ts";
import { createSqsQueue } from "./queue/sqs.ts";
import { startPeriodic } from "./scheduler.ts";
import { createHttpIngestor } from "./server/http-ingestor.ts";
import { listenForHealth } from "./server/server.ts";
import { lockDataDir } from "./store/data-dir-lock.ts";
import { createLeases } from "./store/lease.ts";
import { openStore } from "./store/open.ts";
import type { Store } from "./store/store.ts";
import { noTracing, openTracing, type Tracing } from "./tracing.ts";
import { createCachedTranslator } from "./translation/cached.ts";
import { createGoogleTranslator } from "./translation/google.ts";
import { createLibreTranslator } from "./translation/libretranslate.ts";
import type { Translator } from "./translation/translation.ts";

export interface App {
  /** Where the server listens, when it does. */
  readonly url: string | undefined;
  /** Resolves when a part that everything needs has died by itself. */
  readonly failed: Promise<Error>;
  stop(deadlineMs: number): Promise<readonly StopFailure[]>;
}

interface Parts {
  readonly config: Config;
  readonly log: Logger;
  readonly scope: Scope;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  readonly queue: Queue;
  readonly store: Store;
  readonly apps: AppLookup;
}

const now = (): number => Math.floor(Date.now() / 1000);

/** A queue or store that is down at the start is waited for, as later. */
async function patiently<T>(what: string, log: Logger, work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error)) throw error;
      log.warn({ event: "waiting", what, error: (error as Error).message }, "does not answer yet");
      await sleep(backoff(attempt));
    }
  }
}

async function openQueue(config: Config, log: Logger, scope: Scope): Promise<{ queue: Queue; died: Promise<Error> }> {
  let died: Promise<Error> = new Promise(() => {});
  let endpoint = config.AWS_ENDPOINT_URL_SQS;
  if (config.QUEUE === "embedded") {
    const server = await scope.add("embedded queue", async () => {
      const value = await startEmbeddedQueue({ dataDir: config.DATA_DIR, port: config.EMBEDDED_SQS_PORT });
      return { value, stop: value.stop };
    });
    endpoint = server.endpoint;
    died = server.died;
  }
  const embedded =
    config.QUEUE === "embedded"
      ? { credentials: { accessKeyId: "embedded", secretAccessKey: "embedded" }, waitSeconds: 2 }
      : {};
  const queue = await scope.add("queue", () => {
    const value = createSqsQueue({ prefix: config.SQS_QUEUE_PREFIX, region: config.AWS_REGION, endpoint, ...embedded });
    return { value, stop: value.close };
  });
  await patiently("queue", log, queue.ensure);
  return { queue, died };
}

/** Off unless a collector is named. */
async function startTracing(config: Config, scope: Scope): Promise<Tracing> {
  const endpoint = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return noTracing;
  const { OTEL_EXPORTER_OTLP_HEADERS: headers, OTEL_SERVICE_NAME: service, OTEL_TRACES_SAMPLER_ARG: share } = config;
  return scope.add("traces", async () => {
    const value = await openTracing({ endpoint, headers, service, share });
    return { value, stop: value.close };
  });
}

async function openTranslator({ config, store, log }: Parts): Promise<Translator | undefined> {
  if (config.TRANSLATE === "none") return undefined;
  const translator =
    config.TRANSLATE === "google"
      ? await createGoogleTranslator({ key: config.GOOGLE_TRANSLATE_API_KEY, endpoint: config.TRANSLATE_URL, log })
      : createLibreTranslator({ url: config.TRANSLATE_URL ?? "", apiKey: config.TRANSLATE_API_KEY, log });
  return createCachedTranslator({ translator, store, name: config.TRANSLATE, now });
}

/** The text threads, when a loop of this runner reads texts. */
async function openText({ config, scope }: Parts): Promise<TextPool | undefined> {
  const reading: readonly LoopName[] = ["denoiser", "data-model-creator", "feature-requests"];
  if (!config.LOOPS.some((name) => reading.includes(name))) return undefined;
  const settings = {
    mode: config.DENOISER,
    minWords: config.MIN_WORDS,
    maxMisspelt: config.MAX_MISSPELT,
    maxNonEnglish: config.MAX_NON_ENGLISH,
  };
  return scope.add("text threads", async () => {
    const value = await startTextPool({
      threads: config.TEXT_WORKERS ?? Math.max(1, availableParallelism() - 1),
      settings,
    });
    return { value, stop: value.close };
  });
}

/** The text threads, with a language model over them when one is set up. */
function understand({ config, store, metrics, log }: Parts, text: TextPool): Understanding {
  const model = openLanguageModel({ config, store, metrics, log, now });
  return model === undefined ? text : createRefinement({ text, model, store, metrics, batch: config.LLM_BATCH, now });
}

async function startLoops(parts: Parts, text: TextPool | undefined): Promise<void> {
  const { config, log, scope, metrics, tracing, queue, store, apps } = parts;
  const translator = config.LOOPS.includes("denoiser") ? await openTranslator(parts) : undefined;
  const running: { stop(deadlineMs: number): Promise<void> }[] = [];
  // Side by side: each waits for its own poll and its own work, none for another's.
  await scope.add("loops", () => ({
    value: running,
    stop: async () => void (await Promise.all(running.map((loop) => loop.stop(15_000)))),
  }));

  const deps = { queue, store, ledger: createLedger(store), metrics, tracing, log, now };
  const defaultApp = config.DEFAULT_APP;
  const start = <In, Out>(definition: ConsumingLoop<In, Out>): void => {
    if ((config.LOOPS as readonly LoopName[]).includes(definition.name)) running.push(startLoop(definition, deps));
  };
  if (text !== undefined) {
    start(createFeatureRequestsLoop({ store, text, defaultApp }));
    start(createDataModelCreatorLoop({ text: understand(parts, text), apps, store, queue }));
    start(
      createDenoiserLoop({
        text,
        queue,
        defaultApp,
        appsByPackage: apps.packages,
        ...(translator === undefined ? {} : { translator }),
      }),
    );
  }
  for (const name of config.LOOPS) {
    const owned = queueOf(name);
    if (owned !== undefined) running.push(startDeadLetterCollector(owned, { queue, store, log }));
  }
}

async function startServer({ config, log, scope, metrics, tracing, queue, store, apps }: Parts): Promise<string> {
  await assertBootable(config, store);
  const { DEFAULT_APP: defaultApp } = config;
  const writer = createSqsWriter({ queue, store, apps, defaultApp, log, now, traceparent: tracing.current });
  const traced = tracing === noTracing ? {} : { tracing };
  const ingestor = createHttpIngestor({
    config,
    store,
    queue,
    suggestAppModel: createSuggest(),
    metrics,
    log,
    ...traced,
  });
  return scope.add("server", async () => {
    const listening = await ingestor.listenAndServe(writer);
    return { value: listening.url, stop: listening.close };
  });
}

/** Probes and figures on a port of their own, when one is named. */
async function startHealthServer(parts: Parts): Promise<void> {
  const { METRICS_HOST: host, METRICS_PORT: port } = parts.config;
  if (port === undefined) return;
  const { url } = await parts.scope.add("health server", async () => {
    const value = await listenForHealth({ host, port }, parts);
    return { value, stop: () => value.close(1_000) };
  });
  parts.log.info({ event: "health_server", url }, "probes and metrics");
}

async function startPeriodicWork(parts: Parts, text: TextPool | undefined, url: string): Promise<void> {
  const { config, log, scope, metrics, queue, store } = parts;
  const leases = createLeases(store, {
    holder: `${process.pid}-${crypto.randomUUID()}`,
    now: () => performance.now(),
    sleep,
  });
  const forEveryTenant =
    (pass: (tenant: TenantId, term: number, signal: AbortSignal) => Promise<void>) =>
    async (term: number, signal: AbortSignal) => {
      for (const tenant of await listTenants(store)) {
        if (!signal.aborted) await pass(tenant, term, signal);
      }
    };
  const add = (
    name: LoopName,
    intervalMs: number,
    pass: (tenant: TenantId, term: number, signal: AbortSignal) => Promise<void>,
  ) =>
    scope.add(name, () => {
      const value = startPeriodic({ name, intervalMs, run: forEveryTenant(pass) }, { leases, log });
      return { value, stop: () => value.stop(10_000) };
    });
  // Of every runner, whatever its loops are: the lease sees to it that one does it.
  await scope.add("housekeeping", () => {
    const value = startPeriodic(createHousekeeping({ store, log, days: daysKept(config), now }), { leases, log });
    return { value, stop: () => value.stop(10_000) };
  });
  if (text !== undefined) {
    await scope.add("re-embedding", () => {
      const value = startPeriodic(createReEmbedding({ store, text, metrics, log }), { leases, log });
      return { value, stop: () => value.stop(10_000) };
    });
  }
  if (config.LOOPS.includes("clustering")) {
    const thread = await scope.add("clustering thread", () => {
      const value = createClusteringThread();
      return { value, stop: value.close };
    });
    const cluster = createClusteringPass({ store, find: thread.find, log, now });
    const markCampaigns = createCampaignPass({ store, log, now });
    await add("clustering", config.CLUSTER_INTERVAL, async (tenant, term, signal) => {
      await cluster(tenant, term, signal);
      await markCampaigns(tenant, term, signal);
    });
  }
  if (config.LOOPS.includes("ticket-generator")) {
    const settings = {
      windowDays: config.TICKET_WINDOW_DAYS,
      minReviews: config.TICKET_MIN_REVIEWS,
      publicUrl: config.PUBLIC_URL ?? url,
    };
    await add("ticket-generator", config.TICKET_INTERVAL, createTicketPass({ store, queue, log, settings, now }));
  }
}

/** Depths for `/metrics`, sampled while anybody could look. */
async function startQueueSampling({ scope, queue, metrics, config }: Parts): Promise<void> {
  if (!config.SERVER && config.METRICS_PORT === undefined) return;
  await scope.add("queue sampling", () => {
    const sample = async (): Promise<void> => {
      for (const name of queueNames) {
        const depth = await queue.depth(name);
        metrics.queueMessages.set({ queue: name, state: "visible" }, depth.visible);
        metrics.queueMessages.set({ queue: name, state: "in_flight" }, depth.inFlight);
        if (depth.visible === 0) metrics.queueAgeSeconds.set({ queue: name }, 0);
      }
    };
    // An outage shows elsewhere; the figures then are simply old.
    const timer = setInterval(() => void sample().catch(() => undefined), 15_000);
    return { value: timer, stop: () => clearInterval(timer) };
  });
}

export async function startApp(config: Config, log: Logger): Promise<App> {
  const scope = createScope();
  const metrics = createMetrics();
  // First, so that it is the last to stop and sends the others' spans.
  const tracing = await startTracing(config, scope);
  if (config.QUEUE === "embedded" || config.STORE === "embedded") {
    await scope.add("data folder", async () => {
      const value = await lockDataDir(config.DATA_DIR);
      return { value, stop: value.release };
    });
  }
  const { queue, died } = await openQueue(config, log, scope);
  const store = await scope.add("store", async () => {
    const value = await patiently("store", log, () => openStore(config));
    return { value, stop: value.close };
  });
  const parts: Parts = { config, log, scope, metrics, tracing, queue, store, apps: createAppLookup(store) };
  // Before the loops, so that it outlives them on the way down and can say how things stand.
  const url = config.SERVER ? await startServer(parts) : undefined;
  await startHealthServer(parts);
  const text = await openText(parts);
  await startLoops(parts, text);
  await startPeriodicWork(parts, text, url ?? `http://${config.HOST}:${config.PORT}`);
  await startQueueSampling(parts);
  log.info(
    { event: "started", url, loops: config.LOOPS, queue: config.QUEUE, store: config.STORE },
    "Groundswell runs",
  );
  return { url, failed: died, stop: (deadlineMs) => scope.stop(deadlineMs) };
}
