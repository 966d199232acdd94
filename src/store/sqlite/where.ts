/** Filters as SQL over one collection's table, called `d`; and which index answers them. */
import type { TenantId } from "../../model/tenant.ts";
import type { CollectionName } from "../collections.ts";
import type { Bounds, Clause, Clauses } from "../filter.ts";
import { compareText } from "../order.ts";
import { type ColumnValue, elementInColumn, elementsOfColumn, toColumn, wordToken } from "./columns.ts";
import { column, coveringIndex, isSelective, selectiveIndex, tallyTable, wordsTable } from "./schema.ts";

export interface Sql {
  readonly text: string;
  readonly params: readonly ColumnValue[];
}

/** More values than this are passed as one JSON list instead of one parameter each. */
const MAX_PARAMETERS = 500;

export interface Plan {
  /** What to read without words, if the caller knows better. */
  readonly index?: string | undefined;
  /** So many documents have the words that going through the covering index is cheaper than to look each of them up. */
  readonly commonWords?: boolean;
}

/** `FROM … WHERE …` of the documents that match. */
export function from(
  collection: CollectionName,
  tenant: TenantId,
  filter: Clauses,
  { index, commonWords = false }: Plan = {},
): Sql {
  const conditions = [...filter.clauses.map(clauseToSql), ...wordConditions(collection, tenant, filter)];
  const where = ["d.tenant = ?", ...conditions.map(({ text }) => text)].join(" AND ");
  const params = [tenant, ...conditions.flatMap(({ params }) => params)];
  if (filter.words.length === 0) {
    const hint = index ?? indexFor(collection, filter.clauses);
    return { text: `FROM "${collection}" d ${hint === "" ? "" : `INDEXED BY ${hint}`} WHERE ${where}`, params };
  }
  const words = wordsTable(collection);
  const match = matchAll(tenant, filter.words);
  if (commonWords)
    return {
      text: `FROM "${collection}" d INDEXED BY ${coveringIndex(collection)} WHERE ${where}
             AND d.k IN (SELECT rowid FROM ${words} WHERE ${words} MATCH ?)`,
      params: [...params, match],
    };
  // CROSS JOIN: the words come first, whatever the planner thinks of the other conditions.
  return {
    text: `FROM ${words} CROSS JOIN "${collection}" d ON d.k = ${words}.rowid WHERE ${words} MATCH ? AND ${where}`,
    params: [match, ...params],
  };
}

/** `FROM … WHERE …` of the documents with these keys, each looked up. */
export const fromKeys = (collection: CollectionName, keys: Iterable<number>): Sql => ({
  text: `FROM json_each(?) one CROSS JOIN "${collection}" d ON d.k = one.value WHERE 1`,
  params: [JSON.stringify([...keys])],
});

/** `FROM … WHERE …` of the tallies of the documents that match; the conditions are about the first field alone. */
export function fromTally(collection: CollectionName, tenant: TenantId, { clauses }: Clauses): Sql {
  const conditions = clauses.map(clauseToSql);
  const where = ["d.tenant = ?", ...conditions.map(({ text }) => text)].join(" AND ");
  return {
    text: `FROM ${tallyTable(collection)} d WHERE ${where}`,
    params: [tenant, ...conditions.flatMap(({ params }) => params)],
  };
}

/** The full-text query for documents that have every word. */
export function matchAll(tenant: TenantId, words: readonly string[]): string {
  return words.map((word) => `"${wordToken(tenant, word)}"`).join(" AND ");
}

/** Word after word, in the search words of a document called so. */
const holdsPhrase = (document: string): string => `instr(' ' || ${document}.search || ' ', ?) > 0`;
const phraseParameter = (phrase: readonly string[]): string => ` ${phrase.join(" ")} `;

/** What is asked of words beyond that each of them occurs, which the full-text table has no positions for. */
function wordConditions(collection: CollectionName, tenant: TenantId, { phrases, without }: Clauses): Sql[] {
  const words = wordsTable(collection);
  return [
    ...phrases.map((phrase) => ({ text: holdsPhrase("d"), params: [phraseParameter(phrase)] })),
    ...without.map((phrase): Sql => {
      const match = matchAll(tenant, [...new Set(phrase)]);
      if (phrase.length === 1)
        return { text: `d.k NOT IN (SELECT rowid FROM ${words} WHERE ${words} MATCH ?)`, params: [match] };
      const having = `SELECT e.k FROM ${words} CROSS JOIN "${collection}" e ON e.k = ${words}.rowid
                      WHERE ${words} MATCH ? AND ${holdsPhrase("e")}`;
      return { text: `d.k NOT IN (${having})`, params: [match, phraseParameter(phrase)] };
    }),
  ];
}

function indexFor(collection: CollectionName, clauses: readonly Clause[]): string {
  const selective = clauses.find(({ field, test }) => test.kind === "any" && isSelective(collection, field));
  if (selective !== undefined) return selectiveIndex(collection, selective.field);
  return clauses.length > 0 ? coveringIndex(collection) : "";
}

function clauseToSql(clause: Clause): Sql {
  const { test } = clause;
  const name = `d.${column(clause.field)}`;
  switch (test.kind) {
    case "exists":
      return { text: `${name} IS ${test.exists ? "NOT NULL" : "NULL"}`, params: [] };
    case "any":
      return equalsAny(clause, name, test.values);
    case "none": {
      const any = equalsAny(clause, name, test.values);
      return { text: `(${name} IS NULL OR NOT ${any.text})`, params: any.params };
    }
    case "range":
      return clause.type === "keywords" ? elementInRange(name, test.bounds) : inRange(name, test.bounds);
    default:
      return test satisfies never;
  }
}

function equalsAny(clause: Clause, name: string, values: readonly (string | number | boolean)[]): Sql {
  if (values.length === 0) return { text: "0", params: [] };
  if (clause.type === "keywords") return containsAny(name, values as readonly string[]);
  const params = values.map(toColumn);
  if (params.length === 1) return { text: `${name} = ?`, params };
  if (params.length <= MAX_PARAMETERS) return { text: `${name} IN (${params.map(() => "?").join(", ")})`, params };
  return { text: `${name} IN (SELECT value FROM json_each(?))`, params: [JSON.stringify(params)] };
}

function containsAny(name: string, elements: readonly string[]): Sql {
  const needles = elements.map(elementInColumn);
  if (needles.length === 1) return { text: `(instr(${name}, ?) > 0)`, params: needles };
  return {
    text: `EXISTS (SELECT 1 FROM json_each(?) e WHERE instr(${name}, e.value) > 0)`,
    params: [JSON.stringify(needles)],
  };
}

const operators = { gte: ">=", gt: ">", lte: "<=", lt: "<" } as const;

function inRange(name: string, bounds: Bounds): Sql {
  const entries = Object.entries(bounds) as [keyof Bounds, string | number][];
  return {
    text: entries.map(([bound]) => `${name} ${operators[bound]} ?`).join(" AND "),
    params: entries.map(([, value]) => value),
  };
}

function elementInRange(name: string, bounds: Bounds): Sql {
  return { text: `any_in_range(${name}, ?)`, params: [JSON.stringify(bounds)] };
}

/** The SQL function `any_in_range(list column, bounds as JSON)`. */
export function anyInRange(list: unknown, bounds: unknown): number {
  if (typeof list !== "string") return 0;
  const { gte, gt, lte, lt } = JSON.parse(String(bounds)) as { readonly [B in keyof Bounds]: string };
  const within = (element: string): boolean =>
    (gte === undefined || compareText(element, gte) >= 0) &&
    (gt === undefined || compareText(element, gt) > 0) &&
    (lte === undefined || compareText(element, lte) <= 0) &&
    (lt === undefined || compareText(element, lt) < 0);
  return elementsOfColumn(list).some(within) ? 1 : 0;
}
