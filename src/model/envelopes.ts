/** The record within what interfaces put around it: an item of App Store Connect, a Reddit "thing", `{"review": {…}}`. */
import { foldName } from "./field-names/lookup.ts";

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Names of an object that is the record itself; what stands beside it says more of it. */
const WRAPPERS: ReadonlySet<string> = new Set(
  `attributes node properties snippet topLevelComment review post comment tweet ticket case message feedback conversation
  issue submission item record entry document doc data payload event fields object result hit`
    .trim()
    .split(/\s+/)
    .map(foldName),
);
/** YouTube's comment lies in a snippet of a comment of a snippet. */
const DEEPEST = 3;

/** Visits what a record holds under its names, and under those within what wraps it. */
export function visitWithin(record: Fields, visit: (name: string, value: unknown) => void, depth = 1): void {
  for (const name in record) {
    const value = record[name];
    visit(name, value);
    if (depth <= DEEPEST && isObject(value) && WRAPPERS.has(foldName(name))) visitWithin(value, visit, depth + 1);
  }
}

/** Inner values go before those of the same name around them, which are kept under a name that says so. */
function merged(outer: Fields, wrapper: string, inner: Fields): Fields {
  const all: Fields = { ...inner };
  for (const [key, value] of Object.entries(outer)) {
    if (key === wrapper || key === "__proto__") continue;
    if (!Object.hasOwn(all, key) || all[key] === null || all[key] === "") all[key] = value;
    else if (all[key] !== value) all[`outer_${key}`] = value;
  }
  return all;
}

/** The record with what wraps its text taken away; undefined when no object in it holds one. */
function unwrapText(record: Fields, hasText: (fields: Fields) => boolean, depth: number): Fields | undefined {
  const wrappers = Object.keys(record).filter((key) => isObject(record[key]) && WRAPPERS.has(foldName(key)));
  if (wrappers.length === 0 || hasText(record)) return undefined;
  for (const wrapper of wrappers) {
    const inner = record[wrapper] as Fields;
    if (hasText(inner)) return merged(record, wrapper, inner);
    const deeper = depth === DEEPEST ? undefined : unwrapText(inner, hasText, depth + 1);
    if (deeper !== undefined) return merged(record, wrapper, deeper);
  }
  return undefined;
}

/** Google Play's review is a list of comments: the user's and perhaps the developer's. */
function unwrapPlay(record: Fields, userComment: Fields, comments: readonly unknown[]): Fields {
  const { comments: _, ...rest } = record;
  const reply = comments.find((one) => isObject(one) && isObject(one.developerComment)) as Fields | undefined;
  return { ...rest, ...userComment, ...(reply === undefined ? {} : reply) };
}

/** `hasText` says whether an object has a text by a name of its own. */
export function unwrap(record: Fields, hasText: (fields: Fields) => boolean): Fields {
  const { kind, data, type, attributes, comments, answers, _source } = record;
  if (typeof kind === "string" && /^t\d$/.test(kind) && isObject(data)) return data;
  if (type === "customerReviews" && isObject(attributes)) {
    const { type: _, ...rest } = record;
    return merged(rest, "attributes", attributes);
  }
  if (isObject(_source) && "_id" in record) return { id: record._id, ..._source };
  if (Array.isArray(comments) && isObject(comments[0]) && isObject(comments[0].userComment)) {
    return unwrapPlay(record, comments[0].userComment, comments);
  }
  // Typeform's response: what was answered in words.
  if (Array.isArray(answers) && record.text === undefined && record.submitted_at !== undefined) {
    const texts = answers.flatMap((one) => (isObject(one) && typeof one.text === "string" ? [one.text] : []));
    if (texts.length > 0) return { ...record, text: texts.join("\n") };
  }
  return unwrapText(record, hasText, 1) ?? record;
}
