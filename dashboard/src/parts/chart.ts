/** The chart of a trend, drawn by uPlot; loaded only where one is shown. */
import UPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { showCountedDay } from "../format.ts";
import type { Span } from "../intervals.ts";
import { ticksOf } from "../intervals.ts";

interface ChartData {
  readonly at: readonly number[];
  readonly all: readonly number[];
  readonly negative: readonly number[];
  /** Where the interval that begins at a time ends. */
  readonly next: (at: number) => number;
}

const HEIGHT = 210;
/** Of a day with its year, and some room. */
const TICK_PX = 96;
const LEAST_DRAWN_PX = 6;

/** Tokens as the canvas takes them: what `light-dark()` comes to, in the colours that are chosen. */
function coloursOf(container: HTMLElement): (token: string) => string {
  const probe = document.createElement("span");
  container.append(probe);
  const read = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const known = new Map(["--accent", "--negative", "--line", "--quiet"].map((token) => [token, read(token)]));
  probe.remove();
  return (token) => known.get(token) ?? "gray";
}

const paler = (colour: string, share: number): string => colour.replace(/^rgb\((.*)\)$/, `rgba($1, ${share})`);

/** From the first interval to the last; one alone stands in the middle. */
function spanOf({ at, next }: ChartData): [number, number] {
  const [first, last] = [at[0]!, at.at(-1)!];
  if (first < last) return [first, last];
  const length = next(first) - first;
  return [first - length, first + length];
}

function optionsOf(container: HTMLElement, data: ChartData, onSpan: (span: Span) => void): UPlot.Options {
  const colour = coloursOf(container);
  const axis = { stroke: colour("--quiet"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
  const area = (label: string, token: string): UPlot.Series => ({
    label,
    stroke: colour(token),
    fill: paler(colour(token), 0.14),
    width: 2,
    points: { show: data.at.length < 3 },
  });
  return {
    width: container.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { x: true, y: false, setScale: false } },
    scales: {
      x: { time: true, range: () => spanOf(data) },
      y: { range: (_, __, most) => [0, Math.max(1, most * 1.08)] },
    },
    // Days are counted in UTC.
    tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    axes: [
      {
        ...axis,
        grid: { show: false },
        splits: ({ width }) => ticksOf(data.at, Math.floor(width / TICK_PX)),
        values: (_, splits) => splits.map((at) => showCountedDay(at)),
      },
      { ...axis, size: 46, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000, 100_000] },
    ],
    series: [{}, area("all", "--accent"), area("negative", "--negative")],
    hooks: {
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < LEAST_DRAWN_PX) return;
          const [from, to] = [plot.posToVal(left, "x"), plot.posToVal(left + width, "x")];
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          onSpan({ from, to: data.next(to) });
        },
      ],
    },
  };
}

/** Returns what takes it away again. */
export function drawChart(container: HTMLElement, data: ChartData, onSpan: (span: Span) => void): () => void {
  const make = () =>
    new UPlot(optionsOf(container, data, onSpan), [[...data.at], [...data.all], [...data.negative]], container);
  let plot = make();
  const redraw = (): void => {
    plot.destroy();
    plot = make();
  };
  const sizes = new ResizeObserver(() => {
    if (container.clientWidth > 0) plot.setSize({ width: container.clientWidth, height: HEIGHT });
  });
  sizes.observe(container);
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", redraw);
  const chosen = new MutationObserver(redraw);
  chosen.observe(document.documentElement, { attributeFilter: ["data-appearance"] });
  return () => {
    sizes.disconnect();
    chosen.disconnect();
    system.removeEventListener("change", redraw);
    plot.destroy();
  };
}
