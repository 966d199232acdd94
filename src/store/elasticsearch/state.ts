/** What is on the server of ours, and whether it can be read and written. */
import type { Client, estypes } from "@elastic/elasticsearch";
import { type CollectionName, collectionNames } from "../collections.ts";
import { StoreUnavailable } from "../store.ts";
import { neededTypes } from "./layout.ts";
import { generationOf, type Names } from "./names.ts";

export interface Generation {
  readonly collection: CollectionName;
  readonly index: string;
  readonly generation: number;
  /** Layout that its documents were indexed under. */
  readonly layout: string;
}

export interface IndexState extends Generation {
  /** Whether the collection's alias stands for it. */
  readonly live: boolean;
  /** A copy that a migration has not finished. */
  readonly unfinished: boolean;
  /** What its mapping lacks or has otherwise. */
  readonly lacking: readonly string[];
  readonly closed: boolean;
  /** Settings that keep it from being read or written. */
  readonly blocks: readonly string[];
}

/** Collections asked for at a time: their names stand in the address. */
const COLLECTIONS_AT_A_TIME = 6;

/** Every index of ours, closed ones too. */
export async function readIndexes(client: Client, names: Names): Promise<IndexState[]> {
  const chunks = Array.from({ length: Math.ceil(collectionNames.length / COLLECTIONS_AT_A_TIME) }, (_, at) =>
    collectionNames.slice(at * COLLECTIONS_AT_A_TIME, (at + 1) * COLLECTIONS_AT_A_TIME),
  );
  const states = await Promise.all(
    chunks.map(async (some) => {
      const found = await client.indices.get(
        {
          index: some.map(names.pattern),
          features: ["aliases", "mappings", "settings"],
          allow_no_indices: true,
          expand_wildcards: ["open", "closed"],
        },
        { ignore: [404] },
      );
      return some.flatMap((collection) =>
        Object.entries(found)
          .filter(([index]) => names.index(collection, generationOf(index)) === index)
          .map(([index, state]) => toState(names, collection, index, state)),
      );
    }),
  );
  return states.flat();
}

function toState(
  names: Names,
  collection: CollectionName,
  index: string,
  { aliases, mappings, settings }: estypes.IndicesIndexState,
): IndexState {
  const meta = (mappings?._meta ?? {}) as { readonly layout?: unknown; readonly resume?: unknown };
  const { blocks = {}, verified_before_close } = (settings?.index ?? {}) as {
    readonly blocks?: Readonly<Record<string, unknown>>;
    readonly verified_before_close?: unknown;
  };
  const live = aliases?.[names.alias(collection)] !== undefined;
  const lacking = [...neededTypes(collection)].filter(([path, type]) => typeAt(mappings, path) !== type);
  return {
    collection,
    index,
    generation: generationOf(index),
    layout: String(meta.layout ?? ""),
    live,
    unfinished: meta.resume !== undefined && !live,
    lacking: lacking.map(([path]) => path),
    closed: String(verified_before_close) === "true",
    blocks: Object.entries(blocks).flatMap(([name, value]) => (String(value) === "true" ? [name] : [])),
  };
}

function typeAt(mappings: estypes.MappingTypeMapping | undefined, path: string): string | undefined {
  let property: estypes.MappingProperty | undefined = { properties: mappings?.properties ?? {} } as never;
  for (const name of path.split("."))
    property = (property as { properties?: Record<string, estypes.MappingProperty> } | undefined)?.properties?.[name];
  if (property === undefined) return undefined;
  return property.type ?? "object";
}

const ADVICE_FOR_BLOCKS = "make room where the disk is full, then set what blocks it to null with PUT /_settings";

function faultOf(collection: CollectionName, names: Names, all: readonly IndexState[]): string | undefined {
  const mine = all.filter((index) => index.collection === collection);
  const live = mine.filter((index) => index.live);
  const [only] = live;
  const alias = names.alias(collection);
  if (only === undefined) return `there is no index behind ${alias}: start the daemon again, which says what to do`;
  if (live.length > 1) return `the alias ${alias} stands for ${live.length} indexes`;
  if (only.closed) return `the index ${only.index} is closed: open it`;
  // A migration holds writes for a moment before it moves the alias.
  const blocks = mine.some(({ unfinished }) => unfinished) ? [] : only.blocks.filter((block) => block !== "metadata");
  if (blocks.length > 0) return `the index ${only.index} is blocked (${blocks.join(", ")}): ${ADVICE_FOR_BLOCKS}`;
  if (only.lacking.length > 0)
    return `the index ${only.index} lacks our mappings (${only.lacking.slice(0, 5).join(", ")}): start the daemon again, which adds them or says what to do`;
  return undefined;
}

/** Everything about our own indexes that keeps them from being read or written, in words. */
export async function faults(client: Client, names: Names): Promise<string[]> {
  const all = await readIndexes(client, names);
  const found = collectionNames.flatMap((collection) => faultOf(collection, names, all) ?? []);
  if (found.length > 0) return found;
  const index = all.filter(({ live }) => live).map((one) => one.index);
  const health = await client.cluster.health({ level: "indices", timeout: "1s" });
  return index.flatMap((name) =>
    health.indices?.[name]?.status === "red"
      ? [`the index ${name} has a shard that no node holds: see GET /_cluster/allocation/explain`]
      : [],
  );
}

/** Throws {@link StoreUnavailable} with what is wrong. */
export async function mustBeUsable(client: Client, names: Names): Promise<void> {
  const found = await faults(client, names);
  if (found.length > 0) throw new StoreUnavailable(found.slice(0, 5).join("; "));
}
