/** One ticket with its proof: each piece of evidence at its place in what was said; its status; and whether the complaint faded after the fix. */

import { useState } from "preact/hooks";
import type { Evidence, Ticket as TicketType } from "../../../src/model/ticket.ts";
import type { TicketView } from "../../../src/operations/views/tickets.ts";
import { ApiProblem, ask, useData } from "../data/api.ts";
import { changedHere } from "../data/live.ts";
import { showCount } from "../format.ts";
import { rich, t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { WeekBars } from "../parts/bars.tsx";
import { FixVerdict } from "../parts/fix-verdict.tsx";
import { withMarks } from "../parts/marked.tsx";
import { Card, Chip, Day, named, PageHead, SaidLine, Time, Written } from "../parts/small.tsx";
import { ProblemNote, WhenLoaded } from "../parts/states.tsx";
import { submitted } from "../parts/submitted.ts";
import { themePath, ticketPath, weeksLabel } from "../parts/theme-lines.tsx";
import { TicketPriority, TicketStatusChip } from "../parts/ticket-line.tsx";
import { address } from "../router.ts";
import { factsIn, failureName } from "../worded.ts";

const statuses = ["open", "in_progress", "closed"] as const;

/** What was said, with the evidence marked; the quote alone where the text is gone or has changed since. */
function EvidenceText({ evidence, text }: { readonly evidence: Evidence; readonly text: string | undefined }) {
  const { start, end, quote } = evidence;
  if (text === undefined || text.slice(start, end) !== quote) return <mark class="tells-problem">{quote}</mark>;
  return <>{withMarks(text, [{ start, end, show: (part) => <mark class="tells-problem">{part}</mark> }])}</>;
}

function Status({ ticket }: { readonly ticket: TicketType }) {
  const [problem, setProblem] = useState<ApiProblem>();
  const [chosen, setChosen] = useState<TicketType["status"]>(ticket.status);
  return (
    <form
      class="inline-form"
      onSubmit={submitted((form) => {
        const fixed = String(form.get("fixed_in") ?? "").trim();
        const json = { status: chosen, ...(fixed === "" || chosen !== "closed" ? {} : { fixed_in: fixed }) };
        ask(`/api/v1/tickets/${encodeURIComponent(ticket.id)}`, { method: "PATCH", json }).then(
          () => {
            setProblem(undefined);
            changedHere();
          },
          (error: unknown) => setProblem(error instanceof ApiProblem ? error : new ApiProblem(0, "")),
        );
      })}
    >
      <label>
        <span>{t("tickets.status")}</span>
        <select value={chosen} onChange={({ currentTarget }) => setChosen(currentTarget.value as TicketType["status"])}>
          {statuses.map((one) => (
            <option key={one} value={one}>
              {named("status", one)}
            </option>
          ))}
        </select>
      </label>
      {chosen === "closed" && (
        <label>
          <span>{t("tickets.fixedIn")}</span>
          <input name="fixed_in" maxLength={100} defaultValue={ticket.fixed_in ?? ""} />
        </label>
      )}
      <button type="submit">{t("save")}</button>
      {problem !== undefined && <ProblemNote problem={problem} />}
    </form>
  );
}

function AfterClosing({ view }: { readonly view: TicketView }) {
  const { afterClosing } = view;
  if (afterClosing === undefined) return null;
  const { days, before, after } = afterClosing;
  const holds = after === 0 || after * 2 <= before;
  return (
    <FixVerdict days={days} holds={holds}>
      {days > 0 && t("tickets.afterFix", { days, before, after })}
    </FixVerdict>
  );
}

/** The facts of its description; the quotes are below, and the link leads here. */
const factsOf = ({ description, metadata }: TicketType): string =>
  description
    .split("\n")
    .filter((line) => !line.startsWith("> ") && !line.endsWith(metadata.url))
    .join("\n");

function Detail({ view, mayChange }: { readonly view: TicketView; readonly mayChange: boolean }) {
  const { ticket, theme, weeks } = view;
  const { metadata, work } = ticket;
  return (
    <section class="card theme-head" aria-label={t("ticket")}>
      <p class="meta">
        <TicketPriority priority={ticket.priority} />
        <TicketStatusChip status={ticket.status} />
        {metadata.regression === true && <Chip kind="priority-critical">{t("tickets.regression")}</Chip>}
        {theme?.muted === true && <Chip>{t("tickets.muted")}</Chip>}
        {ticket.tags.map((tag) => (
          <Chip key={tag}>
            <Written>{failureName(tag)}</Written>
          </Chip>
        ))}
      </p>
      <p>{named("ticketPriority", String(ticket.priority))}.</p>
      {metadata.merged_into !== undefined && (
        <p>
          <a href={ticketPath(metadata.merged_into)}>{t("tickets.mergedInto")}</a>
        </p>
      )}
      <p class="description">
        <Written>{factsIn(factsOf(ticket))}</Written>
      </p>
      <p class="meta">
        <span>{t("tickets.revision", { revision: ticket.revision })}</span>
        <span>
          {t("tickets.made")} <Day at={ticket.created_at} />, {t("tickets.changed")} <Time at={ticket.updated_at} />
        </span>
        {work !== undefined && (
          <span>
            {rich("tickets.work", {
              id: <Written>{work.id ?? ""}</Written>,
              state: named("work", work.state),
              revision: work.revision,
            })}
          </span>
        )}
      </p>
      {theme !== undefined && (
        <p class="meta">
          <span>{t("nav.theme")}:</span>
          <a href={themePath(ticket.cluster_id)}>
            <Written>{theme.name}</Written>
          </a>
          <span>{t("reviews", { count: theme.size })}</span>
          {weeks.length > 0 && <WeekBars counts={weeks} label={weeksLabel(weeks)} />}
        </p>
      )}
      {theme?.muted === true && <p class="note">{t("tickets.isMuted")}</p>}
      {theme?.alive === true && mayChange && (
        <p>
          <a href={themePath(ticket.cluster_id)}>{t("tickets.decide")}</a>
        </p>
      )}
      <AfterClosing view={view} />
      {mayChange && <Status key={ticket.status} ticket={ticket} />}
    </section>
  );
}

export default function Ticket({ params, frame }: PageProps) {
  const view = useData<TicketView>(`/api/v1/views/tickets/${encodeURIComponent(params.id!)}`);
  return (
    <WhenLoaded of={view} lines={12}>
      {(shown) => {
        const { ticket, texts, said, since } = shown;
        return (
          <>
            <nav class="back" aria-label={t("nav.back")}>
              <a href={address("/tickets", { app: ticket.app })}>
                ← <Written>{ticket.app}</Written>
              </a>
            </nav>
            <PageHead title={<Written>{ticket.title}</Written>} />
            <Detail view={shown} mayChange={frame?.scopes.includes("admin") === true} />
            <div class="grid below">
              <Card
                id="evidence"
                className="wide"
                title={t("tickets.evidence")}
                note={t("tickets.evidenceNote", {
                  shown: showCount(ticket.evidence.length),
                  count: ticket.metadata["source review ids"].length,
                })}
              >
                <ol class="insights">
                  {ticket.evidence.map((one) => (
                    <li key={`${one.insight_id} ${one.start}`} class="insight">
                      <p class="text">
                        <bdi dir="auto">
                          <EvidenceText evidence={one} text={texts[one.insight_id]} />
                        </bdi>
                      </p>
                      <p class="meta">
                        {since[one.insight_id] !== undefined && <Chip>{named("closing", since[one.insight_id]!)}</Chip>}
                        {said[one.insight_id] !== undefined && <SaidLine said={said[one.insight_id]!} />}
                        <a href={`/insights/${encodeURIComponent(one.insight_id)}`}>{t("theme.whole")}</a>
                      </p>
                    </li>
                  ))}
                </ol>
              </Card>
            </div>
          </>
        );
      }}
    </WhenLoaded>
  );
}
