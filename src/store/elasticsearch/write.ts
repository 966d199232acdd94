/** Writes: bulk requests with every item's answer read, compare-and-set by sequence number and primary term. */
import type { Client, estypes } from "@elastic/elasticsearch";
import type { TenantId } from "../../model/tenant.ts";
import type { CollectionName, Documents } from "../collections.ts";
import { checkId, InvalidDocument, isId } from "../document.ts";
import { type Offered, StoreUnavailable, type Write } from "../store.ts";
import type { BulkAnswer, BulkItem, SendBulk } from "./bulk.ts";
import { encodeChanged, encodeDocument, type Located, type Source, versionOf } from "./encode.ts";
import { mayPass, orUnavailable } from "./errors.ts";
import { documentId, generationOf, type Names } from "./names.ts";
import { faultsOf } from "./state.ts";

type AnyWrite = Write<object>;
export type WriteAll = (
  tenant: TenantId,
  collection: CollectionName,
  writes: readonly Write<Documents[CollectionName]>[],
) => Promise<Offered[]>;

interface Found extends Located {
  readonly _source?: Source | undefined;
}

/** Times that an update without a version reads and writes again after somebody else was faster. */
const UPDATE_TRIES = 20;

const failed = (reason: Extract<Offered, { ok: false }>["reason"], message: string): Offered => ({
  ok: false,
  reason,
  message,
});

export function createWriteAll(client: Client, names: Names, sendBulk: SendBulk): WriteAll {
  /** The server says where it wrote; of what it did not write it names the alias. */
  const isOurs = (collection: CollectionName, { _index, error }: BulkAnswer): boolean =>
    error !== undefined || names.index(collection, generationOf(_index)) === _index;

  /** What the writes at these places change, refreshed or not; the document itself only for those that merge into it. */
  const readFirst = async (tenant: TenantId, index: string, writes: readonly AnyWrite[], places: readonly number[]) => {
    const wanted = places.filter((at) => isId(writes[at]!.id) && needsReading(writes[at]!));
    if (wanted.length === 0) return new Map<number, Found | undefined>();
    const docs = wanted.map((at) => {
      const { id, op } = writes[at]!;
      return { _index: index, _id: documentId(tenant, id), _source: op === "update" ? ["doc"] : false };
    });
    const answer = await orUnavailable(() => client.mget<Source>({ docs }));
    return new Map(wanted.map((at, place) => [at, toFound(answer.docs[place]!)]));
  };

  /** A document is refused for good only by an index that is as we made it; by any other one for as long as that lasts. */
  const doubt = async (collection: CollectionName, refused: readonly number[], results: Offered[]): Promise<void> => {
    if (refused.length === 0) return;
    const fault = await orUnavailable(() => faultsOf(client, names, collection));
    if (fault !== undefined) for (const at of refused) results[at] = failed("unavailable", fault);
  };

  /** Ids in one wave are distinct, so that its order does not matter. */
  const writeWave = async (tenant: TenantId, collection: CollectionName, writes: readonly AnyWrite[]) => {
    const index = names.alias(collection);
    const results: Offered[] = new Array(writes.length);
    let open = [...writes.keys()];
    for (let attempt = 1; open.length > 0; attempt++) {
      const found = await readFirst(tenant, index, writes, open);
      const items: { readonly at: number; readonly item: BulkItem }[] = [];
      for (const at of open) {
        const item = prepare(tenant, collection, index, writes[at]!, found.get(at));
        if ("ok" in item) results[at] = item;
        else items.push({ at, item });
      }
      const answers = items.length === 0 ? [] : await sendBulk(items.map(({ item }) => item));
      for (const [place, { at }] of items.entries())
        results[at] = isOurs(collection, answers[place]!)
          ? toResult(writes[at]!, answers[place]!)
          : failed(
              "unavailable",
              `the alias ${index} stands for ${answers[place]!._index}, which is none of our indexes`,
            );
      const refused = items.flatMap(({ at }) => (isRefused(results[at]!) ? [at] : []));
      await doubt(collection, refused, results);
      open = attempt < UPDATE_TRIES ? open.filter((at) => lostRace(writes[at]!, results[at]!)) : [];
    }
    return results;
  };

  return async (tenant, collection, writes) => {
    const results: Offered[] = [];
    for (const wave of waves(writes as readonly AnyWrite[]))
      results.push(...(await writeWave(tenant, collection, wave)));
    return results;
  };
}

/** An update is merged here; a version is compared here too, since sequence numbers start again in a migrated index. */
const needsReading = (write: AnyWrite): boolean =>
  write.op === "update" || ("version" in write && write.version !== undefined);

const isRefused = (result: Offered): boolean => !result.ok && result.reason === "invalid";

const lostRace = (write: AnyWrite, result: Offered): boolean =>
  write.op === "update" && write.version === undefined && !result.ok && result.reason === "conflict";

function toFound(doc: estypes.MgetResponseItem<Source>): Found | undefined {
  if ("error" in doc) throw new StoreUnavailable(`Elasticsearch: ${doc.error.type}: ${doc.error.reason ?? ""}`);
  return doc.found ? doc : undefined;
}

/** Cuts the writes, in order, where an id comes again. */
function waves(writes: readonly AnyWrite[]): AnyWrite[][] {
  const all: AnyWrite[][] = [];
  let seen = new Set<string>();
  for (const write of writes) {
    if (all.length === 0 || seen.has(write.id)) {
      all.push([]);
      seen = new Set();
    }
    all.at(-1)!.push(write);
    seen.add(write.id);
  }
  return all;
}

/** The bulk item of a write, or its result when it needs none. */
function prepare(
  tenant: TenantId,
  collection: CollectionName,
  index: string,
  write: AnyWrite,
  found: Found | undefined,
): BulkItem | Offered {
  try {
    checkId(write.id);
    const target = { index, id: documentId(tenant, write.id) };
    if (write.op === "create" || write.op === "put") {
      const source = encodeDocument(tenant, collection, write.id, write.doc, write);
      return { ...target, action: write.op === "put" ? "index" : "create", source };
    }
    if (!needsReading(write)) return { ...target, action: "delete" };
    if (found === undefined) return failed("missing", "there is no such document");
    if (write.version !== undefined && write.version !== versionOf(found))
      return failed("conflict", "the document has another version");
    const expecting = { ...target, ifSeqNo: found._seq_no, ifPrimaryTerm: found._primary_term };
    if (write.op === "delete") return { ...expecting, action: "delete" };
    if (write.op === "update")
      return { ...expecting, action: "update", source: encodeUpdate(collection, write, found) };
    return { ...expecting, action: "index", source: encodeDocument(tenant, collection, write.id, write.doc, write) };
  } catch (error) {
    if (error instanceof InvalidDocument) return failed("invalid", error.message);
    throw error;
  }
}

function encodeUpdate(collection: CollectionName, write: AnyWrite & { readonly op: "update" }, found: Found): string {
  const doc: Record<string, unknown> = { ...(JSON.parse(found._source!.doc) as object), ...write.set };
  for (const property of Object.keys(write.set)) if (doc[property] === undefined) delete doc[property];
  // An update that changes nothing is a write all the same: it gives a new version.
  return `{"doc":{${encodeChanged(collection, doc)}},"detect_noop":false}`;
}

function toResult(write: AnyWrite, answer: BulkAnswer): Offered {
  const { status, error } = answer;
  // A delete that found nothing is answered with 404 and without an error.
  if (error === undefined) return { ok: true, version: versionOf(answer) };
  const message = `${error.type}: ${error.reason ?? ""}${error.caused_by?.reason ? ` (${error.caused_by.reason})` : ""}`;
  if (status === 409) return failed(write.op === "create" ? "exists" : "conflict", message);
  if (error.type === "document_missing_exception") return failed("missing", message);
  if (mayPass(status) || error.type === "index_not_found_exception") return failed("unavailable", message);
  return failed("invalid", message);
}
