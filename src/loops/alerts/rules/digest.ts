/** The weekly digest: each app in a few lines, on the day and at the hour that were set. */
import type { AlertMessage } from "../../../model/alert.ts";
import { isoDay } from "../../../model/times.ts";
import { type AppReport, type ReportedTheme, readAppReport } from "../../../operations/app-report.ts";
import { listTickets } from "../../../operations/tickets.ts";
import { appsOf, type Rule, type RuleContext } from "../rule.ts";
import { DAY, WEEK } from "./habits.ts";

const HOUR = 3_600;
const WEEKDAY = 1;
const AT_HOUR = 8;
/** 1970 began on a Thursday: the fourth day of a week that begins on Monday. */
const FIRST_MONDAY = 4 * DAY;
const SIZES = { problems: 5, wishes: 3, rising: 3, worse: 3, better: 3 } as const;

/** The last time that it was due, unix seconds. */
export function lastDue(at: number, weekday = WEEKDAY, hour = AT_HOUR): number {
  const first = FIRST_MONDAY + (weekday - 1) * DAY + hour * HOUR;
  return first + Math.floor((at - first) / WEEK) * WEEK;
}

const movement = ({ recent, before, movement: how }: ReportedTheme): string =>
  how === "unclear" ? `${recent} in four weeks` : `${recent} in four weeks, ${before} in the four before: ${how}`;

const named = (heading: string, themes: readonly ReportedTheme[]): string[] =>
  themes.length === 0 ? [] : [heading, ...themes.map((one) => `- ${one.theme.name}: ${movement(one)}`)];

function linesOf(report: AppReport, newestAt: number, open: number): string[] {
  const [problem] = report.problems.items;
  const quote = problem?.quote?.quote.replace(/\s+/g, " ").trim();
  return [
    `${report.recent} came in the four weeks to ${isoDay(newestAt)}, ${report.before} in the four before. ${open} open ticket${open === 1 ? "" : "s"}.`,
    ...named("Biggest problems:", report.problems.items),
    ...(quote === undefined ? [] : [`> ${quote}`]),
    ...named("Got worse:", report.worse),
    ...named("Got better:", report.better),
    ...named("Rising:", report.rising),
    ...named("Wishes:", report.wishes.items),
    ...(report.notUnderstood > 0
      ? [
          `${report.notUnderstood} in languages that are not understood (${report.languagesNotUnderstood.map(({ value }) => value).join(", ")}): set TRANSLATE.`,
        ]
      : []),
  ];
}

async function digestOf({ store, tenant, at, link }: RuleContext, app: string, due: number): Promise<AlertMessage[]> {
  const report = await readAppReport(store, tenant, app, at, SIZES);
  if (report.newestAt === undefined) return [];
  const { total: open } = await listTickets(store, tenant, { app, status: ["open", "in_progress"], limit: 1 });
  const shown = (themes: readonly ReportedTheme[]) =>
    themes.map(({ theme, recent, before }) => ({ id: theme.id, name: theme.name, recent, before }));
  return [
    {
      key: `${app}@${due}`,
      app,
      title: `${app}: the week to ${isoDay(report.newestAt)}`,
      lines: linesOf(report, report.newestAt, open),
      link: link(`/?${new URLSearchParams({ app }).toString()}`),
      data: {
        ...{ recent: report.recent, before: report.before, open_tickets: open },
        ...{ problems: shown(report.problems.items), wishes: shown(report.wishes.items), rising: shown(report.rising) },
      },
    },
  ];
}

export const digest: Rule = async (context) => {
  const { alert, memory, since, at } = context;
  const due = lastDue(at, alert.settings.weekday, alert.settings.hour);
  // What was due while it was off is not told.
  const last = Math.max((memory.last as number | undefined) ?? 0, since);
  if (due <= last) return { memory: { last }, messages: [] };
  const messages: AlertMessage[] = [];
  for (const app of await appsOf(context)) messages.push(...(await digestOf(context, app, due)));
  return { memory: { last: due }, messages };
};
