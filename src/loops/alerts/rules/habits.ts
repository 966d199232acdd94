/** What of an app's feedback can be compared with its past: of sources that were there all the time. A first pull, a back-fill or an imported file is no news. */
import { readNewestAt } from "../../../operations/app-report.ts";
import type { Where } from "../../../store/store.ts";
import type { RuleContext } from "../rule.ts";

export const DAY = 86_400;
export const WEEK = 7 * DAY;
/** Weeks of the past that the last one is compared with. */
export const PAST_WEEKS = 7;
/** A source has a past when it had feedback in the first of these. */
const FIRST_WEEKS = 2;

export interface Habits {
  /** Unix seconds: the end of the app's newest day, and with it of the last week. */
  readonly end: number;
  readonly newestAt: number;
  /** Of its sources with a past; undefined when it has none. */
  readonly where: Where<"insights"> | undefined;
  /** Whether all of its recent feedback is of them. */
  readonly isAll: boolean;
}

export async function habitsOf({ store, tenant, at }: RuleContext, app: string): Promise<Habits | undefined> {
  const newestAt = await readNewestAt(store, tenant, app, at);
  if (newestAt === undefined) return undefined;
  const end = newestAt - (newestAt % DAY) + DAY;
  const from = end - (PAST_WEEKS + 1) * WEEK;
  const recent = { app_name: app, date: { gte: from, lt: end } } as const;
  const sources = await store.values(tenant, "insights", "source", { where: recent });
  const steady: { source: string; ids: string[] }[] = [];
  let isAll = true;
  for (const { value: source } of sources) {
    const [all, first] = await Promise.all([
      store.values(tenant, "insights", "source_id", { where: { ...recent, source } }),
      store.values(tenant, "insights", "source_id", {
        where: { ...recent, source, date: { gte: from, lt: from + FIRST_WEEKS * WEEK } },
      }),
    ]);
    if (first.length < all.length) isAll = false;
    if (first.length > 0) steady.push({ source, ids: first.map(({ value }) => value) });
  }
  if (steady.length === 0) return { end, newestAt, where: undefined, isAll };
  // Ids of registrations differ between sources; those without one share the empty id, so the name is asked for, too.
  const where = {
    source: steady.map(({ source }) => source),
    source_id: [...new Set(steady.flatMap(({ ids }) => ids))],
  };
  return { end, newestAt, where, isAll };
}

/** Insights of each week to `end`, the oldest first; the last one is the week in question. */
export async function weeklyCounts(
  { store, tenant }: RuleContext,
  where: Where<"insights">,
  end: number,
): Promise<number[]> {
  return Promise.all(
    Array.from({ length: PAST_WEEKS + 1 }, (_, at) => {
      const to = end - (PAST_WEEKS - at) * WEEK;
      return store.count(tenant, "insights", { where: { ...where, date: { gte: to - WEEK, lt: to } } });
    }),
  );
}

/** What is going on: since when, and when it was last seen, in unix seconds of the data. */
export type Episodes = Readonly<Record<string, { readonly since: number; readonly last: number }>>;
/** An episode is over after two quiet weeks. */
const OVER = 2 * WEEK;

/** Those that go on, with those that are met now; `begun` are the ones that nobody was told of. */
export function continueEpisodes(before: Episodes, met: readonly string[], end: number) {
  const going = Object.entries(before).filter(([, { last }]) => end - last < OVER);
  const known = new Map(going);
  const begun = met.filter((id) => !known.has(id));
  for (const id of met) known.set(id, { since: known.get(id)?.since ?? end, last: end });
  return { begun, episodes: Object.fromEntries(known) as Episodes };
}
