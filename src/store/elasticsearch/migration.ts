/** Moves one collection into an index of the present layout while it is read and written, and switches the alias. */
import type { Client, estypes } from "@elastic/elasticsearch";
import type { TenantId } from "../../model/tenant.ts";
import type { CollectionName } from "../collections.ts";
import { StoreUnavailable } from "../store.ts";
import type { BulkItem, SendBulk } from "./bulk.ts";
import { encodeDocument, type Source } from "./encode.ts";
import { mayPass, orUnavailable } from "./errors.ts";
import { indexBody, layoutVersion } from "./layout.ts";
import { documentId, type Names } from "./names.ts";
import type { Generation } from "./state.ts";
import { vectorOf, walk } from "./walk.ts";

export interface MigrationStep {
  readonly collection: CollectionName;
  readonly step: "copying" | "catching up" | "comparing" | "switched";
  /** Documents copied or compared so far in this step. */
  readonly done: number;
  /** Documents there were when the step began. */
  readonly total: number;
}

export interface MigrationDeps {
  readonly client: Client;
  readonly names: Names;
  readonly sendBulk: SendBulk;
  readonly onStep: (step: MigrationStep) => void;
  readonly signal: AbortSignal;
  /** Documents read and written at a time. */
  readonly pageSize: number;
}

/** Where an interrupted copy goes on; kept in the new index's own mapping. */
interface Resume {
  /** Id and tenant of the last document copied. */
  readonly after?: readonly string[];
  /** Every write with a greater sequence number came after the copy began. */
  readonly since: number;
}

/** Rounds of catching up before writes are held; each is shorter than the one before unless writes outrun copying. */
const MAX_ROUNDS = 5;
/** So few left to copy that holding writes meanwhile goes unnoticed. */
const FEW = 500;

/**
 * Writers notice at most a pause: from the moment the old index takes no more writes until the alias has moved, they
 * are answered `unavailable`. Killed at any moment, the next call goes on where this one was.
 */
export async function migrateCollection(deps: MigrationDeps, live: Generation): Promise<void> {
  const { client, names, onStep } = deps;
  const { collection, index: from } = live;
  const to = names.index(collection, live.generation + 1);
  const resume = await openTarget(deps, live, to);
  await copy(deps, live, to, resume);
  let { since } = resume;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = await lastSequence(client, from);
    const caught = await catchUp(deps, live, to, since);
    since = next;
    if (caught <= FEW) break;
  }
  await client.indices.addBlock({ index: from, block: "write" });
  try {
    await catchUp(deps, live, to, since);
    const total = await mend(deps, live, to);
    await client.indices.putMapping({ index: to, _meta: { layout: layoutVersion(collection) } });
    const alias = names.alias(collection);
    await client.indices.updateAliases({
      actions: [{ remove: { index: from, alias } }, { add: { index: to, alias } }],
    });
    onStep({ collection, step: "switched", done: total, total });
  } catch (error) {
    await client.indices.putSettings({ index: from, settings: { "index.blocks.write": null } }).catch(() => undefined);
    throw error;
  }
  await client.indices.delete({ index: from });
}

/** Makes the new index, or finds the one that an earlier call left. */
async function openTarget({ client }: MigrationDeps, live: Generation, to: string): Promise<Resume> {
  const layout = layoutVersion(live.collection);
  const found = await client.indices.get({ index: to, features: ["mappings"] }, { ignore: [404] });
  const meta = found[to]?.mappings?._meta as { readonly layout?: string; readonly resume?: Resume } | undefined;
  if (meta?.layout === layout && meta.resume !== undefined) return meta.resume;
  // Left behind by a version of the program with yet another layout: of no use.
  if (meta !== undefined) await client.indices.delete({ index: to });
  const resume: Resume = { since: await lastSequence(client, live.index) };
  await client.indices.create({ index: to, ...indexBody(live.collection, await shardsOf(client, live.index)) });
  await client.indices.putMapping({ index: to, _meta: { layout, resume } });
  return resume;
}

/** Primary shards of an index: the next has no fewer. */
async function shardsOf(client: Client, index: string): Promise<number> {
  const settings = (await client.indices.getSettings({ index }))[index]?.settings;
  return Number(settings?.index?.number_of_shards ?? 1);
}

/** The greatest sequence number that all shards have passed. */
async function lastSequence(client: Client, index: string): Promise<number> {
  const stats = await client.indices.stats({ index, level: "shards" });
  const shards = Object.values(stats.indices?.[index]?.shards ?? {}).flat();
  const passed = shards.filter(({ routing }) => routing?.primary).map(({ seq_no }) => seq_no?.global_checkpoint ?? -1);
  return passed.length === 0 ? -1 : Math.min(...passed);
}

async function copy(deps: MigrationDeps, live: Generation, to: string, resume: Resume): Promise<void> {
  const { client, collection, total } = { ...deps, collection: live.collection, total: await size(deps, live.index) };
  await client.indices.refresh({ index: live.index });
  const layout = layoutVersion(collection);
  let done = 0;
  for await (const hits of pages(deps, live.index, { match_all: {} }, resume.after)) {
    await copyHits(deps, collection, to, hits);
    done += hits.length;
    const after = hits.at(-1)!.sort!.slice(0, 2) as string[];
    await client.indices.putMapping({ index: to, _meta: { layout, resume: { ...resume, after } } });
    deps.onStep({ collection, step: "copying", done, total });
    deps.signal.throwIfAborted();
  }
}

/** Copies what was written after `since`. Answers how much that was. */
async function catchUp(deps: MigrationDeps, live: Generation, to: string, since: number): Promise<number> {
  await deps.client.indices.refresh({ index: live.index });
  let done = 0;
  for await (const hits of pages(deps, live.index, { range: { _seq_no: { gt: since } } })) {
    await copyHits(deps, live.collection, to, hits);
    done += hits.length;
    deps.onStep({ collection: live.collection, step: "catching up", done, total: done });
    deps.signal.throwIfAborted();
  }
  return done;
}

async function* pages(
  deps: MigrationDeps,
  index: string,
  query: estypes.QueryDslQueryContainer,
  after?: readonly string[],
): AsyncGenerator<estypes.SearchHit<Source>[]> {
  let page: estypes.SearchHit<Source>[] = [];
  for await (const hit of walk(deps, index, query, { vectors: true, pageSize: deps.pageSize }, after)) {
    page.push(hit);
    if (page.length < deps.pageSize) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/**
 * The sequence number in the old index is the version in the new one, so that an older state never overwrites a newer
 * one there, whatever is copied twice. The fields are read off the documents anew.
 */
async function copyHits(
  { sendBulk }: MigrationDeps,
  collection: CollectionName,
  to: string,
  hits: readonly estypes.SearchHit<Source>[],
): Promise<void> {
  const items = hits.map((hit): BulkItem => {
    const { tenant, id, doc, search } = hit._source!;
    const parsed = JSON.parse(doc) as object;
    const source = encodeDocument(tenant, collection, id, parsed, { search, vector: vectorOf(hit) });
    return { action: "index", index: to, id: documentId(tenant, id), externalVersion: hit._seq_no!, source };
  });
  for (const { status, error, _id } of await sendBulk(items)) {
    if (error === undefined || status === 409) continue;
    const message = `${_id} could not be copied: ${error.type}: ${error.reason ?? ""}`;
    throw mayPass(status) ? new StoreUnavailable(message) : new Error(message);
  }
}

/** With writes held, walks both indexes side by side: takes away what was deleted meanwhile, copies what is missing. */
async function mend(deps: MigrationDeps, live: Generation, to: string): Promise<number> {
  const { client, onStep } = deps;
  const { collection } = live;
  await client.indices.refresh({ index: [live.index, to] });
  const total = await size(deps, live.index);
  const gone: { readonly tenant: TenantId; readonly id: string }[] = [];
  const missing: string[] = [];
  let done = 0;
  for await (const { left, right } of sideBySide(ids(deps, live.index), ids(deps, to))) {
    if (left === undefined) gone.push(right!);
    else if (right === undefined) missing.push(documentId(left.tenant, left.id));
    if (left !== undefined && ++done % deps.pageSize === 0) onStep({ collection, step: "comparing", done, total });
  }
  for (let at = 0; at < missing.length; at += deps.pageSize)
    for await (const hits of pages(deps, live.index, { ids: { values: missing.slice(at, at + deps.pageSize) } }))
      await copyHits(deps, collection, to, hits);
  const deletes = gone.map(({ tenant, id }): BulkItem => {
    // Greater than any sequence number, as a delete comes last.
    return { action: "delete", index: to, id: documentId(tenant, id), externalVersion: Number.MAX_SAFE_INTEGER };
  });
  if (deletes.length > 0) await deps.sendBulk(deletes);
  await client.indices.refresh({ index: to });
  const copied = await size(deps, to);
  if (copied !== total) throw new Error(`${to} holds ${copied} documents instead of ${total}`);
  onStep({ collection, step: "comparing", done: total, total });
  return total;
}

interface Place {
  readonly id: string;
  readonly tenant: TenantId;
}

async function* ids(deps: MigrationDeps, index: string): AsyncGenerator<Place> {
  for await (const { sort } of walk(deps, index, { match_all: {} }, { pageSize: 5_000, idsOnly: true }))
    yield { id: sort![0] as string, tenant: sort![1] as TenantId };
}

/** Two sequences in the same order as pairs: of what is in both, or in one alone. */
async function* sideBySide(
  lefts: AsyncGenerator<Place>,
  rights: AsyncGenerator<Place>,
): AsyncGenerator<{ readonly left?: Place | undefined; readonly right?: Place | undefined }> {
  let [left, right] = [await next(lefts), await next(rights)];
  while (left !== undefined || right !== undefined) {
    const order = left === undefined ? 1 : right === undefined ? -1 : comparePlaces(left, right);
    yield { left: order <= 0 ? left : undefined, right: order >= 0 ? right : undefined };
    const stepped: [Place | undefined, Place | undefined] = [
      order <= 0 ? await next(lefts) : left,
      order >= 0 ? await next(rights) : right,
    ];
    [left, right] = stepped;
  }
}

const next = async (places: AsyncGenerator<Place>): Promise<Place | undefined> =>
  (await places.next()).value as Place | undefined;

const comparePlaces = (a: Place, b: Place): number =>
  Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)) || Buffer.compare(Buffer.from(a.tenant), Buffer.from(b.tenant));

async function size({ client }: Pick<MigrationDeps, "client">, index: string): Promise<number> {
  return (await orUnavailable(() => client.count({ index }))).count;
}
