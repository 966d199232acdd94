/**
 * Reading a record: from whatever arrived to a valid record with its identity, or to every reason why not. The edge
 * uses it to answer at once, the denoiser to read what the original snap-ins put on the raw queue themselves.
 */
import { hexDigest, insightId } from "./identity.ts";
import type { FieldError } from "./outcome.ts";
import { type IdentifiedRecord, RawRecord, type ReadRecord } from "./record.ts";

export const MAX_RECORD_BYTES = 64 * 1024;
export const MAX_RECORD_DEPTH = 32;
/** Years 1970 to 9999: what Elasticsearch, JavaScript and people agree on. */
const LATEST = 253_402_300_799;

export interface ReadContext {
  readonly tenant: string;
  readonly defaultApp: string;
  /** Unix seconds: when the record reached us, and the date of a record that has none. */
  readonly receivedAt: number;
  /** The app whose Play package this is. */
  readonly appOfPackage: (packageName: string) => string | undefined;
}

/** Depth of nesting without recursion, counting containers; stops counting past `limit`. */
export function depthOf(value: unknown, limit = MAX_RECORD_DEPTH): number {
  let level: unknown[] = [value];
  let depth = 0;
  while (level.length > 0 && depth <= limit) {
    const next: unknown[] = [];
    for (const item of level) {
      if (typeof item === "object" && item !== null) for (const child of Object.values(item)) next.push(child);
    }
    if (!level.some((item) => typeof item === "object" && item !== null)) break;
    depth++;
    level = next;
  }
  return depth;
}

/** ISO 8601 (no zone: UTC), unix seconds, or unix milliseconds (what is past the year 9999 as seconds) → unix seconds. */
export function readDate(value: string | number): number | undefined {
  if (typeof value === "number" || /^\d{9,13}(\.\d+)?$/.test(value)) {
    const number = Number(value);
    if (!Number.isFinite(number) || number < 0) return undefined;
    if (number <= 99_999_999_999) return Math.floor(number) <= LATEST ? Math.floor(number) : undefined;
    const seconds = Math.floor(number / 1000);
    return seconds <= LATEST ? seconds : undefined;
  }
  const iso =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(
      value.trim(),
    );
  const milliseconds = iso ? isoMilliseconds(iso) : looseMilliseconds(value);
  if (milliseconds === undefined) return undefined;
  const seconds = Math.floor(milliseconds / 1000);
  return seconds >= 0 && seconds <= LATEST ? seconds : undefined;
}

function isoMilliseconds(match: RegExpExecArray): number | undefined {
  const [year, month, day, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const utc = Date.UTC(year!, month! - 1, day!, hour, minute, second);
  const date = new Date(utc);
  const real =
    date.getUTCMonth() === month! - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!real) return undefined;
  const zone = match[7];
  if (zone === undefined || /^z$/i.test(zone)) return utc;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return utc - (zone.startsWith("-") ? -1 : 1) * minutes * 60_000;
}

/** Twitter's and mail's `Wed, 21 Feb 2024 10:00:00 +0000`: only forms that name their zone, so that no machine's own zone leaks in. */
function looseMilliseconds(value: string): number | undefined {
  if (value.length > 64 || !/(?:GMT|UTC|[+-]\d{4})/.test(value)) return undefined;
  const parsed = Date.parse(value);
  return Number.isNaN(parsed) ? undefined : parsed;
}

const PLAY_PACKAGE = /[?&]id=([A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)+)/;

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined;

/** Lone surrogates, NUL and U+FFFF can't travel in an SQS message: they go before anything is hashed. */
export const cleanText = (value: string): string => value.toWellFormed().replace(/[\u0000\uFFFF]/g, "");

/** A deep copy that is safe to send on: keys in order and none of a prototype, no infinite numbers, clean strings. Depth has been checked. */
export function cleaned(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (key !== "__proto__" && key !== "constructor" && key !== "prototype") copy[cleanText(key)] = cleaned(item);
  }
  return copy;
}

/** As `1e999` is read; a JSON text can't hold it, so it would silently become null. */
const isInfinite = (value: unknown): boolean => typeof value === "number" && !Number.isFinite(value);

function readShape(input: unknown): { readonly raw: RawRecord } | { readonly errors: readonly FieldError[] } {
  const failed = (field: string, code: string, message: string) => ({ errors: [{ field, code, message }] });
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    return failed("", "invalid", "a record is a JSON object");
  }
  if (depthOf(input) > MAX_RECORD_DEPTH)
    return failed("", "too_deep", `nested more than ${MAX_RECORD_DEPTH} levels deep`);
  if (Buffer.byteLength(JSON.stringify(input)) > MAX_RECORD_BYTES) {
    return failed("", "too_large", `more than ${MAX_RECORD_BYTES} bytes of JSON`);
  }
  const infinite = (["date", "updated_at"] as const).find((field) =>
    isInfinite((input as Record<string, unknown>)[field]),
  );
  if (infinite !== undefined) return failed(infinite, "invalid_date", "no finite number");
  // The original snap-ins write null where they have nothing.
  const present = Object.fromEntries(Object.entries(cleaned(input) as object).filter(([, value]) => value !== null));
  const parsed = RawRecord.safeParse(present);
  if (parsed.success) return { raw: parsed.data };
  return {
    errors: parsed.error.issues.map((issue) => ({
      field: issue.path.join("."),
      code: "invalid",
      message: issue.message,
    })),
  };
}

function appOf(raw: RawRecord, context: ReadContext): string {
  if (raw.app !== undefined) return raw.app;
  const url = raw.url ?? text(raw.metadata?.url);
  const packageName = url === undefined ? undefined : PLAY_PACKAGE.exec(url)?.[1];
  return (packageName && context.appOfPackage(packageName)) || context.defaultApp;
}

/** The record's own dates in unix seconds: when it was written (when it reached us, if it doesn't say) and last changed. */
function readDates(raw: RawRecord, receivedAt: number): { date: number; updated: number } | { errors: FieldError[] } {
  const read = (field: "date" | "updated_at", fallback: number): number | FieldError => {
    const value = raw[field];
    if (value === undefined || value === "") return fallback;
    return readDate(value) ?? { field, code: "invalid_date", message: "ISO 8601 or unix seconds, 1970 to 9999" };
  };
  const date = read("date", receivedAt);
  const updated = read("updated_at", typeof date === "number" ? date : receivedAt);
  if (typeof date === "number" && typeof updated === "number") return { date, updated };
  return { errors: [date, updated].filter((one) => typeof one !== "number") };
}

/** From whatever arrived; what the record was read from comes back cleaned, to be sent on. */
export function readRecord(input: unknown, context: ReadContext): ReadRecord {
  const shape = readShape(input);
  if ("errors" in shape) return shape;
  const { raw } = shape;
  const title = (raw.title ?? "").trim();
  const body = (raw.text ?? "").trim() || title;
  const dates = readDates(raw, context.receivedAt);
  const empty = body === "" ? [{ field: "text", code: "required", message: "text (or title) must not be empty" }] : [];
  if ("errors" in dates || empty.length > 0) return { errors: [...empty, ...("errors" in dates ? dates.errors : [])] };

  const app = appOf(raw, context);
  const source = raw.source ?? "push";
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
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
  return { record, raw };
}
