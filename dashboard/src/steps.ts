/** A visit as a page of it shows it: its events in order, and what was said where it was said. */
import type { Event } from "../../src/model/event.ts";
import type { Insight } from "../../src/model/insight.ts";

export type Step = { readonly at: number; readonly event: Event } | { readonly at: number; readonly insight: Insight };

/** Unix seconds of an ISO time; fractions are kept. */
export const secondsOf = (iso: string): number => Date.parse(iso) / 1000;
export const occurredAt = ({ occurred_at, timestamp }: Pick<Event, "occurred_at" | "timestamp">): number =>
  secondsOf(occurred_at ?? timestamp);

interface PageOfVisit {
  readonly items: readonly Event[];
  /** Of the whole visit, oldest first. */
  readonly insights: readonly Insight[];
  readonly next_cursor: string | null;
}

/**
 * Feedback knows the second alone: it stands after the events of that second. `after`: when the last event of the page before
 * occurred, so that each piece of feedback is on one page.
 */
export function stepsOf({ items, insights, next_cursor }: PageOfVisit, after: number | undefined): readonly Step[] {
  const steps: Step[] = items.map((event) => ({ at: occurredAt(event), event }));
  const last = next_cursor === null ? Number.POSITIVE_INFINITY : (steps.at(-1)?.at ?? Number.NEGATIVE_INFINITY);
  for (const insight of insights.toReversed()) {
    const at = insight.date;
    if (at > last || (after !== undefined && at <= after)) continue;
    const later = steps.findIndex((step) => step.at >= at + 1);
    steps.splice(later === -1 ? items.length : later, 0, { at, insight });
  }
  return steps;
}
