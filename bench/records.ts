/** What the benchmark feeds: real reviews where the development data is beside the project, else the bundled sample. */
import { existsSync, readFileSync } from "node:fs";

const REAL = new URL("../../shared/data/reviews/phonepe.jsonl", import.meta.url);
const SAMPLE = new URL("../examples/sample/feedback.jsonl", import.meta.url);

export interface Corpus {
  readonly name: string;
  readonly records: readonly { readonly text: string; readonly [field: string]: unknown }[];
}

export function readCorpus(): Corpus {
  const real = existsSync(REAL);
  const lines = readFileSync(real ? REAL : SAMPLE, "utf8").split("\n");
  const records = lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Corpus["records"][number]);
  return {
    name: real ? "995 real reviews, over and over under new ids" : "the bundled sample, over and over under new ids",
    records,
  };
}

/** The `index`th record of an endless stream: the corpus again and again, each time under new ids. */
export function recordAt(corpus: Corpus, index: number): Record<string, unknown> {
  const { days_ago: _, ...record } = corpus.records[index % corpus.records.length]!;
  return { ...record, app: "Bench", id: `bench-${index}`, date: 1_700_000_000 + (index % 5_000_000) };
}
