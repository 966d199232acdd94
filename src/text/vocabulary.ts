/** Which words are the language's own, and which are written with a capital. */
import nspell from "nspell";
import { slang } from "./lexicon/en/spelling.ts";
import type { Dictionary } from "./spelling.ts";

export interface Vocabulary {
  /** A word that needs no capital; in lower case. */
  isWord(word: string): boolean;
  /** Known with a capital, whatever else it may mean: "Mercury", "Spanish". */
  isProper(word: string): boolean;
}

export function createVocabulary(dictionary: Dictionary): Vocabulary {
  const speller = nspell(Buffer.from(dictionary.aff), Buffer.from(dictionary.dic));
  const lines = Buffer.from(dictionary.dic).toString("utf8").split("\n");
  const proper = new Set(lines.filter((line) => /^\p{Lu}/u.test(line)).map((line) => line.split("/")[0]!.trim()));
  return {
    isWord: (word) => slang.has(word) || speller.correct(word),
    isProper: (word) => proper.has(word),
  };
}
