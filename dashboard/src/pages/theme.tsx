/** One theme: how it goes and since which version, in people's words, why its members are together, and how it came about. */

import { useState } from "preact/hooks";
import type { LineageEvent } from "../../../src/model/cluster.ts";
import type { ThemeReport } from "../../../src/operations/theme-report.ts";
import type { MemberStatement, ThemeView } from "../../../src/operations/views/theme-view.ts";
import { useData } from "../data/api.ts";
import { showCount, showCountedDay, showShare } from "../format.ts";
import { everyWeek } from "../intervals.ts";
import { rich, t } from "../messages/translate.ts";
import type { PageProps } from "../pages.ts";
import { Stack } from "../parts/bars.tsx";
import { Card, Chip, Day, named, PageHead, PriorityChip, SaidLine, Written } from "../parts/small.tsx";
import { Empty, WhenLoaded } from "../parts/states.tsx";
import {
  Beginning,
  CampaignChip,
  Figures,
  SurenessChip,
  tellingSpan,
  themePath,
  ticketPath,
} from "../parts/theme-lines.tsx";
import { TicketStatusChip } from "../parts/ticket-line.tsx";
import { address } from "../router.ts";
import { type Deciding, DecisionNotice, Decisions, useDeciding } from "./theme-decisions.tsx";

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

/** Those that are chosen can become a theme of their own. */
function Quotes({
  report,
  mayDecide,
  deciding,
}: { readonly report: ThemeReport } & Pick<MembersProps, "mayDecide" | "deciding">) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  if (report.quotes.length === 0) return <Empty>{t("theme.noQuotes")}</Empty>;
  const { kind, id } = report.theme;
  const toggle = (insight: string): void => {
    const changed = new Set(chosen);
    if (!changed.delete(insight)) changed.add(insight);
    setChosen(changed);
  };
  const split = (): void =>
    deciding.look({ what: "split", theme: id, statements: [...chosen].map((insight) => ({ insight })) });
  return (
    <>
      {mayDecide && (
        <div class="toolbar">
          <button type="button" disabled={chosen.size === 0 || deciding.isBusy} onClick={split}>
            {t("decision.split", { count: chosen.size })}
          </button>
        </div>
      )}
      <ol class="insights">
        {report.quotes.map(({ said, before, quote, after }) => {
          const text = (
            <bdi dir="auto">
              {before}
              <mark class={`tells-${kind}`}>{quote}</mark>
              {after}
            </bdi>
          );
          return (
            <li key={said.id} class="insight">
              {mayDecide ? (
                <label class="choice">
                  <input type="checkbox" checked={chosen.has(said.id)} onChange={() => toggle(said.id)} />
                  <span class="text">{text}</span>
                </label>
              ) : (
                <p class="text">{text}</p>
              )}
              <p class="meta">
                <SaidLine said={said} />
                <a href={`/insights/${encodeURIComponent(said.id)}`}>{t("theme.whole")}</a>
              </p>
            </li>
          );
        })}
      </ol>
    </>
  );
}

interface MembersProps {
  readonly theme: ThemeReport["theme"];
  readonly mayDecide: boolean;
  readonly deciding: Deciding;
}

function Member({ one, theme, mayDecide, deciding }: MembersProps & { readonly one: MemberStatement }) {
  const { insight, statement, quote, date } = one;
  return (
    <blockquote class="member">
      <a href={`/insights/${encodeURIComponent(insight)}`}>
        <Written>{quote}</Written>
      </a>
      <footer class="tools">
        <Day at={date} />
        {mayDecide && (
          <button
            type="button"
            class="quiet"
            onClick={() => deciding.look({ what: "move", theme: theme.id, statements: [{ insight, statement }] })}
          >
            {t("decision.notHere")}
          </button>
        )}
      </footer>
    </blockquote>
  );
}

function Why({ why, ...members }: MembersProps & Pick<ThemeView, "why">) {
  if (why === undefined || (why.words.length === 0 && why.least_alike.length === 0))
    return <Empty>{t("why.none")}</Empty>;
  return (
    <div class="stacked">
      {why.words.length > 0 && (
        <div>
          <h3>{t("why.words")}</h3>
          <p class="meta">
            {why.words.map(({ word, share }) => (
              <Chip key={word}>
                <Written>{word}</Written>&nbsp;{showShare(share)}
              </Chip>
            ))}
          </p>
        </div>
      )}
      {why.nearest !== undefined && (
        <div>
          <h3>{t("why.nearest", { likeness: showShare(why.nearest.likeness) })}</h3>
          {why.nearest.statements.map((one) => (
            <Member key={`${one.insight} ${one.statement}`} one={one} {...members} />
          ))}
        </div>
      )}
      {why.least_alike.length > 0 && (
        <div>
          <h3>{t("why.least")}</h3>
          {why.least_alike.map((one) => (
            <Member key={`${one.insight} ${one.statement}`} one={one} {...members} />
          ))}
        </div>
      )}
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
        <CampaignChip theme={theme} />
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
      {theme.muted !== undefined && (
        <p class="note">{t(theme.muted.escalated_at === undefined ? "theme.muted" : "theme.escalated")}</p>
      )}
      {theme.fixed !== undefined && <Fixed fixed={theme.fixed} />}
      <Ticket ticket={ticket} />
    </section>
  );
}

function Wishes({ wishes }: Pick<ThemeReport, "wishes">) {
  if (wishes.length === 0) return null;
  return (
    <Card id="wishes" title={t("theme.wishes")}>
      <ul class="rows">
        {wishes.map(({ theme: wish, both }) => (
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
  );
}

function Fixed({ fixed }: { readonly fixed: NonNullable<ThemeReport["theme"]["fixed"]> }) {
  const { at, version, after, holds } = fixed;
  return (
    <p>
      <b>{t(holds ? "tickets.holds" : "tickets.holdsNot")}</b>{" "}
      {t("theme.fixedOn", { day: showCountedDay(at), count: after })}{" "}
      {version !== undefined && rich("theme.fixedIn", { version: <Written>{version}</Written> })}
    </p>
  );
}

export default function Theme({ params, frame }: PageProps) {
  const id = params.id!;
  const view = useData<ThemeView>(`/api/v1/views/themes/${encodeURIComponent(id)}`);
  const deciding = useDeciding(id);
  const mayDecide = frame?.scopes.includes("admin") === true;
  return (
    <WhenLoaded of={view} lines={12}>
      {(shown) => {
        const { report, why } = shown;
        const { theme } = report;
        return (
          <>
            <nav class="back" aria-label={t("nav.back")}>
              <a href={address("/themes", { app: theme.app })}>
                ← <Written>{theme.app}</Written>
              </a>
            </nav>
            <PageHead title={<Written>{theme.name}</Written>} />
            <DecisionNotice deciding={deciding} />
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
                <Quotes report={report} mayDecide={mayDecide} deciding={deciding} />
                <p class="more">
                  <a href={address("/insights", { app: theme.app, theme: theme.id })}>
                    {t("theme.all", { count: theme.size })}
                  </a>
                </p>
              </Card>
              <div class="column">
                <Decisions view={shown} deciding={deciding} mayDecide={mayDecide} />
                <Card id="why" title={t("why.title")}>
                  <Why why={why} theme={theme} mayDecide={mayDecide} deciding={deciding} />
                </Card>
                <Wishes wishes={report.wishes} />
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
