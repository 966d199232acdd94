/** Schedules of sources: cron in UTC, or `every 15m`. */
import { Cron } from "croner";

const UNITS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;
const EVERY = /^every\s+(\d{1,6})\s*(s|m|h|d)$/;

/** Seconds between two runs of an `every` schedule. */
function intervalOf(schedule: string): number | undefined {
  const match = EVERY.exec(schedule.trim());
  if (match === null) return undefined;
  return Number(match[1]) * UNITS[match[2] as keyof typeof UNITS];
}

const cronOf = (schedule: string): Cron => new Cron(schedule, { timezone: "UTC", paused: true });

/** Why it is no schedule, or undefined. */
export function scheduleFault(schedule: string): string | undefined {
  const interval = intervalOf(schedule);
  if (interval !== undefined) return interval > 0 ? undefined : "every at least 1s";
  try {
    return cronOf(schedule).nextRun() === null ? "it never comes due" : undefined;
  } catch {
    return "cron in UTC (`0 6 * * *`), or every 15m (s, m, h, d)";
  }
}

/**
 * When it comes due next after `now`, in unix seconds. `last` is when it was due before: an `every` schedule keeps its
 * beat, and leaves out what it missed.
 */
export function nextRun(schedule: string, now: number, last = now): number {
  const interval = intervalOf(schedule);
  if (interval !== undefined) {
    const steps = Math.floor(Math.max(0, now - last) / interval) + 1;
    return last + steps * interval;
  }
  const next = cronOf(schedule).nextRun(new Date(now * 1_000));
  return next === null ? Number.MAX_SAFE_INTEGER : Math.floor(next.getTime() / 1_000);
}
