/** One theme: how it goes and since which version, in people's words, why its members are together, and how it came about. */

import type { LineageEvent } from "../../../src/model/cluster.ts";
import type { ThemeReport } from "../../../src/operations/theme-report.ts";
import type { ThemeView } from "../../../src/operations/views/theme.ts";
import type { Together } from "../../../src/operations/views/together.ts";
import { useData } from "../data/api.ts";
import { showCount, showCountedDay, showShare } from "../format.ts";
import { rich, t } from "../messages/translate.ts";
import type { PageProps } from "../pages.ts";
import { Stack } from "../parts/bars.tsx";
import { Card, Chip, Day, named, PageHead, PriorityChip, Quote, SaidLine, Written } from "../parts/small.tsx";
import { Empty, WhenLoaded } from "../parts/states.tsx";
import { Beginning, Figures, SurenessChip, tellingSpan, themePath, ticketPath } from "../parts/theme-lines.tsx";
import { TicketStatusChip } from "../parts/ticket-line.tsx";
import { address } from "../router.ts";

const WEEK = 7 * 86_400;
const MOST_WEEKS = 104;

/** Counts of each week to the newest feedback, those without any too, oldest first. */
export function everyWeek(
  points: ThemeReport["trend"],
  end: number,
): { readonly at: number; readonly count: number }[] {
  const [first] = points;
  if (first === undefined) return [];
  const counts = new Map(points.map(({ at, count }) => [at, count]));
  const last = Math.max(points.at(-1)!.at, first.at + Math.floor((end - first.at) / WEEK) * WEEK);
  const count = Math.min(MOST_WEEKS, (last - first.at) / WEEK + 1);
  return Array.from({ length: count }, (_, at) => last - (count - 1 - at) * WEEK).map((at) => ({
    at,
    count: counts.get(at) ?? 0,
  }));
}

const BAR = 10;
const HEIGHT = 60;

function WeekTrend({ report }: { readonly report: ThemeReport }) {
  const weeks = everyWeek(report.trend, report.newestAt);
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

function Versions({ report }: { readonly report: ThemeReport }) {
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

function Quotes({ report }: { readonly report: ThemeReport }) {
  if (report.quotes.length === 0) return <Empty>{t("theme.noQuotes")}</Empty>;
  const { kind } = report.theme;
  return (
    <ol class="insights">
      {report.quotes.map(({ said, before, quote, after }) => (
        <li key={said.id} class="insight">
          <p class="text">
            <bdi dir="auto">
              {before}
              <mark class={`tells-${kind}`}>{quote}</mark>
              {after}
            </bdi>
          </p>
          <p class="meta">
            <SaidLine said={said} />
            <a href={`/insights/${encodeURIComponent(said.id)}`}>{t("theme.whole")}</a>
          </p>
        </li>
      ))}
    </ol>
  );
}

function Why({ together }: { readonly together: Together }) {
  const { words, nearest, leastAlike, looked } = together;
  if (looked === 0) return <Empty>{t("why.none")}</Empty>;
  return (
    <div class="stacked">
      {words.length > 0 && (
        <div>
          <h3>{t("why.words")}</h3>
          <p class="meta">
            {words.map(({ word, share, elsewhere }) => (
              <Chip key={word} title={t("why.elsewhere", { share: showShare(elsewhere) })}>
                <Written>{word}</Written>&nbsp;{showShare(share)}
              </Chip>
            ))}
          </p>
        </div>
      )}
      {nearest !== undefined && (
        <div>
          <h3>{t("why.nearest", { similarity: nearest.similarity })}</h3>
          {nearest.members.map(({ said, quote }) => (
            <Quote key={said.id} id={said.id} text={quote} said={said} />
          ))}
        </div>
      )}
      <div>
        <h3>{t("why.least")}</h3>
        <p class="note">{t("why.leastNote", { count: looked })}</p>
        {leastAlike.map(({ said, quote }) => (
          <Quote key={said.id} id={said.id} text={quote} said={said} />
        ))}
      </div>
    </div>
  );
}

function LineageWords({ event, report }: { readonly event: LineageEvent; readonly report: ThemeReport }) {
  const others = (event.with ?? []).map((id, at) => (
    <span key={id}>
      {at > 0 && ", "}
      <a href={themePath(id)}>
        <Written>{report.names[id] ?? id.slice(0, 8)}</Written>
      </a>
    </span>
  ));
  const isMerged = report.mergedInto !== undefined && (event.with ?? []).includes(report.mergedInto);
  const what =
    event.what === "born" && others.length === 0
      ? "found"
      : event.what === "merged" && isMerged
        ? "mergedInto"
        : event.what;
  return <>{rich(`lineage.${what}`, { others })}</>;
}

function Ticket({ ticket }: Pick<ThemeView, "ticket">) {
  if (ticket === undefined) return <p class="note">{t("theme.noTicket")}</p>;
  return (
    <p class="meta">
      <TicketStatusChip status={ticket.status} />
      <a href={ticketPath(ticket.id)}>
        <Written>{ticket.title}</Written>
      </a>
      {ticket.fixed_in !== undefined && (
        <span>{rich("theme.fixedIn", { version: <Written>{ticket.fixed_in}</Written> })}</span>
      )}
    </p>
  );
}

function Head({ view }: { readonly view: ThemeView }) {
  const { report, ticket } = view;
  const { theme, alive, mergedInto, names, since } = report;
  const { span, change } = tellingSpan(report);
  return (
    <section class="card theme-head" aria-label={t("field.theme")}>
      <p class="meta">
        <Chip kind={`tells-${theme.kind}`}>{named("kind", theme.kind)}</Chip>
        <PriorityChip priority={theme.priority} />
        <SurenessChip change={change} />
        {theme.label === theme.name ? (
          <Chip>{t("theme.noLabel")}</Chip>
        ) : (
          <a class="chip link" href={address("/insights", { app: theme.app, label: theme.label })}>
            <Written>{theme.label}</Written>
          </a>
        )}
        {theme.failure !== undefined && <Chip>{theme.failure.replaceAll("-", " ")}</Chip>}
      </p>
      <p class={`sentence goes-${change.direction}`}>
        {t("theme.size", { reviews: t("reviews", { count: theme.size }), share: showShare(theme.share) })}{" "}
        <Figures span={span} change={change} />, <Beginning theme={theme} since={since} />.
      </p>
      {!alive && (
        <p>
          {mergedInto === undefined
            ? t("theme.ended")
            : rich("theme.merged", {
                other: (
                  <a href={themePath(mergedInto)}>
                    <Written>{names[mergedInto] ?? mergedInto.slice(0, 8)}</Written>
                  </a>
                ),
              })}
        </p>
      )}
      <Ticket ticket={ticket} />
    </section>
  );
}

export default function Theme({ params }: PageProps) {
  const view = useData<ThemeView>(`/api/v1/views/themes/${encodeURIComponent(params.id!)}`);
  return (
    <WhenLoaded of={view} lines={12}>
      {(shown) => {
        const { report, together } = shown;
        const { theme } = report;
        return (
          <>
            <nav class="back" aria-label={t("nav.back")}>
              <a href={address("/themes", { app: theme.app })}>
                ← <Written>{theme.app}</Written>
              </a>
            </nav>
            <PageHead title={<Written>{theme.name}</Written>} />
            <div class="grid">
              <div class="wide">
                <Head view={shown} />
              </div>
              <Card id="trend" title={t("theme.trend")}>
                <WeekTrend report={report} />
              </Card>
              <Card id="versions" title={t("theme.versions")} note={t("theme.versionsNote")}>
                <Versions report={report} />
              </Card>
              <Card id="quotes" title={t("theme.quotes")}>
                <Quotes report={report} />
                <p class="more">
                  <a href={address("/insights", { app: theme.app, theme: theme.id })}>
                    {t("theme.all", { count: theme.size })}
                  </a>
                </p>
              </Card>
              <div class="column">
                <Card id="why" title={t("why.title")}>
                  <Why together={together} />
                </Card>
                {report.wishes.length > 0 && (
                  <Card id="wishes" title={t("theme.wishes")}>
                    <ul class="rows">
                      {report.wishes.map(({ theme: wish, both }) => (
                        <li key={wish.id}>
                          <a href={themePath(wish.id)}>
                            <Written>{wish.name}</Written>
                          </a>{" "}
                          <span class="note">
                            {t("reviews", { count: wish.size })}
                            {both > 0 && `, ${t("theme.both", { count: both })}`}
                          </span>
                        </li>
                      ))}
                    </ul>
                  </Card>
                )}
                <Card id="lineage" title={t("lineage.title")}>
                  <ul class="rows">
                    {theme.lineage.toReversed().map((event, at) => (
                      <li key={at}>
                        <Day at={event.at} />: <LineageWords event={event} report={report} />
                      </li>
                    ))}
                  </ul>
                </Card>
              </div>
            </div>
          </>
        );
      }}
    </WhenLoaded>
  );
}
