/** What the benchmark feeds: real reviews where the development data is beside the project, else the bundled sample. */
import { existsSync, readFileSync } from "node:fs";

const REAL = new URL("../../shared/data/reviews/phonepe.jsonl", import.meta.url);
const SAMPLE = new URL("../examples/sample/feedback.jsonl", import.meta.url);

export interface Corpus {
  readonly name: string;
  readonly records: readonly { readonly text: string; readonly [field: string]: unknown }[];
}

const recordsOf = (file: URL): Corpus["records"] =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Corpus["records"][number]);

export const readSample = (): Corpus => ({
  name: "the bundled sample, over and over under new ids",
  records: recordsOf(SAMPLE),
});

export const readCorpus = (): Corpus =>
  existsSync(REAL) ? { name: "995 real reviews, over and over under new ids", records: recordsOf(REAL) } : readSample();

/** The `index`th record of an endless stream: the corpus again and again, each time under new ids. */
export function recordAt(corpus: Corpus, index: number): Record<string, unknown> {
  const { days_ago: _, ...record } = corpus.records[index % corpus.records.length]!;
  return { ...record, app: "Bench", id: `bench-${index}`, date: 1_700_000_000 + (index % 5_000_000) };
}
