/** A count over time as a chart to draw a span in, as a sentence, and as a table. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { ExploreView } from "../../../src/operations/views/explore.ts";
import { showCount, showCountedDay, showShare } from "../format.ts";
import { everyInterval, nextInterval, type Span, type TrendPoint } from "../intervals.ts";
import { t } from "../messages/translate.ts";

type Point = TrendPoint;
type Interval = ExploreView["interval"];

const sum = ({ negative, neutral, positive }: Point): number => negative + neutral + positive;

function Sentence({ points, interval }: { readonly points: readonly Point[]; readonly interval: Interval }) {
  const total = points.reduce((all, point) => all + sum(point), 0);
  const negative = points.reduce((all, point) => all + point.negative, 0);
  const highest = points.reduce((most, point) => (sum(point) > sum(most) ? point : most));
  return (
    <p class="note">
      {t("trend.sentence", {
        reviews: t("reviews", { count: total }),
        share: showShare(total === 0 ? 0 : negative / total),
        most: sum(highest),
        when: t(`trend.${interval}`, { day: showCountedDay(highest.at) }),
      })}
    </p>
  );
}

function TrendTable({ points, interval }: { readonly points: readonly Point[]; readonly interval: Interval }) {
  return (
    <details>
      <summary>{t("trend.table")}</summary>
      <section class="scroll tall" tabIndex={0} aria-label={t("table.of", { name: t("trend.title") })}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t(`interval.${interval}`)}</th>
              <th scope="col" class="number">
                {t("trend.all")}
              </th>
              <th scope="col" class="number">
                {t("sentiment.negative")}
              </th>
              <th scope="col" class="number">
                {t("sentiment.positive")}
              </th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.at}>
                <th scope="row">{showCountedDay(point.at)}</th>
                <td class="number">{showCount(sum(point))}</td>
                <td class="number">{showCount(point.negative)}</td>
                <td class="number">{showCount(point.positive)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

interface TrendProps {
  readonly trend: readonly Point[];
  readonly interval: Interval;
  /** A span was drawn. */
  readonly onSpan?: (span: Span) => void;
}

export function Trend({ trend, interval, onSpan }: TrendProps) {
  const points = useMemo(() => everyInterval(trend, interval), [trend, interval]);
  const place = useRef<HTMLDivElement>(null);
  const told = useRef(onSpan);
  told.current = onSpan;
  useEffect(() => {
    if (place.current === null || points.length === 0) return;
    const container = place.current;
    let end = (): void => {};
    let isGone = false;
    void import("./chart.ts").then(({ drawChart }) => {
      if (isGone) return;
      const data = {
        at: points.map(({ at }) => at),
        all: points.map(sum),
        negative: points.map(({ negative }) => negative),
        next: (at: number) => nextInterval(at, interval),
      };
      end = drawChart(container, data, (span) => told.current?.(span));
    });
    return () => {
      isGone = true;
      end();
    };
  }, [points, interval]);
  if (points.length === 0) return <p class="empty">{t("trend.none")}</p>;
  return (
    <>
      <p class="legend">
        <span class="key key-all">{t("trend.all")}</span>
        <span class="key key-negative">{t("sentiment.negative")}</span>
        {onSpan !== undefined && <span class="hint">{t("trend.brush")}</span>}
      </p>
      <div class="chart" ref={place} aria-hidden="true" />
      <Sentence points={points} interval={interval} />
      <TrendTable points={points} interval={interval} />
    </>
  );
}
