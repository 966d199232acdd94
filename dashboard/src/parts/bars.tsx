/** Small charts as inline SVG, each with its sentence: bars of weeks, and one bar of parts. Colours come from classes. */

const BAR = 10;
const HEIGHT = 26;
/** Fewer are as wide as bars are: one alone would be a block. */
const LEAST_BARS = 8;

interface WeekBarsProps {
  readonly counts: readonly number[];
  readonly label: string;
  /** The last so many are in the stronger colour. */
  readonly strong?: number;
  /** As wide as there is room. */
  readonly broad?: boolean;
  /** What full height stands for, where several are compared; else the highest of these. */
  readonly most?: number | undefined;
}

export function WeekBars({ counts, label, strong = 1, broad = false, most = 0 }: WeekBarsProps) {
  const highest = Math.max(1, most, ...counts);
  const places = broad ? Math.max(LEAST_BARS, counts.length) : counts.length;
  const left = (places - counts.length) * BAR;
  return (
    <svg
      class={broad ? "weeks broad" : "weeks"}
      viewBox={`0 0 ${places * BAR} ${HEIGHT}`}
      preserveAspectRatio={broad ? "none" : undefined}
      role="img"
      aria-label={label}
    >
      {counts.map((count, at) => {
        const height = count === 0 ? 1 : Math.max(2, (count / highest) * HEIGHT);
        const kind = at < counts.length - strong ? "week-before" : "week-recent";
        return (
          <rect
            key={at}
            class={kind}
            x={left + at * BAR + 1}
            y={HEIGHT - height}
            width={BAR - 2}
            height={height}
            rx={1}
          >
            <title>{count}</title>
          </rect>
        );
      })}
    </svg>
  );
}

export interface Segment {
  readonly value: number;
  readonly kind: string;
  readonly title: string;
}

interface StackProps {
  readonly segments: readonly Segment[];
  /** The bar is as long as its sum is of this. */
  readonly longest: number;
  readonly label: string;
}

export function Stack({ segments, longest, label }: StackProps) {
  let x = 0;
  const parts = segments
    .filter(({ value }) => value > 0)
    .map(({ value, kind, title }) => {
      const width = (value / Math.max(1, longest)) * 100;
      const part = (
        <rect key={kind} class={kind} x={x} y={0} width={width} height={8}>
          <title>{title}</title>
        </rect>
      );
      x += width;
      return part;
    });
  return (
    <svg class="stack" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={label}>
      {parts}
    </svg>
  );
}
