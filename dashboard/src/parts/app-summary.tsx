/** One app's report: what got worse, what got better, the biggest problems, what is asked for. */
import type { AppReport } from "../../../src/operations/app-report.ts";
import { showCount, showCountedDay, showLanguage } from "../format.ts";
import { rich, t } from "../messages/translate.ts";
import { Empty } from "./states.tsx";
import { ChangedTheme, RankedTheme } from "./theme-lines.tsx";

/** Feedback that is older than this many seconds is said to be old. */
const FRESH = 3 * 86_400;

export const appPath = (app: string): string => `/apps/${encodeURIComponent(app)}`;

export function InShort({ report, now }: { readonly report: AppReport; readonly now: number }) {
  const { week, insights, telling, notUnderstood, newestAt, problems, wishes } = report;
  const languages = report.languagesNotUnderstood.map(
    ({ value, count }) => `${showLanguage(value)} ${showCount(count)}`,
  );
  const isOld = newestAt !== undefined && now - newestAt > FRESH;
  return (
    <p class="lead">
      {rich("short.week", { recent: <b>{t("reviews", { count: week.recent })}</b>, before: week.before })}{" "}
      {t("short.whole", {
        reviews: t("reviews", { count: insights }),
        telling,
        problems: t("problems", { count: problems.total }),
        wishes: t("wishes", { count: wishes.total }),
      })}
      {isOld && (
        <>
          {" "}
          <b>{t("short.old", { day: showCountedDay(newestAt) })}</b>
        </>
      )}
      {notUnderstood > 0 && (
        <>
          {" "}
          <b>{t("short.notUnderstood", { count: notUnderstood, languages: languages.join(", ") })}</b>
        </>
      )}
    </p>
  );
}

interface PartProps {
  readonly report: AppReport;
  readonly level?: "h3" | "h4";
}

/** Why nothing changed: the first feedback is compared with none. */
const unchanged = ({ before, week }: AppReport, none: "worse.none" | "better.none"): string =>
  t(before === 0 && week.before === 0 ? "change.nothingBefore" : none);

export function Worse({ report, level = "h3" }: PartProps) {
  if (report.worse.length === 0)
    return <Empty>{report.telling === 0 ? t("worse.noData") : unchanged(report, "worse.none")}</Empty>;
  return (
    <ol class="changes">
      {report.worse.map((one) => (
        <ChangedTheme key={one.theme.id} one={one} level={level} />
      ))}
    </ol>
  );
}

export function Better({ report, level = "h3" }: PartProps) {
  if (report.better.length === 0) return <Empty>{unchanged(report, "better.none")}</Empty>;
  return (
    <ol class="changes">
      {report.better.map((one) => (
        <ChangedTheme key={one.theme.id} one={one} level={level} />
      ))}
    </ol>
  );
}

export function Ranked({
  items,
  level = "h3",
}: {
  readonly items: AppReport["problems"]["items"];
  readonly level?: "h3" | "h4";
}) {
  if (items.length === 0) return <Empty>{t("ranked.none")}</Empty>;
  return (
    <ol class="ranking">
      {items.map((one) => (
        <RankedTheme key={one.theme.id} one={one} level={level} />
      ))}
    </ol>
  );
}
