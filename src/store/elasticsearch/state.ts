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
  /** What keeps the collection's alias from standing for all of it. */
  readonly narrowed: readonly string[];
  /** What documents go through on their way into it. */
  readonly pipelines: readonly string[];
}

/** An index that is none of ours, where a collection's alias leads or should be. */
export interface Stranger {
  readonly collection: CollectionName;
  readonly index: string;
}

export interface Found {
  readonly indexes: readonly IndexState[];
  readonly strangers: readonly Stranger[];
}

/** Collections asked for at a time: their names stand in the address. */
const COLLECTIONS_AT_A_TIME = 6;

/** Every index of ours, closed ones too. */
export const readIndexes = async (client: Client, names: Names): Promise<readonly IndexState[]> =>
  (await readAll(client, names)).indexes;

/** And what else stands behind our aliases or has their names. */
export async function readAll(
  client: Client,
  names: Names,
  collections: readonly CollectionName[] = collectionNames,
): Promise<Found> {
  const chunks = Array.from({ length: Math.ceil(collections.length / COLLECTIONS_AT_A_TIME) }, (_, at) =>
    collections.slice(at * COLLECTIONS_AT_A_TIME, (at + 1) * COLLECTIONS_AT_A_TIME),
  );
  const chunksFound = await Promise.all(
    chunks.map(async (some) => {
      const found = await client.indices.get(
        {
          index: some.flatMap((collection) => [names.pattern(collection), names.alias(collection)]),
          ignore_unavailable: true,
          features: ["aliases", "mappings", "settings"],
          allow_no_indices: true,
          expand_wildcards: ["open", "closed"],
        },
        { ignore: [404] },
      );
      return some.map((collection) => sortOut(names, collection, found));
    }),
  );
  const states = chunksFound.flat();
  return {
    indexes: states.flatMap(({ indexes }) => indexes),
    strangers: states.flatMap(({ strangers }) => strangers),
  };
}

function sortOut(names: Names, collection: CollectionName, found: estypes.IndicesGetResponse): Found {
  const alias = names.alias(collection);
  const isOurs = (index: string): boolean => names.index(collection, generationOf(index)) === index;
  const all = Object.entries(found);
  return {
    indexes: all.filter(([index]) => isOurs(index)).map(([index, state]) => toState(names, collection, index, state)),
    strangers: all
      .filter(([index, { aliases }]) => !isOurs(index) && (index === alias || aliases?.[alias] !== undefined))
      .map(([index]) => ({ collection, index })),
  };
}

function toState(
  names: Names,
  collection: CollectionName,
  index: string,
  { aliases, mappings, settings }: estypes.IndicesIndexState,
): IndexState {
  const meta = (mappings?._meta ?? {}) as { readonly layout?: unknown; readonly resume?: unknown };
  const {
    blocks = {},
    verified_before_close,
    ...own
  } = (settings?.index ?? {}) as {
    readonly blocks?: Readonly<Record<string, unknown>>;
    readonly verified_before_close?: unknown;
    readonly default_pipeline?: string;
    readonly final_pipeline?: string;
  };
  const alias = aliases?.[names.alias(collection)];
  const live = alias !== undefined;
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
    narrowed: Object.entries(alias ?? {}).flatMap(([name, value]) =>
      name === "is_hidden" || value === true || value === undefined ? [] : [name],
    ),
    pipelines: [own.default_pipeline, own.final_pipeline].filter(
      (name) => name !== undefined && name !== "_none",
    ) as string[],
  };
}

function typeAt(mappings: estypes.MappingTypeMapping | undefined, path: string): string | undefined {
  let property: estypes.MappingProperty | undefined = { properties: mappings?.properties ?? {} } as never;
  for (const name of path.split("."))
    property = (property as { properties?: Record<string, estypes.MappingProperty> } | undefined)?.properties?.[name];
  if (property === undefined) return undefined;
  return property.type ?? "object";
}

const ADVICE_FOR_START = "start the daemon again, which puts it right";
const ADVICE_FOR_BLOCKS = "make room where the disk is full, then set what blocks it to null with PUT /_settings";

/** In words; undefined where there is none. */
export function strangerFault(
  collection: CollectionName,
  names: Names,
  { strangers }: Pick<Found, "strangers">,
): string | undefined {
  const alias = names.alias(collection);
  const [first] = strangers.filter((one) => one.collection === collection);
  if (first === undefined) return undefined;
  return first.index === alias
    ? `an index is named ${alias}, where our alias has to be: clone it under another name if it holds anything you need, delete it, and start the daemon again`
    : `the alias ${alias} stands for ${first.index} too, which is none of our indexes: take it away with POST /_aliases, and copy what was written there meanwhile`;
}

export const narrowedAlias = (alias: string, { narrowed }: Pick<IndexState, "narrowed">): string =>
  `the alias ${alias} stands for a part of its index only (${narrowed.join(", ")})`;

function faultOf(collection: CollectionName, names: Names, found: Found): string | undefined {
  const stranger = strangerFault(collection, names, found);
  if (stranger !== undefined) return stranger;
  const mine = found.indexes.filter((index) => index.collection === collection);
  const live = mine.filter((index) => index.live);
  const [only] = live;
  const alias = names.alias(collection);
  if (only === undefined) return `there is no index behind ${alias}: start the daemon again, which says what to do`;
  if (live.length > 1) return `the alias ${alias} stands for ${live.length} indexes`;
  if (only.closed) return `the index ${only.index} is closed: open it`;
  // A migration holds writes for a moment before it moves the alias.
  const blocks = mine.some(({ unfinished }) => unfinished) ? [] : only.blocks.filter((block) => block !== "metadata");
  if (blocks.length > 0) return `the index ${only.index} is blocked (${blocks.join(", ")}): ${ADVICE_FOR_BLOCKS}`;
  if (only.narrowed.length > 0) return `${narrowedAlias(alias, only)}: ${ADVICE_FOR_START}`;
  if (only.pipelines.length > 0)
    return `the index ${only.index} sends what is written through ${only.pipelines.join(" and ")}: ${ADVICE_FOR_START}`;
  if (only.lacking.length > 0)
    return `the index ${only.index} lacks our mappings (${only.lacking.slice(0, 5).join(", ")}): start the daemon again, which adds them or says what to do`;
  return undefined;
}

/** Everything about our own indexes that keeps them from being read or written, in words. */
export async function faults(client: Client, names: Names): Promise<string[]> {
  const all = await readAll(client, names);
  const found = collectionNames.flatMap((collection) => faultOf(collection, names, all) ?? []);
  if (found.length > 0) return found;
  const index = all.indexes.filter(({ live }) => live).map((one) => one.index);
  const health = await client.cluster.health({ level: "indices", timeout: "1s" });
  return index.flatMap((name) =>
    health.indices?.[name]?.status === "red"
      ? [`the index ${name} has a shard that no node holds: see GET /_cluster/allocation/explain`]
      : [],
  );
}

/** What is wrong with one collection; undefined when nothing is. */
export const faultsOf = async (client: Client, names: Names, collection: CollectionName): Promise<string | undefined> =>
  faultOf(collection, names, await readAll(client, names, [collection]));

/** Throws {@link StoreUnavailable} with what is wrong. */
export async function mustBeUsable(client: Client, names: Names): Promise<void> {
  const found = await faults(client, names);
  if (found.length > 0) throw new StoreUnavailable(found.slice(0, 5).join("; "));
}
