/** A real server for tests: listening on a free port, on a real store in a folder of its own, with a real queue where a test wants one. */
import { pino } from "pino";
import { readConfig } from "../config.ts";
import { createSchemas, type Schemas } from "../events/schemas.ts";
import { createEventIntake, type EventWriter } from "../ingestion/event-intake.ts";
import type { IngestionWriter, Receipt, Submission } from "../ingestion/ingestion.ts";
import { createMetrics } from "../metrics.ts";
import type { AppModel } from "../model/app-model.ts";
import type { Insight } from "../model/insight.ts";
import type { InsightDocument } from "../model/insight-document.ts";
import type { FieldError } from "../model/outcome.ts";
import { DEFAULT_TENANT, INSTALLATION, type TenantId } from "../model/tenant.ts";
import type { Ticket, TicketDocument, Work } from "../model/ticket.ts";
import type { TryOut } from "../model/try-out.ts";
import type { OutgoingMessage } from "../queue/queue.ts";
import type { CollectionName, Documents } from "../store/collections.ts";
import { emptyStore, openTestStore } from "../store/sqlite.testing.ts";
import type { Store } from "../store/store.ts";
import { insight, unitVector } from "../store/testsuite/fixtures.ts";
import { searchWords } from "../text/words.ts";
import type { DetectWishes, ServerDeps, SourceParts, SuggestAppModel } from "./deps.ts";
import { createServer } from "./server.ts";

/** Takes everything and remembers it. */
export function createMemoryWriter() {
  const submissions: Submission[] = [];
  const writer: IngestionWriter = {
    async write(submission): Promise<Receipt> {
      submissions.push(submission);
      return { batch_ids: [`batch-${submissions.length}`], accepted: submission.records.length, rejected: [] };
    },
  };
  return { writer, submissions };
}

type ServerQueue = ServerDeps["queue"];

/** A queue that is there and keeps what it is sent. */
export function createMemoryQueue() {
  const sent: { readonly name: string; readonly message: OutgoingMessage }[] = [];
  const queue: ServerQueue = {
    ping: async () => {},
    send: async (name, messages) => void sent.push(...messages.map((message) => ({ name, message }))),
  };
  return { queue, sent };
}

export interface Asking {
  readonly key?: string;
  readonly json?: unknown;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

interface OpenApiOperation {
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, unknown>> }>>;
}

type Described = AppModel & Pick<Insight, "tenant" | "kind" | "attributes" | "reasons">;
type Worked = Pick<Ticket, "id" | "title" | "revision" | "metadata"> & { readonly work: Work };
type Refused = { readonly index: number; readonly errors: readonly FieldError[] };

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly uses: number;
  readonly refusals: number;
  readonly last_used_at?: number;
  readonly actor: string;
  readonly subject: string;
  readonly detail: unknown;
  readonly ticket_id?: string;
}

/** What tests look at in answers: each route has some of it. */
export interface AnswerBody extends Described, Worked {
  readonly items: readonly Listed[];
  readonly total: number;
  readonly next_cursor: string;
  readonly status: string | number;
  readonly detail: string;
  readonly error: string;
  readonly errors: readonly FieldError[];
  readonly accepted: number;
  readonly batch_ids: readonly string[];
  readonly rejected: readonly Refused[];
  readonly similarities: readonly number[];
  readonly replayed: number;
  readonly skipped: number;
  readonly redriven: number;
  readonly purged: number;
  readonly body: string;
  readonly label: unknown;
  readonly key: string;
  readonly state: string;
  readonly work_id: string;
  readonly ticket_id: string;
  readonly at: number;
  readonly checks: unknown;
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<"get" | "post" | "put", OpenApiOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, { readonly properties: Readonly<Record<string, unknown>> }>>;
  };
}

export interface Asked<Body = AnswerBody> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly store: Store;
  readonly submissions: readonly Submission[];
  ask<Body = AnswerBody>(method: string, path: string, asking?: Asking): Promise<Asked<Body>>;
}

export interface TestServerOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly store?: Store;
  readonly queue?: ServerQueue;
  readonly writer?: IngestionWriter;
  readonly objects?: ServerDeps["objects"];
  readonly writeEvents?: EventWriter;
  readonly schemas?: Schemas;
  readonly suggestAppModel?: SuggestAppModel;
  readonly sources?: SourceParts;
  readonly detectWishes?: DetectWishes;
  readonly tryOut?: TryOut;
  readonly embedText?: ServerDeps["embedText"];
  readonly now?: () => number;
  readonly intakeTimeoutMs?: number;
  readonly maxConnections?: number;
  readonly idleMs?: number;
  /** How long the end waits for what is under way. */
  readonly closeMs?: number;
}

const suggestNothing: SuggestAppModel = async ({ name, description, general_labels }) => ({
  name,
  description_list: [...description],
  first_order_labels: general_labels.map((label) => ({ name: label, second_order_labels: [] })),
  generated_qrys_for_sec_labels: {},
});

/** On an empty store unless one is given, which it leaves empty. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const own = options.store === undefined ? await openTestStore() : undefined;
  const store = own?.store ?? options.store!;
  const memory = createMemoryWriter();
  const log = pino({ level: "silent" });
  const schemas = options.schemas ?? createSchemas();
  const queue = options.queue ?? createMemoryQueue().queue;
  const server = createServer({
    config: readConfig({ PORT: "0", ...options.environment }),
    store,
    queue,
    writer: options.writer ?? memory.writer,
    objects: options.objects,
    writeEvents:
      options.writeEvents ??
      createEventIntake({ queue, store, log, clock: () => (options.now?.() ?? Date.now() / 1_000) * 1_000 }),
    suggestAppModel: options.suggestAppModel ?? suggestNothing,
    sources: options.sources,
    schemas,
    detectWishes: options.detectWishes ?? (async (texts) => texts.map(() => [])),
    tryOut: options.tryOut ?? (async ({ records }) => records.map(() => ({ outcome: "dropped", reason: "no_words" }))),
    embedText: options.embedText ?? (async () => ({ vector: unitVector(1), version: "v1" })),
    metrics: createMetrics(),
    log,
    now: options.now,
    intakeTimeoutMs: options.intakeTimeoutMs,
    maxConnections: options.maxConnections,
    idleMs: options.idleMs,
  });
  const running = await server.listen();
  const { url } = running;
  return {
    url,
    port: Number(new URL(url).port),
    store,
    submissions: memory.submissions,
    ask: (method, path, asking) => ask(url + path, method, asking),
    async [Symbol.asyncDispose]() {
      await running.close(options.closeMs ?? 1_000);
      if (options.schemas === undefined) await schemas.close();
      await (own === undefined ? emptyStore(store, async () => [DEFAULT_TENANT, INSTALLATION]) : own.close());
    },
  };
}

async function ask<Body>(url: string, method: string, { key, json, body, headers }: Asking = {}): Promise<Asked<Body>> {
  const content = json === undefined ? body : JSON.stringify(json);
  const response = await fetch(url, {
    method,
    redirect: "manual",
    headers: {
      ...(content === undefined ? {} : { "content-type": "application/json" }),
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    },
    body: content,
  });
  const text = await response.text();
  const isJson = /[/+]json\b/.test(response.headers.get("content-type") ?? "");
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
}

export async function put<C extends CollectionName>(
  store: Store,
  tenant: TenantId,
  collection: C,
  documents: Readonly<Record<string, Documents[C]>>,
): Promise<void> {
  const writes = Object.entries(documents).map(([id, doc]) => ({ op: "put", id, doc }) as const);
  const results = await store.write(tenant, collection, writes);
  const failed = results.find((result) => !result.ok);
  if (failed !== undefined) throw new Error(`not stored: ${JSON.stringify(failed)}`);
}

/** Insights with search words, and a vector that points more and more away from the first one's. */
export async function putInsights(
  store: Store,
  documents: Readonly<Record<string, Partial<InsightDocument>>>,
  tenant: TenantId = DEFAULT_TENANT,
): Promise<void> {
  const writes = Object.entries(documents).map(([id, parts], index) => {
    const doc = insight({ ...parts, id, tenant });
    const vector = new Float32Array(256);
    vector[0] = Math.cos(index / 10);
    vector[1] = Math.sin(index / 10);
    return { op: "put", id, doc, search: searchWords(doc.main_text).join(" "), vector } as const;
  });
  for (const result of await store.write(tenant, "insights", writes)) {
    if (!result.ok) throw new Error(result.message);
  }
}

export function ticketDocument(parts: Partial<TicketDocument> = {}): TicketDocument {
  const revision = parts.revision ?? 1;
  return {
    app: "notes",
    cluster_id: "c1",
    revision,
    priority: 2,
    item: {
      title: "Notes are lost",
      description: "Three people lost notes.",
      date: "2024-02-01T00:00:00Z",
      tags: ["Sync"],
      metadata: {
        common_label: "Sync",
        "source review ids": ["i1", "i2"],
        ticket_id: "t1",
        revision,
        app: "notes",
        url: "http://127.0.0.1/tickets/t1",
        evidence: [{ insight_id: "i1", quote: "my notes are gone" }],
      },
      priority: parts.priority ?? 2,
    },
    evidence: [{ insight_id: "i1", quote: "my notes are gone", start: 0, end: 17 }],
    created_at: 1_700_000_000,
    updated_at: 1_700_000_000,
    published_revision: 0,
    unpublished: true,
    published_at: 0,
    term: 1,
    ...parts,
  };
}
