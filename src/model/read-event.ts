/** Reading an event: each field by itself, so that there is one error for each that is wrong, and what is right is known all the same. */
import type { EventFields, EventIntake } from "./event.ts";
import { MAX_DATA_BYTES, MAX_DATA_DEPTH } from "./event.ts";
import { readTimestamp, whyNoTimestamp } from "./event-time.ts";
import type { FieldError } from "./outcome.ts";
import { cleaned, cleanText, depthOf, isTaken } from "./read-record.ts";

export interface ReadFields {
  readonly fields: EventFields;
  readonly errors: readonly FieldError[];
  /** What of the data could not be kept though the event is right. */
  readonly losses?: readonly FieldError[];
}

const messages: Readonly<Record<string, string>> = {
  required: "is missing",
  null: "must not be null",
  blank: "must not be empty",
  not_json: "is no JSON",
  invalid: "an event is a JSON object",
  too_deep: `nested more than ${MAX_DATA_DEPTH} levels deep`,
  too_large: `more than ${MAX_DATA_BYTES} bytes of JSON`,
};

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value, or what is wrong with it. */
type Read<T> = { readonly value: T } | { readonly code: string; readonly message?: string };

/** What JSON calls it. */
const kindOf = (value: unknown): string =>
  Array.isArray(value)
    ? "a list"
    : typeof value === "object"
      ? "an object"
      : `a ${typeof value === "string" ? "text" : typeof value}`;

function readText(value: unknown, longest: number): Read<string> {
  if (value === undefined) return { code: "required" };
  if (value === null) return { code: "null" };
  if (typeof value !== "string") return { code: "invalid", message: `must be a text, not ${kindOf(value)}` };
  const text = cleanText(value).trim();
  if (text === "") return { code: "blank" };
  if (text.length > longest && [...text].length > longest)
    return { code: "max_length", message: `more than ${longest} characters` };
  return { value: text };
}

/** Of one event that are told of. */
const MOST_LOSSES = 20;

/** Names that are taken in JavaScript are left out of data (`cleaned`): where they stood. Its depth has been checked. */
function lossesOf(value: unknown, path: string, found: FieldError[] = []): FieldError[] {
  if (typeof value !== "object" || value === null) return found;
  for (const [name, item] of Object.entries(value)) {
    if (found.length >= MOST_LOSSES) break;
    const field = `${path}.${name}`;
    if (!Array.isArray(value) && isTaken(cleanText(name)))
      found.push({ field, code: "left_out", message: "was left out: this name is taken, give it another" });
    else lossesOf(item, field, found);
  }
  return found;
}

function readData(value: unknown): Read<Readonly<Record<string, unknown>>> {
  if (value === undefined) return { code: "required" };
  if (value === null) return { code: "null" };
  if (!isObject(value)) return { code: "invalid", message: `must be a JSON object, not ${kindOf(value)}` };
  if (depthOf(value, MAX_DATA_DEPTH) > MAX_DATA_DEPTH) return { code: "too_deep" };
  const data = cleaned(value) as Readonly<Record<string, unknown>>;
  if (Object.keys(data).length === 0) return { code: "blank" };
  if (Buffer.byteLength(JSON.stringify(data)) > MAX_DATA_BYTES) return { code: "too_large" };
  return { value: data };
}

function readTime(value: unknown): Read<number> {
  if (value === undefined) return { code: "required" };
  if (value === null) return { code: "null" };
  if (typeof value === "string" && value.trim() === "") return { code: "blank" };
  const time = typeof value === "string" || typeof value === "number" ? readTimestamp(value) : undefined;
  if (time === undefined) return { code: "invalid", message: whyNoTimestamp(value) };
  return { value: time };
}

const readSequence = (value: unknown): Read<number> =>
  Number.isSafeInteger(value) && (value as number) >= 0
    ? { value: value as number }
    : { code: "invalid", message: "must be a whole number from 0" };

/** What is absent or null says nothing. */
const optional =
  <T>(read: (value: unknown) => Read<T>) =>
  (value: unknown): Read<T | undefined> =>
    value === undefined || value === null ? { value: undefined } : read(value);

const readers = {
  id: optional((value) => readText(value, 200)),
  session_id: (value: unknown) => readText(value, 100),
  category: (value: unknown) => readText(value, 100),
  name: (value: unknown) => readText(value, 100),
  data: readData,
  timestamp: readTime,
  sequence: optional(readSequence),
  person: optional((value) => readText(value, 200)),
} satisfies Readonly<Record<string, (value: unknown) => Read<unknown>>>;

type Field = keyof typeof readers;
export const eventFields = Object.keys(readers) as readonly Field[];

/** What the edge writes of an event, and what it may say of itself beside its fields. */
const BESIDE: ReadonlySet<string> = new Set(["application", "intake"]);

/** Fields that an event does not have are not kept. */
const strangeFields = (raw: Readonly<Record<string, unknown>>): FieldError[] =>
  Object.keys(raw)
    .filter((name) => !(eventFields as readonly string[]).includes(name) && !BESIDE.has(name))
    .slice(0, MOST_LOSSES)
    .map((name) => ({
      field: name.slice(0, 200),
      code: "left_out",
      message: "was left out: an event has no such field, put it into data",
    }));

const errorOf = (field: string, code: string, message?: string): FieldError => ({
  field,
  code,
  message: message ?? messages[code] ?? code,
});

/** `refused`: what the edge found, and cut away. */
export function readEvent(raw: unknown, refused: EventIntake["refused"] = []): ReadFields {
  const found = new Map(refused.map(({ field, code }) => [field, code] as const));
  const whole = found.get("");
  if (whole !== undefined) return { fields: {}, errors: [errorOf("", whole)] };
  if (!isObject(raw)) return { fields: {}, errors: [errorOf("", "invalid")] };
  const fields: Record<string, unknown> = {};
  const errors: FieldError[] = [];
  for (const field of eventFields) {
    const cutAway = found.get(field);
    const result: Read<unknown> = cutAway === undefined ? readers[field](raw[field]) : { code: cutAway };
    if ("code" in result) errors.push(errorOf(field, result.code, result.message));
    else if (result.value !== undefined) fields[field === "timestamp" ? "timestamp_us" : field] = result.value;
  }
  if (found.has("application")) errors.push(errorOf("application", "invalid", "must be a text of 1 to 200 characters"));
  const losses = [...strangeFields(raw), ...(fields.data === undefined ? [] : lossesOf(raw.data, "data"))];
  return losses.length === 0 ? { fields, errors } : { fields, errors, losses };
}

/** Where data names a person, as applications write it. */
const PERSON_FIELDS = ["person", "person_id", "user", "user_id", "userId", "email"] as const;

/** Whatever an event names a person by; at most a few. */
export function personsOf({ person, data = {} }: EventFields): string[] {
  const named = [person, ...PERSON_FIELDS.map((field) => data[field])].flatMap((value) =>
    typeof value === "string" && value !== "" && value.length <= 300
      ? [value]
      : Number.isSafeInteger(value)
        ? [String(value)]
        : [],
  );
  return [...new Set(named)];
}
