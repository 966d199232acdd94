/** Feedback by any filters: over time, its themes, its versions side by side, the reviews themselves, and all of it as a file. */
import { useState } from "preact/hooks";
import type { Insight } from "../../../src/model/insight.ts";
import type { ListOf } from "../../../src/operations/insights.ts";
import type { ExploreView } from "../../../src/operations/views/explore.ts";
import { type ApiProblem, ask, asProblem, useData } from "../data/api.ts";
import { showCount, showShare } from "../format.ts";
import type { Span } from "../intervals.ts";
import { rich, t } from "../messages/translate.ts";
import { address, addressWith, go, type Place } from "../router.ts";
import { Alike } from "./alike.tsx";
import { Stack, WeekBars } from "./bars.tsx";
import { ExportLinks } from "./export-links.tsx";
import { Filters, filtersOf, isByMeaning } from "./filters.tsx";
import { InsightLine } from "./insight-line.tsx";
import { Card, Written } from "./small.tsx";
import { Empty, NoFeedback, ProblemNote, WhenLoaded } from "./states.tsx";
import { themePath, weeksLabel } from "./theme-lines.tsx";
import { Trend } from "./trend.tsx";

type At = Pick<Place, "path" | "query">;

const DAY_MS = 86_400_000;
const sorts = ["newest", "oldest", "priority", "relevance"] as const;

/** Whole days of UTC, of which the last is in. */
function spanChange({ from, to }: Span) {
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  return { from: day(from * 1000), to: day(Math.ceil((to * 1000) / DAY_MS) * DAY_MS) };
}

function Themes({ view, place }: { readonly view: ExploreView; readonly place: At }) {
  if (view.themes.length === 0) return <Empty>{t("ranked.none")}</Empty>;
  const most = Math.max(1, ...view.themes.map(({ count }) => count));
  return (
    <ol class="bars-list">
      {view.themes.slice(0, 12).map(({ id, name, kind, count, weeks }) => (
        <li key={id}>
          <a href={themePath(id)}>
            <Written>{name}</Written>
          </a>
          <span class="note">
            <a href={addressWith(place, { theme: id, cluster: undefined })}>
              {t("explore.narrow", { count, share: showShare(view.total === 0 ? 0 : count / view.total) })}
            </a>
          </span>
          <WeekBars counts={weeks} label={weeksLabel(weeks)} />
          <Stack
            segments={[{ value: count, kind: `tells-${kind}`, title: showCount(count) }]}
            longest={most}
            label={t("reviews", { count })}
          />
        </li>
      ))}
    </ol>
  );
}

function Versions({ view, place }: { readonly view: ExploreView; readonly place: At }) {
  if (view.versions.length === 0) return <Empty>{t("versions.none")}</Empty>;
  return (
    <section class="scroll" tabIndex={0} aria-label={t("table.of", { name: t("versions.title") })}>
      <table class="versions-table">
        <thead>
          <tr>
            <th scope="col">{t("field.version")}</th>
            <th scope="col" class="number">
              {t("versions.reviews")}
            </th>
            <th scope="col" class="number">
              {t("sentiment.negative")}
            </th>
            <th scope="col">{t("versions.themes")}</th>
          </tr>
        </thead>
        <tbody>
          {view.versions.toReversed().map(({ version, count, negative, themes }) => (
            <tr key={version}>
              <th scope="row">
                <a href={addressWith(place, { version })}>
                  <Written>{version}</Written>
                </a>
              </th>
              <td class="number">{showCount(count)}</td>
              <td class="number">{showShare(count === 0 ? 0 : negative / count)}</td>
              <td>
                {themes.map((theme, at) => (
                  <span key={theme.id}>
                    {at > 0 && ", "}
                    <a href={themePath(theme.id)}>
                      <Written>{theme.name}</Written>
                    </a>{" "}
                    {showCount(theme.count)}
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface FiguresProps {
  readonly view: ExploreView;
  readonly place: At;
  readonly hasApp: boolean;
}

const Figures = ({ view, place, hasApp }: FiguresProps) => (
  <div class="grid">
    <Card id="trend" className="wide" title={t("trend.title")} note={t("reviews", { count: view.total })}>
      <Trend trend={view.trend} interval={view.interval} onSpan={(span) => go(addressWith(place, spanChange(span)))} />
    </Card>
    {hasApp && (
      <Card id="themes" title={t("explore.themes")}>
        <Themes view={view} place={place} />
      </Card>
    )}
    {hasApp && (
      <Card id="versions" title={t("versions.title")}>
        <Versions view={view} place={place} />
      </Card>
    )}
  </div>
);

interface More {
  readonly path: string;
  /** Where the first page ended, when they were asked for. */
  readonly after: string | null;
  readonly items: readonly Insight[];
  readonly next: string | null;
}

/** Who comes back from a review finds the list as long as it was, unless its first page is another one by now. */
let lastMore: More | undefined;

/** Pages that were asked for after the first. */
function useMore(path: string, first: ListOf<Insight> | undefined) {
  const after = first?.next_cursor ?? null;
  const [more, setMore] = useState(() => (lastMore?.after === after ? lastMore : undefined));
  const [problem, setProblem] = useState<ApiProblem>();
  const own = more?.path === path ? more : undefined;
  const next = own === undefined ? after : own.next;
  const load = async (): Promise<void> => {
    setProblem(undefined);
    try {
      const page = await ask<ListOf<Insight>>(`${path}&cursor=${encodeURIComponent(next ?? "")}`);
      lastMore = { path, after, items: [...(own?.items ?? []), ...page.items], next: page.next_cursor };
      setMore(lastMore);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return { items: own?.items ?? [], hasMore: next !== null, problem, load };
}

/** What was looked for may have been dropped; where nothing was looked for, nothing came. */
function NothingFound({ filters }: { readonly filters: URLSearchParams }) {
  if (filters.size === 0) return <NoFeedback />;
  const quarantine = address("/quarantine", { app: filters.get("app") ?? "" });
  return (
    <>
      <Empty>{t("reviews.none")}</Empty>
      <p class="note">{rich("reviews.dropped", { quarantine: <a href={quarantine}>{t("nav.quarantine")}</a> })}</p>
    </>
  );
}

interface ReviewsProps {
  readonly filters: URLSearchParams;
  readonly place: At;
  readonly showApp: boolean;
}

function Reviews({ filters, place, showApp }: ReviewsProps) {
  const asked = new URLSearchParams(filters);
  const chosen = sorts.find((one) => one === place.query.get("sort"));
  if (chosen !== undefined) asked.set("sort", chosen);
  asked.set("limit", "20");
  const path = `/api/v1/insights?${asked}`;
  const list = useData<ListOf<Insight>>(path, { keepOld: true });
  const more = useMore(path, list.data);
  return (
    <Card
      id="reviews"
      className="wide"
      title={t("reviews.title")}
      note={
        <span class="tools">
          <label>
            {t("sort.label")}{" "}
            <select
              value={chosen ?? ""}
              onChange={({ currentTarget }) => go(addressWith(place, { sort: currentTarget.value }))}
            >
              <option value="">{filters.has("q") ? t("sort.relevance") : t("sort.newest")}</option>
              {sorts.map((one) => (
                <option key={one} value={one}>
                  {t(`sort.${one}`)}
                </option>
              ))}
            </select>
          </label>
          <ExportLinks asked={filters} />
        </span>
      }
    >
      <WhenLoaded of={list}>
        {({ items, total }) => (
          <>
            <p class="note" role="status" data-total={total}>
              {t("reviews.found", { count: total })}
            </p>
            {total === 0 ? (
              <NothingFound filters={filters} />
            ) : (
              <ol class="insights" id="reviews-list">
                {[...items, ...more.items].map((insight) => (
                  <InsightLine key={insight.id} insight={insight} showApp={showApp} />
                ))}
              </ol>
            )}
            {more.hasMore && (
              <p class="more">
                <button type="button" onClick={() => void more.load()}>
                  {t("reviews.more")}
                </button>
              </p>
            )}
            {more.problem !== undefined && <ProblemNote problem={more.problem} />}
          </>
        )}
      </WhenLoaded>
    </Card>
  );
}

interface ExplorerProps {
  readonly place: At;
  /** On the page of one app. */
  readonly app?: string;
  readonly apps?: readonly string[];
}

export function Explorer({ place, app, apps }: ExplorerProps) {
  const filters = filtersOf(place.query, app);
  const meaning = isByMeaning(place.query) ? (filters.get("q") ?? "") : undefined;
  // Everything means something: what may be chosen is of what the other filters leave, not of the nearest; these have no figures.
  if (meaning !== undefined) filters.delete("q");
  const view = useData<ExploreView>(`/api/v1/views/explore?${filters}`, { keepOld: true });
  const hasApp = filters.has("app");
  return (
    <>
      <Filters place={place} view={view.data} {...(apps === undefined ? {} : { apps })} />
      {meaning === undefined ? (
        <>
          <WhenLoaded of={view} lines={10}>
            {(shown) => <Figures view={shown} place={place} hasApp={hasApp} />}
          </WhenLoaded>
          <Reviews filters={filters} place={place} showApp={!hasApp} />
        </>
      ) : (
        <Alike text={meaning} filters={filters} showApp={!hasApp} />
      )}
    </>
  );
}
