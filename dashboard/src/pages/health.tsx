/** How the installation does: the books of each pipeline, queues, dead letters and running them again, what came in. */
import { useState } from "preact/hooks";
import type { HealthView } from "../../../src/operations/views/health.ts";
import { ApiProblem, ask, useData } from "../data/api.ts";
import { changedHere } from "../data/live.ts";
import { showCount } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { WeekBars } from "../parts/bars.tsx";
import { BookFigures, Verdict } from "../parts/books.tsx";
import { Card, named, PageHead, Time } from "../parts/small.tsx";
import { Empty, ProblemNote, WhenLoaded } from "../parts/states.tsx";

function Queues({ queues }: { readonly queues: NonNullable<HealthView["queues"]> }) {
  if (queues.length === 0) return <Empty>{t("health.notSampled")}</Empty>;
  return (
    <section class="scroll" tabIndex={0} aria-label={t("table.of", { name: t("health.queues") })}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("health.queue")}</th>
            <th scope="col" class="number">
              {t("health.waiting")}
            </th>
            <th scope="col" class="number">
              {t("health.inWork")}
            </th>
            <th scope="col" class="number">
              {t("health.oldest")}
            </th>
          </tr>
        </thead>
        <tbody>
          {queues.map(({ name, visible, inFlight, age }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="number">{showCount(visible)}</td>
              <td class="number">{showCount(inFlight)}</td>
              <td class="number">{age === undefined ? "–" : t("seconds", { count: Math.round(age) })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Dead({ dead, mayRedrive }: { readonly dead: HealthView["dead"]; readonly mayRedrive: boolean }) {
  const [done, setDone] = useState<string>();
  const [problem, setProblem] = useState<ApiProblem>();
  const redrive = (queue: string): void => {
    ask<{ records: number }>(`/api/v1/dead/${queue}/redrive`, { method: "POST", json: {} }).then(
      ({ records }) => {
        setDone(t("health.redriven", { count: records }));
        changedHere();
      },
      (error: unknown) => setProblem(error instanceof ApiProblem ? error : new ApiProblem(0, "")),
    );
  };
  return (
    <>
      {dead.length === 0 ? (
        <Empty>{t("health.noDead")}</Empty>
      ) : (
        <ul class="rows">
          {dead.map(({ queue, letters }) => (
            <li key={queue} class="toolbar">
              <b>{queue}</b> {t("health.letters", { count: letters })}
              {mayRedrive && (
                <button type="button" onClick={() => redrive(queue)}>
                  {t("health.redrive")}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <p role="status">{done}</p>
      {problem !== undefined && <ProblemNote problem={problem} />}
    </>
  );
}

function Intake({ intake, now }: Pick<HealthView, "intake" | "now">) {
  const hour = now - (now % 3_600);
  const counts = Array.from({ length: 24 }, (_, at) => {
    const start = hour - (23 - at) * 3_600;
    return intake.find((point) => point.at === start)?.count ?? 0;
  });
  const total = counts.reduce((sum, count) => sum + count, 0);
  const words = t("health.intake", { reviews: t("reviews", { count: total }), most: Math.max(...counts) });
  return (
    <>
      <WeekBars counts={counts} label={words} strong={24} broad />
      <p class="note">{words}</p>
    </>
  );
}

function Loops({ loops }: Pick<HealthView, "loops">) {
  const run = loops.filter(({ succeededAt }) => succeededAt > 0);
  if (run.length === 0) return <Empty>{t("health.noRounds")}</Empty>;
  return (
    <table class="plain names">
      <tbody>
        {run.map(({ name, succeededAt }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <Time at={succeededAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export default function Health({ frame }: PageProps) {
  const view = useData<HealthView>("/api/v1/views/health");
  return (
    <>
      <PageHead title={t("nav.health")} lead={t("health.lead")} />
      <WhenLoaded of={view} lines={10}>
        {({ pipelines, queues, dead, intake, now, loops }) => (
          <div class="grid">
            {pipelines
              .filter(({ name, balance }) => balance.received > 0 || name === "feedback")
              .map(({ name, balance }) => (
                <Card
                  key={name}
                  id={`books-${name}`}
                  title={named("pipeline", name)}
                  note={<Verdict balanced={balance.balanced} />}
                >
                  <BookFigures balance={balance} />
                </Card>
              ))}
            <Card id="intake" title={t("health.intakeTitle")}>
              <Intake intake={intake} now={now} />
            </Card>
            <Card id="dead" title={t("health.dead")}>
              <Dead dead={dead} mayRedrive={frame?.scopes.includes("admin") === true} />
            </Card>
            {queues !== undefined && (
              <Card id="queues" title={t("health.queues")}>
                <Queues queues={queues} />
              </Card>
            )}
            {queues !== undefined && (
              <Card id="loops" title={t("health.loops")}>
                <Loops loops={loops} />
              </Card>
            )}
          </div>
        )}
      </WhenLoaded>
    </>
  );
}
