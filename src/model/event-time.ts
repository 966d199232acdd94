/** The times that events carry: read to the microsecond, in the forms that senders use, and written as ISO text. */
import { readDate } from "./dates.ts";

const MICROSECONDS = 1_000_000;
/** Past it a number is milliseconds: as seconds it lies beyond the year 5000. */
const LATEST_SECONDS = 99_999_999_999;
const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,](\d{1,9}))?)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$/i;
const NUMBER = /^\d{1,13}(\.\d{1,9})?$/;

function fromNumber(value: number): number | undefined {
  if (!Number.isFinite(value) || value < 0) return undefined;
  return Math.round(value * (value <= LATEST_SECONDS ? MICROSECONDS : 1_000));
}

/** ISO 8601 or "YYYY-MM-DD HH:MM:SS[.ffffff]" (no zone: UTC), unix seconds or milliseconds → unix microseconds. */
export function readTimestamp(value: string | number): number | undefined {
  if (typeof value === "number") return fromNumber(value);
  const text = value.trim();
  if (NUMBER.test(text)) return fromNumber(Number(text));
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const fraction = match[1] ?? "";
  const seconds = readDate(fraction === "" ? text : text.replace(/[.,]\d+/, ""));
  return seconds === undefined ? undefined : seconds * MICROSECONDS + Number(fraction.padEnd(6, "0").slice(0, 6));
}

/** As in `2026-02-28T09:30:00.000125Z`. */
export function isoMicroseconds(microseconds: number): string {
  const seconds = new Date(Math.floor(microseconds / MICROSECONDS) * 1_000).toISOString().slice(0, 19);
  const fraction = microseconds - Math.floor(microseconds / MICROSECONDS) * MICROSECONDS;
  return `${seconds}.${String(fraction).padStart(6, "0")}Z`;
}
