/** One page of a search: which documents in covering-index terms first, then the bodies of those few. */
import type { CursorValue } from "../cursor.ts";
import { asksWords } from "../filter.ts";
import { candidates } from "./column-page.ts";
import type { ColumnValue } from "./columns.ts";
import { matchingHeld } from "./held-reading.ts";
import type { PageReply, PageRequest, Row } from "./protocol.ts";
import { countMatching, planned, type Reading } from "./reading.ts";
import { column, timeField, timeIndex } from "./schema.ts";
import { from, fromKeys, type Sql } from "./where.ts";

export function readPage(reading: Reading, request: PageRequest): PageReply {
  const { collection, tenant, filter, limit, counted } = request;
  const total = counted ? countMatching(reading, collection, tenant, filter) : 0;
  const matching = () =>
    inOrder(request) ?? fromCandidates(reading, request) ?? planned(reading, collection, tenant, filter);
  const found = limit === 0 || (counted && total === 0) ? [] : reading.tuples(pageSql(request, matching()));
  const shown = found.slice(0, limit);
  const body = reading.statement(`SELECT id, version, body FROM "${collection}" WHERE k = ?`);
  const rows = shown.map(([k]) => body.get(k as number) as unknown as Row);
  const next = found.length > limit ? (shown.at(-1)!.slice(1) as CursorValue[]) : null;
  return { rows, total, next };
}

/** Selects key, sort values and id of one document more than the page holds. */
function pageSql({ sort, limit, after, filter }: PageRequest, matching: Sql): Sql {
  const scores: ColumnValue[] = [];
  const values = sort.map(({ by }, at) => {
    if (by === "id") return `d.id AS s${at}`;
    if (by !== "relevance") return `d.${column(by)} AS s${at}`;
    scores.push(filter.words.join(" "));
    return `relevance(d.search, ?) AS s${at}`;
  });
  const order = [...sort.map(({ order }, at) => `s${at} ${order === "asc" ? "ASC NULLS LAST" : "DESC"}`), "id"];
  const following = after === null ? { text: "1", params: [] } : afterSql(sort, after);
  return {
    text: `SELECT * FROM (SELECT d.k AS k, ${[...values, "d.id AS id"].join(", ")} ${matching.text})
           WHERE ${following.text} ORDER BY ${order.join(", ")} LIMIT ?`,
    params: [...scores, ...matching.params, ...following.params, limit + 1],
  };
}

/** Two orders that need other ways to the documents than counting them: by time within all, and by relevance. */
function inOrder({ collection, tenant, filter, sort }: PageRequest): Sql | undefined {
  const plain = filter.clauses.length === 0 && !asksWords(filter);
  if (plain && sort[0] !== undefined && sort[0].by === timeField(collection))
    return from(collection, tenant, filter, { index: timeIndex(collection) });
  // The search words are in no index.
  return sort.some(({ by }) => by === "relevance") ? from(collection, tenant, filter) : undefined;
}

/** The few documents that can be on the page, looked up by their keys. */
function fromCandidates(reading: Reading, request: PageRequest): Sql | undefined {
  const { collection, tenant, filter } = request;
  const matching = matchingHeld(reading, collection, tenant, filter);
  const keys = matching && candidates(matching.held, matching.keys, request);
  return keys && fromKeys(collection, keys);
}

/** Whether a row comes after the last one of the page before: greater in the first value that differs. Null comes last in both orders. */
function afterSql(sort: PageRequest["sort"], after: readonly CursorValue[]): Sql {
  const names = [...sort.map((_, at) => `s${at}`), "id"];
  const alternatives: string[] = [];
  const params: ColumnValue[] = [];
  names.forEach((name, at) => {
    const value = after[at] as ColumnValue;
    if (value === null) return;
    const same = names.slice(0, at).map((before) => `${before} IS ?`);
    const greater = sort[at]?.order === "desc" ? `${name} < ?` : `${name} > ?`;
    const missing = name === "id" ? "" : ` OR ${name} IS NULL`;
    alternatives.push([...same, `(${greater}${missing})`].join(" AND "));
    params.push(...(after.slice(0, at) as ColumnValue[]), value);
  });
  return { text: alternatives.map((alternative) => `(${alternative})`).join(" OR "), params };
}

/** Saturation of repeated words, and how much longer texts count less, as BM25's usual k1 and b. */
const SATURATION = 1.2;
const LENGTH_SHARE = 0.75;
/** Characters of an ordinary review's search words (30 words). */
const ORDINARY_LENGTH = 180;

/**
 * The SQL function `relevance(search words, words wanted)`: BM25 without the part that counts documents. All words
 * must occur anyway, and a score that depends on the document alone keeps pages stable and other tenants unseen.
 */
export function relevance(search: unknown, wanted: unknown): number {
  if (typeof search !== "string" || wanted === "") return 0;
  const norm = SATURATION * (1 - LENGTH_SHARE + (LENGTH_SHARE * search.length) / ORDINARY_LENGTH);
  let score = 0;
  for (const word of String(wanted).split(" ")) {
    const times = occurrences(search, word);
    score += times / (times + norm);
  }
  return score;
}

function occurrences(search: string, word: string): number {
  let times = 0;
  for (let at = search.indexOf(word); at >= 0; at = search.indexOf(word, at + word.length)) {
    const end = at + word.length;
    if ((at === 0 || search[at - 1] === " ") && (end === search.length || search[end] === " ")) times++;
  }
  return times;
}
