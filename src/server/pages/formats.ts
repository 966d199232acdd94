/** Numbers, dates and words as pages show them. */
import { dateOf } from "../../model/times.ts";
import { type Html, html } from "./html.ts";

const whole = new Intl.NumberFormat("en");
const dayFormat = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

export const showCount = (count: number): string => whole.format(count);

/** `seconds`: unix. */
export function showDay(seconds: number): Html {
  const date = dateOf(seconds);
  return html`<time datetime="${date.toISOString()}">${dayFormat.format(date)}</time>`;
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${showCount(count)} ${count === 1 ? one : many}`;

/** At a word's end, with an ellipsis. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text
    .slice(0, length)
    .toWellFormed()
    .replace(/\uFFFD$/, "");
  return `${cut.replace(/\s+\S*$/, "")}…`;
}

export const insightPath = (id: string): string => `/insights/${encodeURIComponent(id)}`;
export const clusterPath = (id: string): string => `/clusters/${encodeURIComponent(id)}`;
/** The list of those insights. */
export const insightsPath = (chosen: Readonly<Record<string, string>>): string =>
  `/insights?${new URLSearchParams(chosen).toString()}`;
export const ticketPath = (id: string): string => `/tickets/${encodeURIComponent(id)}`;
