/** Whether clusters keep their ids when texts come in: four fifths of a set first, then all of it. */
import { evolveClusters } from "../../../src/clustering/evolve.ts";
import { createRandom } from "../../../src/numeric/random.ts";
import { sharedEmbedder } from "../apps.ts";
import { hasData, type Row, readRows, type Task } from "../task.ts";
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

const ROWS = 6_000;
const FIRST_PART = 0.8;

function judge(name: string, file: string, count: number): Row[] {
  const random = createRandom(9);
  const rows = readRows<Labelled>(file)
    .map((row) => ({ row, order: random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, count)
    .map(({ row }) => row);
  const embedder = sharedEmbedder();
  const items = rows.map(({ text }, at) => ({ id: String(at), text, vector: embedder.embed(text).slice(), at }));
  const idOf = (member: string) => `born with ${member}`;
  const first = evolveClusters(items.slice(0, Math.floor(rows.length * FIRST_PART)), [], { at: 1, idOf });
  const known = first.clusters.map(({ id, members }) => ({ id, members, born: 1 }));
  const second = evolveClusters(items, known, { at: 2, idOf });
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

const byMember = ({ clusters }: ReturnType<typeof evolveClusters>): Map<string, string> =>
  new Map(clusters.flatMap(({ id, members }) => members.map((member) => [member, id] as const)));

export const task: Task = {
  name: "stable-ids",
  run: async ({ slice }) => {
    if (!hasData("short-text/stackoverflow.jsonl")) return [];
    if (slice !== true) return Object.entries(sets).flatMap(([name, file]) => judge(name, file, ROWS));
    return judge("stackoverflow", sets.stackoverflow, 1_500).map((row) => ({
      ...row,
      floor: row.metric === "NMI after" ? 0.6 : 0.95,
    }));
  },
};
