/** Puts first indexes, aliases and templates in place, and says what is wrong with those that are there. */
import { type Client, errors } from "@elastic/elasticsearch";
import { type CollectionName, collectionNames } from "../collections.ts";
import { indexBody, layoutVersion } from "./layout.ts";
import type { Names } from "./names.ts";
import {
  type Found,
  type Generation,
  type IndexState,
  narrowedAlias,
  readAll,
  readIndexes,
  strangerFault,
} from "./state.ts";

/** Requests at a time: creating an index is work for the master node. */
const AT_ONCE = 9;

/** Set up as nobody but a person can put right: the boot ends with it. */
export class WrongSetup extends Error {
  override name = "WrongSetup";
}

export async function setUp(client: Client, names: Names): Promise<void> {
  const all = await readAll(client, names);
  const made = await madeBefore(client, names);
  const waiting = [...collectionNames];
  const lane = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const collection = next;
      await setUpCollection({ client, names, collection }, all, made.has(collection));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

interface Place {
  readonly client: Client;
  readonly names: Names;
  readonly collection: CollectionName;
}

async function setUpCollection(place: Place, all: Found, wasMade: boolean): Promise<void> {
  const { client, names, collection } = place;
  const stranger = strangerFault(collection, names, all);
  if (stranger !== undefined) throw new WrongSetup(stranger);
  const found = all.indexes.filter((index) => index.collection === collection);
  const live = await liveIndex(place, found, wasMade);
  if (live === undefined) await createFirst(place);
  else {
    await widen(place, live);
    await addFields(place, live);
  }
  // After the index: a template without one then means that the index is gone.
  await client.indices.putIndexTemplate({
    name: names.template(collection),
    index_patterns: [names.pattern(collection)],
    // Above the usual catch-all templates of an installation.
    priority: 500,
    template: indexBody(collection),
    _meta: { layout: layoutVersion(collection), made: true },
  });
}

/** The one index that the alias stands for; undefined where there has never been one. */
async function liveIndex(
  place: Place,
  found: readonly IndexState[],
  wasMade: boolean,
): Promise<IndexState | undefined> {
  const { client, names, collection } = place;
  const alias = names.alias(collection);
  const live = found.filter((index) => index.live);
  if (live.length > 1) throw new WrongSetup(severalIndexes(alias, live));
  if (live[0] !== undefined) return live[0];
  const [only] = found;
  if (only === undefined) {
    if (wasMade) throw new WrongSetup(goneIndex(names, collection));
    return undefined;
  }
  const listed = found.map(({ index }) => index).join(", ");
  if (found.length > 1 || only.unfinished)
    throw new WrongSetup(
      `the alias ${alias} is gone, and which index it stood for can't be told (there are: ${listed}): ${howToAlias}`,
    );
  // As a snapshot restores it without its aliases.
  await client.indices.updateAliases({ actions: [{ add: { index: only.index, alias } }] });
  return only;
}

/** Takes away what was put between us and the whole index. */
async function widen({ client, names, collection }: Place, { index, live, narrowed, pipelines }: IndexState) {
  const alias = names.alias(collection);
  // By another routing documents may lie where they are not looked for.
  if (narrowed.some((name) => name.endsWith("routing")))
    throw new WrongSetup(
      `${narrowedAlias(alias, { narrowed })}: give it back without with POST /_aliases, and write again what was written meanwhile`,
    );
  if (live && narrowed.length > 0) {
    const actions = [{ remove: { index, alias } }, { add: { index, alias } }];
    await client.indices.updateAliases({ actions });
  }
  if (pipelines.length > 0)
    await client.indices.putSettings({ index, settings: { default_pipeline: "_none", final_pipeline: "_none" } });
}

const howToAlias = "give it back with POST /_aliases, or restore the indexes with their aliases from a snapshot";

export const severalIndexes = (alias: string, live: readonly Pick<IndexState, "index">[]): string =>
  `the alias ${alias} stands for ${live.length} indexes (${live.map(({ index }) => index).join(", ")}): take it from the older one with POST /_aliases`;

export const goneIndex = (names: Names, collection: CollectionName): string =>
  `the index behind ${names.alias(collection)} is gone: restore it from a snapshot, or, to begin with none, DELETE /_index_template/${names.template(collection)} and start again`;

async function createFirst({ client, names, collection }: Place): Promise<void> {
  const index = names.index(collection, 1);
  const alias = { [names.alias(collection)]: {} };
  try {
    await client.indices.create({ index, aliases: alias, ...indexBody(collection) });
  } catch (error) {
    // Another runner was faster; the alias comes with the index.
    if (String(error).includes("resource_already_exists_exception")) return;
    throw error instanceof errors.ResponseError && error.statusCode === 400
      ? new WrongSetup(`the index ${index} can't be made: ${error.message}`, { cause: error })
      : error;
  }
}

/**
 * New fields are indexed from now on; older documents get theirs by a migration, which `_meta` still asks for. An index
 * that was made by hand or restored without its mappings gets them here, if it still can.
 */
async function addFields({ client, collection }: Place, live: IndexState): Promise<void> {
  if (live.layout === layoutVersion(collection) && live.lacking.length === 0) return;
  const { properties, dynamic } = indexBody(collection).mappings;
  try {
    await client.indices.putMapping({ index: live.index, dynamic: dynamic!, properties: properties! });
  } catch (error) {
    if (!(error instanceof errors.ResponseError) || error.statusCode !== 400) throw error;
    throw new WrongSetup(
      `the index ${live.index} has mappings that are not ours (${error.message}); it was made by hand or under another template: delete it if it holds nothing you need, or restore it from a snapshot, and start again`,
      { cause: error },
    );
  }
}

/** Collections that have had an index: their template says so. */
async function madeBefore(client: Client, names: Names): Promise<ReadonlySet<CollectionName>> {
  const found = await client.indices.getIndexTemplate({ name: names.everyTemplate }, { ignore: [404] });
  const made = new Set(
    (found.index_templates ?? []).filter((one) => one.index_template._meta?.made === true).map(({ name }) => name),
  );
  return new Set(collectionNames.filter((collection) => made.has(names.template(collection))));
}

/** The index behind each alias. */
export async function liveGenerations(client: Client, names: Names): Promise<Generation[]> {
  return (await readIndexes(client, names)).filter(({ live }) => live);
}

/** Takes away everything that {@link setUp} made, documents included. For tests, and for who means it. */
export async function tearDown(client: Client, names: Names): Promise<void> {
  const indexes = (await readIndexes(client, names)).map(({ index }) => index);
  for (let start = 0; start < indexes.length; start += AT_ONCE)
    await client.indices.delete({ index: indexes.slice(start, start + AT_ONCE) });
  await client.indices.deleteIndexTemplate({ name: collectionNames.map(names.template) }, { ignore: [404] });
}
