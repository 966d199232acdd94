/** Which column of a table is which field of a record: by what its owner says, then by its name and by what it holds. */
import { foldName, meaningsOf, providerOf } from "../../model/field-names/lookup.ts";
import { type Field, fields } from "../../model/field-names/names.ts";
import { RawRecord } from "../../model/record.ts";
import type { ColumnSurvey } from "./column-survey.ts";
import { UnreadableTable } from "./unreadable.ts";

/** Where the cells of a column go: a known field, a field that only our own records have, or an entry of the metadata. */
export type Target = { readonly field: Field } | { readonly own: string } | { readonly metadata: string };

/** A field, `metadata.NAME`, or `-` for nothing but metadata under its own name; with the column's name. */
export interface Mapping {
  readonly to: string;
  readonly column: string;
}

export interface Columns {
  readonly targets: readonly Target[];
  /** Why the text is where it is, when no name says so. */
  readonly guessed?: string;
}

const OWN: ReadonlySet<string> = new Set(
  Object.keys(RawRecord.shape).filter((name) => !(fields as readonly string[]).includes(name)),
);

/** The names that `--map` takes for fields whose own name is another. */
const ALSO: Readonly<Record<string, Field>> = { rating: "stars", score: "stars", author: "person", userName: "person" };

export const mappable: readonly string[] = [...fields.filter((field) => field !== "person_id"), "metadata.NAME", "-"];

const isKnown = (name: string): name is Field => (fields as readonly string[]).includes(name);

/** Throws {@link UnreadableTable} for what is no field. */
export function targetNamed(to: string, column: string): Target {
  const inMetadata = /^metadata\.(.+)$/i.exec(to.trim());
  if (inMetadata) return { metadata: inMetadata[1]! };
  if (to.trim() === "-") return { metadata: column };
  const field = ALSO[to.trim()] ?? to.trim();
  if (isKnown(field)) return { field };
  if (OWN.has(field)) return { own: field };
  throw new UnreadableTable(`"${to}" is no field: there are ${mappable.join(", ")}`);
}

const HALF = 0.5;

/** Whether most of what a column holds can be that field. */
function fits(field: Field, column: ColumnSurvey, isWeak: boolean): boolean {
  if (column.filled === 0) return false;
  const { dates, ratings } = column;
  switch (field) {
    case "date":
    case "updated_at":
      // A column that says it holds dates is one, and what can't be read in it is refused by name.
      return dates.dates >= dates.total * HALF || (!isWeak && column.share("digits") >= HALF);
    case "stars":
      return ratings.ratings >= ratings.total * HALF;
    case "likes":
      return column.share("numbers") >= HALF;
    case "text":
    case "title":
      return column.share("letters") >= 0.2 && column.share("addresses") < HALF;
    case "id":
      return column.distinct >= HALF && column.longest <= 1_000;
    case "url":
      return column.share("addresses") >= HALF;
    case "lang":
      return column.longest <= 35 && column.share("letters") >= HALF;
    case "person":
      return column.words <= 5 && column.longest <= 200;
    case "app":
    case "package":
      return column.longest <= 200 && column.words <= 6;
    case "source":
      return column.longest <= 100 && column.words <= 6;
    case "version":
    case "parent_id":
    case "person_id":
    case "org":
      return column.longest <= 300;
    default:
      return field satisfies never;
  }
}

/** Names that are a date only when their cells are. */
const WEAK: ReadonlySet<string> = new Set(
  "time day at edited published modified created updated startdate enddate".split(" "),
);

interface Candidate {
  readonly field: Field;
  readonly rank: number;
  readonly at: number;
}

/** All that the names may mean, the likeliest first. */
function candidatesOf(columns: readonly ColumnSurvey[]): Candidate[] {
  const names = columns.map(({ name }) => foldName(name));
  const provider = providerOf(new Set(names));
  const found = names.flatMap((name, at) =>
    meaningsOf(name, provider, true).map(({ field, rank }): Candidate => ({ field, rank, at })),
  );
  return found.sort((a, b) => a.rank - b.rank || a.at - b.at);
}

export const mayBeDateOrRating = (name: string): boolean =>
  meaningsOf(foldName(name), undefined, true).some(({ field }) =>
    (["date", "updated_at", "stars"] as readonly Field[]).includes(field),
  );

/** A text has sentences and is no choice among few. */
const isProse = (column: ColumnSurvey): boolean =>
  column.words >= 3 && column.share("sentences") >= 0.25 && column.distinct >= 0.3 && column.share("addresses") < HALF;

/** The column with most to read in it, where no name says which one is the text; undefined when two are alike. */
export function longestProse(columns: readonly ColumnSurvey[]): number | undefined {
  const prose = columns.map((column, at) => ({ column, at })).filter(({ column }) => isProse(column));
  const [best, next] = prose.sort((a, b) => b.column.characters - a.column.characters);
  if (best === undefined || (next !== undefined && next.column.characters > best.column.characters * 0.7))
    return undefined;
  return best.at;
}

function columnNamed(name: string, columns: readonly ColumnSurvey[]): number {
  const exact = columns.findIndex((column) => column.name === name.trim());
  if (exact >= 0) return exact;
  const same = columns.flatMap((column, at) => (foldName(column.name) === foldName(name) ? [at] : []));
  if (same.length === 1) return same[0]!;
  const numbered = /^#(\d{1,4})$/.exec(name.trim());
  if (numbered !== null && columns[Number(numbered[1]) - 1] !== undefined) return Number(numbered[1]) - 1;
  const what = same.length > 1 ? "more than one column" : "no column";
  throw new UnreadableTable(`${what} is named "${name}"; there are ${columns.map((column) => column.name).join(", ")}`);
}

/** Throws {@link UnreadableTable} when a mapping names what is not there, or when nothing in the table is a text. */
export function decideColumns(columns: readonly ColumnSurvey[], mappings: readonly Mapping[]): Columns {
  const targets: (Target | undefined)[] = columns.map(() => undefined);
  const taken = new Set<Field>();
  for (const { to, column } of mappings) {
    const at = columnNamed(column, columns);
    const target = targetNamed(to, columns[at]!.name);
    targets[at] = target;
    if ("field" in target) taken.add(target.field);
  }
  for (const [at, { name }] of columns.entries()) {
    const dotted = /^metadata\.(.+)$/i.exec(name);
    if (dotted) targets[at] ??= { metadata: dotted[1]! };
    else if (OWN.has(name) && name !== "uuid") targets[at] ??= { own: name };
  }
  for (const { field, at } of candidatesOf(columns)) {
    const column = columns[at]!;
    if (taken.has(field) || targets[at] !== undefined || field === "person_id") continue;
    if (!fits(field, column, WEAK.has(foldName(column.name)))) continue;
    targets[at] = { field };
    taken.add(field);
  }
  let guessed: string | undefined;
  if (!taken.has("text")) {
    const at = longestProse(columns.filter((_, index) => targets[index] === undefined));
    const free = columns.flatMap((_, index) => (targets[index] === undefined ? [index] : []));
    if (at !== undefined) {
      targets[free[at]!] = { field: "text" };
      taken.add("text");
      guessed = columns[free[at]!]!.name;
    }
  }
  if (!taken.has("text") && !taken.has("title") && columns.some(({ filled }) => filled > 0)) {
    throw new UnreadableTable(
      `no column is named text (or review, comment, content …); there are ${columns.map(({ name }) => name).join(", ")}: --map text=COLUMN says which one it is`,
    );
  }
  const all = targets.map((target, at) => target ?? { metadata: columns[at]!.name });
  return { targets: all, ...(guessed === undefined ? {} : { guessed }) };
}
