/** Themes in sentences: what changed, how sure that is, since which version, and what somebody said of it. */
import { isCampaign } from "../../../src/model/campaign.ts";
import type { Cluster } from "../../../src/model/cluster.ts";
import type { Since } from "../../../src/model/since-version.ts";
import type { Difference } from "../../../src/numeric/difference.ts";
import type { ReportedTheme } from "../../../src/operations/app-report.ts";
import { sharesAgainst } from "../against.ts";
import { shorten, showCountedDay, showShare } from "../format.ts";
import { rich, t } from "../messages/translate.ts";
import { WeekBars } from "./bars.tsx";
import { Chip, PriorityChip, Quote, Written } from "./small.tsx";

export const themePath = (id: string): string => `/themes/${encodeURIComponent(id)}`;
export const ticketPath = (id: string): string => `/tickets/${encodeURIComponent(id)}`;

const LONGEST_QUOTE = 200;

/** Of the two spans the one that says more. */
export function tellingSpan({ week, month }: Pick<ReportedTheme, "week" | "month">): {
  readonly span: "week" | "month";
  readonly change: Difference;
} {
  const isWeek = week.sureness !== "none" && (month.sureness === "none" || week.chance <= month.chance);
  return isWeek ? { span: "week", change: week } : { span: "month", change: month };
}

/** "1 in 400" */
function oneIn(chance: number): string {
  if (chance < 0.0001) return t("chance.tiny");
  return t("chance.oneIn", { number: Math.round(1 / chance) });
}

export function SurenessChip({ change }: { readonly change: Difference }) {
  if (change.sureness === "none") return <Chip title={t("sureness.noneWhy")}>{t("sureness.none")}</Chip>;
  return (
    <Chip kind={`sure-${change.sureness}`} title={t("sureness.why", { chance: oneIn(change.chance) })}>
      {t(`sureness.${change.sureness}`)}
    </Chip>
  );
}

/** That most of those who tell of a theme repeat one text in a burst. */
export function CampaignChip({ theme }: { readonly theme: Pick<Cluster, "campaign"> }) {
  if (!isCampaign(theme)) return null;
  return <Chip title={t("campaign.why", { share: showShare(theme.campaign ?? 0) })}>{t("campaign")}</Chip>;
}

/** "12 → 41 reviews in the last week"; where all feedback grew faster, "(17% → 12% of all)". */
export function Figures({ span, change }: { readonly span: "week" | "month"; readonly change: Difference }) {
  const { before, recent } = change;
  const shares = sharesAgainst(change);
  return (
    <span class={`figures-line goes-${change.direction}`}>
      {rich(span === "week" ? "change.week" : "change.month", {
        before,
        recent: <b>{recent}</b>,
      })}
      {shares !== undefined && (
        <> {t("change.ofAll", { before: showShare(shares.before), recent: showShare(shares.recent) })}</>
      )}
    </span>
  );
}

export const SinceWords = ({ since }: { readonly since: Since }) => (
  <>
    {rich("since.version", {
      version: (
        <b>
          <Written>{since.version}</Written>
        </b>
      ),
      before: showShare(since.before),
      after: showShare(since.after),
    })}
  </>
);

/** Where it began, as far as that is known. */
export function Beginning({ theme, since }: Pick<ReportedTheme, "theme" | "since">) {
  if (since !== undefined) return <SinceWords since={since} />;
  const { first_seen, began_in } = theme;
  if (began_in === undefined) return <>{t("since.day", { day: showCountedDay(first_seen) })}</>;
  return <>{rich("since.began", { day: showCountedDay(first_seen), version: <Written>{began_in}</Written> })}</>;
}

export const weeksLabel = (weeks: readonly number[]): string => t("weeks.label", { weeks: weeks.join(", ") });

interface ThemeLineProps {
  readonly one: ReportedTheme;
  readonly level?: "h3" | "h4";
}

/** A theme that went up or down, with its proof. */
export function ChangedTheme({ one, level: Level = "h3" }: ThemeLineProps) {
  const { theme, quote, weeks, since } = one;
  const { span, change } = tellingSpan(one);
  return (
    <li class={`changed goes-${change.direction}`}>
      <div class="changed-head">
        <Level>
          <a href={themePath(theme.id)}>
            <Written>{theme.name}</Written>
          </a>
        </Level>
        <WeekBars counts={weeks} label={weeksLabel(weeks)} />
      </div>
      <p class="sentence">
        <Figures span={span} change={change} />, <Beginning theme={theme} since={since} />.
      </p>
      <p class="meta">
        <SurenessChip change={change} />
        <PriorityChip priority={theme.priority} />
        {theme.ticket_id !== undefined && (
          <a class="chip link" href={ticketPath(theme.ticket_id)}>
            {t("ticket")}
          </a>
        )}
      </p>
      {quote !== undefined && <Quote id={quote.said.id} text={shorten(quote.quote, LONGEST_QUOTE)} said={quote.said} />}
    </li>
  );
}

/** A theme by its size: a problem that many tell of, or a wish. */
export function RankedTheme({ one, level: Level = "h3" }: ThemeLineProps) {
  const { theme, quote, weeks, since } = one;
  return (
    <li class="ranked">
      <span class="votes">
        <b>{theme.size}</b>{" "}
        {theme.kind === "wish" ? t("votes.ask", { count: theme.size }) : t("votes.tell", { count: theme.size })}
      </span>
      <div>
        <div class="changed-head">
          <Level>
            <a href={themePath(theme.id)}>
              <Written>{theme.name}</Written>
            </a>
          </Level>
          <WeekBars counts={weeks} label={weeksLabel(weeks)} />
        </div>
        <p class="note">
          {t("ranked.share", { share: showShare(theme.share) })}, <Beginning theme={theme} since={since} />
        </p>
        {quote !== undefined && (
          <Quote id={quote.said.id} text={shorten(quote.quote, LONGEST_QUOTE)} said={quote.said} />
        )}
      </div>
    </li>
  );
}
