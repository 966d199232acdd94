/** JSON lines, or one document with a list, as a table: one pass shows dates and ratings, the next gives the records under our names. */
import { foldName } from "../../model/field-names/lookup.ts";
import { parsePythonJson } from "../../model/json-text.ts";
import { nameFields, ratingEntries, reviewIdOf } from "../../model/known-fields.ts";
import type { Scale } from "../../model/ratings.ts";
import { type Mapping, targetNamed } from "./columns.ts";
import { type JsonValue, readJsonLines, readJsonValues } from "./json-values.ts";
import { createRowIds, type RowIds } from "./row-identity.ts";
import type { ColumnReading, Reading, Table, TableOptions, TableRow } from "./table.ts";
import { UnreadableTable } from "./unreadable.ts";
import { createDateSurvey, createRatingSurvey, type DateRules, dateText, type RatingSurvey } from "./value-surveys.ts";

type Fields = Record<string, unknown>;
type Open = () => AsyncIterable<Buffer>;

const LONGEST = 2 * 1024 * 1024;
const MOST_NAMES = 200;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value, or why a text is none. */
function parse({ text }: JsonValue): { readonly value: unknown } | { readonly refused: string } {
  if (text.length > LONGEST) return { refused: `more than ${LONGEST} characters` };
  try {
    return { value: parsePythonJson(text) };
  } catch (thrown) {
    return { refused: `no JSON: ${(thrown as Error).message.slice(0, 120)}` };
  }
}

/** The value under a name that may lead into nested objects by dots; the same name with other letters counts too. */
function valueAt(record: Fields, path: string): { readonly value: unknown; readonly key: string } | undefined {
  const key = Object.hasOwn(record, path)
    ? path
    : Object.keys(record).find((each) => foldName(each) === foldName(path));
  if (key !== undefined) return { value: record[key], key };
  const [outer, ...inner] = path.split(".");
  const within = inner.length === 0 ? undefined : record[outer!];
  const found = isObject(within) ? valueAt(within, inner.join(".")) : undefined;
  return found === undefined ? undefined : { value: found.value, key: "" };
}

/** The record with what its owner says of its names done. */
function mapped(record: Fields, mappings: readonly Mapping[]): { readonly record: Fields; readonly rating?: unknown } {
  if (mappings.length === 0) return { record };
  const copy: Fields = { ...record };
  const metadata: Fields = isObject(copy.metadata) ? { ...copy.metadata } : {};
  let rating: unknown;
  for (const { to, column } of mappings) {
    const found = valueAt(record, column);
    if (found === undefined) continue;
    const target = targetNamed(to, column);
    if (found.key !== "") delete copy[found.key];
    if ("metadata" in target) metadata[target.metadata] = found.value;
    else if ("own" in target) copy[target.own] = found.value;
    else if (target.field === "stars") rating = found.value;
    else copy[FIELD_NAMES[target.field] ?? target.field] = found.value;
  }
  if (Object.keys(metadata).length > 0) copy.metadata = metadata;
  return rating === undefined ? { record: copy } : { record: copy, rating };
}

/** Where a field's likeliest name is another than its own. */
const FIELD_NAMES: Readonly<Record<string, string>> = { person: "userName", package: "packageName", likes: "thumbsUp" };

interface Rules {
  readonly mappings: readonly Mapping[];
  readonly dates: Readonly<Record<string, DateRules>>;
  readonly scaleOf: (name: string) => Scale | undefined;
}

const RATING_MAPPED = "--map";

/** Under our names, with each rating on its scale. */
function named(input: Fields, { mappings, scaleOf }: Pick<Rules, "mappings" | "scaleOf">): Fields {
  const { record, rating } = mapped(input, mappings);
  const answer = nameFields(record, scaleOf);
  if (rating !== undefined) {
    const entries = ratingEntries(rating, scaleOf(RATING_MAPPED)) ?? { rating };
    const { score: _, points: __, ...others } = (isObject(answer.metadata) ? answer.metadata : {}) as Fields;
    return { ...answer, metadata: { ...others, ...entries } };
  }
  const own = isObject(input.metadata) ? input.metadata.score : undefined;
  const scale = own === undefined ? undefined : scaleOf("metadata.score");
  if (scale === undefined || scale === "1-5" || !isObject(answer.metadata)) return answer;
  const { score, ...others } = answer.metadata;
  return { ...answer, metadata: { ...others, ...(ratingEntries(score, scale) ?? { score }) } };
}

/** An id for a record without one whose author is known: two people who say the same are two. */
function idOf(record: Fields, ids: RowIds): string | undefined {
  const metadata = isObject(record.metadata) ? record.metadata : {};
  const id = record.id ?? record.uuid ?? metadata.id ?? metadata.tweetId ?? reviewIdOf(record.url);
  const person = metadata.userName ?? metadata.user_id ?? metadata.reviewerID;
  if (id !== undefined || person === undefined || typeof person === "object") return undefined;
  return ids.idOf([record.title ?? "", record.text ?? "", record.date ?? "", person]);
}

const DATES = ["date", "updated_at"] as const;

function rowOf(value: JsonValue, rules: Rules, ids: RowIds): TableRow {
  const { line } = value;
  const read = parse(value);
  if ("refused" in read) return { line, record: value.text.slice(0, LONGEST), refused: read.refused };
  if (!isObject(read.value)) return { line, record: read.value, refused: "a record is a JSON object" };
  const record = { ...named(read.value, rules) };
  for (const field of DATES) {
    const date = record[field];
    if (typeof date === "string" && date !== "") record[field] = dateText(date.trim(), rules.dates[field]!) ?? date;
  }
  const id = idOf(record, ids);
  if (id !== undefined) record.id = id;
  return { line, record };
}

interface Survey {
  rows: number;
  readonly ratings: Map<string, RatingSurvey>;
  readonly dates: Readonly<Record<(typeof DATES)[number], ReturnType<typeof createDateSurvey>>>;
  readonly examples: Map<string, string>;
  dated: number;
  untold: number;
}

const shown = (value: unknown): string =>
  String(typeof value === "object" ? JSON.stringify(value) : value).slice(0, 80);

function look(input: Fields, survey: Survey, mappings: readonly Mapping[]): void {
  const rate = (name: string, value: unknown): undefined => {
    const found = survey.ratings.get(name) ?? createRatingSurvey();
    if (survey.ratings.size < MOST_NAMES) survey.ratings.set(name, found);
    found.add(value);
  };
  const { record, rating } = mapped(input, mappings);
  if (rating !== undefined) rate(RATING_MAPPED, rating);
  if (isObject(record.metadata) && record.metadata.score !== undefined) rate("metadata.score", record.metadata.score);
  const answer = nameFields(record, rate);
  for (const field of DATES) {
    const value = answer[field];
    if (typeof value === "string" && value.trim() !== "") survey.dates[field].add(value.trim());
  }
  if (answer.date !== undefined) survey.dated++;
  if (answer.text === undefined && answer.title === undefined) survey.untold++;
  for (const [name, value] of Object.entries(answer)) {
    if (survey.examples.size >= MOST_NAMES) break;
    if (name !== "metadata" || !isObject(value)) {
      if (!survey.examples.has(name)) survey.examples.set(name, shown(value));
      continue;
    }
    for (const [key, entry] of Object.entries(value)) {
      if (!survey.examples.has(`metadata.${key}`)) survey.examples.set(`metadata.${key}`, shown(entry));
    }
  }
}

function readingOf(format: "json" | "jsonl", survey: Survey, rules: Rules): Reading {
  const columns = [...survey.examples].map(([name, example]): ColumnReading => ({ name, read_as: name, example }));
  const rated = [...survey.ratings].find(([, found]) => found.ratings > 0);
  const scale = rated === undefined ? undefined : rules.scaleOf(rated[0]);
  const remarks: string[] = [];
  if (survey.rows > 0 && survey.dated === 0) {
    remarks.push("no name in it is a date's: all records get the time of import; --map date=NAME names one");
  }
  if (survey.rows > 0 && survey.untold === survey.rows) {
    remarks.push("no name in it is a text's: --map text=NAME says which one it is");
  }
  const order = rules.dates.date?.order ?? survey.dates.date.order();
  if (rules.dates.date?.order === undefined && order === "both") {
    remarks.push(
      "some dates have the day first and some the month: those that may be two days are refused unless --date-format says which",
    );
  }
  if (scale !== undefined && scale !== "1-5") {
    remarks.push(
      `"${rated![0]}" is no rating of 1 to 5 stars (${scale}): it is kept as points; --scale 1-5 says otherwise`,
    );
  }
  return {
    format,
    rows: survey.rows,
    columns,
    ...(order === undefined ? {} : { date_order: order }),
    ...(scale === undefined ? {} : { scale }),
    remarks,
  };
}

/** One document that is a record itself, however it is laid out. */
async function* wholeDocument(open: Open): AsyncGenerator<JsonValue[]> {
  const decoder = new TextDecoder("utf-8");
  let text = "";
  for await (const chunk of open()) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LONGEST) throw new UnreadableTable("there is no list of records in it");
  }
  yield [{ text: text.trim(), line: 1 }];
}

async function surveyAll(values: AsyncIterable<JsonValue[]>, mappings: readonly Mapping[]): Promise<Survey> {
  const survey: Survey = {
    rows: 0,
    ratings: new Map(),
    dates: { date: createDateSurvey(), updated_at: createDateSurvey() },
    examples: new Map(),
    dated: 0,
    untold: 0,
  };
  for await (const some of values) {
    for (const value of some) {
      survey.rows++;
      const read = parse(value);
      if ("value" in read && isObject(read.value)) look(read.value, survey, mappings);
    }
  }
  return survey;
}

/** `isDocument`: one JSON value that holds a list, not a value a line. */
export async function openJsonTable(open: Open, isDocument: boolean, options: TableOptions): Promise<Table> {
  const mappings = options.mappings ?? [];
  // A wrong mapping is told before anything is read.
  for (const { to, column } of mappings) targetNamed(to, column);
  let values = () => (isDocument ? readJsonValues(open()) : readJsonLines(open()));
  let survey = await surveyAll(values(), mappings);
  if (isDocument && survey.rows === 0) {
    values = () => wholeDocument(open);
    survey = await surveyAll(values(), mappings);
  }
  const orders = DATES.map((field) => survey.dates[field].order());
  const shared = orders.find((order) => order !== undefined);
  const rulesFor = (own: (typeof orders)[number]): DateRules => {
    const order = options.dateOrder ?? own ?? shared;
    return order === undefined || order === "both" ? {} : { order };
  };
  const scales = new Map([...survey.ratings].map(([name, found]) => [name, options.scale ?? found.scale(name)]));
  const rules: Rules = {
    mappings,
    dates: { date: rulesFor(orders[0]), updated_at: rulesFor(orders[1]) },
    scaleOf: (name) => scales.get(name),
  };
  return {
    reading: readingOf(isDocument ? "json" : "jsonl", survey, rules),
    columnOf: (field) => mappings.find(({ to }) => to === field)?.column,
    async *rows() {
      const ids = createRowIds();
      for await (const some of values()) for (const value of some) yield rowOf(value, rules, ids);
    },
  };
}
