/** Where the records of a JSON value are: pages of interfaces (`{"reviews": [{…}]}`), records by their keys, and what pandas writes. */
import { nameFields } from "../../model/known-fields.ts";

/** A list of records lies no deeper. */
const DEEPEST = 5;

type Fields = Record<string, unknown>;

export const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const LOOKED_AT = 20;

function isTold(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { text, title } = nameFields(value);
  return text !== undefined || title !== undefined;
}

/** A text that is a record by itself, since it has an id or a date of its own. */
function standsAlone(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { text, id, date } = nameFields(value);
  return text !== undefined && (id !== undefined || date !== undefined);
}

type Is = (one: unknown) => boolean;

/** The values of a list, or of the lists that it holds: pages that were put one behind the other. */
function valuesOf(list: readonly unknown[], is: Is): readonly unknown[] | undefined {
  if (list.slice(0, LOOKED_AT).some(is)) return list;
  const isPages = list.length > 0 && list.every(Array.isArray);
  const all = isPages ? (list as readonly unknown[][]).flat() : [];
  return all.slice(0, LOOKED_AT).some(is) ? all : undefined;
}

/** The first list with such a value among its first ones. */
function firstList(value: Fields, is: Is, depth = 1, names?: RegExp): readonly unknown[] | undefined {
  const inner = Object.values(value);
  const lists = Object.entries(value).flatMap(([name, each]) =>
    Array.isArray(each) && (names?.test(name) ?? true) ? [each as readonly unknown[]] : [],
  );
  const list = lists.map((each) => valuesOf(each, is)).find((each) => each !== undefined);
  if (list !== undefined || depth === DEEPEST) return list;
  for (const each of inner) {
    const found = isObject(each) ? firstList(each, is, depth + 1, names) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const LIST_NAMES =
  /^(?:data|reviews|items|results|children|entry|entries|edges|nodes|records|hits|list|value|responses|rows|posts|tickets|conversations|latest_posts)$/i;

/** Names of the lists of a page that says something of itself; a record has its replies and answers in others. */
const PAGE_NAMES =
  /^(?:data|reviews|items|results|entry|entries|edges|nodes|records|hits|list|rows|posts|tickets|conversations)$/i;

/**
 * The records within an object that is none itself, since it has no text, or none but what a page says of itself
 * (`"message": "OK"`): a page, a list of pages, or a topic with its posts. Undefined for everything else, such as a form's
 * response with its answers.
 */
export function listWithin(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value.length === 0 ? [] : valuesOf(value, isTold);
  if (!isObject(value)) return undefined;
  // Most records hold no list of objects: they cost no more than this look.
  const mayBePage = Object.entries(value).some(
    ([name, each]) =>
      isObject(each) ||
      (Array.isArray(each) && (typeof each[0] === "object" || (each.length === 0 && LIST_NAMES.test(name)))),
  );
  if (!mayBePage) return undefined;
  const { text, title, id, date, metadata } = nameFields(value);
  if (isObject(metadata) && (metadata.score ?? metadata.points) !== undefined) return undefined;
  if (text !== undefined)
    return id === undefined && date === undefined ? firstList(value, standsAlone, 1, PAGE_NAMES) : undefined;
  if ([title, id, date].some((field) => field !== undefined)) return firstList(value, standsAlone);
  return firstList(value, isTold) ?? (isEmptyPage(value, 1) ? [] : undefined);
}

/** The last page of an interface that has no more. */
function isEmptyPage(value: Fields, depth: number): boolean {
  return Object.entries(value).some(
    ([key, each]) =>
      (Array.isArray(each) && each.length === 0 && LIST_NAMES.test(key)) ||
      (isObject(each) && depth < DEEPEST && isEmptyPage(each, depth + 1)),
  );
}

const AT_LEAST_TOLD = 0.5;
const areTold = (values: readonly unknown[]): boolean => {
  const some = values.slice(0, LOOKED_AT);
  return some.length > 0 && some.filter(isTold).length >= some.length * AT_LEAST_TOLD;
};

const isRowNumber = (key: string): boolean => /^\d{1,7}$/.test(key);

/** `{"-Nx1": {…}, "-Nx2": {…}}` of Firebase: each record by its key, which is its id where it is no row's number. */
function byKeys(value: Fields): readonly unknown[] | undefined {
  const entries = Object.entries(value);
  if (entries.length < 2 || !entries.every(([, each]) => isObject(each))) return undefined;
  if (!areTold(entries.map(([, each]) => each))) return undefined;
  return entries.map(([key, each]) => (isRowNumber(key) ? each : { _id: key, ...(each as Fields) }));
}

/** `{"review": {"0": "…", "1": "…"}, "score": {"0": 1, "1": 5}}`, or a list for each name. */
function byColumns(value: Fields): readonly unknown[] | undefined {
  const columns = Object.entries(value);
  const [first] = columns;
  if (first === undefined || typeof first[1] !== "object" || first[1] === null) return undefined;
  const keys = Object.keys(first[1]);
  const fitting = columns.every(
    ([, each]) => typeof each === "object" && each !== null && Object.keys(each).length === keys.length,
  );
  if (!fitting || keys.length === 0 || !keys.every(isRowNumber)) return undefined;
  const records = keys.map((key) => Object.fromEntries(columns.map(([name, each]) => [name, (each as Fields)[key]])));
  return areTold(records) ? records : undefined;
}

/** `{"columns": ["review", "score"], "data": [["…", 1]]}`, and the same without names around it: the first row names. */
function byRows(value: unknown): readonly unknown[] | undefined {
  const [columns, rows] = Array.isArray(value) ? [value[0], value.slice(1)] : isObject(value) ? splitOf(value) : [];
  if (!Array.isArray(columns) || !Array.isArray(rows)) return undefined;
  if (!columns.every((name) => typeof name === "string") || !rows.every(Array.isArray)) return undefined;
  const records = rows.map((row: readonly unknown[]) =>
    Object.fromEntries(columns.map((name: string, at) => [name, row[at]])),
  );
  return areTold(records) ? records : undefined;
}

const splitOf = ({ columns, header, fields, data, rows, values }: Fields): readonly unknown[] => [
  columns ?? header ?? fields,
  data ?? rows ?? values,
];

/** Nothing but texts. */
const byTexts = (value: unknown): readonly unknown[] | undefined =>
  Array.isArray(value) && value.every((one) => typeof one === "string" && /\p{L}/u.test(one))
    ? value.map((text) => ({ text }))
    : undefined;

/** The records of a whole document, however it holds them. */
export const recordsWithin = (value: unknown): readonly unknown[] | undefined =>
  (Array.isArray(value) && value.length === 0 ? [] : byTexts(value)) ??
  listWithin(value) ??
  byRows(value) ??
  (isObject(value) ? (byKeys(value) ?? byColumns(value)) : undefined);
