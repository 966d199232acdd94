/**
 * Routing by labels and ten sentences each: bank questions to 77 intents, and complaint phrases of two apps to the
 * second-order labels that the original system gave them (a model's labels: it agrees with itself in .74 of them).
 */
import type { AppModel } from "../../../src/model/app-model.ts";
import { createRandom } from "../../../src/numeric/random.ts";
import { createRouter, type Router } from "../../../src/text/routing/router.ts";
import { sharedEmbedder } from "../apps.ts";
import { mean } from "../measures.ts";
import { hasData, type Row, readRows, type Task } from "../task.ts";

interface Asked {
  readonly text: string;
  /** any of these is right */
  readonly right: ReadonlySet<string>;
}

interface Scores {
  readonly first: number;
  readonly third: number;
  /** share right of the half with the greatest margins */
  readonly surest: number;
  readonly answered: number;
  readonly rightOfAnswered: number;
}

function judge(router: Router, asked: readonly Asked[]): Scores {
  const judged = asked.map(({ text, right }) => {
    const { labels, abstain } = router.route(text);
    const at = labels.findIndex(({ second }) => right.has(second));
    return { at, abstain, margin: (labels[0]?.score ?? 0) - (labels[1]?.score ?? 0) };
  });
  const share = (rows: typeof judged, is: (row: (typeof judged)[number]) => boolean) =>
    rows.filter(is).length / rows.length;
  const half = [...judged].sort((a, b) => b.margin - a.margin).slice(0, Math.floor(judged.length / 2));
  const answered = judged.filter(({ abstain }) => !abstain);
  return {
    first: share(judged, ({ at }) => at === 0),
    third: share(judged, ({ at }) => at >= 0 && at < 3),
    surest: share(half, ({ at }) => at === 0),
    answered: answered.length / judged.length,
    rightOfAnswered: share(answered, ({ at }) => at === 0),
  };
}

const SENTENCES = 10;

/** The intents of Banking77 as an app model of ten sentences drawn by `seed`, and the rest of its training part. */
function bank(seed: number): { model: AppModel; asked: Asked[] } {
  const random = createRandom(seed);
  const rows = readRows<{ text: string; label: string }>("intents/banking77.train.jsonl");
  const byLabel = Map.groupBy(
    rows.map((row) => ({ ...row, order: random() })).sort((a, b) => a.order - b.order),
    ({ label }) => label,
  );
  const names = [...byLabel.keys()].sort();
  return {
    model: {
      name: "bank",
      description_list: [],
      first_order_labels: names.map((name) => ({ name, second_order_labels: [name] })),
      generated_qrys_for_sec_labels: Object.fromEntries(
        names.map((name) => [
          name,
          byLabel
            .get(name)!
            .slice(0, SENTENCES)
            .map(({ text }) => text),
        ]),
      ),
    },
    asked: names.flatMap((name) =>
      byLabel
        .get(name)!
        .slice(SENTENCES)
        .map(({ text }) => ({ text, right: new Set([name]) })),
    ),
  };
}

interface Original {
  readonly attributes: {
    readonly second_order_label_to_keywordlist?: readonly {
      readonly name: string;
      readonly keywords: readonly string[];
    }[];
  };
}

function phrasesOf(file: string, names: ReadonlySet<string>): Asked[] {
  return readRows<Original>(`gpt-labels/${file}.jsonl`).flatMap(({ attributes }) => {
    const right = new Map<string, Set<string>>();
    for (const { name, keywords } of attributes.second_order_label_to_keywordlist ?? [])
      for (const phrase of names.has(name) ? keywords : [])
        right.set(phrase, (right.get(phrase) ?? new Set()).add(name));
    return [...right].map(([text, labels]) => ({ text, right: labels }));
  });
}

function seedPhrases(): Row[] {
  const [model] = readRows<AppModel>("gpt-labels/app-models.jsonl");
  const names = new Set(model!.first_order_labels.flatMap((first) => first.second_order_labels));
  const asked = ["googlepay", "paytm"].flatMap((file) => phrasesOf(file, names));
  const scores = judge(createRouter(model!, sharedEmbedder()), asked);
  const dataset = `seed phrases, ${asked.length}`;
  return [
    { task: "routing", dataset, metric: "hit@1", figure: scores.first, target: 0.6, baseline: 0.49, ceiling: 0.74 },
    { task: "routing", dataset, metric: "hit@3", figure: scores.third, target: 0.82, baseline: 0.69, ceiling: 0.85 },
    { task: "routing", dataset, metric: "right, the surest half", figure: scores.surest, target: 0.83 },
    { task: "routing", dataset, metric: "share answered", figure: scores.answered },
    { task: "routing", dataset, metric: "right of the answered", figure: scores.rightOfAnswered },
  ];
}

function banks(seeds: readonly number[], every: number): Row[] {
  const started = performance.now();
  const routed = seeds.map((seed) => {
    const { model, asked } = bank(seed);
    return judge(
      createRouter(model, sharedEmbedder()),
      asked.filter((_, at) => at % every === 0),
    );
  });
  const dataset = `banking77 train, 10 sentences an intent, ${seeds.length} draws`;
  const at = (read: (scores: Scores) => number) => mean(routed.map(read));
  process.stderr.write(`  ${Math.round(performance.now() - started)} ms\n`);
  return [
    {
      task: "routing",
      dataset,
      metric: "top-1",
      figure: at(({ first }) => first),
      target: 0.84,
      baseline: 0.72,
      ceiling: 0.86,
    },
    { task: "routing", dataset, metric: "share answered", figure: at(({ answered }) => answered) },
    { task: "routing", dataset, metric: "right of the answered", figure: at(({ rightOfAnswered }) => rightOfAnswered) },
  ];
}

export const task: Task = {
  name: "routing",
  run: async ({ slice }) => {
    if (!hasData("intents/banking77.train.jsonl")) return [];
    if (slice === true) {
      const floors: Readonly<Record<string, number>> = { "hit@1": 0.57, "hit@3": 0.79, "top-1": 0.78 };
      return [...seedPhrases(), ...banks([1], 10)].flatMap((row) =>
        row.metric in floors ? [{ ...row, floor: floors[row.metric]! }] : [],
      );
    }
    return [...seedPhrases(), ...banks([1, 2, 3], 1)];
  },
};
