/**
 * A filter in a form that both adapters compile from: conditions checked against the fields' types, one clause a field.
 * What a clause means is decided here, once; SQL and the query language of Elasticsearch only spell it.
 */
import type { CollectionName, FieldType } from "./collections.ts";
import { indexedValue, specOf } from "./document.ts";
import type { Condition, Filter } from "./store.ts";

type Scalar = string | number | boolean;

export interface Bounds {
  readonly gte?: string | number;
  readonly gt?: string | number;
  readonly lte?: string | number;
  readonly lt?: string | number;
}

/** `any`: some value of the field equals one of these (none listed: never). `none`: no value equals any of these. */
export type Test =
  | { readonly kind: "any"; readonly values: readonly Scalar[] }
  | { readonly kind: "none"; readonly values: readonly Scalar[] }
  | { readonly kind: "range"; readonly bounds: Bounds }
  | { readonly kind: "exists"; readonly exists: boolean };

export interface Clause {
  readonly field: string;
  readonly type: FieldType;
  readonly test: Test;
}

export interface Clauses {
  readonly clauses: readonly Clause[];
  /** Each must occur, those of the phrases among them; without repeats. */
  readonly words: readonly string[];
  /** Word after word, two or more. */
  readonly phrases: readonly (readonly string[])[];
  /** Word after word, one or more. */
  readonly without: readonly (readonly string[])[];
}

/** Whether it asks anything of the words of a document. */
export const asksWords = ({ words, without }: Clauses): boolean => words.length > 0 || without.length > 0;

/** Throws TypeError for a field that the collection does not index: a bug of the caller, never of the data. */
export function readFilter(collection: CollectionName, filter: Filter<CollectionName>): Clauses {
  const clauses: Clause[] = [];
  const conditions = Object.entries((filter.where ?? {}) as Record<string, Condition | undefined>);
  for (const [field, condition] of conditions) {
    if (condition === undefined) continue;
    const type = fieldType(collection, field);
    const test = readCondition(type, condition);
    if (test !== undefined) clauses.push({ field, type, test });
  }
  const phrases = (filter.phrases ?? []).filter((phrase) => phrase.length > 1);
  const without = (filter.without ?? []).filter((phrase) => phrase.length > 0);
  const words = [...new Set([...(filter.words ?? []), ...(filter.phrases ?? []).flat()])];
  const read = { clauses, words, phrases, without };
  if (asksWords(read) && !specOf(collection).search) throw new TypeError(`${collection} has no search words`);
  return read;
}

export function fieldType(collection: CollectionName, field: string): FieldType {
  const { fields } = specOf(collection);
  if (!Object.hasOwn(fields, field)) throw new TypeError(`${collection} has no field ${field}`);
  return fields[field]!;
}

/** A value of another type than the field's can't be in it, so it is left out of the list. */
function readCondition(type: FieldType, condition: Condition): Test | undefined {
  if (typeof condition !== "object") return { kind: "any", values: ofType(type, [condition]) };
  if (isList(condition)) return { kind: "any", values: ofType(type, condition) };
  if ("not" in condition) {
    const values = isList(condition.not) ? condition.not : [condition.not];
    return { kind: "none", values: ofType(type, values) };
  }
  if ("exists" in condition) return { kind: "exists", exists: condition.exists };
  return readRange(type, condition as Bounds);
}

function readRange(type: FieldType, condition: Bounds): Test | undefined {
  const bounds = Object.entries(condition).filter(([, bound]) => bound !== undefined);
  if (bounds.length === 0) return undefined;
  const wanted = type === "integer" || type === "number" ? "number" : "string";
  const fits = type !== "boolean" && bounds.every(([, bound]) => typeof bound === wanted && !Number.isNaN(bound));
  return fits ? { kind: "range", bounds: Object.fromEntries(bounds) } : { kind: "any", values: [] };
}

function ofType(type: FieldType, values: readonly Scalar[]): Scalar[] {
  const element = type === "keywords" ? "keyword" : type;
  const known = values.map((value) => indexedValue(element, value)).filter((value) => value !== null);
  return [...new Set(known as Scalar[])];
}

function isList(value: unknown): value is readonly Scalar[] {
  return Array.isArray(value);
}
