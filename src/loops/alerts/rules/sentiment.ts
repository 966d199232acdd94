/** Tells that more of an app's feedback is negative than before: the last week against the seven before it. */
import type { AlertMessage } from "../../../model/alert.ts";
import { isoDay } from "../../../model/times.ts";
import { appsOf, type Rule, type RuleContext } from "../rule.ts";
import { continueEpisodes, type Episodes, habitsOf, WEEK, weeklyCounts } from "./habits.ts";

const POINTS = 0.1;
/** Fewer in the last week, or before it, say nothing. */
const LEAST = 30;
/** Of the normal distribution, one-sided: .001. */
const SURE = 3.09;

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** How many standard errors the second share is above the first. */
export function shareRise(before: readonly [number, number], now: readonly [number, number]): number {
  const pooled = (before[0] + now[0]) / (before[1] + now[1]);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / before[1] + 1 / now[1]));
  return error === 0 ? 0 : (now[0] / now[1] - before[0] / before[1]) / error;
}

async function dropOf(context: RuleContext, app: string) {
  const habits = await habitsOf(context, app);
  if (habits?.where === undefined) return undefined;
  const where = { app_name: app, ...habits.where };
  const [all, negative] = await Promise.all([
    weeklyCounts(context, where, habits.end),
    weeklyCounts(context, { ...where, "attributes.sentiment": "negative" }, habits.end),
  ]);
  const now = [negative.at(-1)!, all.at(-1)!] as const;
  const before = [sum(negative.slice(0, -1)), sum(all.slice(0, -1))] as const;
  const { end } = habits;
  if (now[1] < LEAST || before[1] < LEAST) return { end, isDrop: false, now: 0, before: 0, count: 0 };
  const [shareNow, shareBefore] = [now[0] / now[1], before[0] / before[1]];
  const isMore = shareNow - shareBefore >= (context.alert.settings.points ?? POINTS);
  return { end, isDrop: isMore && shareRise(before, now) >= SURE, now: shareNow, before: shareBefore, count: now[1] };
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

export const sentimentDrop: Rule = async (context) => {
  const before = (context.memory.apps ?? {}) as Episodes;
  let apps: Episodes = {};
  const messages: AlertMessage[] = [];
  for (const app of await appsOf(context)) {
    const found = await dropOf(context, app);
    if (found === undefined) continue;
    const { end, isDrop } = found;
    const own = before[app] === undefined ? {} : { [app]: before[app] };
    const { begun, episodes } = continueEpisodes(own, isDrop ? [app] : [], end);
    apps = { ...apps, ...episodes };
    if (begun.length === 0) continue;
    messages.push({
      key: `${app}@${end}`,
      app,
      title: `${app}: more feedback is negative`,
      lines: [
        `${percent(found.now)} of ${found.count} since ${isoDay(end - WEEK)}, ${percent(found.before)} in the seven weeks before.`,
      ],
      link: context.link(`/?${new URLSearchParams({ app }).toString()}`),
      data: { from: end - WEEK, to: end, negative: found.now, negative_before: found.before, count: found.count },
    });
  }
  return { memory: { apps }, messages };
};
