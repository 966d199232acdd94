/** Puts templates, first indexes and aliases in place; what is there already stays as it is. */
import type { Client } from "@elastic/elasticsearch";
import { type CollectionName, collectionNames } from "../collections.ts";
import { layoutVersion, mappings, settings } from "./layout.ts";
import { generationOf, type Names } from "./names.ts";

export interface Generation {
  readonly collection: CollectionName;
  readonly index: string;
  readonly generation: number;
  /** Layout that its documents were indexed under. */
  readonly layout: string;
}

/** Requests at a time: creating an index is work for the master node. */
const AT_ONCE = 9;

export async function setUp(client: Client, names: Names, shards: number): Promise<void> {
  const known = new Map((await liveGenerations(client, names)).map((live) => [live.collection, live]));
  const waiting = [...collectionNames];
  const lane = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      await setUpCollection(client, names, shards, next, known.get(next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function setUpCollection(
  client: Client,
  names: Names,
  shards: number,
  collection: CollectionName,
  live: Generation | undefined,
): Promise<void> {
  await client.indices.putIndexTemplate({
    name: names.template(collection),
    index_patterns: [names.pattern(collection)],
    // Above the usual catch-all templates of an installation.
    priority: 500,
    template: { settings: settings(shards), mappings: mappings(collection) },
    _meta: { layout: layoutVersion(collection) },
  });
  if (live === undefined) return createFirst(client, names, collection);
  if (live.layout === layoutVersion(collection)) return;
  // New fields are indexed from now on; older documents get theirs by a migration, which `_meta` still asks for.
  const { properties } = mappings(collection);
  await client.indices.putMapping({ index: live.index, properties: properties! });
}

async function createFirst(client: Client, names: Names, collection: CollectionName): Promise<void> {
  const index = names.index(collection, 1);
  const alias = { [names.alias(collection)]: {} };
  try {
    await client.indices.create({ index, aliases: alias });
  } catch (error) {
    // Another runner was faster; the alias comes with the index.
    if (!String(error).includes("resource_already_exists_exception")) throw error;
  }
}

/** The index behind each alias. */
export async function liveGenerations(client: Client, names: Names): Promise<Generation[]> {
  const generations = await Promise.all(
    chunks(collectionNames, 6).map(async (some) => {
      const found = await client.indices.get(
        { index: some.map(names.pattern), features: ["aliases", "mappings"], allow_no_indices: true },
        { ignore: [404] },
      );
      return some.flatMap((collection) => generationsIn(found, names, collection));
    }),
  );
  return generations.flat();
}

function generationsIn(
  found: Awaited<ReturnType<Client["indices"]["get"]>>,
  names: Names,
  collection: CollectionName,
): Generation[] {
  return Object.entries(found)
    .filter(([, state]) => state.aliases?.[names.alias(collection)] !== undefined)
    .map(([index, state]) => ({
      collection,
      index,
      generation: generationOf(index),
      layout: String(state.mappings?._meta?.layout ?? ""),
    }));
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}

/** Takes away everything that {@link setUp} made, documents included. For tests, and for who means it. */
export async function tearDown(client: Client, names: Names): Promise<void> {
  for (const some of chunks(collectionNames, 6)) {
    const found = await client.indices.get(
      { index: some.map(names.pattern), features: ["aliases"] },
      { ignore: [404] },
    );
    const indexes = Object.keys(found).filter((index) => generationOf(index) > 0);
    if (indexes.length > 0) await client.indices.delete({ index: indexes });
    await client.indices.deleteIndexTemplate({ name: some.map(names.template) }, { ignore: [404] });
  }
}
