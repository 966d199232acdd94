/** `themes`: JSON lines of one app's records → what each states, then the themes that the statements make, the biggest first. */
import { addAbortSignal } from "node:stream";
import type { Command } from "commander";
import { chooseQuotes, membersOf, statementId, summarise, type ThemeMember } from "../../clustering/theme-members.ts";
import { findThemes } from "../../clustering/themes.ts";
import { clusterId } from "../../model/identity.ts";
import type { Insight } from "../../model/insight.ts";
import { firstOrderLabels } from "../../model/labels.ts";
import { DEFAULT_TENANT } from "../../model/tenant.ts";
import { alignment } from "../../text/alignment.ts";
import { builtInAppModel } from "../../text/routing/built-in.ts";
import { type EnricherFlags, openRecordEnricher } from "../enrich/open.ts";
import { type ReadLine, type Row, readJson, readLines, write } from "../jsonl.ts";
import type { Shell } from "../shell.ts";
import { needsJson } from "../text-rows.ts";

const MOST_QUOTES = 5;
/** Every record is remembered: a repeated one is a duplicate, however far apart. */
const REMEMBERED = 1_000_000;

async function themes(flags: EnricherFlags, shell: Shell): Promise<void> {
  const { answer, enrichment, appModel, config } = await openRecordEnricher(flags, shell, REMEMBERED);
  const rows: Row[] = [];
  const texts: (string | undefined)[] = [];
  let json = 0;
  for await (const lines of readLines(addAbortSignal(shell.signal, shell.stdin))) {
    for (const line of lines) {
      const value = readJson(line);
      if ("value" in value) json++;
      texts.push(textOf(value));
      rows.push(answer(value, rows.length));
    }
  }
  shell.handBackSignals();
  // Of a record that came twice, what it said last: that is what the daemon keeps.
  const latest = new Map(
    rows.flatMap(({ insight }) =>
      insight === undefined ? [] : [[(insight as Insight).id, insight as Insight] as const],
    ),
  );
  const insights = [...latest.values()];
  const labels = firstOrderLabels(appModel ?? builtInAppModel);
  const members = insights.flatMap((insight) => membersOf(insight, (label) => labels.get(label)));
  const app = insights[0]?.app_name ?? config.DEFAULT_APP;
  const found = findThemes(members, [], enrichment.themeSpace, {
    app,
    at: 0,
    idOf: (statement) => clusterId(DEFAULT_TENANT, app, statement),
  });
  const themeOf = new Map(found.themes.flatMap(({ id, members: own }) => own.map((member) => [member, id] as const)));
  for (const [at, row] of rows.entries())
    await write(shell.stdout, `${JSON.stringify(recordRow(row, texts[at], latest, themeOf))}\n`);
  const byId = new Map(members.map((member) => [member.id, member]));
  const known = versionsOf(insights);
  const themeRows = found.themes.map(({ id, kind, title, label, central }) => {
    const own = central.flatMap((member) => byId.get(member) ?? []);
    return themeRow({ theme: id, kind, title, label: label ?? title }, own, known);
  });
  for (const row of themeRows.sort((a, b) => b.size - a.size)) await write(shell.stdout, `${JSON.stringify(row)}\n`);
  needsJson(rows.length, json);
}

const nothing: Pick<Insight, "id" | "statements" | "main_text"> = { id: "", statements: [], main_text: "" };

function versionsOf(insights: readonly Insight[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { version } of insights) if (version !== undefined) counts.set(version, (counts.get(version) ?? 0) + 1);
  return counts;
}

/** Of a record under its own name; what another name holds is not compared with. */
function textOf(line: ReadLine): string | undefined {
  const text = "value" in line ? (line.value as { readonly text?: unknown } | null)?.text : undefined;
  return typeof text === "string" ? text : undefined;
}

/** The statements' places are those in the text as it came, which whoever reads the rows has. */
function recordRow(
  { index, outcome, reason, errors, insight }: Row,
  text: string | undefined,
  latest: ReadonlyMap<string, Insight>,
  themeOf: ReadonlyMap<string, string>,
): Row {
  const { id, statements, main_text } = (insight ?? nothing) as typeof nothing;
  const isLatest = latest.get(id) === insight;
  const inText = text === undefined ? undefined : alignment(text, main_text);
  return {
    index,
    outcome,
    reason,
    errors,
    statements: statements.map((statement, at) => ({
      ...statement,
      ...inText?.(statement),
      ...(isLatest && { theme: themeOf.get(statementId(id, at)) }),
    })),
  };
}

function themeRow<Head extends object>(
  head: Head,
  central: readonly ThemeMember[],
  known: ReadonlyMap<string, number>,
) {
  const { size, priority, first_seen, last_seen, versions, began_in } = summarise(central, known);
  const quotes = chooseQuotes(central, MOST_QUOTES).map(({ said }) => said);
  return { ...head, size, priority, first_seen, last_seen, versions, began_in, quotes };
}

export function configure(command: Command, shell: Shell): void {
  command
    .option("--app-model <file>", "the app's labels (default: general ones)")
    .addHelpText(
      "after",
      `
Reads records of one app, as enrich does, and holds them in memory. Every line gets its row {index, outcome,
statements[]}, in order, with places in the text as it came; then each theme gets one: {theme, kind, title, label,
size, priority, first_seen, last_seen, versions[], quotes[]}, the biggest first. It is what the daemon would show after
its next pass.`,
    )
    .action((flags: EnricherFlags) => themes(flags, shell));
}
