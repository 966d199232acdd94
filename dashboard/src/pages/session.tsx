/** One visit: its events in the order in which they occurred, and what was said in it where it was said. */
import type { Event } from "../../../src/model/event.ts";
import type { Insight } from "../../../src/model/insight.ts";
import type { WholeSession } from "../../../src/operations/sessions.ts";
import { ask, useData } from "../data/api.ts";
import { showCount, showDuration } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../pages.ts";
import { EventData, occurredAt, secondsOf } from "../parts/event-line.tsx";
import { InsightLine } from "../parts/insight-line.tsx";
import { NextPage } from "../parts/listing.tsx";
import { Card, Chip, PageHead, Time, Written } from "../parts/small.tsx";
import { WhenLoaded } from "../parts/states.tsx";
import { Facts } from "../parts/table.tsx";
import { UndoNotice, useUndoable } from "../parts/undoable.tsx";
import { address, go } from "../router.ts";

const PAGE = "200";

type Step = { readonly at: number; readonly event: Event } | { readonly at: number; readonly insight: Insight };

/** Feedback knows the second alone: it stands after the events of that second. What was said later than this page's last event belongs to another page. */
function stepsOf({ items, insights, next_cursor }: WholeSession, isFirst: boolean): Step[] {
  const steps: Step[] = items.map((event) => ({ at: occurredAt(event), event }));
  const [first = 0, last = Number.POSITIVE_INFINITY] = [
    steps[0]?.at,
    next_cursor === null ? undefined : steps.at(-1)?.at,
  ];
  for (const insight of insights.toReversed()) {
    const at = insight.date;
    if (at > last || (!isFirst && at + 1 <= first)) continue;
    const after = steps.findIndex((step) => step.at >= at + 1);
    steps.splice(after === -1 ? steps.length : after, 0, { at, insight });
  }
  return steps;
}

function StepLine({
  step,
  begin,
  application,
}: {
  readonly step: Step;
  readonly begin: number;
  readonly application: boolean;
}) {
  if ("insight" in step)
    return (
      <li class="step is-said">
        <ol class="insights">
          <InsightLine insight={step.insight} showApp />
        </ol>
      </li>
    );
  const { event } = step;
  return (
    <li class="step">
      <p class="meta">
        <span class="number">{t("session.after", { time: showDuration(step.at - begin) })}</span>
        <Time at={step.at} />
        {application && (
          <Chip>
            <Written>{event.application}</Written>
          </Chip>
        )}
      </p>
      <h3>
        <Written>{event.category}</Written>: <Written>{event.name}</Written>
      </h3>
      <EventData data={event.data} warnings={event.warnings} />
    </li>
  );
}

export default function SessionPage({ params, path, query, frame }: PageProps) {
  const id = params.id!;
  const cursor = query.get("cursor") ?? undefined;
  const api = `/api/v1/sessions/${encodeURIComponent(id)}`;
  const view = useData<WholeSession>(address(api, { cursor, limit: PAGE }));
  const undoable = useUndoable();
  const erase = () =>
    undoable.plan({
      id,
      words: t("session.erased"),
      work: async () => {
        await ask(api, { method: "DELETE", keepalive: true });
        if (location.pathname === path) go("/events?show=sessions", { replace: true });
      },
    });
  return (
    <WhenLoaded of={view} lines={12}>
      {(session) => {
        const { applications, first_at, last_at, events, insights, next_cursor } = session;
        const begin = secondsOf(first_at);
        return (
          <>
            <nav class="back" aria-label={t("nav.back")}>
              <a href="/events?show=sessions">← {t("events.show.sessions")}</a>
            </nav>
            <PageHead title={<Written>{id}</Written>}>
              {frame?.scopes.includes("admin") === true && (
                <button type="button" disabled={undoable.planned !== undefined} onClick={erase}>
                  {t("session.erase")}
                </button>
              )}
            </PageHead>
            <UndoNotice undoable={undoable} />
            <div class="grid">
              <Card id="facts" className="wide" title={t("session.title")}>
                <Facts
                  rows={[
                    [t("field.application"), <Written key="a">{applications.join(", ")}</Written>],
                    [t("sessions.began"), <Time key="b" at={begin} />],
                    [t("sessions.lasted"), showDuration(secondsOf(last_at) - begin)],
                    [t("sessions.events"), showCount(events)],
                    insights.length === 0 ? undefined : [t("session.said"), t("reviews", { count: insights.length })],
                  ]}
                />
              </Card>
              <Card id="steps" className="wide" title={t("session.steps")} note={t("session.stepsNote")}>
                <ol class="steps">
                  {stepsOf(session, cursor === undefined).map((step, at) => (
                    <StepLine key={at} step={step} begin={begin} application={applications.length > 1} />
                  ))}
                </ol>
                <NextPage place={{ path, query }} cursor={next_cursor} />
              </Card>
            </div>
          </>
        );
      }}
    </WhenLoaded>
  );
}
