/** Tells that a fix holds: what was said to be fixed, of a theme or by closing its ticket, is told of far less since, and stays so. */
import type { AlertMessage } from "../../../model/alert.ts";
import type { Cluster, FixedTheme } from "../../../model/cluster.ts";
import { isoDay } from "../../../model/times.ts";
import { atMost } from "../../../numeric/tests.ts";
import { readNewestAt } from "../../../operations/app-report.ts";
import { listClusters } from "../../../operations/clusters.ts";
import { appsOf, onlyNew, type Rule, type RuleContext } from "../rule.ts";
import { DAY, WEEK } from "./habits.ts";

const DAYS = 14;
/** What it was before is counted over so long. */
const BEFORE = 4 * WEEK;
const LEAST_BEFORE = 4;
/** At most this part of what it was is left. */
const LEFT = 0.25;
const SURE = 0.01;
const PAGE = 500;

async function tell(
  context: RuleContext,
  theme: Cluster,
  fixed: FixedTheme,
  newestAt: number,
): Promise<AlertMessage | undefined> {
  const { store, tenant, alert, link } = context;
  const span = newestAt - fixed.at;
  if (span < (alert.settings.days ?? DAYS) * DAY) return undefined;
  const where = { app_name: theme.app, themes: theme.id, date: { gte: fixed.at - BEFORE, lte: fixed.at } };
  const before = await store.count(tenant, "insights", { where });
  const after = fixed.after;
  const expected = (before * span) / BEFORE;
  if (before < LEAST_BEFORE || after > LEFT * expected || atMost(after, expected, before) > SURE) return undefined;
  const weekly = (count: number, seconds: number): string => ((count * WEEK) / seconds).toFixed(1);
  const versions = theme.versions.map(({ version, count }) => `${version}: ${count}`);
  return {
    key: `${theme.id}@${fixed.at}`,
    app: theme.app,
    title: `${theme.app}: the fix of ${theme.name} holds`,
    lines: [
      `${weekly(before, BEFORE)} a week before ${isoDay(fixed.at)}, ${weekly(after, span)} a week since${fixed.version === undefined ? "" : ` (fixed in ${fixed.version})`}.`,
      ...(fixed.after_older > 0 ? [`${fixed.after_older} more came from older versions.`] : []),
      ...(versions.length > 0 ? [`By version: ${versions.join(", ")}.`] : []),
    ],
    link: link(`/clusters/${encodeURIComponent(theme.id)}`),
    data: { theme: theme.id, fixed_at: fixed.at, version: fixed.version, before, after, versions: theme.versions },
  };
}

export const fixHolds: Rule = async (context) => {
  const { store, tenant, memory, at } = context;
  const messages: AlertMessage[] = [];
  for (const app of await appsOf(context)) {
    const newestAt = await readNewestAt(store, tenant, app, at);
    if (newestAt === undefined) continue;
    let cursor: string | undefined;
    do {
      const page = await listClusters(store, tenant, { app, limit: PAGE, cursor });
      for (const theme of page.items) {
        const message = theme.fixed && (await tell(context, theme, theme.fixed, newestAt));
        if (message !== undefined) messages.push(message);
      }
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
  }
  const { fresh, told } = onlyNew(messages, memory, at);
  // What still holds stays told, however long ago.
  const still = Object.fromEntries(messages.map(({ key }) => [key, told[key] ?? at]));
  return { memory: { told: { ...told, ...still } }, messages: fresh };
};
