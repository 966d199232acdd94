/** Charts as inline SVG: sizes are attributes and colours come from classes, so that no inline style is needed. */
import type { TrendPoint } from "../../store/store.ts";
import { type Html, html } from "./html.ts";

/** A part of a bar: its share of the whole and the class that colours it. */
export interface Segment {
  readonly value: number;
  readonly className: string;
  readonly title: string;
}

const WIDTH = 100;
const round = (value: number): number => Math.round(value * 100) / 100;

/** One horizontal bar, as long as its sum is of `longest`. */
export function stackedBar(segments: readonly Segment[], longest: number, label: string): Html {
  let x = 0;
  const rects = segments
    .filter(({ value }) => value > 0)
    .map(({ value, className, title }) => {
      const width = (value / Math.max(1, longest)) * WIDTH;
      const rect = html`<rect class="${className}" x="${round(x)}" y="0" width="${round(width)}" height="8"><title>${title}</title></rect>`;
      x += width;
      return rect;
    });
  return html`<svg class="stack" viewBox="0 0 ${WIDTH} 8" preserveAspectRatio="none" role="img" aria-label="${label}">${rects}</svg>`;
}

const DAY = 86_400;
const HEIGHT = 60;

/** Counts of each of the last `days` times 24 hours up to now, oldest first: no day that is not over yet, which would look like a fall. */
export function daily(points: readonly TrendPoint[], days: number, now: number): number[] {
  const counts = new Array<number>(days).fill(0);
  for (const { at, count } of points) {
    const age = Math.max(0, Math.floor((now - at) / DAY));
    if (age < days) counts[days - 1 - age]! += count;
  }
  return counts;
}

function linePath(values: readonly number[], highest: number, step: number): string {
  return values
    .map((value, index) => `${round(index * step)} ${round(HEIGHT - (value / highest) * HEIGHT)}`)
    .join(" L");
}

/** All feedback as an area, what is negative of it as a second one in front. */
export function trendChart(all: readonly number[], negative: readonly number[], label: string): Html {
  const highest = Math.max(1, ...all);
  const step = 300 / Math.max(1, all.length - 1);
  const area = (values: readonly number[]) => `M0 ${HEIGHT} L${linePath(values, highest, step)} L300 ${HEIGHT} Z`;
  return html`<svg class="trend" viewBox="0 -2 300 ${HEIGHT + 4}" preserveAspectRatio="none" role="img" aria-label="${label}">
<path class="area-all" d="${area(all)}"/><path class="line-all" d="M${linePath(all, highest, step)}"/>
<path class="area-negative" d="${area(negative)}"/><path class="line-negative" d="M${linePath(negative, highest, step)}"/>
</svg>`;
}

const BAR = 10;
const BAR_HEIGHT = 24;

/** A bar a week, the second half, which is compared with the first, in the stronger colour. */
export function weekBars(counts: readonly number[], label: string): Html {
  const highest = Math.max(1, ...counts);
  const bars = counts.map((count, week) => {
    const height = count === 0 ? 1 : Math.max(2, round((count / highest) * BAR_HEIGHT));
    const className = week < counts.length / 2 ? "week-before" : "week-recent";
    return html`<rect class="${className}" x="${week * BAR + 1}" y="${BAR_HEIGHT - height}" width="${BAR - 2}" height="${height}"/>`;
  });
  return html`<svg class="weeks" viewBox="0 0 ${counts.length * BAR} ${BAR_HEIGHT}" role="img" aria-label="${label}">${bars}</svg>`;
}

/** A bar for each count, over the whole width. */
export function barChart(counts: readonly number[], label: string): Html {
  const highest = Math.max(1, ...counts);
  const bars = counts.map((count, at) => {
    const height = round((count / highest) * HEIGHT);
    return html`<rect class="week-recent" x="${at * BAR + 1}" y="${round(HEIGHT - height)}" width="${BAR - 2}" height="${height}"/>`;
  });
  return html`<svg class="bars" viewBox="0 0 ${counts.length * BAR} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}">${bars}</svg>`;
}
