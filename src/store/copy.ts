/** Copies everything from one store to another and proves it: by counts and content hashes of each tenant's collections. */
import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { INSTALLATION, type TenantId } from "../model/tenant.ts";
import { type CollectionName, collectionNames, type Documents } from "./collections.ts";
import type { OperatorStore } from "./operator-store.ts";
import { type Stored, StoreUnavailable, type Write } from "./store.ts";
import { mustWin } from "./written.ts";

export interface CopyStep {
  readonly tenant: TenantId;
  readonly collection: CollectionName;
  /** Documents copied so far. */
  readonly done: number;
  readonly total: number;
}

/** One tenant's documents of one collection after the copy. */
export interface Copied {
  readonly tenant: TenantId;
  readonly collection: CollectionName;
  readonly count: number;
  /** Equal counts, documents, search words and number of vectors on both sides. */
  readonly same: boolean;
}

export interface CopyOptions {
  readonly from: OperatorStore;
  readonly to: OperatorStore;
  readonly onStep?: (step: CopyStep) => void;
  /** Stops after the documents at hand; the next call goes on with the same tenant and collection. */
  readonly signal?: AbortSignal;
  /** Documents in one write. Default 200. */
  readonly pageSize?: number;
}

/** Where the copy writes how far it got, in the target, until it has ended. */
const PROGRESS = "store-copy";
const PAGE_SIZE = 200;
/** Times that documents are offered to a target that takes none, a second apart. */
const TRIES = 30;

/**
 * Documents that the target has and the source hasn't stay and show as not the same. Nobody may write to either store
 * meanwhile. Throws {@link StoreUnavailable} when one of them goes away; calling it again goes on.
 */
export async function copyStore(options: CopyOptions): Promise<Copied[]> {
  const { from, to } = options;
  await from.refresh(collectionNames);
  const ended = new Set(await readProgress(to));
  const scopes: { readonly tenant: TenantId; readonly collection: CollectionName }[] = [];
  for (const collection of collectionNames)
    for (const tenant of await from.tenants(collection)) scopes.push({ tenant, collection });
  for (const { tenant, collection } of scopes) {
    const key = `${collection}/${tenant}`;
    if (ended.has(key)) continue;
    await copyScope(options, tenant, collection);
    ended.add(key);
    await writeProgress(to, [...ended]);
  }
  await to.refresh(collectionNames);
  const copied: Copied[] = [];
  for (const { tenant, collection } of scopes) copied.push(await compare(from, to, tenant, collection));
  await to.write(INSTALLATION, "progress", [{ op: "delete", id: PROGRESS }]);
  return copied;
}

async function readProgress(to: OperatorStore): Promise<readonly string[]> {
  return ((await to.get(INSTALLATION, "progress", PROGRESS))?.doc.value ?? []) as readonly string[];
}

async function writeProgress(to: OperatorStore, value: readonly string[]): Promise<void> {
  mustWin(await to.write(INSTALLATION, "progress", [{ op: "put", id: PROGRESS, doc: { value } }]));
}

async function copyScope<C extends CollectionName>(
  options: CopyOptions,
  tenant: TenantId,
  collection: C,
): Promise<void> {
  const { from, to, onStep = () => {}, signal, pageSize = PAGE_SIZE } = options;
  const total = await from.count(tenant, collection, {});
  let done = 0;
  let page: Write<Documents[C]>[] = [];
  const flush = async (): Promise<void> => {
    await writePage(to, tenant, collection, page);
    done += page.length;
    page = [];
    onStep({ tenant, collection, done, total });
    signal?.throwIfAborted();
  };
  for await (const stored of ours(from, tenant, collection)) {
    page.push(toWrite(stored));
    if (page.length === pageSize) await flush();
  }
  if (page.length > 0) await flush();
}

function toWrite<T>({ id, doc, search, vector }: Stored<T>): Write<T> {
  return {
    op: "put",
    id,
    doc,
    search,
    vector,
  };
}

/** Offers again what the target could not take now. What it can never take ends the copy. */
async function writePage<C extends CollectionName>(
  to: OperatorStore,
  tenant: TenantId,
  collection: C,
  page: readonly Write<Documents[C]>[],
): Promise<void> {
  let left = page;
  for (let attempt = 1; left.length > 0; attempt++) {
    const results = await to.offer(tenant, collection, left);
    const refused = results.findIndex((result) => !result.ok && result.reason !== "unavailable");
    const reason = results[refused];
    if (reason?.ok === false) throw new Error(`${collection} ${left[refused]!.id} can't be copied: ${reason.message}`);
    left = left.filter((_, at) => !results[at]!.ok);
    if (left.length > 0 && attempt === TRIES) throw new StoreUnavailable("the target takes no documents");
    if (left.length > 0) await wait(1_000);
  }
}

/** Without the copy's own progress, on either side. */
async function* ours<C extends CollectionName>(store: OperatorStore, tenant: TenantId, collection: C) {
  for await (const stored of store.scan(tenant, collection, { vectors: true }))
    if (collection !== "progress" || tenant !== INSTALLATION || stored.id !== PROGRESS) yield stored;
}

async function compare(
  from: OperatorStore,
  to: OperatorStore,
  tenant: TenantId,
  collection: CollectionName,
): Promise<Copied> {
  const [source, target] = await Promise.all([digest(from, tenant, collection), digest(to, tenant, collection)]);
  return {
    tenant,
    collection,
    count: target.count,
    same: source.count === target.count && source.hash === target.hash,
  };
}

/** Vectors count, but their bits don't: stores keep them at their own precision. */
async function digest(store: OperatorStore, tenant: TenantId, collection: CollectionName) {
  const hash = createHash("sha256");
  let count = 0;
  for await (const { id, doc, search, vector } of ours(store, tenant, collection)) {
    hash.update(`${JSON.stringify([id, doc, search ?? null, vector !== undefined])}\n`);
    count++;
  }
  return { count, hash: hash.digest("hex") };
}
