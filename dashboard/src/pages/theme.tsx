/** One theme: how it goes and since which version, in people's words, why its members are together, and how it came about. */

import type { LineageEvent } from "../../../src/model/cluster.ts";
import type { ThemeReport } from "../../../src/operations/theme-report.ts";
import type { ThemeView } from "../../../src/operations/views/theme-view.ts";
import { useData } from "../data/api.ts";
import { showCountedDay, showShare } from "../format.ts";
import { rich, t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { FixVerdict } from "../parts/fix-verdict.tsx";
import { Card, Chip, Day, named, PageHead, PriorityChip, Written } from "../parts/small.tsx";
import { WhenLoaded } from "../parts/states.tsx";
import { Versions, WeekTrend } from "../parts/theme-figures.tsx";
import {
  Beginning,
  CampaignChip,
  Figures,
  SurenessChip,
  tellingSpan,
  themePath,
  ticketPath,
} from "../parts/theme-lines.tsx";
import { Quotes, Why } from "../parts/theme-members.tsx";
import { TicketStatusChip } from "../parts/ticket-line.tsx";
import { address } from "../router.ts";
import { failureName } from "../worded.ts";
import { DecisionNotice, Decisions, useDeciding } from "./theme-decisions.tsx";

function LineageWords({ event, report }: { readonly event: LineageEvent; readonly report: ThemeReport }) {
  const others = (event.with ?? []).map((id, at) => (
    <span key={id}>
      {at > 0 && ", "}
      <a href={themePath(id)}>
        <Written>{report.names[id] ?? id.slice(0, 8)}</Written>
      </a>
    </span>
  ));
  // Events of before lineages told so.
  const endsThere = report.mergedInto !== undefined && (event.with ?? []).includes(report.mergedInto);
  const what =
    event.what === "born" && others.length === 0
      ? "found"
      : event.what === "merged" && (event.into === true || endsThere)
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
        {theme.failure !== undefined && <Chip>{failureName(theme.failure)}</Chip>}
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
  const { at, version, after, days, holds } = fixed;
  return (
    <FixVerdict days={days} holds={holds}>
      {t("theme.fixedOn", { day: showCountedDay(at), count: after })}{" "}
      {version !== undefined && rich("theme.fixedIn", { version: <Written>{version}</Written> })}
    </FixVerdict>
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
