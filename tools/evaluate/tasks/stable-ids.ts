/** Whether themes keep their ids when statements come in: four fifths of a set first, then all of it. */
import type { ThemesFound } from "../../../src/clustering/theme.ts";
import { findThemes } from "../../../src/clustering/themes.ts";
import { createRandom } from "../../../src/numeric/random.ts";
import { createStatementNetwork } from "../../../src/text/statements/network.ts";
import { readStatementWeights } from "../../../src/text/statements/weights.ts";
import { sharedEmbedder } from "../apps.ts";
import { hasData, type Row, readModel, readRows, type Task } from "../task.ts";
import { agreement } from "./agreement.ts";

interface Labelled {
  readonly text: string;
  readonly label: string;
}

const sets = {
  "banking77 train": "intents/banking77.train.jsonl",
  "clinc150 train": "intents/clinc150.train.jsonl",
  stackoverflow: "short-text/stackoverflow.jsonl",
} as const;

const ROWS = 2_500;
const FIRST_PART = 0.8;

function judge(name: string, file: string, count: number): Row[] {
  const random = createRandom(9);
  const rows = readRows<Labelled>(file)
    .map((row) => ({ row, order: random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, count)
    .map(({ row }) => row);
  const embedder = sharedEmbedder();
  const deps = {
    embedder,
    network: createStatementNetwork(readStatementWeights(readModel("statements-v1.bin")), embedder),
  };
  const items = rows.map(({ text }, at) => ({
    ...{ id: String(at), record: String(at), quote: text, at },
    kind: "problem" as const,
  }));
  const options = { app: "", idOf: (member: string) => `born with ${member}` };
  const first = findThemes(items.slice(0, Math.floor(rows.length * FIRST_PART)), [], deps, { ...options, at: 1 });
  const known = first.themes.map(({ id, members }) => ({ id, members, born: 1 }));
  const second = findThemes(items, known, deps, { ...options, at: 2 });
  const before = byMember(first);
  const after = byMember(second);
  const same = [...before].filter(([member, id]) => after.get(member) === id).length;
  const placed = [...after.keys()];
  const { nmi } = agreement(
    placed.map((member) => rows[Number(member)]!.label),
    placed.map((member) => after.get(member)!),
  );
  const dataset = `${name}, ${rows.length} texts, the last fifth later`;
  return [
    {
      task: "stable-ids",
      dataset,
      metric: "members with the id they had",
      figure: same / before.size,
      target: 0.97,
      baseline: 0.09,
    },
    { task: "stable-ids", dataset, metric: "NMI after", figure: nmi },
  ];
}

const byMember = ({ themes }: ThemesFound): Map<string, string> =>
  new Map(themes.flatMap(({ id, members }) => members.map((member) => [member, id] as const)));

export const task: Task = {
  name: "stable-ids",
  run: async ({ slice }) => {
    if (!hasData("short-text/stackoverflow.jsonl")) return [];
    if (slice !== true) return Object.entries(sets).flatMap(([name, file]) => judge(name, file, ROWS));
    return judge("stackoverflow", sets.stackoverflow, 1_000).map((row) => ({
      ...row,
      floor: row.metric === "NMI after" ? 0.6 : 0.95,
    }));
  },
};
