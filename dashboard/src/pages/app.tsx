/** One app: what changed, the biggest problems, what is asked for, and the books. */
import type { AppView } from "../../../src/operations/views/app.ts";
import { useData } from "../data/api.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../pages.ts";
import { Better, InShort, Ranked, Worse } from "../parts/app-summary.tsx";
import { Books } from "../parts/books.tsx";
import { Card, PageHead, Written } from "../parts/small.tsx";
import { WhenLoaded } from "../parts/states.tsx";

export default function AppPage({ params }: PageProps) {
  const app = params.app!;
  const view = useData<AppView>(`/api/v1/views/apps/${encodeURIComponent(app)}`);
  return (
    <>
      <PageHead title={<Written>{app}</Written>} />
      <WhenLoaded of={view} lines={12}>
        {({ report, now, balance }) => (
          <>
            <InShort report={report} now={now} />
            <div class="grid">
              <Card id="worse" className="wide" title={t("worse.title")} note={t("worse.note")}>
                <Worse report={report} />
              </Card>
              <Card id="problems" title={t("problems.title")}>
                <Ranked items={report.problems.items} />
              </Card>
              <div class="column">
                <Card id="better" title={t("better.title")} note={t("better.note")}>
                  <Better report={report} />
                </Card>
                <Card id="wishes" title={t("wishes.title")}>
                  <Ranked items={report.wishes.items} />
                </Card>
                <Books balance={balance} />
              </div>
            </div>
          </>
        )}
      </WhenLoaded>
    </>
  );
}
