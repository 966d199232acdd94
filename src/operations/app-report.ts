/** What one app's feedback says in short: the biggest problems and wishes, what rises, how much of it was understood. Times are the data's. */
import { type Cluster, clusteredKinds } from "../model/cluster.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store, Where } from "../store/store.ts";
import { listClusters } from "./clusters.ts";
import { readThemeQuotes, type ThemeQuote } from "./theme-quotes.ts";

const DAY = 86_400;
/** Days of each of the two spans that are compared. */
const SPAN = 28;
/** Fewer in both spans together say nothing of growth. */
const LEAST_TO_COMPARE = 5;
/** Growing and fading begin at this factor, as in tickets. */
const CHANGE = 1.5;
/** A theme that rises has so many in its last span at least. */
const LEAST_RISING = 3;

export type Movement = "new" | "growing" | "steady" | "fading" | "unclear";

/** Counts of the last four weeks of the data, and of the four before. */
export interface Change {
  readonly recent: number;
  readonly before: number;
  readonly movement: Movement;
}

export interface ReportedTheme extends Change {
  readonly theme: Cluster;
  /** By week, the oldest of the eight first. */
  readonly weeks: readonly number[];
  readonly quote: ThemeQuote | undefined;
}

export interface AppReport extends Change {
  readonly app: string;
  /** Unix seconds of the newest feedback; undefined when there is none. */
  readonly newestAt: number | undefined;
  readonly insights: number;
  /** Insights that tell a problem or a wish. */
  readonly telling: number;
  /** In languages that nothing here reads. */
  readonly notUnderstood: number;
  readonly problems: { readonly items: readonly ReportedTheme[]; readonly total: number };
  readonly wishes: { readonly items: readonly ReportedTheme[]; readonly total: number };
  /** Problems and wishes, the one that gained most first. */
  readonly rising: readonly ReportedTheme[];
}

/** `isComparable`: whether the app had any feedback in the first span; without, everything would be new. */
export function changeOf(recent: number, before: number, isComparable = true): Change {
  const movement =
    !isComparable || recent + before < LEAST_TO_COMPARE
      ? "unclear"
      : before === 0
        ? "new"
        : recent >= before * CHANGE
          ? "growing"
          : recent <= before / CHANGE
            ? "fading"
            : "steady";
  return { recent, before, movement };
}

const WEEKS = (2 * SPAN) / 7;

/** Counts of the eight weeks that end with the day of `newestAt`, the oldest first. */
export function weeksOf(trend: Cluster["trend"], newestAt: number): number[] {
  const today = newestAt - (newestAt % DAY);
  const weeks = new Array<number>(WEEKS).fill(0);
  for (const { at, count } of trend) {
    const week = WEEKS - 1 - Math.floor((today - at) / DAY / 7);
    if (week >= 0 && week < WEEKS) weeks[week]! += count;
  }
  return weeks;
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** `all`: of the app's feedback. */
export function themeChange({ trend }: Cluster, newestAt: number, all: Change): Change & Pick<ReportedTheme, "weeks"> {
  const weeks = weeksOf(trend, newestAt);
  const [before, recent] = [sum(weeks.slice(0, WEEKS / 2)), sum(weeks.slice(WEEKS / 2))];
  return { weeks, ...changeOf(recent, before, all.before > 0) };
}

/** Gains more than all feedback does: on an app whose feedback doubled, a theme that doubled has not risen. */
function isRising({ recent, before, movement }: Change, all: Change): boolean {
  if (recent < LEAST_RISING || (movement !== "new" && movement !== "growing")) return false;
  return recent * Math.max(1, all.before) > before * Math.max(1, all.recent);
}

/** `now`: unix seconds; feedback that is dated later does not move the end of the figures. */
export async function readNewestAt(
  store: Store,
  tenant: TenantId,
  app: string | undefined,
  now: number,
): Promise<number | undefined> {
  const { items } = await store.search(tenant, "insights", {
    where: { app_name: app, date: { lte: now } },
    sort: [{ by: "date", order: "desc" }],
    limit: 1,
  });
  return items[0]?.doc.date;
}

/** Of all feedback of the app, to the day of `end`. */
export async function readChange(store: Store, tenant: TenantId, app: string, end: number): Promise<Change> {
  const tomorrow = end - (end % DAY) + DAY;
  const count = (from: number, to: number) =>
    store.count(tenant, "insights", { where: { app_name: app, date: { gte: from, lt: to } } });
  const middle = tomorrow - SPAN * DAY;
  const [recent, before] = await Promise.all([count(middle, end + 1), count(middle - SPAN * DAY, middle)]);
  return changeOf(recent, before);
}

export interface ReportSizes {
  readonly problems: number;
  readonly wishes: number;
  readonly rising: number;
}

/** Themes that are looked through for rising ones, the largest. */
const LOOKED_AT = 300;

export async function readAppReport(
  store: Store,
  tenant: TenantId,
  app: string,
  now: number,
  sizes: ReportSizes,
): Promise<AppReport> {
  const newestAt = await readNewestAt(store, tenant, app, now);
  const end = newestAt ?? now;
  const count = (where: Where<"insights">) => store.count(tenant, "insights", { where: { app_name: app, ...where } });
  const [insights, telling, notUnderstood, all, problems, wishes] = await Promise.all([
    count({}),
    count({ kind: clusteredKinds }),
    count({ untranslated: true }),
    readChange(store, tenant, app, end),
    listClusters(store, tenant, { app, kind: "problem", muted: false, limit: LOOKED_AT }),
    listClusters(store, tenant, { app, kind: "wish", muted: false, limit: LOOKED_AT }),
  ]);
  const changes = [...problems.items, ...wishes.items].map((theme) => ({ theme, ...themeChange(theme, end, all) }));
  const rising = changes
    .filter((change) => isRising(change, all))
    .sort((a, b) => b.recent - b.before - (a.recent - a.before))
    .slice(0, sizes.rising);
  const quoted = async (themes: readonly Omit<ReportedTheme, "quote">[]): Promise<ReportedTheme[]> =>
    Promise.all(
      themes.map(async (one) => ({ ...one, quote: (await readThemeQuotes(store, tenant, one.theme, 1))[0] })),
    );
  const ofKind = (kind: Cluster["kind"], most: number) =>
    quoted(changes.filter(({ theme }) => theme.kind === kind).slice(0, most));
  return {
    app,
    newestAt,
    insights,
    telling,
    notUnderstood,
    ...all,
    problems: { items: await ofKind("problem", sizes.problems), total: problems.total },
    wishes: { items: await ofKind("wish", sizes.wishes), total: wishes.total },
    rising: rising.map((one) => ({ ...one, quote: undefined })),
  };
}
