/**
 * Writes models/language.bin: eld's n-gram table packed, frequent English words, the detector of romanised Hindi.
 * Run from the repository's root with the pinned Node: `node_modules/.bin/node tools/train/language.ts [DATA]`, DATA being
 * the folder of the data sets (../shared/data). Deterministic: the same package and data give the same bytes.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import { writeLanguageModel } from "../../src/text/language-model.ts";
import { packNgrams } from "./pack-ngrams.ts";
import { trainRomanisedHindi } from "./romanised-hindi.ts";

/** Rarer words are names and slips. Reviews count four times: they are fewer, and what the detector reads. */
const LEAST_OCCURRENCES = 40;
const REVIEW_WEIGHT = 4;
const REVIEWS = [
  "minibar/classification/garmin-connect.en.jsonl",
  "minibar/classification/huawei-health.en.jsonl",
  "app-search/reviews.jsonl",
];

const given = process.argv[2];
const data = given ? new URL(`${pathToFileURL(given).href}/`) : new URL("../../../shared/data/", import.meta.url);

function frequentEnglishWords(): string[] {
  const counts = new Map<string, number>();
  const count = (lines: string, weight: number): void => {
    for (const line of lines.trim().split("\n")) {
      const { text } = JSON.parse(line) as { text: string };
      for (const [word] of text.toLowerCase().matchAll(/[a-z]+(?:'[a-z]+)*/g))
        counts.set(word, (counts.get(word) ?? 0) + weight);
    }
  };
  count(gunzipSync(readFileSync(new URL("distill/texts.jsonl.gz", data))).toString("utf8"), 1);
  for (const path of REVIEWS) count(readFileSync(new URL(path, data), "utf8"), REVIEW_WEIGHT);
  return [...counts].flatMap(([word, times]) => (times >= LEAST_OCCURRENCES ? [word] : [])).sort();
}

const table = await packNgrams();
const hindi = trainRomanisedHindi(data);
const file = writeLanguageModel(
  { languages: table.languages, edges: table.edges, romanisedHindi: { scale: hindi.scale, bias: hindi.bias } },
  new Map([
    ["bytes", new Uint8Array(table.bytes.buffer)],
    ["counts", table.counts],
    ["posting_languages", table.postingLanguages],
    ["posting_scores", table.postingScores],
    ["english_words", Buffer.from(frequentEnglishWords().join("\n"))],
    ["romanised_hindi", new Uint8Array(hindi.weights.buffer)],
  ]),
);
writeFileSync(new URL("../../models/language.bin", import.meta.url), file);
console.log(`models/language.bin: ${file.byteLength} bytes, ${table.bytes.length} n-grams`);
