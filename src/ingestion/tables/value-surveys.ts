/** What all values of a column, or of a name in JSON, show together: which of day and month stands first, and on which scale they rate. */
import { type DateOrder, orderShownBy, parseDate, readDate } from "../../model/dates.ts";
import { plainDigits } from "../../model/plain-digits.ts";
import { type RatingRange, readRating, type Scale, scaleOf } from "../../model/ratings.ts";

export interface DateSurvey {
  add(value: string): void;
  /** Values that are dates, or one of two. */
  readonly dates: number;
  readonly total: number;
  /** What stands first in those that show it; `both` when they contradict each other. */
  order(): DateOrder | "both" | undefined;
  /** One that may be two days. */
  readonly ambiguous: string | undefined;
  /** Whether they are a spreadsheet's days since 1900. */
  isSerial(): boolean;
}

const ISO_DAY = /^\d{4}-\d\d-\d\d(?:$|[T ]\d\d:\d\d)/;
/** Only such can mean two days. */
const TWO_DAYS = /(?:^|\s)\d{1,2}([-/.])\s?\d{1,2}\1\s?\d{2}/;
const PLAIN_TWO_DAYS = /^\d{1,2}([-/.])\d{1,2}\1\d{4}(?: \d{1,2}:\d\d(?::\d\d)?)?$/;
/** Excel's days from 1982 to 2064, with the time of day as a fraction. */
const SERIAL = /^[3-5]\d{4}(?:[.,]\d+)?$/;
const SERIAL_SHARE = 0.9;

export function createDateSurvey(): DateSurvey {
  let [dates, total, serials, day, month] = [0, 0, 0, 0, 0];
  let ambiguous: string | undefined;

  /** Most are so: what they show is seen without reading them as dates. */
  function addPlain(value: string): void {
    const [first, second] = value.split(/[-/.]/, 2).map(Number) as [number, number];
    if (Math.max(first, second) > 31 || Math.min(first, second) > 12) return;
    dates++;
    if (first > 12) day++;
    else if (second > 12) month++;
    else if (first !== second && !value.includes(".")) ambiguous ??= value;
  }

  function addOrdered(value: string): void {
    const shown = orderShownBy(value);
    const read = shown === undefined ? parseDate(value) : undefined;
    if (shown === undefined && read === undefined) return;
    dates++;
    if (shown === "day") day++;
    else if (shown === "month") month++;
    if (read !== undefined && "either" in read) ambiguous ??= value;
  }

  return {
    add(written) {
      total++;
      const value = plainDigits(written);
      if (ISO_DAY.test(value)) dates++;
      else if (SERIAL.test(value)) serials++;
      else if (PLAIN_TWO_DAYS.test(value)) addPlain(value);
      else if (TWO_DAYS.test(value)) addOrdered(value);
      else if (parseDate(value) !== undefined) dates++;
    },
    get dates() {
      return dates + serials;
    },
    get total() {
      return total;
    },
    get ambiguous() {
      return ambiguous;
    },
    order: () => (day > 0 ? (month > 0 ? "both" : "day") : month > 0 ? "month" : undefined),
    isSerial: () => total > 0 && serials >= total * SERIAL_SHARE,
  };
}

/** In words what becomes of dates that may be two days. */
export function ambiguousDates(example: string, order: DateOrder | "both" | undefined): string {
  const why = order === "both" ? "some have the day first and some the month" : "nothing in the file shows which";
  return `dates like ${JSON.stringify(example.slice(0, 40))} may have the day or the month first, and ${why}: they are refused; --date-format day-first or month-first says it`;
}

/** Days between Excel's beginning, with its leap day that never was, and 1970. */
const EXCEL_EPOCH_DAYS = 25_569;

export interface DateRules {
  readonly order?: DateOrder;
  readonly isSerial?: boolean;
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");

/** A date as it was written when it means one day anyway, else as ISO 8601; undefined for none, or for what may still be two. */
export function dateText(written: string, { order, isSerial }: DateRules): string | undefined {
  const value = plainDigits(written);
  if (isSerial && SERIAL.test(value)) {
    return iso(Math.round((Number(value.replace(",", ".")) - EXCEL_EPOCH_DAYS) * 86_400));
  }
  if (ISO_DAY.test(value)) return readDate(value) === undefined ? undefined : written;
  if (order !== undefined && TWO_DAYS.test(value)) {
    const seconds = readDate(value, order);
    return seconds === undefined ? undefined : iso(seconds);
  }
  return readDate(value) === undefined ? undefined : written;
}

export interface RatingSurvey {
  add(value: unknown): void;
  readonly ratings: number;
  readonly total: number;
  readonly max: number;
  scale(name: string): Scale;
}

export function createRatingSurvey(): RatingSurvey {
  let total = 0;
  const range = { count: 0, min: Infinity, max: -Infinity, zeros: 0, above: 0, stars: 0, outOf: 0 };
  return {
    add(value) {
      total++;
      const rating = readRating(value);
      if (rating === undefined) return;
      range.count++;
      if (rating.outOf !== undefined) {
        range.outOf = Math.max(range.outOf, rating.outOf);
        if (rating.outOf === 5) range.stars++;
        return;
      }
      if (rating.stars) range.stars++;
      range.min = Math.min(range.min, rating.value);
      range.max = Math.max(range.max, rating.value);
      if (rating.value === 0) range.zeros++;
      if (rating.value > 5) range.above++;
    },
    get ratings() {
      return range.count;
    },
    get total() {
      return total;
    },
    get max() {
      return range.max;
    },
    scale: (name) => scaleOf(name, range satisfies RatingRange),
  };
}

/** So many records under one id are no versions of one: it is that of the app, or of who asked. */
const LEAST_SHARED = 3;

/** Whether the ids of a file tell its records apart. */
export function createIdSurvey() {
  let [records, named] = [0, 0];
  const met = new Set<string>();
  return {
    add(id: unknown): void {
      records++;
      if (id === undefined) return;
      named++;
      if (met.size < 2) met.add(String(id));
    },
    /** Every record has the same one. */
    isShared: (): boolean => records >= LEAST_SHARED && named === records && met.size === 1,
  };
}
