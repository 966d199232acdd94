/**
 * Tells of themes that suddenly are told of more: the last week against the theme's own past, by when it occurred. A negative
 * binomial test, so that what always varies is no news, with the false discovery rate over all themes of an app held at .01.
 */
import type { AlertMessage } from "../../../model/alert.ts";
import type { Cluster } from "../../../model/cluster.ts";
import { isoDay } from "../../../model/times.ts";
import { atLeast, predict, standing } from "../../../numeric/tests.ts";
import { listClusters } from "../../../operations/clusters.ts";
import { readThemeQuotes } from "../../../operations/theme-quotes.ts";
import { appsOf, type Rule, type RuleContext } from "../rule.ts";
import {
  continueEpisodes,
  DAY,
  type Episodes,
  type Habits,
  habitsOf,
  PAST_WEEKS,
  WEEK,
  weeklyCounts,
} from "./habits.ts";

const FALSE_DISCOVERIES = 0.01;
const TIMES = 2;
const LEAST_MORE = 5;
const QUOTES = 3;
const SHOWN = 5;
/** The largest themes of an app. */
const MOST_THEMES = 1_000;

interface Surge {
  readonly theme: Cluster;
  readonly count: number;
  readonly expected: number;
  readonly chance: number;
}

const average = (counts: readonly number[]): number => counts.reduce((sum, one) => sum + one, 0) / counts.length;

/** `weeks`: the theme's, `all`: the app's, the last one is in question. A theme that grew as all other feedback did has not surged. */
function testOf(weeks: readonly number[], all: readonly number[]): Omit<Surge, "theme"> {
  const others = all.map((count, at) => Math.max(0, count - weeks[at]!));
  const usual = average(others.slice(0, -1));
  const growth = usual === 0 ? 1 : Math.max(1, others.at(-1)! / usual);
  const { mean, size } = predict(weeks.slice(0, -1));
  const [count, expected] = [weeks.at(-1)!, mean * growth];
  return { count, expected, chance: atLeast(count, expected, size) };
}

/** From the days that the theme's document counts; sixty of them are kept. */
function weeksOf({ trend }: Cluster, end: number): number[] {
  const weeks = new Array<number>(PAST_WEEKS + 1).fill(0);
  for (const { at, count } of trend) {
    const back = Math.floor((end - DAY - at) / WEEK);
    if (back >= 0 && back <= PAST_WEEKS) weeks[PAST_WEEKS - back]! += count;
  }
  return weeks;
}

async function surgesOf(context: RuleContext, app: string, habits: Habits): Promise<Surge[]> {
  const { store, tenant, alert } = context;
  if (habits.where === undefined) return [];
  const all = await weeklyCounts(context, { app_name: app, ...habits.where }, habits.end);
  const { items } = await listClusters(store, tenant, { app, muted: false, limit: MOST_THEMES });
  const least = alert.settings.min ?? LEAST_MORE;
  const isMore = ({ count, expected }: Pick<Surge, "count" | "expected">): boolean =>
    count >= TIMES * expected && count - expected >= least;
  const found: Surge[] = [];
  for (const theme of items) {
    const surge = { theme, ...testOf(weeksOf(theme, habits.end), all) };
    if (!isMore(surge)) continue;
    // Only of sources with a past; looked up for the few that could be one.
    const weeks = habits.isAll
      ? undefined
      : await weeklyCounts(context, { app_name: app, themes: theme.id, ...habits.where }, habits.end);
    const sure = weeks === undefined ? surge : { theme, ...testOf(weeks, all) };
    if (isMore(sure)) found.push(sure);
  }
  const chances = found.map(({ chance }) => chance);
  return standing(chances, FALSE_DISCOVERIES, items.length).map((at) => found[at]!);
}

const sureness = (chance: number): string =>
  chance < 1e-6 ? "by chance less often than once in a million" : `by chance once in ${Math.round(1 / chance)}`;

async function tell(context: RuleContext, app: string, surges: readonly Surge[], end: number): Promise<AlertMessage> {
  const { store, tenant, link } = context;
  const since = isoDay(end - WEEK);
  const parts = await Promise.all(
    surges.slice(0, SHOWN).map(async ({ theme, count, expected, chance }) => {
      const quotes = await readThemeQuotes(store, tenant, theme, QUOTES);
      const began = theme.began_in === undefined ? "" : `; first told of in version ${theme.began_in}`;
      return [
        `${theme.name}: ${count} since ${since}, ${expected.toFixed(1)} expected (${sureness(chance)})${began}.`,
        ...quotes.map(({ statement }) => `> ${statement.quote.replace(/\s+/g, " ").trim()}`),
        link(`/clusters/${encodeURIComponent(theme.id)}`),
      ];
    }),
  );
  const more = surges.length > SHOWN ? [`And ${surges.length - SHOWN} more.`] : [];
  const themes = surges.map(({ theme, count, expected, chance }) => ({
    id: theme.id,
    name: theme.name,
    count,
    expected,
    chance,
  }));
  const [first] = surges;
  return {
    key: `${app}@${end}@${themes.map(({ id }) => id).join(",")}`,
    app,
    title:
      surges.length === 1 ? `${app}: ${first!.theme.name} is rising` : `${app}: ${surges.length} themes are rising`,
    lines: [...parts.flat(), ...more],
    data: { from: end - WEEK, to: end, themes },
  };
}

export const themeSurge: Rule = async (context) => {
  const before = (context.memory.apps ?? {}) as Readonly<Record<string, Episodes>>;
  const apps: Record<string, Episodes> = {};
  const messages: AlertMessage[] = [];
  for (const app of await appsOf(context)) {
    const habits = await habitsOf(context, app);
    if (habits === undefined) continue;
    const surges = await surgesOf(context, app, habits);
    const met = surges.map(({ theme }) => theme.id);
    const { begun, episodes } = continueEpisodes(before[app] ?? {}, met, habits.end);
    if (Object.keys(episodes).length > 0) apps[app] = episodes;
    const fresh = surges.filter(({ theme }) => begun.includes(theme.id));
    if (fresh.length > 0) messages.push(await tell(context, app, fresh, habits.end));
  }
  return { memory: { apps }, messages };
};
