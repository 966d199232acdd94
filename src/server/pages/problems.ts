/** What changed about a theme, in words. */
import type { AppReport, Change, ReportedTheme } from "../../operations/app-report.ts";
import { showCount, showDay } from "./formats.ts";
import { type Html, html, written } from "./html.ts";

/** Feedback that is older than this many days is said to be old. */
const FRESH_DAYS = 3;
const DAY = 86_400;
/** Of a share, as people read it: 17.6 %, 0.4 %. */
export const showShare = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;

/** "41 in the last four weeks, 12 in the four before: growing" */
export function changeWords({ recent, before, movement }: Change): string {
  const counts = `${showCount(recent)} in the last four weeks, ${before === 0 ? "none" : showCount(before)} in the four before`;
  return movement === "unclear" ? counts : `${counts}: ${movement}`;
}

export const movementChip = ({ movement }: Change): Html | undefined =>
  movement === "unclear" ? undefined : html`<span class="chip movement-${movement}">${movement}</span>`;

/** Since when, and since which version where earlier ones have none of it. */
export const sinceWords = ({ theme: { first_seen, began_in } }: Pick<ReportedTheme, "theme">): Html =>
  html`since ${showDay(first_seen)}${began_in !== undefined && html`, first in version ${written(began_in)}`}`;

/** Where the figures end, when that is not about now. */
export function windowWords({ newestAt }: Pick<AppReport, "newestAt">, now: number): Html | undefined {
  if (newestAt === undefined || now - newestAt <= FRESH_DAYS * DAY) return undefined;
  return html` <b>Newest feedback: ${showDay(newestAt)}; figures end there.</b>`;
}
