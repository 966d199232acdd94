/** Charts as inline SVG: sizes are attributes and colours come from classes, so that no inline style is needed. */
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

const HEIGHT = 60;
const BAR = 10;

/** A bar for each count, over the whole width. */
export function barChart(counts: readonly number[], label: string): Html {
  const highest = Math.max(1, ...counts);
  const bars = counts.map((count, at) => {
    const height = round((count / highest) * HEIGHT);
    return html`<rect class="week-recent" x="${at * BAR + 1}" y="${round(HEIGHT - height)}" width="${BAR - 2}" height="${height}"/>`;
  });
  return html`<svg class="bars" viewBox="0 0 ${counts.length * BAR} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}">${bars}</svg>`;
}
