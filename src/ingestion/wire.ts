/**
 * The wire format of the original framework, `IngestionData`, and records: field by field, both ways. What the format has no
 * field for (title, app and others) travels in its metadata.
 */
import { z } from "zod";
import { readDate } from "../model/dates.ts";
import { digest } from "../model/identity.ts";

/** What one party says of feedback: Go's time format, `metadata: null` and JSON text as metadata are taken. */
export const IngestionData = z
  .object({
    uuid: z.string().max(1_000).nullish(),
    source_type: z.string().nullish(),
    source_id: z.string().nullish(),
    data: z.string().nullish(),
    data_id: z.union([z.string(), z.number()]).nullish(),
    metadata: z.unknown(),
    metadata_type: z.string().nullish(),
    lang: z.string().nullish(),
    tenant_id: z.string().nullish(),
    created_at: z.union([z.string(), z.number()]).nullish(),
    updated_at: z.union([z.string(), z.number()]).nullish(),
  })
  .meta({ id: "IngestionData" });

/** As it is written: every field, `null` where there is nothing to say. */
export interface WrittenData {
  readonly uuid: string;
  readonly source_type: string;
  readonly source_id: string;
  readonly data: string;
  readonly data_id: string;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly metadata_type: string;
  readonly lang: string;
  readonly tenant_id: string;
  /** RFC 3339; null when the record has no date. */
  readonly created_at: string | null;
  readonly updated_at: string | null;
}

export type LooseRecord = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is LooseRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Fields of records that the format lacks. */
const CARRIED = ["title", "app", "parent_id", "session_id", "url", "org", "impact"] as const;

/** Whether a value is meant as the original's, not as a record of ours, whatever its fields are called. */
export const isWireData = (value: unknown): value is LooseRecord =>
  isObject(value) && value.text === undefined && ("source_type" in value || typeof value.data === "string");

const filled = (value: unknown): boolean => value !== undefined && value !== null && value !== "";

/** Go writes the zero of its time type where there is none. */
const ZERO_TIME = /^0001-01-01[T ]00:00:00/;
/** Go's own text of a time: `2024-02-22 16:58:53.995 +0530 IST m=+0.1`. */
const GO_TEXT = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(\.\d+)? ([+-]\d{4})(?: [A-Z+\-\d]{1,6})?(?: m=.*)?$/;

function readTime(value: unknown): unknown {
  if (typeof value !== "string") return filled(value) ? value : undefined;
  if (value === "" || ZERO_TIME.test(value)) return undefined;
  const go = GO_TEXT.exec(value);
  return go === null ? value : `${go[1]}T${go[2]}${go[3] ?? ""}${go[4]}`;
}

function readMetadata(value: unknown): LooseRecord {
  if (isObject(value)) return value;
  if (typeof value === "string" && value !== "") {
    try {
      const parsed: unknown = JSON.parse(value);
      if (isObject(parsed)) return parsed;
    } catch {
      // Text that is no JSON is kept as the text that it is.
    }
  }
  return filled(value) ? { value } : {};
}

/** As a record; what is wrong with it is for the reader of records to say. Whose it is stays with the caller. */
export function recordOf(data: LooseRecord): LooseRecord {
  const metadata = { ...readMetadata(data.metadata) };
  const record: Record<string, unknown> = {};
  for (const field of CARRIED) {
    if (!filled(metadata[field])) continue;
    record[field] = metadata[field];
    delete metadata[field];
  }
  const { source_type, source_id, data: text, uuid, metadata_type, lang } = data;
  const id = filled(data.data_id) ? data.data_id : uuid;
  const mapped = { source: source_type, source_id, text, uuid, metadata_type, lang, id };
  for (const [name, value] of Object.entries(mapped)) if (filled(value)) record[name] = value;
  const date = readTime(data.created_at);
  const updated_at = readTime(data.updated_at);
  if (date !== undefined) record.date = date;
  if (updated_at !== undefined) record.updated_at = updated_at;
  return Object.keys(metadata).length > 0 ? { ...record, metadata } : record;
}

/** A value that came in, whichever of the two it is. */
export const readSubmitted = (value: unknown): unknown => (isWireData(value) ? recordOf(value) : value);

export interface WirePlace {
  readonly tenant: string;
  readonly app?: string | undefined;
  readonly source?: string | undefined;
  readonly sourceId?: string | undefined;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Of RFC 9562's version 8: the same for the same parts. */
export function uuidOf(...parts: readonly unknown[]): string {
  const bytes = digest("uuid", ...parts).subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const textOf = (value: unknown): string => (filled(value) ? String(value) : "");

/** Unix milliseconds of a number of seconds or milliseconds, or of ISO text; NaN for anything else. */
function preciseTime(value: string | number): number {
  if (typeof value === "string" && !/^\d+(\.\d+)?$/.test(value)) return Date.parse(value);
  const number = Number(value);
  return number > 99_999_999_999 ? number : number * 1_000;
}

/** Any date that records may have → RFC 3339 with what precision there is; null when it is none. */
function timeOf(value: unknown): string | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  const seconds = readDate(value);
  if (seconds === undefined) return null;
  const precise = preciseTime(value);
  return new Date(Math.floor(precise / 1_000) === seconds ? precise : seconds * 1_000).toISOString();
}

/**
 * A record in the wire format. Without a uuid of its own it is given one made of its identity, so that the same record
 * written twice, anywhere, is known as one.
 */
export function wireDataOf(value: LooseRecord, { tenant, app, source = "", sourceId }: WirePlace): WrittenData {
  const record = { app, ...value } as LooseRecord;
  const source_type = textOf(record.source) || source;
  const source_id = sourceId ?? textOf(record.source_id);
  const own = textOf(record.id) || textOf((record.metadata as LooseRecord | undefined)?.id);
  const data_id = own || uuidOf("content", source_type, record.title, record.text, record.date).replaceAll("-", "");
  const uuid = textOf(record.uuid);
  const carried = CARRIED.flatMap((field) => (filled(record[field]) ? [[field, record[field]] as const] : []));
  const metadata = { ...readMetadata(record.metadata), ...Object.fromEntries(carried) };
  return {
    uuid: UUID.test(uuid) ? uuid : uuidOf(tenant, source_type, source_id, data_id),
    source_type,
    source_id,
    data: textOf(record.text),
    data_id,
    metadata: Object.keys(metadata).length > 0 ? metadata : null,
    metadata_type: textOf(record.metadata_type) || "json",
    lang: textOf(record.lang),
    tenant_id: tenant,
    created_at: timeOf(record.date),
    updated_at: timeOf(record.updated_at ?? record.date),
  };
}
