/** Brings an Elasticsearch store's indexes to the layout that collections.ts asks for. The embedded store does that when it opens. */
import type { CollectionName } from "./collections.ts";
import { createSendBulk } from "./elasticsearch/bulk.ts";
import { orUnavailable } from "./elasticsearch/errors.ts";
import { layoutVersion } from "./elasticsearch/layout.ts";
import { type MigrationStep, migrateCollection } from "./elasticsearch/migration.ts";
import { createNames } from "./elasticsearch/names.ts";
import { liveGenerations, setUp } from "./elasticsearch/setup.ts";
import type { Generation } from "./elasticsearch/state.ts";
import { createElasticsearchClient, DEFAULT_PREFIX, type ElasticsearchOptions } from "./elasticsearch.ts";

export interface MigrateOptions {
  readonly onStep?: (step: MigrationStep) => void;
  /** Stops after the page at hand; the next call goes on from there. */
  readonly signal?: AbortSignal;
  /** Collections to index anew even if their layout is the present one. */
  readonly force?: readonly CollectionName[];
  /** Default 500. */
  readonly pageSize?: number;
}

const PAGE_SIZE = 500;

/** Collections whose documents are indexed under another layout than the present one. */
export async function outdatedCollections(options: ElasticsearchOptions): Promise<CollectionName[]> {
  const client = createElasticsearchClient(options);
  try {
    const live = await orUnavailable(() => liveGenerations(client, createNames(options.indexPrefix ?? DEFAULT_PREFIX)));
    return live.filter(isOutdated).map(({ collection }) => collection);
  } finally {
    await client.close();
  }
}

/** Answers which collections were moved. One migration at a time: the caller sees to that, by a lease. */
export async function migrateElasticsearch(
  options: ElasticsearchOptions,
  { onStep = () => {}, signal = new AbortController().signal, force = [], pageSize = PAGE_SIZE }: MigrateOptions = {},
): Promise<CollectionName[]> {
  const client = createElasticsearchClient(options);
  const names = createNames(options.indexPrefix ?? DEFAULT_PREFIX);
  try {
    return await orUnavailable(async () => {
      await setUp(client, names);
      const live = await liveGenerations(client, names);
      const moving = live.filter((generation) => isOutdated(generation) || force.includes(generation.collection));
      const deps = { client, names, sendBulk: createSendBulk(client), onStep, signal, pageSize };
      for (const generation of moving) await migrateCollection(deps, generation);
      return moving.map(({ collection }) => collection);
    });
  } finally {
    await client.close();
  }
}

const isOutdated = ({ collection, layout }: Generation): boolean => layout !== layoutVersion(collection);
