/** Keyboard noise: words that no language would write, from a hand drummed over the keys. Latin letters only. */
// cspell:ignore aeiouyw asdfghjkl bcdfghjklmnpqrstvxz qwertyuiop qwertz zxcvbnm
import { vowelless } from "../lexicon/any-language.ts";
import { wordsOf } from "../lexicon/lexicon.ts";

const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertz", "azerty"];
const VOWELLESS = new Set(wordsOf(vowelless));
const SHORTEST = 4;
/** Longer words are judged by their start. */
const LONGEST = 40;

/** True for words without vowels, long runs of consonants, walks along a row of keys, one letter held. */
export function isKeyboardNoise(word: string): boolean {
  const letters = word.slice(0, LONGEST).toLowerCase();
  if (letters.length < SHORTEST || !/^[a-z]+$/.test(letters) || VOWELLESS.has(letters)) return false;
  if (letters.length >= 5 && !/[aeiouyw]/.test(letters)) return true;
  if (/[bcdfghjklmnpqrstvxz]{6}/.test(letters)) return true;
  if (letters.length >= 5 && letters === letters[0]!.repeat(letters.length)) return true;
  return walkShare(letters) >= 0.75;
}

const LETTERS = 26;
const FIRST_LETTER = 97;
const numberOf = (word: string, at: number): number => word.charCodeAt(at) - FIRST_LETTER;

/** 1 for each two letters whose keys are beside each other in a row. */
const beside = new Uint8Array(LETTERS * LETTERS);
for (const row of ROWS) {
  for (let at = 1; at < row.length; at++) {
    beside[numberOf(row, at - 1) * LETTERS + numberOf(row, at)] = 1;
    beside[numberOf(row, at) * LETTERS + numberOf(row, at - 1)] = 1;
  }
}

/** Share of a word's steps from letter to letter that go to a key beside it in the same row. */
function walkShare(letters: string): number {
  let walked = 0;
  for (let at = 1; at < letters.length; at++)
    walked += beside[numberOf(letters, at - 1) * LETTERS + numberOf(letters, at)]!;
  return walked / (letters.length - 1);
}
