/** One app: what changed, then its feedback by any filters. */
import type { AppView } from "../../../src/operations/views/app.ts";
import { useData } from "../data/api.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { InShort, Worse } from "../parts/app-summary.tsx";
import { Explorer } from "../parts/explorer.tsx";
import { isFiltered } from "../parts/filters.tsx";
import { Card, PageHead, Written } from "../parts/small.tsx";
import { WhenLoaded } from "../parts/states.tsx";

function Report({ app }: { readonly app: string }) {
  const view = useData<AppView>(`/api/v1/views/apps/${encodeURIComponent(app)}`);
  return (
    <WhenLoaded of={view} lines={4}>
      {({ report, now }) => (
        <>
          <InShort report={report} now={now} />
          {report.worse.length > 0 && (
            <div class="grid">
              <Card id="worse" className="wide" title={t("worse.title")} note={t("worse.note")}>
                <Worse report={report} />
              </Card>
            </div>
          )}
        </>
      )}
    </WhenLoaded>
  );
}

export default function AppPage({ params, path, query }: PageProps) {
  const app = params.app!;
  const of = `?app=${encodeURIComponent(app)}`;
  return (
    <>
      <PageHead title={<Written>{app}</Written>}>
        <nav class="page-links" aria-label={t("app.pages")}>
          <a href={`/themes${of}`}>{t("nav.themes")}</a>
          <a href={`/tickets${of}`}>{t("nav.tickets")}</a>
          <a href={`/requests${of}`}>{t("nav.requests")}</a>
          <a href={`/register${of}`}>{t("app.labels")}</a>
        </nav>
      </PageHead>
      {!isFiltered(query) && <Report app={app} />}
      <Explorer place={{ path, query }} app={app} />
    </>
  );
}
