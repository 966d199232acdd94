/** A day and a time of day as they were written, and the moment that they name. */
import { ZONES } from "./time-zones.ts";
import { LATEST } from "./times.ts";

export interface Time {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Minutes east of UTC. */
  readonly zone: number;
}
export const MIDNIGHT: Time = { hour: 0, minute: 0, second: 0, zone: 0 };

export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export const inRange = (seconds: number): number | undefined =>
  seconds >= 0 && seconds <= LATEST ? seconds : undefined;

export function isReal({ year, month, day }: Day): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return month >= 1 && month <= 12 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** ISO 8601's 24:00 and a leap second are the moment after. */
export function isTime({ hour, minute, second }: Time): boolean {
  return (hour < 24 && minute < 60 && second <= 60) || (hour === 24 && minute === 0 && second === 0);
}

/** Thailand counts from the Buddha's death: 2513 to 2643 are 1970 to 2100, and nobody wrote anything in a year so late. */
const BUDDHIST = { first: 2513, last: 2643, ahead: 543 };
const inOurEra = (date: Day): Day =>
  date.year < BUDDHIST.first || date.year > BUDDHIST.last ? date : { ...date, year: date.year - BUDDHIST.ahead };

export function secondsOf(written: Day, time: Time): number | undefined {
  const date = inOurEra(written);
  if (!isReal(date) || !isTime(time)) return undefined;
  const day = Date.UTC(date.year, date.month - 1, date.day) / 1000;
  return inRange(day + time.hour * 3600 + (time.minute - time.zone) * 60 + time.second);
}

/** POSIX's century: 69 to 99 are 1969 to 1999. */
export const fullYear = (digits: string): number => {
  const year = Number(digits);
  return digits.length > 2 ? year : year + (year < 69 ? 2000 : 1900);
};

/** `+01:00`, `+0100`, `+1`, with or without UTC or GMT before it → minutes east of UTC. */
export function offsetOf(text: string): number | undefined {
  const match = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?(?::\d{2})?$/i.exec(text.replace("\u2212", "-"));
  if (match === null) return ZONES[text.toUpperCase()];
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return minutes > 16 * 60 ? undefined : match[1] === "-" ? -minutes : minutes;
}
