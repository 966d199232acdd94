/** Two to five apps, or versions of one, side by side: how much, how negative, and what they are told of. */
import type { ExploreView } from "../../../src/operations/views/explore.ts";
import { useData } from "../data/api.ts";
import { showCount, showShare } from "../format.ts";
import { everyInterval } from "../intervals.ts";
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

interface ColumnProps {
  readonly app: string | undefined;
  readonly version: string | undefined;
  readonly remove: () => void;
}

function Column({ app, version, remove }: ColumnProps) {
  const view = useData<ExploreView>(address("/api/v1/views/explore", { app, version }));
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
        <button type="button" class="quiet" onClick={remove}>
          {t("compare.remove", { name })}
        </button>
      }
    >
      <WhenLoaded of={view}>
        {({ total, trend, interval, facets, themes }) => {
          const of = (sentiment: string) => facets.sentiment.find(({ value }) => value === sentiment)?.count ?? 0;
          const counts = everyInterval(trend, interval).map(
            ({ negative, neutral, positive }) => negative + neutral + positive,
          );
          const words = sentiments
            .map((one) => `${named("sentiment", one)}: ${showShare(total === 0 ? 0 : of(one) / total)}`)
            .join(", ");
          return (
            <div class="stacked">
              <p class="headline">
                {showCount(total)} <span>{t("compare.reviews", { count: total })}</span>
              </p>
              {counts.length > 0 && (
                <WeekBars
                  counts={counts}
                  label={t("compare.over", { counts: counts.join(", ") })}
                  strong={counts.length}
                  broad
                />
              )}
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
              {themes.length === 0 ? (
                <Empty>{t("ranked.none")}</Empty>
              ) : (
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
              )}
            </div>
          );
        }}
      </WhenLoaded>
    </Card>
  );
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
      <div class="grid columns">
        {chosen.map((name) => (
          <Column
            key={name}
            app={isOfVersions ? app : name}
            version={isOfVersions ? name : undefined}
            remove={() => set(chosen.filter((one) => one !== name))}
          />
        ))}
      </div>
    </>
  );
}
