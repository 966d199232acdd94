/** The times that events carry: read to the microsecond, in the forms that senders use, and written as ISO text. */
import { readDate } from "./dates.ts";

const MICROSECONDS = 1_000_000;
/** Characters of a value, in a message. */
const SHOWN = 60;
/** Past it a number is milliseconds: as seconds it lies beyond the year 5000. A thousand times more, and it is microseconds, then nanoseconds. */
const LATEST_SECONDS = 99_999_999_999;
const ISO =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,](\d{1,9}))?)?(?:[+-]\d{2}$)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$/i;
const NUMBER = /^\d{1,19}(\.\d{1,9})?$/;

function fromNumber(value: number): number | undefined {
  if (!Number.isFinite(value) || value < 0) return undefined;
  if (value <= LATEST_SECONDS) return Math.round(value * MICROSECONDS);
  if (value <= LATEST_SECONDS * 1_000) return Math.round(value * 1_000);
  if (value <= LATEST_SECONDS * MICROSECONDS) return Math.round(value);
  return value <= LATEST_SECONDS * 1_000 * MICROSECONDS ? Math.round(value / 1_000) : undefined;
}

/** ISO 8601 or "YYYY-MM-DD HH:MM:SS[.ffffff]" (no zone: UTC), unix seconds, or thousandths of them, told apart by size → unix microseconds. */
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

/** In words why a value is no timestamp. */
export function whyNoTimestamp(value: unknown): string {
  const forms = "ISO 8601, YYYY-MM-DD HH:MM:SS[.ffffff], unix seconds or milliseconds";
  if (typeof value !== "string" && typeof value !== "number") return forms;
  const early =
    typeof value === "number"
      ? value < 0
      : /^(?:0\d{3}|1[0-8]\d\d|19[0-6]\d)-\d{2}-\d{2}(?:$|[T ]\d)/.test(value.trim());
  if (early) return `${JSON.stringify(value)} lies before 1970`;
  return `${JSON.stringify(typeof value === "string" ? value.slice(0, SHOWN) : value)} is none of ${forms}`;
}

/** As in `2026-02-28T09:30:00.000125Z`. */
export function isoMicroseconds(microseconds: number): string {
  const seconds = new Date(Math.floor(microseconds / MICROSECONDS) * 1_000).toISOString().slice(0, 19);
  const fraction = microseconds - Math.floor(microseconds / MICROSECONDS) * MICROSECONDS;
  return `${seconds}.${String(fraction).padStart(6, "0")}Z`;
}
