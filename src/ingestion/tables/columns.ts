/** Which column of a table is which field of a record: by what its owner says, then by its name and by what it holds. */
import { mayBeDated, mayBePoints } from "../../model/field-names/column-words.ts";
import { foldName, meaningsOfColumn, PREFIXED, providerOf } from "../../model/field-names/lookup.ts";
import { type Field, fields } from "../../model/field-names/names.ts";
import { elsewhere } from "../../model/known-fields.ts";
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
  /** The column of the text, when no name says so. */
  readonly guessed?: string;
  /** And that of the date. */
  readonly guessedDate?: string;
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
      // What a spreadsheet wrote as 1.73928E+18 has lost the digits that told it apart.
      return column.distinct >= HALF && column.longest <= 1_000 && column.share("rounded") < HALF;
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
  "time day at edited published modified created updated submitted opened started responded startdate enddate".split(
    " ",
  ),
);

interface Candidate {
  readonly field: Field;
  readonly rank: number;
  readonly at: number;
}

/** All that the names may mean, the likeliest first. */
function candidatesOf(columns: readonly ColumnSurvey[]): Candidate[] {
  const provider = providerOf(new Set(columns.map(({ name }) => foldName(name))));
  const found = columns.flatMap(({ name }, at) =>
    meaningsOfColumn(name, provider).map(({ field, rank }): Candidate => ({ field, rank, at })),
  );
  return found.sort((a, b) => a.rank - b.rank || a.at - b.at);
}

const mayBe = (name: string, among: readonly Field[]): boolean =>
  meaningsOfColumn(name).some(({ field }) => among.includes(field));

export const mayBeDateOrRating = (name: string): boolean => mayBe(name, ["date", "updated_at", "stars"]);
export const mayBeText = (name: string): boolean => mayBe(name, ["text"]);

/** A text has sentences and is no choice among few. */
const isProse = (column: ColumnSurvey): boolean =>
  column.words >= 3 && column.share("sentences") >= 0.25 && column.distinct >= 0.3 && column.share("addresses") < HALF;

/** The column with most to read in it, where no name says which one is the text; undefined when two are alike. */
function longestProse(columns: readonly ColumnSurvey[], isFree: (at: number) => boolean): number | undefined {
  const all = columns.map((column, at) => ({ column, at })).filter(({ column, at }) => isFree(at) && isProse(column));
  const prose = all.filter(({ column }) => !isOfCompany(column.name));
  const [best, next] = (prose.length === 0 ? all : prose).sort((a, b) => b.column.characters - a.column.characters);
  if (best === undefined || (next !== undefined && next.column.characters > best.column.characters * 0.7))
    return undefined;
  return best.at;
}

/** The first column that holds nothing but dates; numbers may be anything. */
function onlyDates(columns: readonly ColumnSurvey[], isFree: (at: number) => boolean): number | undefined {
  const at = columns.findIndex(
    ({ dates, filled, share }, index) =>
      isFree(index) && filled > 0 && share("numbers") < HALF && dates.dates >= dates.total * 0.95,
  );
  return at < 0 ? undefined : at;
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

/** Columns that find their targets one after the other. */
function createDraft(columns: readonly ColumnSurvey[]) {
  const targets: (Target | undefined)[] = columns.map(() => undefined);
  const taken = new Set<Field>();
  return {
    targets,
    has: (field: Field) => taken.has(field),
    isFree: (at: number) => targets[at] === undefined,
    set(at: number, target: Target): void {
      targets[at] = target;
      if ("field" in target) taken.add(target.field);
    },
  };
}
type Draft = ReturnType<typeof createDraft>;

function takeOwn(draft: Draft, columns: readonly ColumnSurvey[], mappings: readonly Mapping[]): void {
  for (const { to, column } of mappings) {
    const at = columnNamed(column, columns);
    draft.set(at, targetNamed(to, columns[at]!.name));
  }
  for (const [at, { name }] of columns.entries()) {
    if (!draft.isFree(at)) continue;
    const dotted = /^metadata\.(.+)$/i.exec(name);
    if (dotted) draft.set(at, { metadata: dotted[1]! });
    else if (OWN.has(name) && name !== "uuid") draft.set(at, { own: name });
  }
}

/** Of several columns named like a text the one with sentences is it; what was taken for it becomes the title. */
function preferProse(draft: Draft, columns: readonly ColumnSurvey[], candidates: readonly Candidate[]): void {
  const taken = draft.targets.findIndex((target) => isField(target, "text"));
  if (taken < 0 || isProse(columns[taken]!)) return;
  const prose = candidates.find(
    ({ field, at }) => field === "text" && draft.isFree(at) && isProse(columns[at]!) && !isReply(columns[at]!.name),
  );
  if (prose === undefined || columns[prose.at]!.characters < columns[taken]!.characters * 2) return;
  draft.set(prose.at, { field: "text" });
  draft.set(taken, draft.has("title") ? { metadata: columns[taken]!.name } : { field: "title" });
}

/** What the company said to it: "Reply from our team", "Owner response", "Company public answer". */
const isOfCompany = (name: string): boolean =>
  /\brepl(?:y|ies|ied)|\b(?:admin\w*|business|company|developer|host|hotel|management|merchant|our|owner|public|seller|support|team|vendor)\b.*\b(?:answer|comment|response)/i.test(
    name.replace(/[_-]+/g, " "),
  );

export const isReply = (name: string): boolean => /reply|replies|response|answer/i.test(name);

function takeNamed(draft: Draft, columns: readonly ColumnSurvey[], isTextSaid: boolean): void {
  const candidates = candidatesOf(columns);
  for (const { field, rank, at } of candidates) {
    const column = columns[at]!;
    if (draft.has(field) || !draft.isFree(at) || field === "person_id") continue;
    if (fits(field, column, rank >= PREFIXED || WEAK.has(foldName(column.name)))) draft.set(at, { field });
  }
  if (!isTextSaid) preferProse(draft, columns, candidates);
}

/** A column that says it is a text, though there is nothing to read in it: emoji perhaps. */
function takeUnread(draft: Draft, columns: readonly ColumnSurvey[]): void {
  if (draft.has("text") || draft.has("title")) return;
  const named = candidatesOf(columns).find(
    ({ field, at }) => field === "text" && draft.isFree(at) && columns[at]!.filled > 0,
  );
  if (named !== undefined) draft.set(named.at, { field: "text" });
}

/** Where no name is known for a date's: the first column that holds only dates, and whose name speaks of one. */
function datedByWords(columns: readonly ColumnSurvey[], isFree: (at: number) => boolean): number | undefined {
  return onlyDates(columns, (at) => isFree(at) && mayBeDated(columns[at]!.name));
}

function takePoints(draft: Draft, columns: readonly ColumnSurvey[]): void {
  if (draft.has("stars")) return;
  const at = columns.findIndex(
    (column, index) =>
      draft.isFree(index) && mayBePoints(column.name) && fits("stars", column, false) && column.ratings.max > 1,
  );
  if (at >= 0) draft.set(at, { field: "stars" });
}

const MAP_TEXT = "--map text=COLUMN says which one it is";

/** Nothing is taken for the text that its owner would not take. */
function checkText(draft: Draft, columns: readonly ColumnSurvey[]): void {
  if (draft.has("text") || columns.every(({ filled }) => filled === 0)) return;
  if (!draft.has("title")) {
    const names = columns.map(({ name }) => name).join(", ");
    throw new UnreadableTable(
      `no column is named text (or review, comment, content …); there are ${names}: ${MAP_TEXT}`,
    );
  }
  const title = columns.find((_, at) => isField(draft.targets[at], "title"))!;
  const longer = columns.filter(
    (column, at) => draft.isFree(at) && isProse(column) && column.characters > title.characters,
  );
  if (longer.length === 0) return;
  const names = longer.map(({ name }) => `"${name}"`).join(", ");
  throw new UnreadableTable(`no column is named text, and ${names} hold more than "${title.name}": ${MAP_TEXT}`);
}

const isField = (target: Target | undefined, field: Field): boolean =>
  target !== undefined && "field" in target && target.field === field;

/** Throws {@link UnreadableTable} when a mapping names what is not there, or when nothing in the table is clearly a text. */
export function decideColumns(
  columns: readonly ColumnSurvey[],
  mappings: readonly Mapping[],
  hasHeader = true,
): Columns {
  const draft = createDraft(columns);
  takeOwn(draft, columns, mappings);
  takeNamed(
    draft,
    columns,
    mappings.some(({ to }) => to === "text"),
  );
  const prose = draft.has("text") ? undefined : longestProse(columns, draft.isFree);
  if (prose !== undefined) draft.set(prose, { field: "text" });
  takeUnread(draft, columns);
  takePoints(draft, columns);
  const findDates = hasHeader ? datedByWords : onlyDates;
  const dates = draft.has("date") ? undefined : findDates(columns, draft.isFree);
  if (dates !== undefined) draft.set(dates, { field: "date" });
  checkText(draft, columns);
  const provider = providerOf(new Set(columns.map(({ name }) => foldName(name))));
  const targets = draft.targets.map((target, at) => {
    const { name } = columns[at]!;
    return target ?? { metadata: elsewhere(provider, foldName(name)) ?? name };
  });
  return {
    targets,
    ...(prose === undefined ? {} : { guessed: columns[prose]!.name }),
    ...(dates === undefined ? {} : { guessedDate: columns[dates]!.name }),
  };
}
