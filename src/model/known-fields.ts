/**
 * From a JSON object under anybody's names to a record under ours: what the table of field names knows goes to its
 * place, everything else to the metadata under the name that it had. Reading its own answer again changes nothing.
 */
import { bareValue } from "./bare-value.ts";
import { parseDate } from "./dates.ts";
import { unwrap } from "./envelopes.ts";
import { saysRecommendation } from "./field-names/column-words.ts";
import { foldName, type Meaning, meaningsOf, nestedNames, PREFIXED, providerOf } from "./field-names/lookup.ts";
import { type Field, fields, places, recommendationNames } from "./field-names/names.ts";
import type { Provider } from "./field-names/providers.ts";
import { isNothing } from "./nothing.ts";
import { readRating } from "./ratings.ts";
import { RawRecord } from "./record.ts";

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Fields of a record; `ingested_at` is our own stamp on what lies on the queue. */
const OWN: ReadonlySet<string> = new Set([...Object.keys(RawRecord.shape), "ingested_at"]);

const recommendations = new Set(recommendationNames.map(foldName));

/** What lies in an object where folded names lead. */
function within(outer: Fields, steps: readonly string[]): unknown {
  let value: unknown = outer;
  for (const step of steps) {
    if (!isObject(value)) return undefined;
    const key = Object.keys(value).find((each) => foldName(each) === step);
    value = key === undefined ? undefined : value[key];
  }
  return value;
}

/** The names of a record, those that lead into nested objects included. */
function namesOf(record: Fields): Set<string> {
  const names = new Set<string>();
  for (const [key, value] of Object.entries(record)) {
    const name = foldName(key);
    names.add(name);
    if (!isObject(value)) continue;
    for (const { steps, whole } of nestedNames.get(name) ?? []) {
      if (within(value, steps) !== undefined) names.add(whole);
    }
  }
  return names;
}

interface Candidate extends Meaning {
  readonly key: string;
  readonly value: unknown;
  readonly isNested: boolean;
}

/** Every value that may be a field, the likelier first. */
function candidatesOf(record: Fields, provider: Provider | undefined): Candidate[] {
  const found: Candidate[] = [];
  for (const [key, value] of Object.entries(record)) {
    const name = foldName(key);
    const add = (whole: string, plain: unknown, isNested: boolean): void => {
      for (const meaning of meaningsOf(whole, provider, false)) found.push({ ...meaning, key, value: plain, isNested });
    };
    add(name, bareValue(value), false);
    if (!isObject(value)) continue;
    for (const { steps, whole } of nestedNames.get(name) ?? []) {
      const inner = within(value, steps);
      if (inner !== undefined) add(whole, bareValue(inner), true);
    }
  }
  return found.sort((a, b) => a.rank - b.rank);
}

const isText = (value: unknown, longest = Number.POSITIVE_INFINITY): value is string =>
  typeof value === "string" && value.length <= longest && !isNothing(value);
const isPlain = (value: unknown, longest: number): boolean =>
  typeof value === "number" ? Number.isFinite(value) : isText(value, longest);

/** Names that are often something else than a date. */
const WEAK_DATES: ReadonlySet<string> = new Set(
  "time day at edited published modified created submitted opened started responded".split(" "),
);
/** Durations, counts and flags are numbers too. */
const isShort = (value: string | number): boolean => /^\d{1,7}(?:\.\d+)?$/.test(String(value).trim());

function isDate(value: unknown, key: string, isWeak: boolean): boolean {
  if (typeof value !== "string" && typeof value !== "number") return false;
  if (typeof value === "string" && !/\p{Nd}/u.test(value)) return false;
  if (!isWeak && !WEAK_DATES.has(foldName(key))) return true;
  return !isShort(value) && parseDate(value) !== undefined;
}

/** Whether a value can be that field at all; limits are those of a record. */
function fits(field: Field, value: unknown, key: string, rank: number): boolean {
  switch (field) {
    case "text":
    case "title":
      return isText(value);
    case "date":
    case "updated_at":
      return isDate(value, key, rank >= PREFIXED);
    case "stars":
      return readRating(value) !== undefined;
    case "likes":
      return value !== "" && Number.isFinite(typeof value === "string" ? Number(value) : value);
    case "id":
    case "parent_id":
      return isPlain(value, 1_000);
    case "version":
      return isPlain(value, 200);
    case "url":
      return isText(value, 8_000) && /^(?:[a-z][\w+.-]*:|www\.|\/)/i.test(value);
    case "lang":
      return isText(value, 35);
    case "app":
    case "person":
    case "person_id":
    case "package":
      return isText(value, 200);
    case "source":
      return isText(value, 100);
    case "org":
      return isText(value, 300);
    default:
      return field satisfies never;
  }
}

/** Whether one of its names is a text's. */
const hasText = (record: Fields): boolean =>
  candidatesOf(record, providerOf(namesOf(record))).some(
    ({ field, key, value, rank }) => field === "text" && fits(field, value, key, rank),
  );

/** Whether it is a record that only one provider writes so, whatever lists it holds beside its text. */
export const isKnownRecord = (record: Fields): boolean => providerOf(namesOf(record)) !== undefined && hasText(record);

/** What a value becomes in its place. */
function placed(field: Field, value: unknown): unknown {
  if (field === "likes") return Number(value);
  if (field === "parent_id" || field === "version" || field === "package") return String(value);
  if (field === "url" && String(value).startsWith("/r/")) return `https://www.reddit.com${String(value)}`;
  return value;
}

/** Ratings on another scale than stars stand beside it, where nobody takes them for stars. */
export function ratingEntries(value: unknown, scale?: string): Fields | undefined {
  const rating = readRating(value);
  if (rating === undefined) return undefined;
  const named = rating.outOf === undefined || rating.outOf === 5 ? undefined : `0-${rating.outOf}`;
  const outOf = named ?? (rating.outOf === 5 ? undefined : scale);
  if (outOf !== undefined && outOf !== "1-5") return { points: rating.value, scale: outOf };
  return rating.value >= 1 && rating.value <= 5 ? { score: rating.value } : undefined;
}

/** Puts a value where its field belongs, unless something stands there already; answers whether it did. */
export function place(record: Fields, metadata: Fields, field: Field, value: unknown): boolean {
  if (field === "person_id") return false;
  const at = places[field];
  const [holder, key] = "field" in at ? [record, at.field] : [metadata, at.metadata];
  const before = holder[key];
  if (before !== undefined && before !== null && before !== "") return false;
  holder[key] = placed(field, value);
  return true;
}

/** The id of a review in its address, as Play Console and Google Play write it. */
export const reviewIdOf = (url: unknown): string | undefined =>
  typeof url === "string" ? /[?&]reviewId=([^&#\s]{1,200})/.exec(url)?.[1] : undefined;

const RECORD_NAMES: ReadonlySet<string> = new Set(
  fields.flatMap((field) => (field === "person_id" || !("field" in places[field]) ? [] : [places[field].field])),
);

/** A program's name, as X gives it for the source; a source of ours is a word in lower case. */
const isProgramName = (value: unknown): boolean => typeof value !== "string" || !/^[a-z0-9_.-]+$/.test(value);

/** How a rating's best is called beside it, or within its object. */
const BEST = /^(?:best_?rating|rating_?max|max_?rating|scale_?max|out_?of)$/i;
const scaleOfBest: Readonly<Record<string, string>> = { 5: "1-5", 10: "0-10", 100: "0-100" };

const bestIn = (fields: Fields): string | undefined => {
  const found = Object.entries(fields).find(([key]) => BEST.test(key));
  return found && scaleOfBest[String(found[1])];
};

const scaleIn = (record: Fields): string | undefined => {
  const { scale, metadata } = record;
  const said = scale ?? (isObject(metadata) ? metadata.scale : undefined);
  if (typeof said === "string") return said;
  const rating = Object.entries(record).find(([key, value]) => /rating/i.test(key) && isObject(value))?.[1];
  return bestIn(record) ?? (isObject(rating) ? bestIn(rating) : undefined);
};

/** Reddit's full name, and the digits of an id that no number holds, stand beside `id`. */
const isExact = (id: unknown, { id_str: digits }: Fields, provider: Provider | undefined): boolean =>
  provider?.name !== "Reddit" &&
  (!isText(digits) || digits === String(id)) &&
  (typeof id !== "number" || Number.isSafeInteger(id));

/** Hears each rating with the name that it has, and answers its scale where its file shows one. */
export type ScaleOf = (name: string, value: unknown) => string | undefined;

/** A record that is being named: what has its place already, what is metadata, and which keys are spoken for. */
interface Naming {
  readonly scaleOf: ScaleOf;
  readonly provider: Provider | undefined;
  readonly named: Fields;
  readonly metadata: Fields;
  readonly used: Set<string>;
}

/** What a provider's name is called in the metadata, when it means something else there. */
export const elsewhere = (provider: Provider | undefined, name: string): string | undefined =>
  provider?.metadata !== undefined && Object.hasOwn(provider.metadata, name) ? provider.metadata[name] : undefined;

/** Our own names keep what stands there, be it wrong: then the sender hears of it. */
function keepOwn(record: Fields, { provider, named, used }: Naming): void {
  for (const [key, value] of Object.entries(record)) {
    if (!OWN.has(key) || key === "metadata" || value === null) continue;
    const isElsewhere = elsewhere(provider, key) !== undefined && (key !== "source" || isProgramName(value));
    const isEmpty = typeof value === "string" && isNothing(value);
    const isWrapped = bareValue(value) !== value;
    if (isElsewhere || isEmpty || isWrapped || (key === "id" && !isExact(value, record, provider))) continue;
    named[key] = value;
    used.add(key);
  }
}

/** Whether it says beside its rating that it answers for recommendation. */
const isSurvey = (record: Fields): boolean =>
  Object.entries(record).some(([name, value]) => typeof value === "string" && saysRecommendation(name, value));

/** Whether the value is a rating that found its place, as stars or beside them. */
function placeRating(record: Fields, metadata: Fields, { key, value }: Candidate, scaleOf: ScaleOf): boolean {
  if (metadata.score !== undefined || metadata.points !== undefined) return false;
  const shown = scaleOf(key, value);
  const said = recommendations.has(foldName(key)) ? "0-10" : scaleIn(record);
  const isUntold = (shown === undefined || shown === "1-5") && !/star/i.test(key);
  const scale = said ?? (isUntold && isSurvey(record) ? "0-10" : shown);
  const entries = ratingEntries(value, scale);
  if (entries !== undefined) Object.assign(metadata, entries);
  return entries !== undefined;
}

function placeCandidates(record: Fields, { provider, named, metadata, used, scaleOf }: Naming): void {
  for (const candidate of candidatesOf(record, provider)) {
    const { field, key, value, rank, isNested } = candidate;
    if ((used.has(key) && !isNested) || !fits(field, value, key, rank)) continue;
    const isPlaced =
      field === "stars" ? placeRating(record, metadata, candidate, scaleOf) : place(named, metadata, field, value);
    // What lies within an object is copied from it: the object stays whole.
    if (isPlaced && !isNested) used.add(key);
  }
}

function keepRest(record: Fields, { provider, metadata, used }: Naming): void {
  for (const [key, value] of Object.entries(record)) {
    if (used.has(key) || key === "metadata" || value === null) continue;
    if (OWN.has(key) && typeof value === "string" && isNothing(value)) continue;
    const own = elsewhere(provider, foldName(key)) ?? key;
    // A name may be that of something every object has, such as toString.
    if (own !== "__proto__" && !Object.hasOwn(metadata, own)) metadata[own] = value;
  }
}

/** Under our names already, and nothing that another name could fill. */
function isOurs(record: Fields): boolean {
  for (const key in record) {
    const value = record[key];
    if (!OWN.has(key) || value === null || value === "") return false;
    if (key === "text" && typeof value === "string" && isNothing(value)) return false;
    if (typeof value === "object" && RECORD_NAMES.has(key)) return false;
  }
  return record.id !== undefined || (record.uuid === undefined && reviewIdOf(record.url) === undefined);
}

/** A metadata that is no object is left where it is: the reader refuses it, and says so. */
export function nameFields(input: Fields, scaleOf: ScaleOf = () => undefined): Fields {
  const isOther = input.metadata !== undefined && input.metadata !== null && !isObject(input.metadata);
  if (isOther || isOurs(input)) return input;
  const record = unwrap(input, hasText);
  const metadata: Fields = isObject(record.metadata) ? { ...record.metadata } : {};
  const provider = providerOf(namesOf(record));
  const naming: Naming = { scaleOf, provider, named: {}, metadata, used: new Set() };
  keepOwn(record, naming);
  placeCandidates(record, naming);
  keepRest(record, naming);
  const { named } = naming;
  if (named.id === undefined && metadata.id === undefined && metadata.tweetId === undefined) {
    const id = (isText(named.uuid) ? named.uuid : undefined) ?? reviewIdOf(named.url);
    if (id !== undefined) named.id = id;
  }
  if (named.date === undefined && named.updated_at !== undefined) named.date = named.updated_at;
  if (Object.keys(metadata).length > 0) named.metadata = metadata;
  return named;
}
