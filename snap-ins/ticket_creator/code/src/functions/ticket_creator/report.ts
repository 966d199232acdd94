/** A run in words, for the timeline. */
import type { Tally } from "./create-tickets.ts";

const MAX_NOTES = 10;

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** Undefined when there is nothing worth a line. */
export function describe(tally: Tally): string | undefined {
  const parts = [
    tally.created > 0 ? `${counted(tally.created, "ticket", "tickets")} created` : "",
    tally.updated > 0 ? `${counted(tally.updated, "ticket", "tickets")} updated` : "",
    tally.waiting > 0 ? `${counted(tally.waiting, "message", "messages")} left for a later run` : "",
  ].filter((part) => part !== "");
  const notes = [...tally.notes];
  if (parts.length === 0 && notes.length === 0) return undefined;
  const more = notes.length > MAX_NOTES ? [`… and ${notes.length - MAX_NOTES} more.`] : [];
  const why =
    tally.stopped === undefined
      ? []
      : [`The run stopped early: ${tally.stopped}. Nothing is lost; what is left comes again.`];
  const first = parts.length === 0 ? "No ticket was created." : `${parts.join(", ")}.`;
  const listed = notes.slice(0, MAX_NOTES).filter((note) => note !== tally.stopped);
  return [`Groundswell: ${first}`, ...why, ...listed.map((note) => `- ${note}`), ...more].join("\n");
}
