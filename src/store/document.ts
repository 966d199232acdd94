/**
 * What both adapters do with a document before it is written: check it, serialise it once, and read off the fields it
 * is found by. Kept in one place so that the same input is found, refused and ignored alike on every store.
 */
import { type CollectionName, type CollectionSpec, collections, type FieldType } from "./collections.ts";

/** UTF-8 bytes of an id. Elasticsearch allows 512 for tenant and id together, and a tenant takes at most 64 with its separator. */
export const MAX_ID_BYTES = 440;
/** UTF-16 units; a longer keyword is stored but not indexed. Far below Lucene's 32,766 bytes, so that it fits sort values and cursors. */
export const MAX_KEYWORD_LENGTH = 1_024;
/** Characters of a document as JSON; more is never a record of ours (messages are at most 240 KB). */
export const MAX_DOCUMENT_LENGTH = 16_000_000;

/** A field as it is indexed; null where the document has no value of the declared type. Lists have no repeats and at least one element. */
export type FieldValue = string | number | boolean | readonly string[] | null;

/** A document or write that no store may hold, with the reason for people. */
export class InvalidDocument extends Error {
  override name = "InvalidDocument";
}

export function specOf(collection: CollectionName): CollectionSpec {
  return collections[collection];
}

/** Throws {@link InvalidDocument} for ids that not every store can hold. */
export function checkId(id: string): void {
  if (typeof id !== "string" || id === "") throw new InvalidDocument("an id is a non-empty string");
  if (!id.isWellFormed()) throw new InvalidDocument("the id holds a lone surrogate");
  if (id.includes("\0")) throw new InvalidDocument("the id holds a NUL character");
  if (id.length > MAX_ID_BYTES || Buffer.byteLength(id) > MAX_ID_BYTES)
    throw new InvalidDocument(`the id is longer than ${MAX_ID_BYTES} bytes`);
}

/** Whether {@link checkId} lets it pass: what is not an id is never found. */
export function isId(id: string): boolean {
  try {
    checkId(id);
    return true;
  } catch {
    return false;
  }
}

/** The document as JSON. Cycles, BigInts, nesting beyond the stack and sizes beyond the limit throw {@link InvalidDocument}. */
export function serialise(doc: unknown): string {
  if (typeof doc !== "object" || doc === null || Array.isArray(doc))
    throw new InvalidDocument("a document is a JSON object");
  let body: string;
  try {
    body = JSON.stringify(doc);
  } catch (error) {
    throw new InvalidDocument(`not JSON: ${error instanceof RangeError ? "nested too deeply" : String(error)}`);
  }
  if (body.length > MAX_DOCUMENT_LENGTH)
    throw new InvalidDocument(`the document is longer than ${MAX_DOCUMENT_LENGTH} characters`);
  return body;
}

/** Throws {@link InvalidDocument} unless the vector has the collection's dimensions, finite numbers and a length. */
export function checkVector(collection: CollectionName, vector: Float32Array): void {
  const dims = specOf(collection).vector?.dims;
  if (vector.length !== dims) throw new InvalidDocument(`a vector of ${collection} has ${dims} dimensions`);
  let square = 0;
  for (let at = 0; at < vector.length; at++) square += vector[at]! * vector[at]!;
  if (!Number.isFinite(square) || square === 0) throw new InvalidDocument("the vector is zero or not finite");
}

/** Values of the collection's fields, in the order of its spec. */
export function indexedValues(collection: CollectionName, doc: object): FieldValue[] {
  return fieldPaths(collection).map(({ path, type }) => indexedValue(type, valueAt(doc, path)));
}

export function indexedValue(type: FieldType, value: unknown): FieldValue {
  switch (type) {
    case "keyword":
      return isKeyword(value) ? value.toWellFormed() : null;
    case "keywords": {
      if (!Array.isArray(value)) return null;
      const words = new Set(value.filter(isKeyword).map((word) => word.toWellFormed()));
      return words.size === 0 ? null : [...words];
    }
    case "integer":
      return Number.isSafeInteger(value) ? (value as number) : null;
    case "number":
      return Number.isFinite(value) ? (value as number) : null;
    case "boolean":
      return typeof value === "boolean" ? value : null;
    default:
      return type satisfies never;
  }
}

function isKeyword(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_KEYWORD_LENGTH;
}

/** Own properties only, so that a path never reaches into a prototype. */
function valueAt(doc: object, path: readonly string[]): unknown {
  let value: unknown = doc;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

interface FieldPath {
  readonly path: readonly string[];
  readonly type: FieldType;
}

const pathsByCollection = new Map<CollectionName, readonly FieldPath[]>();

function fieldPaths(collection: CollectionName): readonly FieldPath[] {
  let paths = pathsByCollection.get(collection);
  if (paths === undefined) {
    paths = Object.entries(specOf(collection).fields).map(([field, type]) => ({ path: field.split("."), type }));
    pathsByCollection.set(collection, paths);
  }
  return paths;
}
