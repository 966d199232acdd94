/** All themes of an app: sorted and filtered in the address. */
import type { ListedTheme, ThemesView } from "../../../src/operations/views/themes.ts";
import { useData } from "../data/api.ts";
import { showCount, showCountedDay, showShare } from "../format.ts";
import { rich, t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { WeekBars } from "../parts/bars.tsx";
import { AppChoice } from "../parts/listing.tsx";
import { Card, Chip, named, PageHead, PriorityChip, Written } from "../parts/small.tsx";
import { NothingListed, WhenLoaded } from "../parts/states.tsx";
import {
  CampaignChip,
  Figures,
  SurenessChip,
  tellingSpan,
  themePath,
  ticketPath,
  weeksLabel,
} from "../parts/theme-lines.tsx";
import { address, addressWith, go } from "../router.ts";

const kinds = ["problem", "wish"] as const;
const sorts = ["size", "changed", "newest"] as const;
type Sort = (typeof sorts)[number];

const chanceOf = ({ week, month }: ListedTheme): number =>
  Math.min(week.sureness === "none" ? 1 : week.chance, month.sureness === "none" ? 1 : month.chance);

const order: Readonly<Record<Sort, (a: ListedTheme, b: ListedTheme) => number>> = {
  size: (a, b) => b.theme.size - a.theme.size,
  changed: (a, b) => chanceOf(a) - chanceOf(b) || b.theme.size - a.theme.size,
  newest: (a, b) => b.theme.first_seen - a.theme.first_seen,
};

function Row({ one }: { readonly one: ListedTheme }) {
  const { theme, muted, fixed, weeks, since } = one;
  const { span, change } = tellingSpan(one);
  return (
    <tr class={theme.kind === "problem" ? `goes-${change.direction}` : undefined}>
      <th scope="row">
        <a href={themePath(theme.id)}>
          <Written>{theme.name}</Written>
        </a>
        <span class="meta">
          <Chip kind={`tells-${theme.kind}`}>{named("kind", theme.kind)}</Chip>
          <PriorityChip priority={theme.priority} />
          <CampaignChip theme={theme} />
          {muted && <Chip title={t("theme.muted")}>{t("tickets.muted")}</Chip>}
          {fixed !== undefined && (
            <Chip kind={fixed.holds ? "is-positive" : ""} title={fixed.holds ? t("fix.holds") : undefined}>
              <span>
                {fixed.version === undefined
                  ? t("themes.fixed")
                  : rich("theme.fixedIn", { version: <Written>{fixed.version}</Written> })}
              </span>
            </Chip>
          )}
          {theme.label !== theme.name && (
            <a class="chip link" href={address("/insights", { app: theme.app, label: theme.label })}>
              <Written>{theme.label}</Written>
            </a>
          )}
          {theme.ticket_id !== undefined && (
            <a class="chip link" href={ticketPath(theme.ticket_id)}>
              {t("ticket")}
            </a>
          )}
        </span>
      </th>
      <td class="number">
        {showCount(theme.size)}
        <br />
        <span class="note">{showShare(theme.share)}</span>
      </td>
      <td>
        <WeekBars counts={weeks} label={weeksLabel(weeks)} />
      </td>
      <td>
        <Figures span={span} change={change} /> {change.sureness !== "none" && <SurenessChip change={change} />}
      </td>
      <td class="note">
        {since === undefined ? (
          showCountedDay(theme.first_seen)
        ) : (
          <>
            {t("version")} <Written>{since.version}</Written>
          </>
        )}
      </td>
    </tr>
  );
}

export default function Themes({ path, query, frame }: PageProps) {
  const app = query.get("app") ?? undefined;
  const view = useData<ThemesView>(address("/api/v1/views/themes", { app }));
  const kind = kinds.find((one) => one === query.get("kind"));
  const sort = sorts.find((one) => one === query.get("sort")) ?? "size";
  const q = (query.get("q") ?? "").toLowerCase();
  const change = (changed: Readonly<Record<string, string>>) =>
    go(addressWith({ path, query }, changed), { replace: true });
  return (
    <>
      <PageHead title={t("nav.themes")} lead={t("themes.lead")} />
      <form class="filters" aria-label={t("filter.label")} onSubmit={(event) => event.preventDefault()}>
        <label class="grows">
          <span>{t("themes.find")}</span>
          <input
            type="search"
            value={query.get("q") ?? ""}
            onInput={({ currentTarget }) => change({ q: currentTarget.value })}
          />
        </label>
        <AppChoice
          apps={frame?.apps ?? []}
          app={app ?? view.data?.app}
          any={false}
          choose={(chosen) => change({ app: chosen })}
        />
        <label>
          <span>{t("field.kind")}</span>
          <select value={kind ?? ""} onChange={({ currentTarget }) => change({ kind: currentTarget.value })}>
            <option value="">{t("filter.any")}</option>
            {kinds.map((one) => (
              <option key={one} value={one}>
                {named("kind", one)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t("sort.label")}</span>
          <select value={sort} onChange={({ currentTarget }) => change({ sort: currentTarget.value })}>
            {sorts.map((one) => (
              <option key={one} value={one}>
                {t(`themes.sort.${one}`)}
              </option>
            ))}
          </select>
        </label>
      </form>
      <WhenLoaded of={view} lines={10}>
        {({ items, total, app: shown }) => {
          const found = items
            .filter(({ theme }) => (kind === undefined || theme.kind === kind) && theme.name.toLowerCase().includes(q))
            .toSorted(order[sort]);
          return (
            <Card
              id="list"
              title={shown === undefined ? t("nav.themes") : <Written>{shown}</Written>}
              note={t("themes.count", { count: found.length, total })}
            >
              {found.length === 0 ? (
                <NothingListed query={query} by={["kind", "q"]} none="worse.noData" />
              ) : (
                <section class="scroll" tabIndex={0} aria-label={t("table.of", { name: t("nav.themes") })}>
                  <table class="themes-table">
                    <thead>
                      <tr>
                        <th scope="col">{t("field.theme")}</th>
                        <th scope="col" class="number">
                          {t("versions.reviews")}
                        </th>
                        <th scope="col">{t("themes.weeks")}</th>
                        <th scope="col">{t("themes.change")}</th>
                        <th scope="col">{t("themes.since")}</th>
                      </tr>
                    </thead>
                    <tbody>
                      {found.map((one) => (
                        <Row key={one.theme.id} one={one} />
                      ))}
                    </tbody>
                  </table>
                </section>
              )}
            </Card>
          );
        }}
      </WhenLoaded>
    </>
  );
}
