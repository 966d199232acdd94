/** How the installation does: the books of each pipeline, queues, dead letters and running them again, what came in. */
import type { HealthView } from "../../../src/operations/views/health.ts";
import { useData } from "../data/api.ts";
import { showCount } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { WeekBars } from "../parts/bars.tsx";
import { BookFigures, Verdict } from "../parts/books.tsx";
import { DeadLetters } from "../parts/dead-letters.tsx";
import { Card, named, PageHead, Time } from "../parts/small.tsx";
import { Empty, WhenLoaded } from "../parts/states.tsx";

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
            <th scope="row">{named("loop", name)}</th>
            <td>
              <Time at={succeededAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export default function Health({ path, query, frame }: PageProps) {
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
            <Card id="dead" className="wide" title={t("health.dead")}>
              <DeadLetters dead={dead} mayLook={frame?.scopes.includes("admin") === true} place={{ path, query }} />
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
