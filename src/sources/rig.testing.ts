/**
 * For tests: a provider on loopback that answers as a test says, and a source of it registered over HTTP and pulled by the
 * real puller, on a real store, under a clock of its own. What was sent on is kept, record by record.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import type { IngestionWriter, Receipt, Submission } from "../ingestion/ingestion.ts";
import { createSecretBox } from "../ingestion/secret-box.ts";
import { createSqsWriter } from "../ingestion/sqs-writer.ts";
import { strictly } from "../loops/periodic/strict.testing.ts";
import { createPuller, type SourceEvent } from "../loops/puller/loop.ts";
import { type ReadContext, readRecord } from "../model/read-record.ts";
import type { Run } from "../model/source.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { createErase } from "../operations/erase.ts";
import { createDelivery } from "../operations/source-delivery.ts";
import type { SourceView } from "../operations/sources.ts";
import type { Queue } from "../queue/queue.ts";
import { startTestServer } from "../server/server.testing.ts";
import type { Store } from "../store/store.ts";
import { unitVector } from "../store/testsuite/fixtures.ts";
import { createOpenClient } from "./http.ts";
import { connectors } from "./registry.ts";

export interface ProviderAsked {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}
export interface ProviderAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly json?: unknown;
  readonly text?: string | Buffer;
  /** Hang up instead of answering. */
  readonly hangUp?: true;
}
export type Answerer = (asked: ProviderAsked) => ProviderAnswer | Promise<ProviderAnswer>;

export interface Provider extends AsyncDisposable {
  readonly url: string;
  readonly asked: ProviderAsked[];
  /** From now on. */
  answer: Answerer;
}

export async function openProvider(first: Answerer): Promise<Provider> {
  const asked: ProviderAsked[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const url = new URL(request.url ?? "/", "http://provider");
    const one = { method: request.method ?? "", url, headers: request.headers, body };
    asked.push(one);
    const { status = 200, headers = {}, json, text = "", hangUp } = await provider.answer(one);
    if (hangUp) return void request.socket.destroy();
    const type = json === undefined ? {} : { "content-type": "application/json" };
    response.writeHead(status, { ...type, ...(headers as Record<string, string>) });
    response.end(json === undefined ? text : JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const provider: Provider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer: first,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return provider;
}

export type SentRecord = Readonly<Record<string, unknown>> & { readonly id: string; readonly text?: string };

/** Where a rig works, if not on a store of its own and no queue: what was sent lies on this queue afterwards. */
export interface RigEngines {
  readonly store: Store;
  readonly queue: Queue;
}

/** Reads each record as the product's own writer does, and keeps what it takes. */
function createRecordingWriter(now: () => number, engines: RigEngines | undefined) {
  const sent: SentRecord[] = [];
  /** `next`: the next write fails; `lost`: it is done, and whoever asked for it is told that it failed. */
  const fail: { next?: Error; lost?: Error } = {};
  const apps = { packages: async () => new Map<string, string>() };
  const log = pino({ level: "silent" });
  const real = engines && createSqsWriter({ ...engines, apps, defaultApp: "default", log, now });
  const writer: IngestionWriter = {
    async write(submission): Promise<Receipt> {
      const { next, lost } = fail;
      delete fail.next;
      delete fail.lost;
      if (next !== undefined) throw next;
      const receipt = await real?.write(submission);
      const read = readAll(submission);
      if (lost !== undefined) throw lost;
      return receipt ?? read;
    },
  };
  function readAll({ tenant, records, app = "default", source }: Submission): Receipt {
    const context: ReadContext = { tenant, defaultApp: app, receivedAt: now(), appOfPackage: () => undefined };
    const rejected = records.flatMap((record, index) => {
      const read = readRecord(record, context);
      if ("errors" in read) return [{ index, errors: read.errors }];
      sent.push({ source, ...(record as SentRecord) });
      return [];
    });
    return { batch_ids: ["b"], accepted: records.length - rejected.length, rejected };
  }
  return { writer, sent, fail };
}

export type Rig = Awaited<ReturnType<typeof openRig>>;
export type Registered = SourceView & { readonly push_url?: string; readonly push_secret?: string };

export interface RigOptions {
  /** Unix seconds. */
  readonly start?: number;
  readonly allowPrivate?: boolean;
  readonly engines?: RigEngines;
}

export async function openRig({ start = 1_780_000_000, allowPrivate = true, engines }: RigOptions = {}) {
  const clock = { now: start };
  const now = () => clock.now;
  const { writer, sent, fail } = createRecordingWriter(now, engines);
  const openClient = createOpenClient({ allowPrivate });
  const secretBox = createSecretBox(Buffer.alloc(32, 7));
  const events: SourceEvent[] = [];
  // The store is the server's; what erases there is made once it is there.
  const parts = { connectors, secretBox, openClient, allowPrivate, now };
  const erasing: { erase?: ReturnType<typeof createErase> } = {};
  const erase: ReturnType<typeof createErase> = (...of) => erasing.erase!(...of);
  const server = await startTestServer({
    ...{ store: engines?.store, writer, now, sources: { ...parts, erase } },
    embedText: async () => ({ vector: unitVector(1), version: "v1" }),
  });
  const { store } = server;
  erasing.erase = createErase({ store, now });
  const deliver = createDelivery({ store, writer, erase, now });
  let term = 1;

  const openPuller = () => {
    const log = pino({ level: "silent" });
    return createPuller({ ...parts, store, deliver, log, notify: (event) => void events.push(event) });
  };
  let puller = openPuller();
  let stopping = new AbortController();

  /** One round, and all that it began. */
  async function round(): Promise<void> {
    await strictly(puller.run)(DEFAULT_TENANT, term, stopping.signal);
    await puller.settled();
  }

  async function read(id: string, run: string): Promise<Run> {
    return (await server.ask<Run>("GET", `/api/v1/sources/${id}/runs/${run}`)).body;
  }

  /** Goes on until the run ends; waits that a provider asks for pass by themselves. */
  async function finish(id: string, run: string, rounds = 50): Promise<Run> {
    for (let at = 0; at < rounds; at++) {
      await round();
      const found = await read(id, run);
      if (found.state !== "running") return found;
      clock.now = Math.max(clock.now + 1, found.error?.retry_at ?? 0);
    }
    throw new Error("the run does not end");
  }

  return {
    ...{ server, store, sent, fail, clock, events, round, read, finish },
    async register(source: Readonly<Record<string, unknown>>): Promise<Registered> {
      const { status, body } = await server.ask<Registered>("POST", "/api/v1/sources", {
        json: { app: "notes", ...source },
      });
      if (status !== 201) throw new Error(`not registered: ${JSON.stringify(body)}`);
      return body;
    },
    async ask(id: string, window: Readonly<Record<string, unknown>> = {}): Promise<Run> {
      const answer = await server.ask<{ run: Run }>("POST", `/api/v1/sources/${id}/pull`, { json: window });
      if (answer.status !== 202) throw new Error(`no run: ${answer.status} ${answer.text}`);
      return answer.body.run;
    },
    async pull(id: string, window: Readonly<Record<string, unknown>> = {}): Promise<Run> {
      return finish(id, (await this.ask(id, window)).id);
    },
    source: async (id: string) => (await server.ask<SourceView>("GET", `/api/v1/sources/${id}`)).body,
    /** Another runner takes over, which knows nothing but the store. The one before is gone, or only stalled. */
    takeOver(before: "gone" | "stalled" = "gone") {
      if (before === "gone") stopping.abort();
      stopping = new AbortController();
      puller = openPuller();
      term++;
    },
    /** Ids in the order in which they were sent on, each as often as it was. */
    ids: () => sent.map(({ id }) => id),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await puller.settled();
      await server[Symbol.asyncDispose]();
      await openClient.close();
    },
  };
}
