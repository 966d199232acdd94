/**
 * The store on Elasticsearch 8.15 and later, or Elastic Cloud: one alias a collection, compare-and-set by sequence
 * number, no scripts and no managed feature. What a write call resolves with is in the server's translog.
 */
import { Client, type ClientOptions, SniffingTransport } from "@elastic/elasticsearch";
import { INSTALLATION, type TenantId } from "../model/tenant.ts";
import { askerGone } from "./asker.ts";
import type { CollectionName } from "./collections.ts";
import { checkVector, isId } from "./document.ts";
import { everyValue, facets, histogram } from "./elasticsearch/aggregates.ts";
import { createSendBulk } from "./elasticsearch/bulk.ts";
import { type Source, toStored } from "./elasticsearch/encode.ts";
import { orUnavailable } from "./elasticsearch/errors.ts";
import { createNames, documentId } from "./elasticsearch/names.ts";
import { type Asking, countAll, findFirst, searchPage } from "./elasticsearch/read.ts";
import {
  describeStoreRefusal,
  type StoreRefusal,
  type StoreRefusalNotes,
  watchStoreRefusals,
} from "./elasticsearch/refusals.ts";
import { setUp } from "./elasticsearch/setup.ts";
import { mustBeUsable } from "./elasticsearch/state.ts";
import { nearest, scan, versions } from "./elasticsearch/walk.ts";
import { createWriteAll } from "./elasticsearch/write.ts";
import { fieldType, readFilter } from "./filter.ts";
import type { OperatorStore } from "./operator-store.ts";
import { REQUEST_TIMEOUT_MS, type Store, StoreRefused, StoreUnavailable } from "./store.ts";
import { writeOn } from "./written.ts";

export interface ElasticsearchOptions extends StoreRefusalNotes {
  readonly url: string;
  readonly auth?: { readonly apiKey: string } | { readonly username: string; readonly password: string };
  /** The authority to trust, in PEM, where it is none of the usual ones. */
  readonly ca?: string;
  /** Before every name on the server. Default `groundswell-`. */
  readonly indexPrefix?: string;
  /** Default 30 s. What takes longer is an outage. */
  readonly requestTimeoutMs?: number;
}

export const DEFAULT_PREFIX = "groundswell-";
/** Times that the client asks again after a lost connection or a 502–504, reads only. */
const READ_RETRIES = 2;
const MAX_NEAREST = 1_000;

type Request = SniffingTransport["request"];

/** The end of a point in time; and its beginning, since one whose name nobody learned could not be ended. */
const goesOut = ({ method, path }: Parameters<Request>[0]): boolean => method === "DELETE" || path.endsWith("/_pit");

/** Takes back what nobody waits for any more, which ends the search on the server too. */
class TakingBack extends SniffingTransport {
  override request: Request = (async (params: Parameters<Request>[0], options: Parameters<Request>[1] = {}) => {
    const signal = goesOut(params) ? undefined : askerGone();
    const asked = signal === undefined ? options : { ...options, signal };
    const answer = await super.request(params, { ...asked, meta: true });
    // The client takes it for an answer.
    if ((answer.statusCode ?? 0) >= 300 && (answer.statusCode ?? 0) < 400)
      throw new StoreUnavailable(
        `Elasticsearch: status ${answer.statusCode}, which leads elsewhere: set ELASTICSEARCH_URL to its own address`,
      );
    return options.meta === true ? answer : answer.body;
  }) as Request;
}

export function createElasticsearchClient(options: ElasticsearchOptions): Client {
  const settings: ClientOptions = {
    node: options.url,
    requestTimeout: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    maxRetries: READ_RETRIES,
    Transport: TakingBack,
    // Documents may hold any key, `__proto__` too: plain JSON.parse makes them own properties, which harm nobody.
    disablePrototypePoisoningProtection: true,
    ...(options.ca === undefined ? {} : { tls: { ca: options.ca } }),
  };
  return new Client(options.auth === undefined ? settings : { ...settings, auth: options.auth });
}

/** Connects and sets up what is missing. Throws {@link StoreUnavailable} when the server does not answer. */
export async function createElasticsearchStore(options: ElasticsearchOptions): Promise<OperatorStore> {
  const client = createElasticsearchClient(options);
  const names = createNames(options.indexPrefix ?? DEFAULT_PREFIX);
  const refused = watchStoreRefusals(client, options);
  try {
    await orUnavailable(() => setUp(client, names));
  } catch (error) {
    await client.close();
    throw error;
  }
  return createStore({ client, names }, refused);
}

function createStore(asking: Asking, refused: () => readonly StoreRefusal[]): OperatorStore {
  const { client, names } = asking;
  const writeAll = createWriteAll(client, names, createSendBulk(client));
  const asked = new Set<Promise<unknown>>();
  let open = true;

  /** Everything goes through here: a closed store is asked nothing, a closing one answers what it was asked. */
  const whileOpen = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (!open) throw new StoreUnavailable("the store is closed");
    const answer = ask();
    asked.add(answer);
    try {
      return await answer;
    } finally {
      asked.delete(answer);
    }
  };

  const offer: Store["offer"] = (tenant, collection, writes) => whileOpen(() => writeAll(tenant, collection, writes));

  const store: OperatorStore = {
    get: async (tenant, collection, id) => (await store.getMany(tenant, collection, [id]))[0],
    getMany: (tenant, collection, ids) => whileOpen(() => getMany(asking, tenant, collection, ids)),
    has: (tenant, collection, ids) => whileOpen(() => has(asking, tenant, collection, ids)),
    write: writeOn(offer),
    offer,
    search: (tenant, collection, search) => whileOpen(() => searchPage(asking, tenant, collection, search)),
    first: (tenant, collection, search) => whileOpen(() => findFirst(asking, tenant, collection, search)),
    count: (tenant, collection, filter) =>
      whileOpen(() => countAll(asking, tenant, collection, readFilter(collection, filter))),
    facets: (tenant, collection, fields, { size = 100, ...filter }) =>
      whileOpen(async () => {
        for (const field of fields) fieldType(collection, field);
        return (await facets(asking, tenant, collection, readFilter(collection, filter), fields, size)) as never;
      }),
    values: (tenant, collection, field, filter) =>
      whileOpen(() => {
        fieldType(collection, field);
        return everyValue(asking, tenant, collection, readFilter(collection, filter), field);
      }),
    histogram: (tenant, collection, { field, interval, by, most, ...filter }) =>
      whileOpen(async () => {
        for (const name of by === undefined ? [field] : [field, by]) fieldType(collection, name);
        return histogram(asking, tenant, collection, readFilter(collection, filter), { field, interval, by, most });
      }),
    nearest: (tenant, collection, vector, { where, k }) =>
      whileOpen(async () => {
        checkVector(collection, vector);
        const filter = readFilter(collection, where === undefined ? {} : { where });
        return nearest(asking, tenant, collection, vector, filter, Math.min(k, MAX_NEAREST));
      }),
    scan: async function* (tenant, collection, { where, ...options } = {}) {
      if (!open) throw new StoreUnavailable("the store is closed");
      yield* scan(asking, tenant, collection, readFilter(collection, where === undefined ? {} : { where }), options);
    },
    versions: async function* (tenant, collection, { where } = {}) {
      if (!open) throw new StoreUnavailable("the store is closed");
      yield* versions(asking, tenant, collection, readFilter(collection, where === undefined ? {} : { where }));
    },
    tenants: (collection) => whileOpen(() => listTenants(asking, collection)),
    refresh: (collections) =>
      whileOpen(async () => {
        if (collections.length === 0) return;
        await orUnavailable(() => client.indices.refresh({ index: collections.map(names.alias) }));
      }),
    ping: () =>
      whileOpen(async () => {
        const smallest = [{ op: "delete", id: "nobody's" }] as const;
        const asked = [orUnavailable(() => mustBeUsable(client, names)), store.write(INSTALLATION, "leases", smallest)];
        const failure: unknown = await Promise.all(asked).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (failure !== undefined && !(failure instanceof StoreRefused)) throw failure;
        const still = refused();
        if (still.length > 0) throw new StoreRefused(still.slice(0, 5).map(describeStoreRefusal).join("; "));
        if (failure !== undefined) throw failure;
      }),
    close: async () => {
      if (!open) return;
      open = false;
      await Promise.allSettled(asked);
      await client.close();
    },
  };
  return store;
}

/** What the server answers of each id that may be one, by the id. `_source`: what of the document comes with it. */
async function getEach(
  { client, names }: Asking,
  tenant: TenantId,
  collection: CollectionName,
  ids: readonly string[],
  _source: false | string[],
) {
  const asked = [...new Set(ids.filter(isId))];
  if (asked.length === 0) return new Map<string, never>();
  const index = names.alias(collection);
  const answer = await orUnavailable(() =>
    client.mget<Source>({ index, ids: asked.map((id) => documentId(tenant, id)), _source }),
  );
  return new Map(
    answer.docs.map((doc, at) => {
      if ("error" in doc) throw new StoreUnavailable(`Elasticsearch: ${doc.error.type}: ${doc.error.reason ?? ""}`);
      return [asked[at]!, doc] as const;
    }),
  );
}

async function getMany<C extends CollectionName>(
  asking: Asking,
  tenant: TenantId,
  collection: C,
  ids: readonly string[],
) {
  const found = await getEach(asking, tenant, collection, ids, ["doc"]);
  return ids.map((id) => {
    const doc = found.get(id);
    return doc?.found ? toStored(collection, id, doc, doc._source!) : undefined;
  });
}

async function has(asking: Asking, tenant: TenantId, collection: CollectionName, ids: readonly string[]) {
  const found = await getEach(asking, tenant, collection, ids, false);
  return ids.map((id) => found.get(id)?.found === true);
}

async function listTenants({ client, names }: Asking, collection: CollectionName): Promise<TenantId[]> {
  const tenants: TenantId[] = [];
  let after: { readonly tenant: string } | undefined;
  do {
    const composite = {
      sources: [{ tenant: { terms: { field: "tenant" } } }],
      size: 1_000,
      ...(after ? { after } : {}),
    };
    const ask = () => client.search({ index: names.alias(collection), size: 0, aggs: { tenants: { composite } } });
    const found = (await orUnavailable(ask)).aggregations!.tenants as unknown as {
      readonly buckets: readonly { readonly key: { readonly tenant: TenantId } }[];
      readonly after_key?: { readonly tenant: string };
    };
    tenants.push(...found.buckets.map(({ key }) => key.tenant));
    after = found.after_key;
  } while (after !== undefined);
  return tenants;
}
