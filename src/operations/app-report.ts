/** What one app's feedback says in short: what got worse or better, the biggest problems and wishes, what rises, how much was understood. Times are the data's. */
import { type Cluster, clusteredKinds } from "../model/cluster.ts";
import { type Since, sinceVersion } from "../model/since-version.ts";
import type { TenantId } from "../model/tenant.ts";
import { type Difference, differenceOf } from "../numeric/difference.ts";
import type { Bucket, Store, Where } from "../store/store.ts";
import { listClusters } from "./clusters.ts";
import { countFacets } from "./figures.ts";
import { type Said, saidOf } from "./said.ts";
import { readBestQuotes } from "./theme-quotes.ts";

const DAY = 86_400;
/** Days of each of the two spans that are compared. */
const SPAN = 28;
const WEEK = 7 * DAY;
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

/** What somebody said of a theme. */
export interface Quoted {
  readonly quote: string;
  readonly said: Said;
}

export interface ReportedTheme extends Change {
  readonly theme: Cluster;
  /** By week, the oldest of the eight first. */
  readonly weeks: readonly number[];
  /** The last week of the data, against the week before. */
  readonly week: Difference;
  /** The last four weeks, against the four before. */
  readonly month: Difference;
  /** From which version on it is told of more often. */
  readonly since?: Since | undefined;
  readonly quote?: Quoted | undefined;
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
  /** Which languages these are, the most frequent first. */
  readonly languagesNotUnderstood: readonly Bucket[];
  readonly problems: { readonly items: readonly ReportedTheme[]; readonly total: number };
  readonly wishes: { readonly items: readonly ReportedTheme[]; readonly total: number };
  /** Problems and wishes, the one that gained most first. */
  readonly rising: readonly ReportedTheme[];
  /** Problems that more tell of than in the week or the four weeks before, the surest first. */
  readonly worse: readonly ReportedTheme[];
  /** Problems that fewer tell of, the surest first. */
  readonly better: readonly ReportedTheme[];
  /** All feedback in the last week of the data and in the one before. */
  readonly week: { readonly recent: number; readonly before: number };
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

/** All feedback of an app, in the spans that its themes are compared in. */
export interface Spans extends Change {
  readonly week: { readonly recent: number; readonly before: number };
}

/** `all`: of the app's feedback. */
export function themeChange(
  { trend }: Cluster,
  newestAt: number,
  all: Spans,
): Change & Pick<ReportedTheme, "weeks" | "week" | "month"> {
  const weeks = weeksOf(trend, newestAt);
  const [before, recent] = [sum(weeks.slice(0, WEEKS / 2)), sum(weeks.slice(WEEKS / 2))];
  const week = differenceOf({ recent: weeks.at(-1)!, before: weeks.at(-2)! }, all.week);
  const month = differenceOf({ recent, before }, all);
  return { weeks, week, month, ...changeOf(recent, before, all.before > 0) };
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
  const items = await store.first(tenant, "insights", {
    where: { app_name: app, date: { lte: now } },
    sort: [{ by: "date", order: "desc" }],
    limit: 1,
  });
  return items[0]?.doc.date;
}

/** Of all feedback of the app, to the day of `end`. */
export async function readSpans(store: Store, tenant: TenantId, app: string, end: number): Promise<Spans> {
  const tomorrow = end - (end % DAY) + DAY;
  const count = (from: number, to: number) =>
    store.count(tenant, "insights", { where: { app_name: app, date: { gte: from, lt: to } } });
  const middle = tomorrow - SPAN * DAY;
  const monday = tomorrow - WEEK;
  const [recent, before, week, lastWeek] = await Promise.all([
    count(middle, end + 1),
    count(middle - SPAN * DAY, middle),
    count(monday, end + 1),
    count(monday - WEEK, monday),
  ]);
  return { ...changeOf(recent, before), week: { recent: week, before: lastWeek } };
}

export interface ReportSizes {
  readonly problems: number;
  readonly wishes: number;
  readonly rising: number;
  readonly worse: number;
  readonly better: number;
}

/** Themes that are looked through for rising ones, the largest. */
const LOOKED_AT = 300;

/** The surer of the two spans; one that says nothing comes last. */
const chanceOf = ({ week, month }: Pick<ReportedTheme, "week" | "month">, direction: Difference["direction"]): number =>
  Math.min(...[week, month].map((one) => (one.direction === direction && one.sureness !== "none" ? one.chance : 1)));

type Compared = Omit<ReportedTheme, "quote" | "since">;

/** Problems that went in one direction, the surest first. */
const changedProblems = (all: readonly Compared[], direction: Difference["direction"], most: number): Compared[] =>
  all
    .filter((one) => one.theme.kind === "problem" && chanceOf(one, direction) < 1)
    .sort((a, b) => chanceOf(a, direction) - chanceOf(b, direction))
    .slice(0, most);

const MOST_VERSIONS = 1_000;
/** More are a list that nobody reads. */
const MOST_LANGUAGES = 5;

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
  const notRead: Where<"insights"> = { app_name: app, untranslated: true };
  const [insights, telling, notUnderstood, { lang }, all, problems, wishes, facets] = await Promise.all([
    count({}),
    count({ kind: clusteredKinds }),
    count(notRead),
    store.facets(tenant, "insights", ["lang"], { where: notRead, size: MOST_LANGUAGES }),
    readSpans(store, tenant, app, end),
    listClusters(store, tenant, { app, kind: "problem", muted: false, limit: LOOKED_AT }),
    listClusters(store, tenant, { app, kind: "wish", muted: false, limit: LOOKED_AT }),
    countFacets(store, tenant, ["version"], { app, size: MOST_VERSIONS }),
  ]);
  const changes = [...problems.items, ...wishes.items].map((theme) => ({ theme, ...themeChange(theme, end, all) }));
  const rising = changes
    .filter((change) => isRising(change, all))
    .sort((a, b) => b.recent - b.before - (a.recent - a.before))
    .slice(0, sizes.rising);
  const ofKind = (kind: Cluster["kind"], most: number) =>
    changes.filter(({ theme }) => theme.kind === kind).slice(0, most);
  const lists = {
    biggest: ofKind("problem", sizes.problems),
    wanted: ofKind("wish", sizes.wishes),
    rising,
    worse: changedProblems(changes, "up", sizes.worse),
    better: changedProblems(changes, "down", sizes.better),
  };
  // A theme that is big, rises and got worse is in three of the lists.
  const shown = new Map(Object.values(lists).flatMap((list) => list.map(({ theme }) => [theme.id, theme] as const)));
  const quotes = await readBestQuotes(store, tenant, [...shown.values()]);
  const whole = (list: readonly Compared[]): ReportedTheme[] =>
    list.map((one) => {
      const { id, versions } = one.theme;
      const best = quotes.get(id);
      const quote = best && { quote: best.statement.quote, said: saidOf(best.insight) };
      return { ...one, quote, since: sinceVersion(versions, facets.version ?? []) };
    });
  return {
    app,
    newestAt,
    insights,
    telling,
    notUnderstood,
    languagesNotUnderstood: lang,
    ...all,
    problems: { items: whole(lists.biggest), total: problems.total },
    wishes: { items: whole(lists.wanted), total: wishes.total },
    rising: whole(lists.rising),
    worse: whole(lists.worse),
    better: whole(lists.better),
  };
}
