/** The composition root: the only place that knows every part. What starts here stops in reverse order. */

import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Logger } from "pino";
import { assertBootable } from "./auth/authenticate.ts";
import { ensureFirstKey } from "./auth/first-key.ts";
import { isLoopback } from "./auth/origins.ts";
import { adviceForFolder, adviceForPorts, inWords, nameStore } from "./boot-errors.ts";
import type { Config } from "./config.ts";
import { type AppLookup, createAppLookup } from "./enrichment/app-lookup.ts";
import { startTextPool, type TextPool } from "./enrichment/pool.ts";
import { createTextQuestions } from "./enrichment/text-questions.ts";
import { createSchemas, type Schemas } from "./events/schemas.ts";
import { createEventIntake } from "./ingestion/event-intake.ts";
import { createSqsWriter } from "./ingestion/sqs-writer.ts";
import { createWholeSend } from "./ingestion/whole-send.ts";
import { backoff, createScope, type Scope, type StopFailure, sleep } from "./lifecycle.ts";
import { openLanguageModel } from "./llm/open.ts";
import { isOutage } from "./loops/frame/patience.ts";
import type { LoopParts } from "./loops/registry.ts";
import { startLoops } from "./loops/start.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { queuesTakenHere } from "./model/loops.ts";
import { createFileObjects } from "./objects/files.ts";
import type { ObjectStore } from "./objects/objects.ts";
import { createS3Objects } from "./objects/s3.ts";
import { openSources } from "./open-sources.ts";
import { createDelivery } from "./operations/source-delivery.ts";
import { queueNotes, storeNotes } from "./permission-notes.ts";
import { publicUrlOf } from "./public-url.ts";
import { startEmbeddedQueue } from "./queue/embedded.ts";
import { type Queue, queueNames } from "./queue/queue.ts";
import { createSqsQueue, type SqsOptions } from "./queue/sqs.ts";
import type { SourceParts } from "./server/deps.ts";
import { createHttpIngestor } from "./server/http-ingestor.ts";
import { listenForHealth } from "./server/server.ts";
import { lockDataDir } from "./store/data-dir-lock.ts";
import { isQueueNew, mustBeWhole } from "./store/data-files.ts";
import { openStore } from "./store/open.ts";
import type { Store } from "./store/store.ts";
import { noiseSettings } from "./text/noise/judge.ts";
import { noTracing, openTracing, type Tracing } from "./tracing.ts";
import { openTranslator } from "./translation/open.ts";

export interface Daemon {
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
  readonly objects: ObjectStore | undefined;
  readonly apps: AppLookup;
  readonly sources: SourceParts;
  readonly schemas: Schemas;
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
  const { AWS_REGION: region, SQS_QUEUE_PREFIX: prefix } = config;
  let options: SqsOptions = { prefix, region, endpoint: config.AWS_ENDPOINT_URL_SQS };
  if (config.QUEUE === "embedded") {
    const server = await scope.add("embedded queue", async () => {
      const value = await startEmbeddedQueue({ dataDir: config.DATA_DIR, port: config.EMBEDDED_SQS_PORT, region });
      return { value, stop: value.stop };
    });
    const { endpoint, client, endPolls } = server;
    options = { ...options, endpoint, client, waitSeconds: 20, endPolls };
    died = server.died;
  }
  const queue = await scope.add("queue", () => {
    const value = createSqsQueue({
      ...options,
      ...queueNotes(log),
    });
    return { value, stop: value.close };
  });
  await patiently("queue", log, queue.ensure);
  return { queue, died };
}

/** The bucket that is named, else a folder beside the embedded queue; none where there is neither. */
async function openObjects(config: Config, scope: Scope): Promise<ObjectStore | undefined> {
  const { S3_BUCKET: bucket, S3_REGION: region, S3_ENDPOINT: endpoint, S3_FORCE_PATH_STYLE: forcePathStyle } = config;
  if (bucket === undefined)
    return config.QUEUE === "embedded" ? createFileObjects(join(config.DATA_DIR, "objects")) : undefined;
  return scope.add("objects", () => {
    const value = createS3Objects({ bucket, region, endpoint, forcePathStyle });
    return { value, stop: value.close };
  });
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

/** The text threads, from the first loop on that reads texts. */
function shareText({ config, scope, log }: Parts): LoopParts["text"] {
  let pool: TextPool | undefined;
  return {
    opened: () => pool,
    async open() {
      pool ??= await scope.add("text threads", async () => {
        const threads = config.TEXT_WORKERS ?? Math.max(1, availableParallelism() - 1);
        const value = await startTextPool({ threads, settings: noiseSettings(config), log });
        return { value, stop: value.close };
      });
      return pool;
    },
  };
}

/** Where feedback goes: the raw queue. */
const createWriter = ({ config, log, tracing, store, apps }: Parts, queue: Queue) =>
  createSqsWriter({ queue, store, apps, defaultApp: config.DEFAULT_APP, log, now, traceparent: tracing.current });

/** Throws unless the server may listen. */
async function prepareKeys(config: Config, store: Store, log: Logger): Promise<void> {
  const { FIRST_KEY_FILE: file } = config;
  if (file !== undefined && (await ensureFirstKey(file, { store, now })))
    log.info({ event: "first_key_made", file }, "the first API key is in this file; keep it, and remove the file");
  await assertBootable(config, store);
}

async function startServer(parts: Parts): Promise<string> {
  const { config, log, scope, tracing, store } = parts;
  await prepareKeys(config, store, log);
  // Requests are taken in whole.
  const queue: Queue = { ...parts.queue, send: createWholeSend({ queue: parts.queue, store, log, now }) };
  const writer = createWriter(parts, queue);
  const questions = await scope.add("questions about texts", () => {
    const value = createTextQuestions();
    return { value, stop: value.close };
  });
  const trial = { noise: noiseSettings(config), defaultApp: config.DEFAULT_APP };
  const ingestor = createHttpIngestor({
    ...parts,
    queue,
    tracing: tracing === noTracing ? undefined : tracing,
    writeEvents: createEventIntake({ queue, store, log, clock: Date.now, traceparent: tracing.current }),
    suggestAppModel: questions.suggest,
    detectWishes: questions.detect,
    embedText: questions.embed,
    tryOut: (asked, signal) => questions.tryOut({ ...asked, ...trial, receivedAt: now() }, signal),
  });
  return scope.add("server", async () => {
    const listening = await ingestor.listenAndServe(writer).catch((error: unknown) => {
      throw inWords(error, "PORT", `${config.HOST}:${config.PORT}`, adviceForPorts("HOST"));
    });
    return { value: listening.url, stop: listening.close };
  });
}

/** Probes and figures on a port of their own, when one is named. */
async function startHealthServer(parts: Parts): Promise<void> {
  const { METRICS_HOST: host, METRICS_PORT: port } = parts.config;
  if (port === undefined) return;
  const { url } = await parts.scope.add("health server", async () => {
    const value = await listenForHealth({ host, port }, parts).catch((error: unknown) => {
      throw inWords(error, "METRICS_PORT", `${host}:${port}`, adviceForPorts("METRICS_HOST"));
    });
    return { value, stop: () => value.close(1_000) };
  });
  parts.log.info({ event: "health_server", url }, "probes and metrics");
}

/** Depths for `/metrics`, sampled while anybody could look. */
async function startQueueSampling({ scope, queue, metrics, config }: Parts): Promise<void> {
  if (!config.SERVER && config.METRICS_PORT === undefined) return;
  const taken = queuesTakenHere(config.LOOPS);
  await scope.add("queue sampling", () => {
    const sample = async (): Promise<void> => {
      for (const name of queueNames) {
        const depth = await queue.depth(name);
        metrics.queueMessages.set({ queue: name, state: "visible" }, depth.visible);
        metrics.queueMessages.set({ queue: name, state: "in_flight" }, depth.inFlight);
        if (depth.visible === 0) metrics.queueAgeSeconds.set({ queue: name }, 0);
        // How old it is shows only to who takes it.
        else if (!taken.has(name)) metrics.queueAgeSeconds.remove({ queue: name });
      }
    };
    // An outage shows elsewhere; the figures then are simply old.
    const timer = setInterval(() => void sample().catch(() => undefined), 15_000);
    return { value: timer, stop: () => clearInterval(timer) };
  });
}

/** A guess is told: links in tickets are followed by others, elsewhere and later. */
function findPublicUrl(config: Config, url: string | undefined, log: Logger): string {
  const publicUrl = publicUrlOf(config, url === undefined ? {} : { port: Number(new URL(url).port) });
  if (config.PUBLIC_URL === undefined && !isLoopback(config.HOST))
    log.warn({ event: "public_url_guessed", url: publicUrl }, "links in tickets begin with this: set PUBLIC_URL");
  return publicUrl;
}

export async function startDaemon(config: Config, log: Logger): Promise<Daemon> {
  const scope = createScope();
  const metrics = createMetrics();
  // First, so that it is the last to stop and sends the others' spans.
  const tracing = await startTracing(config, scope);
  if (config.QUEUE === "embedded" || config.STORE === "embedded") {
    await scope.add("data folder", async () => {
      const value = await lockDataDir(config.DATA_DIR).catch((error: unknown) => {
        throw inWords(error, "DATA_DIR", config.DATA_DIR, adviceForFolder());
      });
      return { value, stop: value.release };
    });
    mustBeWhole(config.DATA_DIR, { store: config.STORE === "embedded", queue: config.QUEUE === "embedded" });
    if (config.STORE === "embedded" && config.QUEUE === "embedded" && isQueueNew(config.DATA_DIR))
      log.warn(
        { event: "queue_new", folder: join(config.DATA_DIR, "queue") },
        "the queue begins empty beside a store that is not new: what waited in an earlier one is not here; send it again, or restore DATA_DIR as a whole",
      );
  }
  const store = await scope.add("store", async () => {
    const value = await patiently("store", log, () => openStore(config, config.STORE, storeNotes(log))).catch(
      (error: unknown) => {
        throw nameStore(error, config);
      },
    );
    return { value, stop: value.close };
  });
  // After the store: a queue without one then means that the store is gone.
  const { queue, died } = await openQueue(config, log, scope);
  const objects = await openObjects(config, scope);
  const schemas = await scope.add("schema threads", () => {
    const value = createSchemas();
    return { value, stop: value.close };
  });
  const sources = await openSources({ config, store, scope, now });
  const apps = createAppLookup(store);
  const parts: Parts = { config, log, scope, metrics, tracing, queue, store, objects, apps, sources, schemas };
  // Before the loops, so that it outlives them on the way down and can say how things stand.
  const url = config.SERVER ? await startServer(parts) : undefined;
  await startHealthServer(parts);
  await startLoops({
    ...parts,
    text: shareText(parts),
    sources: {
      connectors: sources.connectors,
      contexts: sources,
      deliver: createDelivery({ store, writer: createWriter(parts, parts.queue), erase: sources.erase, now }),
    },
    openTranslator: () => openTranslator({ config, store, log, now }),
    languageModel: openLanguageModel({ config, store, metrics, log, now }),
    publicUrl: findPublicUrl(config, url, log),
    now,
  });
  await startQueueSampling(parts);
  log.info(
    { event: "started", url, loops: config.LOOPS, queue: config.QUEUE, store: config.STORE },
    "Groundswell runs",
  );
  return { url, failed: died, stop: (deadlineMs) => scope.stop(deadlineMs) };
}
