/**
 * Reading dates as people and programs write them. No answer depends on the machine's time zone: what names no zone is
 * UTC. Whether 05/03/2025 is in March or in May is never guessed: who knows the other values of its file says so.
 */
import { type Day, fullYear, inRange, isReal, MIDNIGHT, offsetOf, secondsOf, type Time } from "./date-parts.ts";
import { BEFORE_TIME, FILLERS, isWeekday, monthNamed, REVIEWED_IN } from "./month-names.ts";
import { plainDigits } from "./plain-digits.ts";
import { LATEST } from "./times.ts";

/** What stands first in 05/03/2025. */
export type DateOrder = "day" | "month";

/** Unix seconds, or the two days that a value may mean (ISO 8601), day first and month first. */
export type DateReading = { readonly seconds: number } | { readonly either: readonly [day: string, month: string] };

const LONGEST = 100;

/** Whole seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by size; or 20231231 and 20231231100000. */
function readNumber(text: string): number | undefined {
  const compact = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$/.exec(text);
  if (compact !== null) {
    const [year, month, day, hour, minute, second] = compact.slice(1).map((part) => Number(part ?? 0)) as number[];
    const time = { hour: hour!, minute: minute!, second: second!, zone: 0 };
    const seconds = secondsOf({ year: year!, month: month!, day: day! }, time);
    if (year! <= 2100 && seconds !== undefined) return seconds;
  }
  const number = Number(text);
  if (!Number.isFinite(number) || number < 0) return undefined;
  if (number <= 99_999_999_999) return inRange(Math.floor(number));
  if (number / 1000 <= LATEST) return Math.floor(number / 1000);
  if (number < 1e16) return inRange(Math.floor(number / 1e6));
  return /^\d{19}$/.test(text) ? inRange(Math.floor(number / 1e9)) : undefined;
}

/** What a spreadsheet made of a number: `1.7040312e+12`. Fewer than six digits after the point would be off by a day. */
const SCIENTIFIC = /^\d\.\d{5,}e\+?(?:9|1[0-8])$/i;
const DIGITS = /^(?:\d{8,16}|\d{19})(?:\.\d+)?$/;

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

function readIso(match: RegExpExecArray): number | undefined {
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as number[];
  const zone = match[7] === undefined ? 0 : offsetOf(match[7]);
  if (zone === undefined) return undefined;
  const time = { hour: hour!, minute: minute!, second: second!, zone };
  return secondsOf({ year: year!, month: month!, day: day! }, time);
}

const fold = (word: string): string =>
  word
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\p{M}.]/gu, "");

/** The time of day with its half, wherever it stands; French writes 14h30. */
const TIME =
  /(?:^|[\s,T])(\d{1,2})(?::|h)(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?:\s?([ap])\.?\s?m\b\.?)?(?=$|[\s,Z+\u2212-]|uhr)/i;
const HOUR = /(?:^|[\s,])(\d{1,2})\s?([ap])\.?\s?m\b\.?(?=$|[\s,])/i;
/** What follows a time: its zone, perhaps told twice (`+0000 UTC`). */
const ZONE = /^\s*((?:UTC|GMT)?\s?[+\u2212-]\d{1,2}(?::?\d{2})?(?::\d{2})?|[A-Z]{1,4}\b)(?:\s+(?:UTC|GMT|Z)\b)?/i;

interface Timed {
  readonly time: Time;
  /** What is left: the day. */
  readonly rest: string;
}

/** 12 is the first hour of its half; undefined for 13 PM, unless it is one of the 24 anyway. */
function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour;
  if (hour > 12) return half.toLowerCase() === "p" && hour < 24 ? hour : undefined;
  return (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0);
}

/** Takes the time out of a text; undefined when what looks like a time is none, or its zone may be several. */
function takeTime(text: string): Timed | undefined {
  const match = TIME.exec(text) ?? HOUR.exec(text);
  if (match === null) return { time: MIDNIGHT, rest: text };
  const full = match.length > 3;
  const half = full ? match[4] : match[2];
  const hour = hourOf(Number(match[1]), half);
  if (hour === undefined) return undefined;
  const before = text.slice(0, match.index);
  let after = text.slice(match.index + match[0].length).replace(/^\s*uhr\b/i, "");
  let zone = 0;
  const named = ZONE.exec(after);
  if (named !== null && monthNamed(fold(named[1]!)) === undefined) {
    const offset = offsetOf(named[1]!.replace(/\s/g, ""));
    if (offset === undefined) return undefined;
    zone = offset;
    after = after.slice(named[0].length);
  }
  const time = {
    hour,
    minute: full ? Number(match[2]) : 0,
    second: full ? Number(match[3] ?? 0) : 0,
    zone,
  };
  return { time, rest: `${before} ${after}` };
}

/** `31 Dec 2023`, `December 31, 2023`, `2023 Dec 31`, `31-Dec-23`, `1er avril 2025`, in whatever order its words stand. */
function readNamedMonth(rest: string): Day | undefined {
  const words = rest.split(/[\s,/.-]+/).filter((word) => word !== "" && !FILLERS.has(word.toLowerCase()));
  const plain = words.map(fold).filter((word) => !isWeekday(word) || monthNamed(word) !== undefined);
  if (plain.length === 4 && isWeekday(plain[0]!)) plain.shift();
  if (plain.length !== 3) return undefined;
  const at = plain.findIndex((word) => monthNamed(word) !== undefined);
  if (at < 0) return undefined;
  const month = monthNamed(plain[at]!)!;
  const [first, second] = plain.filter((_, index) => index !== at) as [string, string];
  const isYearFirst = /^\d{4}$/.test(first);
  const [day, year] = isYearFirst ? [second, first] : [first, second];
  const number = /^(\d{1,2})(?:st|nd|rd|th|er|o|º|ª|e)?$/.exec(day);
  if (number === null || !/^(?:\d{4}|'?\d{2})$/.test(year)) return undefined;
  return { year: fullYear(year.replace("'", "")), month, day: Number(number[1]) };
}

const NUMERIC = /^(\d{1,4})([-/.])\s?(\d{1,2})\2\s?(\d{1,4})\.?$/;
/** Amazon's older data sets: month, day, year. */
const AMAZON = /^(\d{1,2}) (\d{1,2}), (\d{4})$/;
const CJK = /^(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]$/;

/** Every day that a date in digits may be, by what stands first. */
function readNumericDay(rest: string): { readonly day?: Day; readonly month?: Day } | undefined {
  const cjk = CJK.exec(rest);
  if (cjk !== null) {
    const day = { year: Number(cjk[1]), month: Number(cjk[2]), day: Number(cjk[3]) };
    return { day, month: day };
  }
  const amazon = AMAZON.exec(rest);
  if (amazon !== null) {
    const day = { year: Number(amazon[3]), month: Number(amazon[1]), day: Number(amazon[2]) };
    return { day, month: day };
  }
  const match = NUMERIC.exec(rest);
  if (match === null) return undefined;
  const [, first, , second, third] = match as unknown as [string, string, string, string, string];
  if (first.length === 4) {
    const day = { year: Number(first), month: Number(second), day: Number(third) };
    return third.length > 2 ? undefined : { day, month: day };
  }
  if (first.length > 2 || third.length === 3 || third.length === 1) return undefined;
  const year = fullYear(third);
  return {
    day: { year, month: Number(second), day: Number(first) },
    month: { year, month: Number(first), day: Number(second) },
  };
}

/** 23-12-31 may begin with its year: with a two-digit year, only what can't have been one lately is a day. */
const mayBeginWithYear = (text: string): boolean => {
  const match = /^(\d{2})[-/](\d{1,2})[-/](\d{2})$/.exec(text);
  return match !== null && Number(match[1]) >= 15 && Number(match[1]) <= 29 && Number(match[2]) <= 12;
};

const isoDay = ({ year, month, day }: Day): string =>
  `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;

/** With dots the day stands first, in every country that writes dots (CLDR); elsewhere both stand first somewhere. */
const DOTTED = /^\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}/;

function readText(text: string, order: DateOrder | undefined): DateReading | undefined {
  const timed = takeTime(text);
  if (timed === undefined) return undefined;
  const rest = timed.rest.replace(/\s+/g, " ").replace(/^[\s,]+|[\s,]+$/g, "");
  const bare = rest.replace(/^\p{L}+\.?,?\s+/u, (word) => (isWeekday(fold(word.replace(/[,\s]/g, ""))) ? "" : word));
  const numeric = readNumericDay(bare);
  if (numeric === undefined) {
    const named = readNamedMonth(rest);
    const seconds = named === undefined ? undefined : secondsOf(named, timed.time);
    return seconds === undefined ? undefined : { seconds };
  }
  const byDay = secondsOf(numeric.day!, timed.time);
  const byMonth = secondsOf(numeric.month!, timed.time);
  const chosen = order ?? (DOTTED.test(bare) ? "day" : undefined);
  const wanted = chosen === "day" ? (byDay ?? byMonth) : (byMonth ?? byDay);
  if (wanted === undefined) return undefined;
  if (chosen === undefined && mayBeginWithYear(bare)) {
    const [year, month, day] = bare.split(/[-/]/) as [string, string, string];
    const byYear = { year: fullYear(year), month: Number(month), day: Number(day) };
    if (isReal(byYear)) return { either: [isoDay(numeric.day!), isoDay(byYear)] };
  }
  if (chosen !== undefined || byDay === byMonth || byDay === undefined || byMonth === undefined)
    return { seconds: wanted };
  return { either: [isoDay(numeric.day!), isoDay(numeric.month!)] };
}

/** Halves of the day that stand before the hour, and the hour with its own sign: 오전 8:05, 下午3时05分. */
const inEastAsian = (value: string): string =>
  !/[\u3000-\uffff]/.test(value)
    ? value
    : value
        .replace(
          /(\d{1,2})\s?[时時시点點]\s?(\d{1,2})\s?[分분](?:\s?(\d{1,2})\s?[秒초])?/u,
          (_, hour, minute, second) =>
            [hour, String(minute).padStart(2, "0"), String(second ?? 0).padStart(2, "0")].join(":"),
        )
        .replace(
          /(오전|午前|上午|오후|午後|下午)\s?(\d{1,2}:\d{2}(?::\d{2})?)/u,
          (_, half: string, time: string) => ` ${time} ${/오전|前|上/.test(half) ? "AM" : "PM"}`,
        )
        .replace(/[(（]\p{L}[)）]|星期[一二三四五六日天]|[月火水木金土日]曜日?(?!\d)|[월화수목금토일]요일/u, "")
        .replace(/日に.{1,20}レビュー済み$/u, "日");

/** 13.03.2024 10.05: the hour with dots, behind a whole day. */
const DOTTED_TIME = /(?<=\d{4}) ([01]?\d|2[0-3])\.([0-5]\d)(?:\.([0-5]\d))?$/;

/** What programs put around a date: names of zones in brackets, Go's clock, .NET's wrapper, Amazon's and Trustpilot's words. */
const tidy = (value: string): string =>
  inEastAsian(plainDigits(value))
    .replace(/[\u00a0\u2009\u202f]/g, " ")
    .replace(/\s*(?:\([^()]*\)|\[[\w/+-]*\]|m=[+-][\d.]+)\s*$/, "")
    .replace(REVIEWED_IN, "")
    .replace(BEFORE_TIME, " ")
    .replace(DOTTED_TIME, (_, hour, minute, second) => ` ${[hour, minute, second ?? "00"].join(":")}`)
    .replace(/^(?:reviewed in .{1,40} on|date of (?:experience|stay|visit):?|updated:?|posted:?|published:?)\s+/i, "")
    .trim();

/** `order` is what the file shows or its owner says. Undefined: no date, or before 1970. */
export function parseDate(value: string | number, order?: DateOrder): DateReading | undefined {
  const known = (seconds: number | undefined): DateReading | undefined =>
    seconds === undefined ? undefined : { seconds };
  // Nanoseconds past 2^53 are digits that somebody kept; as a number they are none of a date.
  if (typeof value === "number") return known(value < 1e16 ? readNumber(String(value)) : undefined);
  if (value.length > LONGEST) return undefined;
  const wrapped = /^\/Date\((\d{1,15})(?:[+-]\d{4})?\)\/$/.exec(value);
  const text = wrapped === null ? tidy(value) : wrapped[1]!;
  if (DIGITS.test(text) || SCIENTIFIC.test(text)) return known(readNumber(text));
  const iso = ISO.exec(text);
  if (iso !== null) return known(readIso(iso));
  const compact = /^(\d{4})(\d{2})(\d{2})(?:[T ](\d{2}):?(\d{2}):?(\d{2})?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(text);
  if (compact !== null) return known(readIso(compact));
  return readText(text, order);
}

/** Unix seconds; undefined for what is no date, and for what may be two. */
export function readDate(value: string | number, order?: DateOrder): number | undefined {
  // Seconds of 1973 to 5138, as most programs write them.
  if (Number.isInteger(value) && (value as number) >= 1e8 && (value as number) < 1e11) return inRange(value as number);
  const read = parseDate(value, order);
  return read !== undefined && "seconds" in read ? read.seconds : undefined;
}

/** What one value shows of the order: 31/12/2023 can only have the day first. */
export function orderShownBy(value: string): DateOrder | undefined {
  const day = readDate(value, "day");
  const month = readDate(value, "month");
  if (day === undefined || day !== month) return undefined;
  const match = /(?:^|\s)(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(?:\d{4}|\d{2})(?!\d)/.exec(tidy(value));
  if (match === null || mayBeginWithYear(match[0].trim())) return undefined;
  const [first, second] = [Number(match[1]), Number(match[3])];
  if (first > 12 && second <= 12) return "day";
  return second > 12 && first <= 12 ? "month" : undefined;
}

/** In words why a value is no date. */
export function whyNoDate(value: string | number): string {
  const shown = JSON.stringify(typeof value === "string" && value.length > 60 ? `${value.slice(0, 60)}…` : value);
  const read = parseDate(value);
  if (read !== undefined && "either" in read) {
    return `${shown} may be ${read.either[0]} or ${read.either[1]}: send ISO 8601`;
  }
  return `${shown} is no date that can be read: ISO 8601 or unix seconds, 1970 to 9999`;
}
