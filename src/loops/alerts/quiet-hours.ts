/** When a message may go out: at once, or when the quiet hours are over. Pure. */
import type { QuietHours } from "../../model/alert.ts";

const MINUTE = 60;
const DAY_MINUTES = 24 * 60;

const minutesOf = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
};

/** Minutes since midnight there; of a zone that nobody knows, in UTC. */
function localMinutes(at: number, zone: string): number {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const format = (timeZone: string) => new Intl.DateTimeFormat("en-GB", { ...options, timeZone }).format(at * 1000);
  try {
    return minutesOf(format(zone));
  } catch {
    return minutesOf(format("UTC"));
  }
}

/** Unix seconds. Hours may go over midnight; from and to alike are none. */
export function dueAfterQuiet(at: number, quiet: QuietHours | undefined): number {
  if (quiet === undefined) return at;
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)];
  const { zone = "UTC" } = quiet;
  const now = localMinutes(at, zone);
  const length = (to - from + DAY_MINUTES) % DAY_MINUTES;
  const passed = (now - from + DAY_MINUTES) % DAY_MINUTES;
  if (passed >= length) return at;
  const due = at - (at % MINUTE) + (length - passed) * MINUTE;
  // A night in which the clocks change is an hour longer or shorter than they say.
  const beyond = localMinutes(due, zone) - to;
  const told = due - (beyond - DAY_MINUTES * Math.round(beyond / DAY_MINUTES)) * MINUTE;
  // A time that the clock leaves out is, as calendars take it, as long after midnight as on other days.
  return localMinutes(told, zone) === to ? told : due;
}
