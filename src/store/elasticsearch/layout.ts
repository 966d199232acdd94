/** Settings and mappings of each collection's index, derived from collections.ts. */
import { createHash } from "node:crypto";
import type { estypes } from "@elastic/elasticsearch";
import type { CollectionName, FieldType } from "../collections.ts";
import { MAX_KEYWORD_LENGTH, specOf } from "../document.ts";
import { relevanceMappings } from "./relevance.ts";

/** Raised when what this file makes of a collection changes; changes of the collection itself show by themselves. */
const FORMAT = 3;

/** Written documents show within this and the time of a refresh: well inside the second that is promised. */
const REFRESH_INTERVAL = "500ms";

/** Where the values to search by lie in a stored document, apart from the document itself. */
export const fieldPath = (field: string): string => `fields.${field}`;

/** Changes whenever documents would have to be indexed anew. */
export function layoutVersion(collection: CollectionName): string {
  const { fields, search, vector } = specOf(collection);
  const layout = JSON.stringify({ format: FORMAT, fields, search, vector });
  return createHash("sha256").update(layout).digest("hex").slice(0, 16);
}

/**
 * Primary shards of a new index. A shard that was not written to answers a count of before from memory (the server's shard
 * request cache), and a new record reaches one shard: of four, three count nothing anew when a page is asked again.
 */
const primaryShards = (collection: CollectionName): number => (collection === "insights" ? 4 : 1);

/** `least`: primary shards that there are at least. */
function settings(collection: CollectionName, least: number): estypes.IndicesIndexSettings {
  return {
    number_of_shards: Math.max(least, primaryShards(collection)),
    // One copy on another node as soon as there is one: a single node stays green.
    auto_expand_replicas: "0-1",
    refresh_interval: REFRESH_INTERVAL,
    // What another template of the installation would have every document go through.
    default_pipeline: "_none",
    final_pipeline: "_none",
  };
}

/**
 * How an index is made: with its settings and mappings in the request, where no template can take them away. The template
 * of the same content is for whoever makes an index of ours by hand.
 */
export const indexBody = (collection: CollectionName, leastShards = 1) => ({
  settings: settings(collection, leastShards),
  mappings: mappings(collection),
});

/**
 * The document itself is JSON text that the server never looks into: it comes back byte for byte (the server would put
 * the keys of an object in another order), whatever its keys, depth and types, and a partial update replaces it whole.
 */
function mappings(collection: CollectionName): estypes.MappingTypeMapping {
  const { fields, search, vector } = specOf(collection);
  const properties: Record<string, estypes.MappingProperty> = {
    tenant: { type: "keyword" },
    id: { type: "keyword" },
    doc: { type: "object", enabled: false },
    fields: {
      type: "object",
      dynamic: false,
      properties: nested(Object.entries(fields).map(([field, type]) => [field.split("."), fieldMapping(type)])),
    },
  };
  if (search) {
    // With positions, for phrases.
    properties.search = { type: "text", analyzer: "whitespace", index_options: "positions", norms: false };
    Object.assign(properties, relevanceMappings);
  }
  if (vector !== undefined) {
    properties.vector = {
      type: "dense_vector",
      dims: vector.dims,
      index: true,
      similarity: "cosine",
      // No graph: searches are always narrowed to a tenant and mostly to an app, where reading all is exact and as fast,
      // and writing is several times cheaper. Eight bits cost a hundredth of similarity at most, and the few found are
      // compared in full precision.
      index_options: { type: "int8_flat" },
    };
  }
  return { dynamic: false, _source: { enabled: true }, _meta: { layout: layoutVersion(collection) }, properties };
}

/** Paths that an index has to have in its mapping for our searches to find anything, with their types. */
export function neededTypes(collection: CollectionName): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  const walk = (properties: Record<string, estypes.MappingProperty>, prefix: string): void => {
    for (const [name, property] of Object.entries(properties)) {
      const below = (property as { properties?: Record<string, estypes.MappingProperty> }).properties;
      if (below !== undefined) walk(below, `${prefix}${name}.`);
      else types.set(prefix + name, property.type ?? "object");
    }
  };
  walk(mappings(collection).properties ?? {}, "");
  return types;
}

function fieldMapping(type: FieldType): estypes.MappingProperty {
  switch (type) {
    case "keyword":
    case "keywords":
      return { type: "keyword", ignore_above: MAX_KEYWORD_LENGTH };
    case "integer":
      return { type: "long" };
    case "number":
      return { type: "double" };
    case "boolean":
      return { type: "boolean" };
    default:
      return type satisfies never;
  }
}

/** Mappings of dotted paths as the objects that they lie in. */
function nested(
  entries: readonly (readonly [readonly string[], estypes.MappingProperty])[],
): Record<string, estypes.MappingProperty> {
  const properties: Record<string, estypes.MappingProperty> = {};
  const heads = new Set(entries.map(([[head]]) => head!));
  for (const head of heads) {
    const below = entries.filter(([path]) => path[0] === head);
    const leaf = below.find(([path]) => path.length === 1);
    if (leaf !== undefined) properties[head] = leaf[1];
    else properties[head] = { type: "object", properties: nested(below.map(([path, type]) => [path.slice(1), type])) };
  }
  return properties;
}
