/**
 * Writes models/language.bin: eld's n-gram table, packed. Run: `npx node tools/train/language.ts` from the repository's
 * root (the pinned Node of node_modules). Deterministic: the same packages and data give the same bytes.
 */
import { writeFileSync } from "node:fs";
import { writeLanguageModel } from "../../src/text/language-model.ts";
import { packNgrams } from "./pack-ngrams.ts";

const table = await packNgrams();
const file = writeLanguageModel(
  { languages: table.languages, edges: table.edges },
  new Map([
    ["bytes", new Uint8Array(table.bytes.buffer)],
    ["counts", table.counts],
    ["posting_languages", table.postingLanguages],
    ["posting_scores", table.postingScores],
  ]),
);
writeFileSync(new URL("../../models/language.bin", import.meta.url), file);
console.log(`models/language.bin: ${file.byteLength} bytes, ${table.bytes.length} n-grams`);
