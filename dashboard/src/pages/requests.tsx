/** What people ask for, grouped over reviews and organisations. */
import { useEffect, useState } from "preact/hooks";
import type { FeatureRequest } from "../../../src/model/feature-request.ts";
import { type RequestStatus, requestStatuses } from "../../../src/model/request-names.ts";
import type { SaidById } from "../../../src/operations/said.ts";
import type { RequestsView } from "../../../src/operations/views/requests.ts";
import { ask, useData } from "../data/api.ts";
import { useSending } from "../data/sending.ts";
import { shorten, showCount, showDay } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { appPath } from "../parts/app-summary.tsx";
import { Button } from "../parts/button.tsx";
import { ChoiceFilter } from "../parts/choice.tsx";
import { insightPath } from "../parts/insight-line.tsx";
import { AppChoice, NextPage } from "../parts/listing.tsx";
import { Card, Chip, Day, named, PageHead, Quote, Written } from "../parts/small.tsx";
import { NothingListed, ProblemNote, WhenLoaded } from "../parts/states.tsx";
import { submitted } from "../parts/submitted.ts";
import { address, addressWith, go } from "../router.ts";
import { asTitle } from "../titles.ts";

const QUOTES = 3;
const PAGE = "30";

/** How often each stands at an item, most first. */
function countsOf(names: readonly (string | undefined)[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== undefined && name !== "") counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

const SHOWN_COUNTS = 8;

interface CountsProps {
  readonly title: string;
  readonly counts: readonly (readonly [string, number])[];
}

const Counts = ({ title, counts }: CountsProps) =>
  counts.length === 0 ? null : (
    <p class="meta">
      <span>{title}</span>
      {counts.slice(0, SHOWN_COUNTS).map(([name, count]) => (
        <Chip key={name}>
          <Written>{name}</Written>&nbsp;{showCount(count)}
        </Chip>
      ))}
    </p>
  );

const kinds: Readonly<Record<RequestStatus, string>> = {
  open: "",
  planned: "sure-sure",
  in_progress: "priority-high",
  done: "is-positive",
  declined: "",
};

function Standing({ request, mayChange }: { readonly request: FeatureRequest; readonly mayChange: boolean }) {
  const { id, status, votes, voted } = request;
  const { isBusy, problem, send } = useSending();
  const [chosen, setChosen] = useState(status);
  useEffect(() => setChosen(status), [status]);
  const change = (json: object) =>
    send(() => ask(`/api/v1/feature-requests/${encodeURIComponent(id)}`, { method: "PATCH", json }));
  const choose = (next: RequestStatus): void => {
    setChosen(next);
    void change({ status: next }).then((isDone) => isDone || setChosen(status));
  };
  if (!mayChange)
    return (
      <p class="meta">
        <Chip kind={kinds[status]}>{named("requestStatus", status)}</Chip> {t("requests.votes", { count: votes })}
      </p>
    );
  return (
    <>
      <div class="tools">
        <Button
          type="button"
          aria-pressed={voted}
          isOff={isBusy}
          aria-label={`${t("requests.vote")}, ${t("requests.votes", { count: votes })}: ${request.title}`}
          onClick={() => void change({ voted: !voted })}
        >
          ▲ {showCount(votes)}
        </Button>
        <select
          aria-label={`${t("requests.status")}: ${request.title}`}
          class={kinds[chosen]}
          value={chosen}
          onChange={({ currentTarget }) => choose(currentTarget.value as RequestStatus)}
        >
          {requestStatuses.map((one) => (
            <option key={one} value={one}>
              {named("requestStatus", one)}
            </option>
          ))}
        </select>
      </div>
      {problem !== undefined && <ProblemNote problem={problem} />}
    </>
  );
}

/** Of what a snap-in sent, which is no insight here. */
function DayOf({ items, text }: { readonly items: FeatureRequest["items"]; readonly text: string }) {
  const item = items.find((one) => one.text === text);
  return item === undefined ? null : (
    <footer>
      <Day at={item.date} />
    </footer>
  );
}

/** Who else asks for it, in their words: of many, the newest. */
function Others({ items }: { readonly items: FeatureRequest["items"] }) {
  if (items.length === 0) return null;
  return (
    <details>
      <summary>{t("requests.others", { count: items.length })}</summary>
      <ul class="quotes">
        {items.toReversed().map(({ id, insight_id, text, date }) => (
          <li key={id}>
            <Written>{shorten(text, 200)}</Written>{" "}
            {insight_id === undefined ? <Day at={date} /> : <a href={insightPath(insight_id)}>{showDay(date)}</a>}
          </li>
        ))}
      </ul>
    </details>
  );
}

interface RequestProps {
  readonly request: FeatureRequest;
  readonly said: SaidById;
  readonly mayChange: boolean;
  /** Where requests of several stand side by side. */
  readonly namesApp: boolean;
}

function Request({ request, said, mayChange, namesApp }: RequestProps) {
  const { title, count, quotes, first_seen, last_seen, items, app } = request;
  const shown = quotes.slice(0, QUOTES);
  const isShown = ({ insight_id, text }: FeatureRequest["items"][number]): boolean =>
    shown.some((quote) => quote.text === text && quote.insight_id === insight_id);
  return (
    <li class="ranked">
      <span class="votes">
        <b>{count}</b> {t("votes.ask", { count })}
      </span>
      <div>
        <h3>
          <Written>{shorten(asTitle(title), 160)}</Written>
        </h3>
        <p class="meta">
          {namesApp && (
            <a href={appPath(app)}>
              <Written>{app}</Written>
            </a>
          )}
          <span>
            <Day at={first_seen} />
            {showDay(first_seen) !== showDay(last_seen) && (
              <>
                {" – "}
                <Day at={last_seen} />
              </>
            )}
          </span>
        </p>
        <Standing request={request} mayChange={mayChange} />
        <Counts title={t("requests.orgs")} counts={countsOf(items.map(({ org }) => org))} />
        <Counts title={t("requests.hashtags")} counts={countsOf(items.map(({ hashtag }) => hashtag))} />
        {shown.map(({ insight_id, text }) =>
          insight_id === undefined ? (
            <blockquote key={text}>
              <Written>{shorten(text, 200)}</Written>
              <DayOf items={items} text={text} />
            </blockquote>
          ) : (
            <Quote key={insight_id} id={insight_id} text={shorten(text, 200)} said={said[insight_id]} />
          ),
        )}
        <Others items={items.filter((item) => !isShown(item))} />
      </div>
    </li>
  );
}

export default function Requests({ path, query, frame }: PageProps) {
  const [app, q, status, sort, cursor] = ["app", "q", "status", "sort", "cursor"].map(
    (name) => query.get(name) ?? undefined,
  );
  const list = useData<RequestsView>(address("/api/v1/views/requests", { app, q, status, sort, cursor, limit: PAGE }), {
    keepOld: true,
  });
  const mayChange = frame?.scopes.includes("admin") === true;
  const change = (changed: Readonly<Record<string, string>>) =>
    go(addressWith({ path, query }, { ...changed, cursor: undefined }));
  return (
    <>
      <PageHead title={t("nav.requests")} lead={t("requests.lead")} />
      <form
        class="filters"
        aria-label={t("filter.label")}
        onSubmit={submitted((form) => {
          change({ q: String(form.get("q") ?? "") });
        })}
      >
        <label class="grows">
          <span>{t("filter.words")}</span>
          <input name="q" type="search" defaultValue={q ?? ""} maxLength={500} />
        </label>
        <AppChoice apps={frame?.apps ?? []} app={app} choose={(chosen) => change({ app: chosen })} />
        <ChoiceFilter
          title={t("requests.status")}
          value={status}
          options={requestStatuses.map((value) => ({ value, title: named("requestStatus", value) }))}
          choose={(chosen) => change({ status: chosen })}
        />
        <label>
          <span>{t("sort.label")}</span>
          <select value={sort ?? ""} onChange={({ currentTarget }) => change({ sort: currentTarget.value })}>
            <option value="">{t("requests.mostFirst")}</option>
            <option value="newest">{t("sort.newest")}</option>
          </select>
        </label>
      </form>
      <WhenLoaded of={list} lines={10}>
        {({ items, total, next_cursor, said }) => (
          <Card id="list" title={t("requests.title")} note={t("requests.count", { count: total })}>
            {items.length === 0 ? (
              <NothingListed query={query} by={["app", "q", "status"]} none="requests.none" />
            ) : (
              <ol class="ranking">
                {items.map((request) => (
                  <Request
                    key={request.id}
                    request={request}
                    said={said}
                    mayChange={mayChange}
                    namesApp={app === undefined && (frame?.apps.length ?? 0) > 1}
                  />
                ))}
              </ol>
            )}
            <NextPage place={{ path, query }} cursor={next_cursor} />
          </Card>
        )}
      </WhenLoaded>
    </>
  );
}
