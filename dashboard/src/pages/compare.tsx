/** Two to five apps, or versions of one, side by side: how much, how negative, and what they are told of. */
import type { ExploreView } from "../../../src/operations/views/explore.ts";
import type { Interval } from "../../../src/store/store.ts";
import { type Loaded, useData } from "../data/api.ts";
import { showCount, showCountedDay, showShare } from "../format.ts";
import { type CountAt, sharedBars, sharedUnit } from "../intervals.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { Stack, WeekBars } from "../parts/bars.tsx";
import { Card, named, PageHead, Written } from "../parts/small.tsx";
import { Empty, NoFeedback, WhenLoaded } from "../parts/states.tsx";
import { themePath } from "../parts/theme-lines.tsx";
import { address, addressWith, go } from "../router.ts";

const MOST = 5;
const THEMES = 6;
const sentiments = ["negative", "neutral", "positive"] as const;

interface Named {
  readonly app: string | undefined;
  readonly version: string | undefined;
}

interface ColumnProps extends Named {
  readonly view: Loaded<ExploreView>;
  readonly bars: readonly CountAt[];
  readonly unit: Interval;
  /** Of all columns. */
  readonly most: number;
  /** Undefined: it is the last. */
  readonly remove: (() => void) | undefined;
}

/** From when to when, and what a bar stands for: each column has its own time, and all have one height. */
function Bars({ bars, unit, most }: Pick<ColumnProps, "bars" | "unit" | "most">) {
  const [first, last] = [bars[0], bars.at(-1)];
  if (first === undefined || last === undefined) return null;
  const counts = bars.map(({ count }) => count);
  const values = { from: showCountedDay(first.at), to: showCountedDay(last.at), most: Math.max(...counts) };
  const words = t(`compare.by.${unit}`, values);
  return (
    <div>
      <WeekBars
        counts={counts}
        label={t("compare.over", { words, counts: counts.join(", ") })}
        strong={counts.length}
        broad
        most={most}
      />
      <p class="note">{words}</p>
    </div>
  );
}

function Sentiments({ view: { total, facets } }: { readonly view: ExploreView }) {
  const of = (sentiment: string) => facets.sentiment.find(({ value }) => value === sentiment)?.count ?? 0;
  const words = sentiments
    .map((one) => `${named("sentiment", one)}: ${showShare(total === 0 ? 0 : of(one) / total)}`)
    .join(", ");
  return (
    <div>
      <Stack
        segments={sentiments.map((one) => ({
          value: of(one),
          kind: `fill-${one}`,
          title: `${named("sentiment", one)}: ${of(one)}`,
        }))}
        longest={total}
        label={words}
      />
      <p class="note">{words}</p>
    </div>
  );
}

function Themes({ view: { themes, total } }: { readonly view: ExploreView }) {
  if (themes.length === 0) return <Empty>{t("ranked.none")}</Empty>;
  return (
    <ol class="rows">
      {themes.slice(0, THEMES).map((theme) => (
        <li key={theme.id}>
          <a href={themePath(theme.id)}>
            <Written>{theme.name}</Written>
          </a>{" "}
          <span class="note">
            {showCount(theme.count)}, {showShare(theme.count / Math.max(1, total))}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Column({ app, version, view, bars, unit, most, remove }: ColumnProps) {
  const name = version ?? app ?? "";
  return (
    <Card
      id={`column-${name}`}
      title={
        <a href={address(`/apps/${encodeURIComponent(app ?? "")}`, { version })}>
          <Written>{name}</Written>
        </a>
      }
      note={
        remove !== undefined && (
          <button type="button" class="quiet" onClick={remove}>
            {t("compare.remove", { name })}
          </button>
        )
      }
    >
      <WhenLoaded of={view}>
        {(shown) => (
          <div class="stacked">
            <p class="headline">
              {showCount(shown.total)} <span>{t("compare.reviews", { count: shown.total })}</span>
            </p>
            <Bars bars={bars} unit={unit} most={most} />
            <Sentiments view={shown} />
            <Themes view={shown} />
          </div>
        )}
      </WhenLoaded>
    </Card>
  );
}

/** As many as are compared at most. */
const useEach = <T,>(paths: readonly (string | undefined)[]): readonly Loaded<T>[] => [
  useData<T>(paths[0]),
  useData<T>(paths[1]),
  useData<T>(paths[2]),
  useData<T>(paths[3]),
  useData<T>(paths[4]),
];

/** What each column shows, its bars in the unit of all. */
function useColumns(chosen: readonly Named[]) {
  const views = useEach<ExploreView>(
    chosen.map(({ app, version }) => address("/api/v1/views/explore", { app, version })),
  );
  const shown = chosen.map((_, at) => views[at]!.data);
  const unit = sharedUnit(shown.flatMap((view) => (view === undefined ? [] : [view.interval])));
  const paths = chosen.map(({ app, version }, at) =>
    shown[at] === undefined || shown[at].interval === unit
      ? undefined
      : address("/api/v1/trends", { app, version, interval: unit }),
  );
  const trends = useEach<{ readonly items: readonly CountAt[] }>(paths);
  const compared = shown.map((view, at) => ({
    view,
    counts: paths[at] === undefined ? undefined : trends[at]!.data?.items,
  }));
  return { views, unit, ...sharedBars(compared, unit) };
}

const listed = (value: string | null): string[] => (value ?? "").split("|").filter((one) => one !== "");

/** Apps in `apps`, or an `app` and its `versions`; several with a bar between them, since names may have commas. */
export default function Compare({ path, query, frame }: PageProps) {
  const place = { path, query };
  const apps = frame?.apps ?? [];
  const app = query.get("app") ?? (apps.length === 1 ? apps[0] : undefined);
  const isOfVersions = app !== undefined;
  const versions = useData<ExploreView>(app === undefined ? undefined : address("/api/v1/views/explore", { app }));
  const known = isOfVersions ? (versions.data?.facets.version ?? []).map(({ value }) => value) : apps;
  const field = isOfVersions ? "versions" : "apps";
  const asked = listed(query.get(field)).slice(0, MOST);
  const chosen = asked.length > 0 ? asked : isOfVersions ? known.slice(-3) : known.slice(0, 3);
  const columns = chosen.map((name) => ({ app: isOfVersions ? app : name, version: isOfVersions ? name : undefined }));
  const { views, unit, bars, most } = useColumns(columns);
  const set = (names: readonly string[]): void => go(addressWith(place, { [field]: names.join("|") }));
  return (
    <>
      <PageHead title={t("nav.compare")} lead={t("compare.lead")} />
      <form class="filters" aria-label={t("filter.label")} onSubmit={(event) => event.preventDefault()}>
        {apps.length > 1 && (
          <label>
            <span>{t("compare.what")}</span>
            <select value={app ?? ""} onChange={({ currentTarget }) => go(address(path, { app: currentTarget.value }))}>
              <option value="">{t("compare.apps")}</option>
              {apps.map((name) => (
                <option key={name} value={name}>
                  {t("compare.versionsOf", { app: name })}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          <span>{t(isOfVersions ? "compare.addVersion" : "compare.addApp")}</span>
          <select
            value=""
            disabled={chosen.length >= MOST}
            onChange={({ currentTarget }) => currentTarget.value !== "" && set([...chosen, currentTarget.value])}
          >
            <option value="">{t("compare.choose")}</option>
            {known
              .filter((name) => !chosen.includes(name))
              .map((name) => (
                <option key={name}>{name}</option>
              ))}
          </select>
        </label>
      </form>
      {frame !== undefined && apps.length === 0 && <NoFeedback />}
      {isOfVersions && versions.data !== undefined && chosen.length === 0 && <Empty>{t("versions.none")}</Empty>}
      {chosen.length > 1 && <p class="note">{t("compare.scale")}</p>}
      <div class="grid columns">
        {columns.map((column, at) => (
          <Column
            key={chosen[at]}
            {...column}
            view={views[at]!}
            bars={bars[at]!}
            unit={unit}
            most={most}
            remove={chosen.length < 2 ? undefined : () => set(chosen.filter((_, other) => other !== at))}
          />
        ))}
      </div>
    </>
  );
}
