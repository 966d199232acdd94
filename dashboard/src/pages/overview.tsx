/** The overview: what changed since last week, why, how sure that is, and what to do about it. */
import type { ComponentChildren } from "preact";
import type { AppReport } from "../../../src/operations/app-report.ts";
import type { OverviewView } from "../../../src/operations/views/overview.ts";
import { useData } from "../data/api.ts";
import { mayBringIn, useBringing } from "../data/bringing.ts";
import { shorten } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { appPath, Better, InShort, Ranked, Worse } from "../parts/app-summary.tsx";
import { Books } from "../parts/books.tsx";
import { BringInLink, BroughtIn } from "../parts/bring-in.tsx";
import { Card, PageHead, Quote, Written } from "../parts/small.tsx";
import { CoverageWords, SourceChip, sourcePath } from "../parts/source-state.tsx";
import { Empty, WhenLoaded } from "../parts/states.tsx";
import { TicketLine } from "../parts/ticket-line.tsx";
import { address } from "../router.ts";
import { asTitle } from "../titles.ts";
import { FirstRun } from "./first-run.tsx";

interface WholeAppProps {
  readonly report: AppReport;
  readonly now: number;
  /** What stands below the problems, and beside it. */
  readonly left: ComponentChildren;
  readonly right: ComponentChildren;
}

/** In columns of their own, so that a long card leaves no gap beside it. */
function WholeApp({ report, now, left, right }: WholeAppProps) {
  return (
    <>
      <PageHead
        title={
          <a href={appPath(report.app)}>
            <Written>{report.app}</Written>
          </a>
        }
      />
      <InShort report={report} now={now} />
      <div class="grid">
        <Card id="worse" className="wide" title={t("worse.title")} note={t("worse.note")}>
          <Worse report={report} />
        </Card>
        <div class="column">
          <Card id="problems" title={t("problems.title")}>
            <Ranked items={report.problems.items} />
            {report.problems.total > 0 && (
              <p class="more">
                <a href={address("/themes", { app: report.app, kind: "problem" })}>
                  {t("problems.all", { count: report.problems.total })}
                </a>
              </p>
            )}
          </Card>
          {left}
        </div>
        <div class="column">
          <Card id="better" title={t("better.title")} note={t("better.note")}>
            <Better report={report} />
          </Card>
          <Card id="wishes" title={t("wishes.title")}>
            <Ranked items={report.wishes.items} />
            {report.wishes.total > 0 && (
              <p class="more">
                <a href={address("/themes", { app: report.app, kind: "wish" })}>
                  {t("wishes.all", { count: report.wishes.total })}
                </a>
              </p>
            )}
          </Card>
          {right}
        </div>
      </div>
    </>
  );
}

/** One of several apps. */
function AppCard({ report, now, at }: { readonly report: AppReport; readonly now: number; readonly at: number }) {
  return (
    <Card
      id={`app-${at}`}
      className="wide"
      title={
        <a href={appPath(report.app)}>
          <Written>{report.app}</Written>
        </a>
      }
    >
      <InShort report={report} now={now} />
      <h3 class="between">{t("worse.title")}</h3>
      <Worse report={report} level="h4" />
      {report.worse.length === 0 && report.problems.items.length > 0 && (
        <>
          <h3 class="between">{t("problems.title")}</h3>
          <Ranked items={report.problems.items} level="h4" />
        </>
      )}
      <p class="more">
        <a href={appPath(report.app)}>{t("app.more", { app: report.app })}</a>
      </p>
    </Card>
  );
}

function Tickets({ tickets, said }: Pick<OverviewView, "tickets" | "said">) {
  return (
    <Card id="tickets" title={t("tickets.open")} note={t("tickets.count", { count: tickets.total })}>
      {tickets.items.length === 0 ? (
        <Empty>{t("tickets.none")}</Empty>
      ) : (
        <ol class="tickets">
          {tickets.items.map((ticket) => (
            <TicketLine key={ticket.id} ticket={ticket} said={said} />
          ))}
        </ol>
      )}
      <p class="more">
        <a href="/tickets">{t("tickets.all")}</a>
      </p>
    </Card>
  );
}

function Requests({ requests, said }: Pick<OverviewView, "requests" | "said">) {
  return (
    <Card id="requests" title={t("requests.title")}>
      {requests.items.length === 0 ? (
        <Empty>{t("requests.none")}</Empty>
      ) : (
        <ol class="ranking">
          {requests.items.map(({ id, app, title, count, quotes: [quote] }) => (
            <li key={id} class="ranked">
              <span class="votes">
                <b>{count}</b> {t("votes.ask", { count })}
              </span>
              <div>
                <h3>
                  <Written>{shorten(asTitle(title), 120)}</Written>
                </h3>
                <p class="meta">
                  <a href={appPath(app)}>
                    <Written>{app}</Written>
                  </a>
                </p>
                {quote?.insight_id !== undefined && (
                  <Quote id={quote.insight_id} text={shorten(quote.text, 160)} said={said[quote.insight_id]} />
                )}
              </div>
            </li>
          ))}
        </ol>
      )}
      <p class="more">
        <a href="/requests">{t("requests.all")}</a>
      </p>
    </Card>
  );
}

function Sources({ sources, frame }: Pick<OverviewView, "sources"> & Pick<PageProps, "frame">) {
  if (sources.total === 0 && mayBringIn(frame) !== true) return null;
  return (
    <Card id="sources" title={t("coverage.title")}>
      {sources.total > 0 && (
        <ul class="rows">
          {sources.items.map((source) => (
            <li key={source.id}>
              <a href={sourcePath(source.id)}>
                <Written>{source.name}</Written>
              </a>{" "}
              <SourceChip source={source} />
              <p class="note">
                <CoverageWords source={source} />
              </p>
            </li>
          ))}
        </ul>
      )}
      <p class="more toolbar">
        {sources.total > 0 && <a href="/sources">{t("coverage.all", { count: sources.total })}</a>}
        <BringInLink frame={frame} />
      </p>
    </Card>
  );
}

export default function Overview({ frame }: PageProps) {
  const overview = useData<OverviewView>("/api/v1/views/overview");
  const bringing = useBringing();
  return (
    <WhenLoaded of={overview} lines={12}>
      {({ reports, now, balance, tickets, said, requests, sources, otherApps }) => {
        if (reports.length === 0) return <FirstRun {...{ frame, balance, bringing }} />;
        const { progress } = bringing;
        // What was taken shows itself.
        const isTold = progress.kind === "sent" && Object.keys(progress.sent.refused).length === 0;
        const broughtIn = !isTold && <BroughtIn progress={progress} />;
        const [only] = reports;
        const left = <Tickets tickets={tickets} said={said} />;
        const right = (
          <>
            <Books balance={balance} />
            <Sources sources={sources} frame={frame} />
          </>
        );
        if (reports.length === 1)
          return (
            <>
              {broughtIn}
              <WholeApp report={only!} {...{ now, left, right }} />
            </>
          );
        return (
          <>
            {broughtIn}
            <PageHead title={t("nav.overview")} lead={t("overview.lead")} />
            <div class="grid">
              {reports.map((report, at) => (
                <AppCard key={report.app} report={report} now={now} at={at} />
              ))}
            </div>
            {otherApps > 0 && <p class="note">{t("nav.moreApps", { count: otherApps })}</p>}
            <div class="grid">
              {left}
              <div class="column">
                {reports.length > 1 && <Requests requests={requests} said={said} />}
                {right}
              </div>
            </div>
          </>
        );
      }}
    </WhenLoaded>
  );
}
