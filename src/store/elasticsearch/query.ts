/** Filters, orders and cursors in Elasticsearch's own words. */
import type { estypes } from "@elastic/elasticsearch";
import type { TenantId } from "../../model/tenant.ts";
import type { CollectionName } from "../collections.ts";
import type { CursorValue } from "../cursor.ts";
import { type Clause, type Clauses, fieldType } from "../filter.ts";
import { compareText } from "../order.ts";
import type { Sort } from "../store.ts";
import { fieldPath } from "./layout.ts";
import { byRelevance, MAX_WORD_LENGTH } from "./relevance.ts";

type Query = estypes.QueryDslQueryContainer;
export type AnySort = readonly Sort<CollectionName>[];

const NOTHING: Query = { match_none: {} };

/** `scored`: the words make `_score`; everything else never does. */
export function toQuery(tenant: TenantId, filter: Clauses, scored = false): Query {
  const words: Query[] = filter.words.map((word) => ({ term: { search: word.slice(0, MAX_WORD_LENGTH) } }));
  const conditions: Query[] = [{ term: { tenant } }, ...filter.clauses.flatMap(clauseQueries)];
  const phrases = filter.phrases.map(phraseQuery);
  const unwanted = filter.without.map((phrase) => ({ bool: { must_not: phraseQuery(phrase) } }));
  const matching = [...conditions, ...words, ...phrases, ...unwanted];
  return scored ? byRelevance(matching, filter.words) : { bool: { filter: matching } };
}

/** Word after word. */
const phraseQuery = (phrase: readonly string[]): Query =>
  phrase.length === 1
    ? { term: { search: phrase[0]!.slice(0, MAX_WORD_LENGTH) } }
    : { match_phrase: { search: phrase.join(" ") } };

function clauseQueries({ field, test }: Clause): Query[] {
  const path = fieldPath(field);
  switch (test.kind) {
    case "any":
      return [test.values.length === 0 ? NOTHING : { terms: { [path]: [...test.values] } }];
    case "none":
      return test.values.length === 0 ? [] : [{ bool: { must_not: { terms: { [path]: [...test.values] } } } }];
    case "range":
      return [{ range: { [path]: narrowest(test.bounds) } }];
    case "exists":
      return [test.exists ? { exists: { field: path } } : { bool: { must_not: { exists: { field: path } } } }];
    default:
      return test satisfies never;
  }
}

/** One range holds one lower and one upper bound: of two the narrower counts. */
function narrowest(bounds: (Clause["test"] & { readonly kind: "range" })["bounds"]): Record<string, string | number> {
  const { gte, gt, lte, lt } = bounds;
  const above = gte === undefined || (gt !== undefined && compare(gt, gte) >= 0) ? { gt } : { gte };
  const below = lte === undefined || (lt !== undefined && compare(lt, lte) <= 0) ? { lt } : { lte };
  const both = Object.entries({ ...above, ...below }).filter(([, bound]) => bound !== undefined);
  return Object.fromEntries(both) as Record<string, string | number>;
}

function compare(a: string | number, b: string | number): number {
  return typeof a === "number" && typeof b === "number" ? a - b : compareText(String(a), String(b));
}

/** Ends with the id, so that the order is total. */
export function toSort(sort: AnySort): estypes.SortCombinations[] {
  const fields = sort.map(({ by, order }): estypes.SortCombinations => {
    if (by === "id") return { id: { order } };
    if (by === "relevance") return { _score: { order } };
    return { [fieldPath(by)]: { order, missing: "_last" } };
  });
  return [...fields, { id: { order: "asc" } }];
}

/** What the server sorts a missing number or boolean as: the ends of its 64-bit range, which JSON numbers can't hold. */
const MISSING = { asc: "9223372036854775807", desc: "-9223372036854775808" } as const;

/** Sort values of a hit as they go into a cursor: null where the document has none. */
export function toCursor(collection: CollectionName, sort: AnySort, values: estypes.SortResults): CursorValue[] {
  return values.map((value, at) => (isMissing(collection, sort[at], value) ? null : (value as CursorValue)));
}

function isMissing(collection: CollectionName, sort: AnySort[number] | undefined, value: estypes.FieldValue): boolean {
  if (sort === undefined || sort.by === "id" || sort.by === "relevance") return false;
  const type = fieldType(collection, sort.by);
  if (type === "number") return value === "Infinity" || value === "-Infinity";
  return typeof value === "number" && !Number.isSafeInteger(value);
}

/** Back again. Keywords are asked for with null, numbers with what stands for it. */
export function toSearchAfter(
  collection: CollectionName,
  sort: AnySort,
  after: readonly CursorValue[],
): estypes.SortResults {
  return after.map((value, at) => {
    const { by, order } = sort[at] ?? ({ by: "id", order: "asc" } as const);
    if (value !== null || by === "id" || by === "relevance") return value;
    const type = fieldType(collection, by);
    if (type === "keyword" || type === "keywords") return null;
    if (type === "number") return order === "asc" ? "Infinity" : "-Infinity";
    return MISSING[order];
  });
}
