/** The themes of an app in a list, with how each changed. */
import type { Cluster, FixedTheme } from "../../model/cluster.ts";
import { type Since, sinceVersion } from "../../model/since-version.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Store } from "../../store/store.ts";
import { type ReportedTheme, readNewestAt, readSpans, themeChange } from "../app-report.ts";
import { listClusters } from "../clusters.ts";
import { countFacets } from "../figures.ts";

export interface ListedTheme extends Pick<ReportedTheme, "weeks" | "week" | "month"> {
  readonly theme: Pick<
    Cluster,
    | "id"
    | "app"
    | "kind"
    | "label"
    | "name"
    | "size"
    | "share"
    | "priority"
    | "campaign"
    | "first_seen"
    | "last_seen"
    | "ticket_id"
  >;
  /** Muted, and not grown so much that it speaks again. */
  readonly muted: boolean;
  readonly fixed?: Pick<FixedTheme, "version" | "holds"> | undefined;
  readonly since?: Since | undefined;
}

export interface ThemesView {
  readonly app: string | undefined;
  readonly items: readonly ListedTheme[];
  readonly total: number;
}

/** The largest; of an app with more, few look at those behind them. */
const MOST = 500;
const MOST_VERSIONS = 1_000;

/** Without an app: the busiest. `now`: unix seconds. */
export async function readThemes(
  store: Store,
  tenant: TenantId,
  wanted: string | undefined,
  now: number,
): Promise<ThemesView> {
  const busiest = async () => (await store.facets(tenant, "insights", ["app_name"], { size: 1 })).app_name[0]?.value;
  const app = wanted ?? (await busiest());
  if (app === undefined) return { app, items: [], total: 0 };
  const end = (await readNewestAt(store, tenant, app, now)) ?? now;
  const [all, themes, versions] = await Promise.all([
    readSpans(store, tenant, app, end),
    listClusters(store, tenant, { app, limit: MOST }),
    countFacets(store, tenant, ["version"], { app, size: MOST_VERSIONS }),
  ]);
  const items = themes.items.map((theme): ListedTheme => {
    const { id, kind, label, name, size, share, priority, campaign, first_seen, last_seen, ticket_id } = theme;
    const { weeks, week, month } = themeChange(theme, end, all);
    const since = sinceVersion(theme.versions, versions.version ?? []);
    const shown = { id, app, kind, label, name, size, share, priority, campaign, first_seen, last_seen, ticket_id };
    const muted = theme.muted !== undefined && theme.muted.escalated_at === undefined;
    const fixed = theme.fixed && { version: theme.fixed.version, holds: theme.fixed.holds };
    return { theme: shown, muted, fixed, weeks, week, month, since };
  });
  return { app, items, total: themes.total };
}
