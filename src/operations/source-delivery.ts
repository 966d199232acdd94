/**
 * From a source's items to the raw queue: what is known and unchanged is left out, what is bad loses only itself, what is
 * deleted there goes here. Pulls and pushes both end here, so that one item met by both is one insight.
 */

import type { Item, KnownItem, RecordItem, RetractItem } from "../ingestion/connector.ts";
import type { IngestionWriter, RefusedRecord } from "../ingestion/ingestion.ts";
import { rejectionWrite } from "../ledger/rejection-search.ts";
import { hexDigest, shortId } from "../model/identity.ts";
import { namedInsight } from "../model/named-insight.ts";
import type { FieldError } from "../model/outcome.ts";
import { readDate } from "../model/read-record.ts";
import type { Rejection } from "../model/rejection.ts";
import type { SourceDocument, SourceItem } from "../model/source.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store, Stored } from "../store/store.ts";
import { mustBeStorable } from "../store/written.ts";

export interface DeliveryDeps {
  readonly store: Store;
  readonly writer: IngestionWriter;
  /** Erases what became of an item; answers how many insights went. */
  readonly erase: (tenant: TenantId, of: ErasedItem) => Promise<number>;
  /** Unix seconds. */
  readonly now: () => number;
}

export interface ErasedItem {
  readonly app: string;
  readonly source: string;
  readonly source_id: string;
  readonly data_id: string;
}

export interface DeliveredSource {
  readonly tenant: TenantId;
  readonly id: string;
  readonly doc: Pick<SourceDocument, "type" | "app">;
  /** The run that reads, where one does. */
  readonly run?: string | undefined;
  /** Up to where finished runs have read, unix seconds. */
  readonly readUntil?: number | undefined;
}

export interface Delivered {
  readonly fetched: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly updated: number;
  readonly retracted: number;
  readonly rejected: number;
  /** How many are nobody's feedback, by why; of what was fetched they are none. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** Order times, unix seconds; absent when nothing has one. */
  readonly newest?: number;
  readonly oldest?: number;
  /** Whether something came that a finished run had read: not this one, and none that was cut short. */
  readonly metKnown: boolean;
}

/** Every item is durable when it resolves. */
export type Deliver = (source: DeliveredSource, items: readonly Item[], signal?: AbortSignal) => Promise<Delivered>;

/** The hash of what was deleted there: any record of it is new. */
const RETRACTED = "retracted";

export const sourceItemId = (source: string, dataId: string): string => shortId("source-item", source, dataId);

/** Impact changes with every vote: that alone is no revision. */
const hashOf = ({ record, revision }: RecordItem): string => {
  const { impact: _, ...rest } = record;
  return revision === undefined ? hexDigest(rest) : hexDigest("revision", revision);
};

export function orderTime({ at, record }: RecordItem): number | undefined {
  if (at !== undefined) return at;
  const date = record.updated_at ?? record.date;
  return date === undefined ? undefined : readDate(date);
}

interface Fresh {
  readonly item: RecordItem;
  readonly hash: string;
  readonly known: Stored<SourceItem> | undefined;
}

/** Of one id that comes twice the last in time counts; of the same time, the first. */
function withoutRepeats(items: readonly RecordItem[]): RecordItem[] {
  const byId = new Map<string, RecordItem>();
  for (const item of items) {
    const other = byId.get(item.record.id);
    if (other === undefined || (orderTime(item) ?? 0) > (orderTime(other) ?? 0)) byId.set(item.record.id, item);
  }
  return [...byId.values()];
}

/** Neither what it was when it was last read, nor an older state of it, nor what it was before it was deleted. */
function isNews({ item, hash, known }: Fresh): boolean {
  if (known === undefined) return true;
  const { date, updated_at = date } = item.record;
  const written = updated_at === undefined ? undefined : readDate(updated_at);
  if (known.doc.hash === RETRACTED) return !item.mayBeLate || written === undefined || written > known.doc.seen_at;
  return known.doc.hash !== hash && (orderTime(item) ?? known.doc.at) >= known.doc.at;
}

const extremes = (times: readonly number[]) =>
  times.length === 0 ? {} : { newest: Math.max(...times), oldest: Math.min(...times) };

/** What was read before and is not deleted since, the latest first; at most 1,000. */
export async function knownItems(
  store: Store,
  tenant: TenantId,
  source: string,
  { limit, before }: { readonly limit: number; readonly before?: number | undefined },
): Promise<KnownItem[]> {
  await store.refresh(["source_items"]);
  const page = await store.search(tenant, "source_items", {
    where: { source, ...(before === undefined ? {} : { at: { lt: before } }) },
    sort: [{ by: "at", order: "desc" }],
    limit: Math.min(limit, 1_000),
  });
  return page.items.flatMap(({ doc }) => (doc.hash === RETRACTED ? [] : [{ id: doc.data_id, at: doc.at }]));
}

/** How many there are of each. */
function tallied(values: readonly string[]): Record<string, number> {
  const tally: Record<string, number> = {};
  for (const value of values) tally[value] = (tally[value] ?? 0) + 1;
  return tally;
}

/** A provider's own item is of the source that it came from, whatever it calls so itself. */
const ofSource = (record: unknown, source_id: string): unknown =>
  typeof record === "object" && record !== null ? { ...record, source_id } : record;

export function createDelivery({ store, writer, erase, now }: DeliveryDeps): Deliver {
  /** The same item refused again is the same rejection. */
  async function keepRejections(
    { tenant, id, doc }: DeliveredSource,
    refused: readonly { readonly record: unknown; readonly errors: readonly FieldError[] }[],
  ): Promise<void> {
    const writes = refused.map(({ record, errors }) => {
      const rejectionId = shortId("rejection", "source", id, hexDigest(record));
      const insight_id = namedInsight(tenant, { app: doc.app, source: doc.type }, ofSource(record, id));
      const rejection: Rejection = {
        ...{ id: rejectionId, stage: "intake", outcome: "rejected", reason: errors[0]?.code ?? "invalid" },
        ...{ errors: [...errors], record, at: now(), app: doc.app, source: doc.type, batch: `source-${id}` },
        replayed: false,
        ...(insight_id === undefined ? {} : { insight_id }),
      };
      return rejectionWrite("create", rejection);
    });
    if (writes.length > 0) mustBeStorable(await store.write(tenant, "rejections", writes));
  }

  async function send(source: DeliveredSource, fresh: readonly Fresh[], signal: AbortSignal | undefined) {
    if (fresh.length === 0) return new Set<number>();
    const { tenant, id, doc } = source;
    // What a rejection keeps of a record says whose it is, for who replays it.
    const records = fresh.map(({ item }) => ({ app: doc.app, source: doc.type, ...item.record, source_id: id }));
    const submission = { tenant, records, app: doc.app, source: doc.type, sourceId: id };
    const { accepted, rejected } = await writer.write(submission, signal);
    // A writer keeps what it refused beside what it accepted; where that is nothing, it received nothing.
    if (accepted === 0) {
      const refused = rejected.map(({ index, errors }: RefusedRecord) => ({ record: records[index], errors }));
      await keepRejections(source, refused);
    }
    return new Set(rejected.map(({ index }) => index));
  }

  async function remember({ tenant, id }: DeliveredSource, items: readonly SourceItem[]): Promise<void> {
    const writes = items.map((doc) => ({ op: "put", id: sourceItemId(id, doc.data_id), doc }) as const);
    if (writes.length > 0) mustBeStorable(await store.write(tenant, "source_items", writes));
  }

  /** Of a conversation, all that was read of it. */
  async function withReplies(source: DeliveredSource, retracted: readonly RetractItem[]): Promise<string[]> {
    const ids = new Set(retracted.map((item) => item.retract));
    const starts = retracted.filter((item) => item.withReplies).map((item) => `${item.retract}:`);
    if (starts.length === 0) return [...ids];
    await store.refresh(["source_items"]);
    for await (const { doc } of store.scan(source.tenant, "source_items", { where: { source: source.id } }))
      if (starts.some((start) => doc.data_id.startsWith(start))) ids.add(doc.data_id);
    return [...ids];
  }

  async function retract(source: DeliveredSource, items: readonly RetractItem[]): Promise<number> {
    const { tenant, id, doc } = source;
    const named = await withReplies(source, items);
    const known = await store.getMany(
      tenant,
      "source_items",
      named.map((data_id) => sourceItemId(id, data_id)),
    );
    // A provider that lists what was deleted lists it again each time.
    const ids = named.filter((_, at) => known[at]?.doc.hash !== RETRACTED);
    let retracted = 0;
    for (const data_id of ids) {
      retracted += await erase(tenant, { app: doc.app, source: doc.type, source_id: id, data_id });
    }
    const seen_at = now();
    // Out of the way of what is there: older than anything.
    await remember(
      source,
      ids.map((data_id) => ({ source: id, data_id, at: 0, hash: RETRACTED, seen_at })),
    );
    return retracted;
  }

  return async (source, items, signal) => {
    const { tenant, id, run, readUntil = Number.NEGATIVE_INFINITY } = source;
    const all = items.filter((item) => "record" in item);
    const records = withoutRepeats(all);
    const known = await store.getMany(
      tenant,
      "source_items",
      records.map(({ record }) => sourceItemId(id, record.id)),
    );
    const found = records.map((item, at): Fresh => ({ item, hash: hashOf(item), known: known[at] }));
    const fresh = found.filter(isNews);
    const refused = await send(source, fresh, signal);
    const seen_at = now();
    // After the send: a crash in between sends it again, and identity drops it.
    await remember(
      source,
      fresh.map(({ item, hash, known }) => {
        const of = { source: id, data_id: item.record.id, at: orderTime(item) ?? seen_at, hash, seen_at };
        const first = known === undefined ? run : known.doc.run;
        return first === undefined ? of : { ...of, run: first };
      }),
    );
    const malformed = items.filter((item) => "malformed" in item);
    const asRefused = ({ malformed: record, why }: { malformed: unknown; why: string }) => {
      return { record, errors: [{ field: "", code: "malformed", message: why }] };
    };
    await keepRejections(source, malformed.map(asRefused));
    const retracted = await retract(
      source,
      items.filter((item) => "retract" in item),
    );
    const times = records.map(orderTime).filter((time) => time !== undefined);
    const leftOut = items.flatMap((item) => ("leftOut" in item ? [item.leftOut] : []));
    const isEarlier = ({ item, known }: Fresh) =>
      known !== undefined &&
      known.doc.hash !== RETRACTED &&
      (run === undefined || known.doc.run !== run) &&
      (orderTime(item) ?? readUntil) <= readUntil;
    const isUpdate = ({ known }: Fresh, at: number) => known !== undefined && !refused.has(at);
    const updated = fresh.filter(isUpdate).length;
    return {
      fetched: items.length - leftOut.length,
      accepted: fresh.length - refused.size - updated,
      updated,
      duplicate: all.length - fresh.length,
      retracted,
      rejected: refused.size + malformed.length,
      leftOut: tallied(leftOut),
      ...extremes(times),
      metKnown: found.some(isEarlier),
    };
  };
}
