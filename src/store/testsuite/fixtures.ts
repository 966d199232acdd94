/** What the store's contract suite is made of: a fresh tenant for each test, small documents, and short ways to ask. */
import type { EventDocument, EventErrorDocument } from "../../model/event.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import type { Rejection } from "../../model/rejection.ts";
import type { TenantId } from "../../model/tenant.ts";
import { createRandom } from "../../numeric/random.ts";
import type { CollectionName, Documents } from "../collections.ts";
import type { Offered, Search, Store, Write, WriteResult } from "../store.ts";

export interface OpenedStore {
  readonly store: Store;
  /** Closes the store and opens another on the same data. */
  reopen?(): Promise<Store>;
  /** Keeps the engine from taking writes until what it answers with is called. */
  block?(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
export type OpenStore = () => Promise<OpenedStore>;

/** One store serves a whole suite, so that a slow server is set up once; tests are kept apart by tenants. */
export type CurrentStore = () => Store;

let tenants = 0;
export const freshTenant = (): TenantId => `t${process.pid}-${++tenants}` as TenantId;

export interface InsightParts extends Partial<Omit<InsightDocument, "attributes">> {
  readonly sentiment?: InsightDocument["attributes"]["sentiment"];
  readonly labels?: readonly string[];
  readonly keywords?: readonly string[];
}

export function insight({ sentiment = "neutral", labels = [], keywords = [], ...parts }: InsightParts = {}) {
  const doc: InsightDocument = {
    id: "given by the store",
    tenant: "given by the store",
    app_name: "notes",
    source: "playstore",
    source_id: "",
    data_id: "1",
    date: 1_700_000_000,
    lang: "en",
    main_text: "It stops when I open a note.",
    subinfo: { title: "" },
    metadata: {},
    kind: "problem",
    attributes: {
      keywords: [...keywords],
      positive_keywords: [],
      first_order_labels: [...labels],
      second_order_labels: [],
      second_order_label_to_keywordlist: [],
      sentiment,
      priority: "Low",
      pricing: { is_pricing: "No" },
      feature_requests: [],
    },
    phrases: [],
    reasons: [],
    revision: 1,
    model_version: "m1",
    app_model_version: "a1",
    ingested_at: 1_700_000_000,
    updated_at: 1_700_000_000,
    batch: "b1",
    created_batch: "b1",
    content_hash: "h",
    priority_rank: 0,
    has_request: false,
    vector_version: "v1",
    themes: [],
    statements: [],
    marks: {},
    ...parts,
  };
  return doc;
}

export function rejection(parts: Partial<Rejection> = {}): Rejection {
  const why = { stage: "denoiser", outcome: "dropped", reason: "too_short" } as const;
  return {
    ...why,
    errors: [],
    id: "r",
    record: {},
    at: 1,
    app: "notes",
    source: "playstore",
    batch: "b",
    replayed: false,
    ...parts,
  };
}

export function eventDocument(parts: Partial<EventDocument> = {}): EventDocument {
  return {
    event_id: "e",
    application: "shop",
    session_id: "s",
    category: "page",
    name: "view",
    data: { secret: "words" },
    timestamp_us: 1_700_000_000_000_000,
    occurred_us: 1_700_000_000_000_000,
    received_us: 1_700_000_000_000_000,
    received_at: 1_700_000_000,
    created_batch: "b1",
    position: 0,
    content_hash: "h",
    persons: ["p1"],
    ...parts,
  };
}

export function eventErrorDocument(parts: Partial<EventErrorDocument> = {}): EventErrorDocument {
  return {
    id: "x",
    event: 0,
    batch: "b1",
    application: "shop",
    field: "name",
    code: "blank",
    message: "must not be empty",
    input: "{}",
    created_at: 1_700_000_000,
    rejection: "r1",
    replayed: false,
    ...parts,
  };
}

/** Writes all, and fails the test unless every one went through. Answers with the versions. */
export async function writeAll<C extends CollectionName>(
  store: Store,
  tenant: TenantId,
  collection: C,
  writes: readonly Write<Documents[C]>[],
): Promise<string[]> {
  const results = await store.write(tenant, collection, writes);
  await store.refresh([collection]);
  return results.map(versionOf);
}

export function versionOf(result: WriteResult | undefined): string {
  if (result?.ok) return result.version;
  throw new Error(`the write failed: ${JSON.stringify(result)}`);
}

export const reasonOf = (result: Offered | undefined): string => (result?.ok === false ? result.reason : "ok");

/** Creates one insight an entry: id → its parts. */
export function createInsights(store: Store, tenant: TenantId, parts: Readonly<Record<string, InsightParts>>) {
  const writes = Object.entries(parts).map(([id, part]) => ({ op: "create", id, doc: insight(part) }) as const);
  return writeAll(store, tenant, "insights", writes);
}

export async function foundIds<C extends CollectionName>(
  store: Store,
  tenant: TenantId,
  collection: C,
  search: Search<C>,
): Promise<string[]> {
  const page = await store.search(tenant, collection, search);
  return page.items.map(({ id }) => id);
}

/** Every id in order, page after page. */
export async function pagedIds<C extends CollectionName>(
  store: Store,
  tenant: TenantId,
  collection: C,
  search: Search<C>,
): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await store.search(tenant, collection, { ...search, cursor });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next_cursor;
  }
  return ids;
}

/** A unit vector of 256 dimensions, the same for the same seed. */
export function unitVector(seed: number): Float32Array {
  const random = createRandom(seed);
  return normalised(new Float32Array(256).map(() => random() - 0.5));
}

export function normalised(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

export const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);

export async function collected<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of iterable) all.push(one);
  return all;
}
