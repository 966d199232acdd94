/**
 * Senders' clocks. One that is more than five minutes off is put right by one offset a session and application, in whole
 * minutes, so that the order within it never changes. The earliest measurement counts, whichever is met first.
 */
import type { EventIntake, SessionClock, SessionDocument } from "./event.ts";

const MINUTE_US = 60_000_000;
/** What is less is delay on the way. */
const TOLERATED_US = 5 * MINUTE_US;

/** From when a request was sent by its sender's clock and received by ours. */
export function measureClock({
  received_us,
  sent_us,
}: Pick<EventIntake, "received_us" | "sent_us">): SessionClock | undefined {
  if (sent_us === undefined) return undefined;
  const off = received_us - sent_us;
  return { measured_us: received_us, minutes: Math.abs(off) > TOLERATED_US ? Math.round(off / MINUTE_US) : 0 };
}

export function earlierClock(a: SessionClock | undefined, b: SessionClock | undefined): SessionClock | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.measured_us !== b.measured_us) return a.measured_us < b.measured_us ? a : b;
  return a.minutes <= b.minutes ? a : b;
}

export const clockOf = (
  session: Pick<SessionDocument, "clocks"> | undefined,
  application: string,
): SessionClock | undefined =>
  session !== undefined && Object.hasOwn(session.clocks, application) ? session.clocks[application] : undefined;

export const putRight = (timestampUs: number, clock: SessionClock | undefined): number =>
  timestampUs + (clock?.minutes ?? 0) * MINUTE_US;
