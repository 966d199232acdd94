/** One visit: its events in the order in which they occurred, and what was said in it where it was said. */
import type { WholeSession } from "../../../src/operations/sessions.ts";
import { ask, useData } from "../data/api.ts";
import { showCount, showDuration } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { Button } from "../parts/button.tsx";
import { EventData } from "../parts/event-line.tsx";
import { InsightLine } from "../parts/insight-line.tsx";
import { Card, Chip, PageHead, Time, Written } from "../parts/small.tsx";
import { WhenLoaded } from "../parts/states.tsx";
import { Facts } from "../parts/table.tsx";
import { UndoNotice, useUndoable } from "../parts/undoable.tsx";
import { address, addressWith, go } from "../router.ts";
import { occurredAt, type Step, secondsOf, stepsOf } from "../steps.ts";

const PAGE = "200";

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
  const [cursor, after] = ["cursor", "after"].map((name) => query.get(name) ?? undefined);
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
        const { applications, first_at, last_at, events, items, insights, next_cursor } = session;
        const begin = secondsOf(first_at);
        return (
          <>
            <nav class="back" aria-label={t("nav.back")}>
              <a href="/events?show=sessions">← {t("events.show.sessions")}</a>
            </nav>
            <PageHead title={<Written>{id}</Written>}>
              {frame?.scopes.includes("admin") === true && (
                <Button type="button" isOff={undoable.planned !== undefined} onClick={erase}>
                  {t("session.erase")}
                </Button>
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
                  {stepsOf(session, after === undefined ? undefined : Number(after)).map((step, at) => (
                    <StepLine key={at} step={step} begin={begin} application={applications.length > 1} />
                  ))}
                </ol>
                {next_cursor !== null && items.length > 0 && (
                  <p class="more">
                    <a
                      href={addressWith(
                        { path, query },
                        { cursor: next_cursor, after: String(occurredAt(items.at(-1)!)) },
                      )}
                    >
                      {t("page.next")}
                    </a>
                  </p>
                )}
              </Card>
            </div>
          </>
        );
      }}
    </WhenLoaded>
  );
}
