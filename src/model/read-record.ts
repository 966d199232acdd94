/**
 * Reading a record: from whatever arrived to a valid record with its identity, or to every reason why not. The edge
 * uses it to answer at once, the denoiser to read what the original snap-ins put on the raw queue themselves.
 */
import { acceptsOf } from "./as-it-stands.ts";
import { readDate, whyNoDate } from "./dates.ts";
import { hexDigest, insightId } from "./identity.ts";
import { nameFields, type ScaleOf } from "./known-fields.ts";
import type { FieldError } from "./outcome.ts";
import { DEFAULT_SOURCE } from "./place.ts";
import { plainIssue } from "./plain-issue.ts";
import { type IdentifiedRecord, RawRecord, type ReadRecord } from "./record.ts";

export { readDate } from "./dates.ts";

type Fields = Record<string, unknown>;

export const MAX_RECORD_BYTES = 64 * 1024;
export const MAX_RECORD_DEPTH = 32;

export interface ReadContext {
  readonly tenant: string;
  readonly defaultApp: string;
  /** Unix seconds: when the record reached us, and the date of a record that has none. */
  readonly receivedAt: number;
  /** The app whose Play package this is. */
  readonly appOfPackage: (packageName: string) => string | undefined;
  /** The scale that the records which came along show for a rating; by default each rating is stars if it can be. */
  readonly scaleOf?: ScaleOf;
}

/** Depth of nesting, counting containers; `limit` + 1 for whatever is deeper. */
export function depthOf(value: unknown, limit = MAX_RECORD_DEPTH): number {
  if (typeof value !== "object" || value === null) return 0;
  if (limit === 0) return 1;
  let deepest = 0;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length && deepest < limit; at++)
      deepest = Math.max(deepest, depthOf(value[at], limit - 1));
    return deepest + 1;
  }
  for (const key in value) {
    if (deepest === limit) break;
    deepest = Math.max(deepest, depthOf((value as Fields)[key], limit - 1));
  }
  return deepest + 1;
}

/** Bytes of JSON that a UTF-16 unit takes at most: `\u001f`. */
const MOST_UNIT_BYTES = 6;
/** Digits, sign, point and exponent, or a word such as "false". */
const MOST_NUMBER_BYTES = 32;

/**
 * A bound on the bytes of JSON that a value takes: most records are far below any limit, and need not be written to know
 * it. Counts no further than the limit.
 */
function mostBytes(value: unknown): number {
  if (typeof value === "string") return MOST_UNIT_BYTES * value.length + 2;
  if (typeof value !== "object" || value === null) return MOST_NUMBER_BYTES;
  let bytes = 2;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length && bytes <= MAX_RECORD_BYTES; at++) bytes += 1 + mostBytes(value[at]);
    return bytes;
  }
  for (const key in value) {
    if (bytes > MAX_RECORD_BYTES) break;
    bytes += MOST_UNIT_BYTES * key.length + 4 + mostBytes((value as Fields)[key]);
  }
  return bytes;
}

/** Depth has been checked. */
const isTooLarge = (value: unknown): boolean =>
  mostBytes(value) > MAX_RECORD_BYTES && Buffer.byteLength(JSON.stringify(value)) > MAX_RECORD_BYTES;

const PLAY_PACKAGE = /[?&]id=([A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)+)/;

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined;

/** Lone surrogates, NUL and U+FFFF can't travel in an SQS message: they go before anything is hashed. */
export const cleanText = (value: string): string => value.toWellFormed().replace(/[\u0000\uFFFF]/g, "");

/** Names that every object has from its prototype; of a clean one, since a NUL within hides it. */
export const isTaken = (key: string): boolean => key === "__proto__" || key === "constructor" || key === "prototype";

/** Names in order of their characters. */
function namesOf(value: object): string[] {
  const names = Object.keys(value);
  for (let at = 1; at < names.length; at++) if (names[at - 1]! > names[at]!) return names.sort();
  return names;
}

/** A deep copy that is safe to send on: keys in order and none of a prototype, no infinite numbers, clean strings. Depth has been checked. */
export function cleaned(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  const copy: Fields = {};
  for (const key of namesOf(value)) {
    const name = cleanText(key);
    if (!isTaken(name)) copy[name] = cleaned((value as Fields)[key]);
  }
  return copy;
}

/** The same of a record's own fields, without those that hold nothing: the original snap-ins write null there. */
function cleanedFields(input: object): Fields {
  const copy: Fields = {};
  for (const key of namesOf(input)) {
    const name = cleanText(key);
    // When it reached us is the message's to say.
    if (isTaken(name) || name === "ingested_at") continue;
    const value = cleaned((input as Fields)[key]);
    if (value === null) delete copy[name];
    else copy[name] = value;
  }
  return copy;
}

/** Those of the fields that are there. */
function present<T extends object>(fields: T): Partial<T> {
  const others: Partial<T> = {};
  for (const key in fields) if (fields[key] !== undefined) others[key] = fields[key];
  return others;
}

/** Other systems number what they keep: an answer to post 77 names it by the number that 77 itself came with. */
const NUMBERED = ["uuid", "source_id", "parent_id", "session_id", "org"] as const;

function numbersAsText(fields: Fields): Fields {
  const numbered = NUMBERED.filter((field) => typeof fields[field] === "number");
  if (numbered.length === 0) return fields;
  return { ...fields, ...Object.fromEntries(numbered.map((field) => [field, String(fields[field])])) };
}

/** As `1e999` is read; a JSON text can't hold it, so it would silently become null. */
const isInfinite = (value: unknown): boolean => typeof value === "number" && !Number.isFinite(value);

const isRaw = acceptsOf(RawRecord) as (value: unknown) => value is RawRecord;

function readShape(
  input: unknown,
  scaleOf?: ScaleOf,
): { readonly raw: RawRecord } | { readonly errors: readonly FieldError[] } {
  const failed = (field: string, code: string, message: string) => ({ errors: [{ field, code, message }] });
  const tooDeep = () => failed("", "too_deep", `nested more than ${MAX_RECORD_DEPTH} levels deep`);
  const tooLarge = () => failed("", "too_large", `more than ${MAX_RECORD_BYTES} bytes of JSON`);
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    return failed("", "invalid", "a record is a JSON object");
  }
  if (depthOf(input) > MAX_RECORD_DEPTH) return tooDeep();
  if (isTooLarge(input)) return tooLarge();
  const infinite = (["date", "updated_at"] as const).find((field) =>
    isInfinite((input as Record<string, unknown>)[field]),
  );
  if (infinite !== undefined) return failed(infinite, "invalid_date", "no finite number");
  const clean = cleanedFields(input);
  const named = numbersAsText(nameFields(clean, scaleOf));
  // What moves into the metadata lies one level deeper, and whoever reads the record next has the same limits.
  if (named !== clean && depthOf(named) > MAX_RECORD_DEPTH) return tooDeep();
  if (named !== clean && isTooLarge(named)) return tooLarge();
  if (isRaw(named)) return { raw: named };
  const parsed = RawRecord.safeParse(named);
  if (parsed.success) return { raw: parsed.data };
  return {
    errors: parsed.error.issues.map((issue) => ({
      field: issue.path.join("."),
      code: "invalid",
      message: plainIssue(issue),
    })),
  };
}

function appOf(raw: RawRecord, context: ReadContext): string {
  if (raw.app !== undefined) return raw.app;
  const url = raw.url ?? text(raw.metadata?.url);
  const inAddress = url === undefined ? undefined : PLAY_PACKAGE.exec(url)?.[1];
  const packageName = inAddress ?? text(raw.metadata?.packageName);
  return (packageName && context.appOfPackage(packageName)) || context.defaultApp;
}

/** The record's own dates in unix seconds: when it was written (when it reached us, if it doesn't say) and last changed. */
function readDates(raw: RawRecord, receivedAt: number): { date: number; updated: number } | { errors: FieldError[] } {
  const read = (field: "date" | "updated_at", fallback: number): number | FieldError => {
    const value = raw[field];
    if (value === undefined || value === "") return fallback;
    return readDate(value) ?? { field, code: "invalid_date", message: whyNoDate(value) };
  };
  // What says only when it was last changed was written no later.
  const changed = (raw.updated_at === undefined ? undefined : readDate(raw.updated_at)) ?? receivedAt;
  const date = read("date", changed);
  const updated = read("updated_at", typeof date === "number" ? date : receivedAt);
  if (typeof date === "number" && typeof updated === "number") return { date, updated };
  return { errors: [date, updated].filter((one) => typeof one !== "number") };
}

/** Beside its source's own identity, as in the wire format: elsewhere a uuid may be a person's or a device's. */
const isNamed = ({ uuid, id, source_id }: RawRecord): boolean => [uuid, id, source_id].every((part) => part);

/** From whatever arrived; what the record was read from comes back cleaned, to be sent on. */
export function readRecord(input: unknown, context: ReadContext): ReadRecord {
  const shape = readShape(input, context.scaleOf);
  if ("errors" in shape) return shape;
  const { raw } = shape;
  const title = (raw.title ?? "").trim();
  const body = (raw.text ?? "").trim() || title;
  const dates = readDates(raw, context.receivedAt);
  const empty = body === "" ? [{ field: "text", code: "required", message: "text (or title) must not be empty" }] : [];
  if ("errors" in dates || empty.length > 0) return { errors: [...empty, ...("errors" in dates ? dates.errors : [])] };

  const app = appOf(raw, context);
  const source = raw.source ?? DEFAULT_SOURCE;
  const metadata = raw.metadata ?? {};
  const dataId =
    text(raw.id) ??
    text(metadata.id) ??
    text(metadata.tweetId) ??
    hexDigest(source, title, raw.text ?? "", raw.date ?? "");
  const identity = { app, source, source_id: raw.source_id ?? "", data_id: dataId };
  const optional = { parent_id: raw.parent_id, session_id: raw.session_id, lang: raw.lang, url: raw.url, org: raw.org };
  const record: IdentifiedRecord = {
    id: insightId({ tenant: context.tenant, ...identity }),
    ...identity,
    title,
    text: body,
    date: dates.date,
    updated_at: dates.updated,
    ingested_at: context.receivedAt,
    content_hash: hexDigest(title, body, raw.date ?? "", raw.updated_at ?? "", metadata, optional),
    metadata,
    ...present(optional),
    ...(isNamed(raw) ? { uuid: raw.uuid } : {}),
    ...(raw.impact === undefined ? {} : { impact: raw.impact }),
  };
  return { record, raw };
}
