// cspell:ignore phonepe
/** Languages of sentences, pairs and words in 30 languages, of tweets, and of six words of English reviews. */
import { createRandom } from "../../../src/numeric/random.ts";
import { createLanguageDetector, type LanguageDetector } from "../../../src/text/language.ts";
import { readLanguageModel } from "../../../src/text/language-model.ts";
import { createLanguageScores } from "../../../src/text/language-scores.ts";
import { mean, share } from "../measures.ts";
import { hasData, type Row, readModel, readRows, type Task } from "../task.ts";

interface Labelled {
  readonly lang: string;
  readonly kind: string;
  readonly text: string;
}

const TARGETS: Readonly<
  Record<string, { readonly target: number; readonly baseline: number; readonly floor: number }>
> = {
  word: { target: 0.77, baseline: 0.777, floor: 0.76 },
  pair: { target: 0.9, baseline: 0.908, floor: 0.88 },
  sentence: { target: 0.985, baseline: 0.993, floor: 0.975 },
  tweet: { target: 0.96, baseline: 0.993, floor: 0.95 },
};
const REVIEWS = [
  "minibar/classification/garmin-connect.en.jsonl",
  "minibar/classification/huawei-health.en.jsonl",
  "reviews/phonepe.jsonl",
];
const WINDOW = 6;

/** Malay and Indonesian are one to the detector: it says Indonesian to both. */
const folded = (lang: string): string => (lang === "ms" ? "id" : lang);

/** Mean over languages of the share that is right. */
const meanRight = (rows: readonly Labelled[], detect: LanguageDetector): number => {
  const languages = Map.groupBy(rows, (row) => row.lang);
  return mean([...languages.values()].map((of) => share(of, (row) => detect(row.text).lang === folded(row.lang))));
};

/** Six words in a row of each review that has as many, from a place drawn with a fixed seed. */
const windows = (texts: readonly string[]): string[] => {
  const random = createRandom(7);
  return texts.flatMap((text) => {
    const words = text.split(/\s+/u).filter((word) => /[a-z]/iu.test(word));
    const from = Math.floor(random() * (words.length - WINDOW + 1));
    return words.length < WINDOW ? [] : [words.slice(from, from + WINDOW).join(" ")];
  });
};

const speed = (texts: readonly string[], detect: LanguageDetector): number => {
  const started = performance.now();
  for (const text of texts) detect(text);
  return texts.length / ((performance.now() - started) / 1_000);
};

/** Share of texts to which the packed table's best language is the one that the package eld says itself. */
const parity = async (texts: readonly string[]): Promise<number> => {
  const { eld } = await import("eld/large");
  const table = createLanguageScores(readLanguageModel(readModel("language.bin")));
  return share(texts, (text) => {
    table.score(text);
    const best = table.scores.indexOf(Math.max(...table.scores));
    return eld.detect(text).language === (table.scores[best] === 0 ? "" : table.languages[best]);
  });
};

export const task: Task = {
  name: "language",
  run: async ({ slice = false }) => {
    if (!hasData("langid/langid.jsonl")) return [];
    const detect = createLanguageDetector(readModel("language.bin"));
    const labelled = [...readRows<Labelled>("langid/langid.jsonl"), ...readRows<Labelled>("langid/tweets.jsonl")];
    const rows: Row[] = Object.entries(TARGETS).map(([kind, marks]) => ({
      task: "language",
      dataset: `langid ${kind}s`,
      metric: "right, mean of languages",
      figure: meanRight(
        labelled.filter((row) => row.kind === kind),
        detect,
      ),
      ...marks,
    }));
    for (const path of REVIEWS) {
      const texts = readRows<{ readonly text: string }>(path).map((row) => row.text);
      const figure = share(windows(texts), (text) => detect(text).lang === "en");
      rows.push({ task: "language", dataset: path, metric: "6 words are English", figure, target: 0.99, floor: 0.985 });
      if (slice) continue;
      rows.push({
        task: "language",
        dataset: path,
        metric: "texts a second",
        figure: speed(texts, detect),
        target: 10_000,
      });
    }
    if (!slice) {
      const figure = await parity(labelled.map((row) => row.text));
      rows.push({ task: "language", dataset: "langid", metric: "packed table agrees with eld", figure, target: 1 });
    }
    return rows;
  },
};
