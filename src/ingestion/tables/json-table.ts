/** JSON lines, or one document with a list, as a table: one pass shows dates and ratings, the next gives the records under our names. */
import { nameFields, ratingEntries, reviewIdOf } from "../../model/known-fields.ts";
import type { Scale } from "../../model/ratings.ts";
import { type Mapping, targetNamed } from "./columns.ts";
import { isObject, listWithin, recordsWithin } from "./json-lists.ts";
import { mapped } from "./json-mapping.ts";
import { type JsonValue, parseJsonLine, readJsonLines, readJsonValues } from "./json-values.ts";
import { createOtherIds, createRowIds, type OtherIds, type RowIds } from "./row-identity.ts";
import type { ColumnReading, Reading, Table, TableOptions, TableRow } from "./table.ts";
import { UnreadableTable } from "./unreadable.ts";
import {
  ambiguousDates,
  createDateSurvey,
  createIdSurvey,
  createRatingSurvey,
  type DateRules,
  dateText,
  type RatingSurvey,
} from "./value-surveys.ts";

type Fields = Record<string, unknown>;
type Open = () => AsyncIterable<Buffer>;

/** Of a value: a page of some hundred records. */
const LONGEST = 8 * 1024 * 1024;
const MOST_NAMES = 200;

/** The value, or why a text is none. */
function parse({ text }: JsonValue): { readonly value: unknown } | { readonly refused: string } {
  if (text.length > LONGEST) return { refused: `more than ${LONGEST} characters` };
  try {
    return { value: parseJsonLine(text) };
  } catch (thrown) {
    return { refused: `no JSON: ${(thrown as Error).message.slice(0, 120)}` };
  }
}

interface Rules {
  readonly mappings: readonly Mapping[];
  readonly dates: Readonly<Record<string, DateRules>>;
  readonly scaleOf: (name: string) => Scale | undefined;
  readonly expand: Expand;
  /** Every record has the same id, which tells none apart. */
  readonly sharesId: boolean;
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

/**
 * An id for a record without one. Two people who say the same are two; of records without an author, the first that says
 * something is known by what it says, as over HTTP, and each that says the same with other stars, version or device by
 * all that it holds.
 */
function idOf(record: Fields, ids: Ids): string | undefined {
  const metadata = isObject(record.metadata) ? record.metadata : {};
  const id = record.id ?? record.uuid ?? metadata.id ?? metadata.tweetId ?? reviewIdOf(record.url);
  if (id !== undefined) return undefined;
  const said = [record.title ?? "", record.text ?? "", record.date ?? ""];
  const person = metadata.userName ?? metadata.user_id ?? metadata.reviewerID;
  if (person !== undefined && typeof person !== "object") return ids.people.idOf([...said, person]);
  return ids.others.idOf([record.app ?? "", record.source ?? "", record.source_id ?? "", ...said], record);
}

interface Ids {
  readonly people: RowIds;
  readonly others: OtherIds;
}

const DATES = ["date", "updated_at"] as const;

/** Every record of a value: one, or those of a page that came as one line. */
function rowsOf(value: JsonValue, rules: Rules, ids: Ids): TableRow[] {
  const { line } = value;
  const read = parse(value);
  if ("refused" in read) return [{ line, record: value.text.slice(0, LONGEST), refused: read.refused }];
  return (rules.expand(read.value) ?? [read.value]).map((one) => rowOf(one, line, rules, ids));
}

const isPlain = (value: unknown): value is string | number =>
  typeof value === "number" || (typeof value === "string" && value.trim() !== "");

function rowOf(value: unknown, line: number, rules: Rules, ids: Ids): TableRow {
  if (!isObject(value)) return { line, record: value, refused: "a record is a JSON object" };
  const record = { ...named(value, rules) };
  for (const field of DATES) {
    const date = record[field];
    const rule = rules.dates[field]!;
    if (isPlain(date) && (typeof date === "string" || rule.isSerial)) {
      record[field] = dateText(String(date).trim(), rule) ?? date;
    }
  }
  if (rules.sharesId && record.id !== undefined) {
    record.metadata = { ...(isObject(record.metadata) ? record.metadata : {}), shared_id: record.id };
    delete record.id;
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
  readonly ids: ReturnType<typeof createIdSurvey>;
  dated: number;
  told: number;
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
    if (isPlain(value)) survey.dates[field].add(String(value).trim());
  }
  survey.ids.add(answer.id);
  if (answer.date !== undefined) survey.dated++;
  if (answer.text !== undefined || answer.title !== undefined) survey.told++;
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
    remarks.push("no field in it holds a date: all records get the time of import; --map date=NAME names one");
  }
  if (rules.sharesId) remarks.push("all records have the same id, which is kept beside them: it tells none apart");
  if (isUntold(survey)) remarks.push("no field in it holds a text: --map text=NAME says which one it is");
  const order = rules.dates.date?.order ?? survey.dates.date.order();
  const { ambiguous } = survey.dates.date;
  if (rules.dates.date?.order === undefined && ambiguous !== undefined) remarks.push(ambiguousDates(ambiguous, order));
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

/** Each value of a document by itself: one record however it is laid out, or several, one after the other. */
async function* wholeValues(open: Open): AsyncGenerator<JsonValue[]> {
  async function* asList(): AsyncGenerator<Buffer> {
    yield Buffer.from("[");
    yield* open();
  }
  for await (const values of readJsonValues(asList())) {
    if (values.some(({ text }) => text.length > LONGEST)) {
      throw new UnreadableTable("there is no list of records in it");
    }
    yield values;
  }
}

async function surveyAll(
  values: AsyncIterable<JsonValue[]>,
  mappings: readonly Mapping[],
  expand: Expand,
): Promise<Survey> {
  const survey: Survey = {
    rows: 0,
    ratings: new Map(),
    dates: { date: createDateSurvey(), updated_at: createDateSurvey() },
    examples: new Map(),
    ids: createIdSurvey(),
    dated: 0,
    told: 0,
  };
  for await (const some of values) {
    for (const value of some) {
      const read = parse(value);
      const records = "value" in read ? (expand(read.value) ?? [read.value]) : [undefined];
      for (const record of records) {
        survey.rows++;
        if (isObject(record)) look(record, survey, mappings);
      }
    }
  }
  return survey;
}

interface Surveyed {
  readonly values: () => AsyncIterable<JsonValue[]>;
  readonly survey: Survey;
}

/** The records of one value. */
type Expand = (value: unknown) => readonly unknown[] | undefined;
const asItIs: Expand = () => undefined;

async function surveyed(
  values: Surveyed["values"],
  mappings: readonly Mapping[],
  expand: Expand,
): Promise<Surveyed & { readonly expand: Expand }> {
  return { values, survey: await surveyAll(values(), mappings, expand), expand };
}

/** A document may hold other lists before that of its records. */
const MOST_LISTS = 5;

async function findList(open: Open, mappings: readonly Mapping[]) {
  const first = await surveyed(() => readJsonValues(open()), mappings, asItIs);
  // A list of pages.
  let found = isUntold(first.survey) ? await surveyed(first.values, mappings, listWithin) : first;
  for (let passOver = 1; passOver < MOST_LISTS && isUntold(found.survey); passOver++) {
    found = await surveyed(() => readJsonValues(open(), passOver), mappings, asItIs);
    if (found.survey.rows === 0) break;
  }
  if (found.survey.rows > 0 && !isUntold(found.survey)) return found;
  const whole = await surveyed(() => wholeValues(open), mappings, recordsWithin);
  return first.survey.rows > 0 && isUntold(whole.survey) ? first : whole;
}

const isUntold = ({ rows, told }: Survey): boolean => rows > 0 && told === 0;

/** A value a line, one document that holds a list, or values one after the other, each over several lines. */
export type JsonKind = "jsonl" | "json" | "values";

const surveyOf = {
  jsonl: (open: Open, mappings: readonly Mapping[]) => surveyed(() => readJsonLines(open()), mappings, listWithin),
  json: findList,
  values: (open: Open, mappings: readonly Mapping[]) => surveyed(() => wholeValues(open), mappings, listWithin),
};

export async function openJsonTable(open: Open, kind: JsonKind, options: TableOptions): Promise<Table> {
  const mappings = options.mappings ?? [];
  // A wrong mapping is told before anything is read.
  for (const { to, column } of mappings) targetNamed(to, column);
  const { values, survey, expand } = await surveyOf[kind](open, mappings);
  const orders = DATES.map((field) => survey.dates[field].order());
  const shared = orders.find((order) => order !== undefined);
  const rulesFor = (field: (typeof DATES)[number]): DateRules => {
    const order = options.dateOrder ?? survey.dates[field].order() ?? shared;
    const isSerial = survey.dates[field].isSerial();
    return order === undefined || order === "both" ? { isSerial } : { order, isSerial };
  };
  const scales = new Map([...survey.ratings].map(([name, found]) => [name, options.scale ?? found.scale(name)]));
  const rules: Rules = {
    mappings,
    dates: { date: rulesFor("date"), updated_at: rulesFor("updated_at") },
    scaleOf: (name) => scales.get(name),
    expand,
    sharesId: survey.ids.isShared(),
  };
  return {
    reading: readingOf(kind === "jsonl" ? "jsonl" : "json", survey, rules),
    columnOf: (field) => mappings.find(({ to }) => to === field)?.column,
    async *rows() {
      const ids = { people: createRowIds(), others: createOtherIds() };
      for await (const some of values()) for (const value of some) yield* rowsOf(value, rules, ids);
    },
  };
}
