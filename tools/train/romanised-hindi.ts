/**
 * Trains the detector of romanised Hindi: logistic regression over hashed words and character n-grams, plain gradient
 * descent in a fixed order. Positive: Hinglish-TOP's requests and a word list. Negative: their English versions, English
 * reviews, other languages in Latin letters. Sources: ../shared/data/{hinglish,minibar,app-search,langid,sentiment}.
 */
import { readFileSync } from "node:fs";
import { tellingWords } from "../../src/text/lexicon/telling-words.ts";
import { forEachFeature, latinWords, type RomanisedHindiModel } from "../../src/text/romanised-hindi.ts";
import { romanisedHindiWords } from "./romanised-hindi-words.ts";

const BUCKETS = 2 ** 15;
const EPOCHS = 12;
const RATE = 0.08;
const DECAY = 1e-5;
const MOST_SAY = 3;

interface Example {
  readonly words: readonly string[];
  readonly hindi: boolean;
}

interface Row {
  readonly text: string;
  readonly english?: string;
  readonly lang?: string;
}

/** `keep` splits the Hinglish rows, for a measurement on the others. */
export function trainRomanisedHindi(data: URL, keep: (row: number) => boolean = () => true): RomanisedHindiModel {
  const examples = shuffle(readExamples(data, keep));
  const weights = new Float64Array(BUCKETS);
  let bias = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const rate = RATE * (1 - epoch / EPOCHS);
    for (const example of examples) {
      const says = example.words.map((word) => sayOf(word, weights));
      const error = (example.hindi ? 1 : 0) - 1 / (1 + Math.exp(-(bias + says.reduce((sum, say) => sum + say, 0))));
      if (Math.abs(error) < 0.01) continue;
      bias += rate * 0.1 * error;
      example.words.forEach((word, index) => {
        // A word whose say is at its bound in the right direction has nothing to learn.
        if (Math.abs(says[index]!) >= MOST_SAY && Math.sign(says[index]!) === Math.sign(error)) return;
        const step = (rate * error) / Math.sqrt(word.length * 3);
        forEachFeature(word, BUCKETS, (bucket) => {
          weights[bucket]! += step - rate * DECAY * weights[bucket]!;
        });
      });
    }
  }
  const scale = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127;
  return { weights: Int8Array.from(weights, (weight) => Math.round(weight / scale)), scale, bias };
}

function sayOf(word: string, weights: Float64Array): number {
  let sum = 0;
  forEachFeature(word, BUCKETS, (bucket) => {
    sum += weights[bucket]!;
  });
  return Math.max(-MOST_SAY, Math.min(MOST_SAY, sum));
}

function readExamples(data: URL, keep: (row: number) => boolean): Example[] {
  const hinglish = readRows(data, "hinglish/train.jsonl").filter((_, row) => keep(row));
  const english = [
    ...hinglish.map((row) => row.english ?? ""),
    ...["garmin-connect.en", "huawei-health.en"].flatMap((name) => texts(data, `minibar/classification/${name}.jsonl`)),
    ...texts(data, "app-search/reviews.jsonl"),
  ];
  const others = [
    ...readRows(data, "langid/langid.jsonl").map((row) => row.text),
    ...texts(data, "minibar/classification/garmin-connect.fr.jsonl"),
    ...texts(data, "sentiment/prdect-id.jsonl"),
    ...wordSalads(),
  ];
  const lexicon = new Set(romanisedHindiWords);
  // The English data holds some reviews in romanised Hindi: those with three words of the list are not shown as English.
  const isHindi = (words: readonly string[]): boolean =>
    words.filter((word) => word.length > 2 && lexicon.has(word)).length >= 3;
  const negative = [...english, ...others]
    .map((text) => latinWords(text).slice(0, 40))
    .filter((words) => !isHindi(words));
  const positive = [
    ...hinglish.map((row) => latinWords(row.text)),
    ...romanisedHindiWords.filter((word) => word.length > 2).map((word) => [word]),
  ];
  return [
    ...positive.map((words) => ({ words, hindi: true })),
    ...negative.map((words) => ({ words, hindi: false })),
  ].filter((example) => example.words.length > 0);
}

/** Eight words at a time of each language that only has a word list, each word in several company. */
function wordSalads(): string[] {
  return Object.values(tellingWords).flatMap(({ words, shared }) => {
    const list = [...words.split(" "), ...(shared?.split(" ") ?? []), ...(shared?.split(" ") ?? [])];
    return Array.from({ length: 60 }, (_, salad) =>
      Array.from({ length: 8 }, (_, at) => list[(salad * 31 + at * 17 + at * at * salad) % list.length]).join(" "),
    );
  });
}

function readRows(data: URL, path: string): Row[] {
  const lines = readFileSync(new URL(path, data), "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Row);
}

function texts(data: URL, path: string): string[] {
  return readRows(data, path).map((row) => row.text);
}

/** Fisher–Yates with a fixed linear congruential generator (Numerical Recipes' constants). */
function shuffle<T>(items: T[]): T[] {
  let state = 1;
  for (let left = items.length - 1; left > 0; left--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = state % (left + 1);
    [items[left], items[other]] = [items[other]!, items[left]!];
  }
  return items;
}
