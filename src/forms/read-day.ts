/** Days as people write them, also of birth: brought to ISO 8601 where they mean one day, whatever their style. */
import { type DateOrder, parseDate } from "../model/dates.ts";
import { plainDigits } from "./fold.ts";

/** A day or a moment, as ISO 8601 and in unix seconds (before 1970 below nought), or why it is none. */
export type DayReading = { readonly text: string; readonly at: number } | { readonly wrong: string };

const DAY = 86_400;
/** After 400 years the calendar begins anew: so many years on, a day that no record has is read as any other. */
const CYCLE_YEARS = 400;
const CYCLE = 146_097 * DAY;
const EARLY_YEAR = /(?<!\d)1[5-9]\d\d(?!\d)/;

const ISO = /^\d{4}-\d{2}-\d{2}(?:$|[T ]\d)/;
const TWO_DIGIT_YEAR = /^\D*\d{1,2}([-/.])\s?\d{1,2}\1\s?\d{2}(?!\d)/;

const back = (day: string): string => String(Number(day.slice(0, 4)) - CYCLE_YEARS) + day.slice(4);

function isoOf(seconds: number, text: string): string {
  const moment = new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
  return /\d[:h]\d\d/.test(text) ? moment : moment.slice(0, 10);
}

/** `order`: what stands first in 05/03/2025, where the file shows it. */
export function readDay(given: string, order?: DateOrder): DayReading {
  const text = plainDigits(given).trim();
  const isCompact = /^(?:1[5-9]|2\d)\d{6}$/.test(text);
  if (/^\d{5}(?:[.,]\d+)?$/.test(text)) return { wrong: "is a spreadsheet's number of a day: write it as YYYY-MM-DD" };
  if (/^\d+(?:[.,]\d+)?(?:e\+?\d+)?$/i.test(text) && !isCompact) return { wrong: "is no date as YYYY-MM-DD" };
  if (TWO_DIGIT_YEAR.test(text))
    return { wrong: "may be of two centuries: write the year with four digits, as YYYY-MM-DD" };
  const dashed = isCompact ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text;
  const isEarly = EARLY_YEAR.test(dashed);
  const moved = isEarly ? dashed.replace(EARLY_YEAR, (year) => String(Number(year) + CYCLE_YEARS)) : dashed;
  const read = parseDate(moved, order);
  if (read === undefined) return { wrong: "is no date as YYYY-MM-DD" };
  if ("either" in read) {
    const [one, other] = isEarly ? read.either.map(back) : read.either;
    return { wrong: `may be ${one} or ${other}: write it as YYYY-MM-DD` };
  }
  const at = isEarly ? read.seconds - CYCLE : read.seconds;
  return { text: ISO.test(dashed) ? dashed : isoOf(at, text), at };
}

/** A bound that a form sets: the whole day counts. Undefined for none. */
export function readDayBound(bound: string | number, end: "first" | "last"): number | undefined {
  const read = readDay(typeof bound === "number" ? new Date(bound * 1000).toISOString() : bound);
  if ("wrong" in read) return undefined;
  return end === "last" && read.text.length === 10 ? read.at + DAY - 1 : read.at;
}
