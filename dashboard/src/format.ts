/** Numbers, shares and times as the reader's language and zone have them. */
import { language } from "./messages/translate.ts";

/** The reader's, named at the foot of every page. */
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const whole = new Intl.NumberFormat(language);
const shares = [0, 1].map(
  (digits) => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: digits }),
);
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric" });
const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "long" });
const time = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
/** Days of figures are days of UTC, as the server counts them. */
const countedDay = new Intl.DateTimeFormat(language, {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** What no calendar reaches is shown as the nearest that one does. */
const MOST_SECONDS = 8_640_000_000_000;
export const dateOf = (seconds: number): Date =>
  new Date(Math.min(MOST_SECONDS, Math.max(-MOST_SECONDS, Number.isFinite(seconds) ? seconds : 0)) * 1000);

const languages = new Intl.DisplayNames(language, { type: "language", fallback: "code" });
/** A code that is none is shown as it stands. */
export function showLanguage(code: string): string {
  try {
    return languages.of(code) ?? code;
  } catch {
    return code;
  }
}

export const showCount = (count: number): string => whole.format(count);
export const showShare = (share: number): string => shares[share < 0.1 && share > 0 ? 1 : 0]!.format(share);
export const showDay = (seconds: number): string => day.format(dateOf(seconds));
export const showCountedDay = (seconds: number): string => countedDay.format(dateOf(seconds));
export const showTime = (seconds: number): string => time.format(dateOf(seconds));
export const showMoment = (seconds: number): string => moment.format(dateOf(seconds));

const HOUR = 3_600;
const unit = (name: string, digits = 0) =>
  new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits: digits });
const units = { hour: unit("hour"), minute: unit("minute"), second: unit("second"), exact: unit("second", 1) };

/** "2 hr 5 min", "41 sec", "0.4 sec": two units at most. */
export function showDuration(seconds: number): string {
  if (seconds < 10) return units.exact.format(Math.max(0, seconds));
  if (seconds < 60) return units.second.format(Math.round(seconds));
  if (seconds < HOUR)
    return `${units.minute.format(Math.floor(seconds / 60))} ${units.second.format(Math.round(seconds % 60))}`;
  return `${units.hour.format(Math.floor(seconds / HOUR))} ${units.minute.format(Math.floor((seconds % HOUR) / 60))}`;
}

/** In full, since the short unit is "byte" for many. */
const bytes = new Intl.NumberFormat(language, { style: "unit", unit: "byte", unitDisplay: "long" });
const sizes = [bytes, ...["kilobyte", "megabyte", "gigabyte"].map((name) => unit(name, 1))];

export function showBytes(bytes: number): string {
  const at = Math.min(sizes.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return sizes[at]!.format(bytes / 1000 ** at);
}

/** At a word's end, with an ellipsis. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text
    .slice(0, length)
    .toWellFormed()
    .replace(/\uFFFD$/, "")
    .replace(/\s+\S*$/, "")}…`;
}
