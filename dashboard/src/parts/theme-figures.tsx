/** How many tell of a theme: week by week, and of which versions. */
import type { ThemeReport } from "../../../src/operations/theme-report.ts";
import { showCount, showCountedDay, showShare } from "../format.ts";
import { everyWeek } from "../intervals.ts";
import { t } from "../messages/translate.ts";
import { address } from "../router.ts";
import { Stack } from "./bars.tsx";
import { Written } from "./small.tsx";
import { Empty } from "./states.tsx";

const BAR = 10;
const HEIGHT = 60;
/** Those before the first, in which nobody told of it, show where it began. */
const LEAST_WEEKS = 8;

export function WeekTrend({ report }: { readonly report: ThemeReport }) {
  const weeks = everyWeek(report.trend, report.newestAt, LEAST_WEEKS);
  if (weeks.length === 0) return <Empty>{t("trend.none")}</Empty>;
  const highest = weeks.reduce((most, week) => (week.count > most.count ? week : most));
  return (
    <>
      <svg
        class="bars"
        viewBox={`0 0 ${weeks.length * BAR} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t("theme.trendLabel", { weeks: weeks.length, most: highest.count })}
      >
        {weeks.map(({ at, count }, index) => {
          const height = (count / Math.max(1, highest.count)) * HEIGHT;
          return (
            <rect key={at} class="week-recent" x={index * BAR + 1} y={HEIGHT - height} width={BAR - 2} height={height}>
              <title>{`${showCountedDay(at)}: ${showCount(count)}`}</title>
            </rect>
          );
        })}
      </svg>
      <p class="axis">
        <span>{showCountedDay(weeks[0]!.at)}</span>
        <span>{showCountedDay(weeks.at(-1)!.at)}</span>
      </p>
      <p class="note">{t("theme.most", { day: showCountedDay(highest.at), count: highest.count })}</p>
      <details>
        <summary>{t("trend.table")}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("interval.week")}</th>
              <th scope="col" class="number">
                {t("versions.reviews")}
              </th>
            </tr>
          </thead>
          <tbody>
            {weeks.map(({ at, count }) => (
              <tr key={at}>
                <th scope="row">{showCountedDay(at)}</th>
                <td class="number">{showCount(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

const SHOWN_VERSIONS = 20;

export function Versions({ report }: { readonly report: ThemeReport }) {
  const { versions, theme } = report;
  const shown = versions.slice(-SHOWN_VERSIONS).toReversed();
  if (shown.length === 0) return <Empty>{t("theme.noVersions")}</Empty>;
  const most = Math.max(0.01, ...shown.map(({ count, all }) => count / Math.max(1, all)));
  return (
    <ol class="bars-list">
      {shown.map(({ version, count, all }) => {
        const share = count / Math.max(1, all);
        const words = t("theme.versionShare", { count, all, share: showShare(share) });
        return (
          <li key={version}>
            <a href={address("/insights", { app: theme.app, theme: theme.id, version })}>
              <Written>{version}</Written>
            </a>
            <span class="note">{words}</span>
            <Stack segments={[{ value: share, kind: "week-recent", title: words }]} longest={most} label={words} />
          </li>
        );
      })}
    </ol>
  );
}
