// cspell:ignore qwertyuiop asdfghjkl zxcvbnm carshes dosent laod
/**
 * Texts with the words spelt right that tell what fails and what is wanted: "the app carshes", "dosent laod". Only what is no word
 * itself, and nearly one of these, is changed; names, slang, numbers and all other words stay. English.
 */
import { oftenMisspelt } from "./lexicon/en/often-misspelt.ts";
import { createWordTable } from "./tokens.ts";

interface Span {
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
}

export interface Respelt {
  readonly text: string;
  /** Where a stretch of it stands in the text as it was written. */
  original(span: Span): Span;
}

export type Respell = (text: string, names?: string) => Respelt;

/** Shorter words are written by chance, and are as near to many. */
const SHORTEST = 4;
const LONGEST = 20;
/** From so many letters on one may be another, and two may be wrong. */
const SHORTEST_OTHER = 6;
const SHORTEST_TWICE = 10;
/** Longer texts are files, not what somebody types. */
const MOST_CHARACTERS = 6_000;

const WORD = /(?<![\p{L}\p{M}\p{N}_@#/.'’-])[a-z]+(?:['’][a-z]+)?(?![\p{L}\p{M}\p{N}_@/]|[.;'’-]{1,2}[\p{L}\p{N}])/giu;
const DRAWN = /(.)\1\1/;
const plain = (word: string): string => word.toLowerCase().replace(/['’]/g, "");

/** The word without each of its letters. */
const shortened = (word: string): string[] => Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1));

/** By what is left when a letter is taken away, or two of a long word: what two words have in common that are nearly one. */
const nearly = new Map<string, string[]>();
const right = new Map<string, string>();
for (const word of oftenMisspelt) {
  const key = plain(word);
  if (right.has(key)) continue;
  right.set(key, word);
  const once = shortened(key);
  const twice = key.length >= SHORTEST_TWICE ? once.flatMap(shortened) : [];
  for (const rest of new Set([key, ...once, ...twice])) nearly.set(rest, [...(nearly.get(rest) ?? []), key]);
}

/** Whether two letters changed places. */
function isSwapped(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2);
}

/** How many letters are more, less, other or have changed places. */
function distance(one: string, other: string): number {
  let [last, before]: [number[], number[]] = [Array.from({ length: other.length + 1 }, (_, at) => at), []];
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let at = 1; at <= other.length; at++) {
      const cost = one[row - 1] === other[at - 1] ? 0 : 1;
      let least = Math.min(last[at]! + 1, next[at - 1]! + 1, last[at - 1]! + cost);
      if (row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1])
        least = Math.min(least, before[at - 2]! + 1);
      next.push(least);
    }
    [last, before] = [next, last];
  }
  return last[other.length]!;
}

const KEYS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const keyOf = (letter: string) => {
  const row = KEYS.findIndex((keys) => keys.includes(letter));
  return { row, at: (KEYS[row] ?? "").indexOf(letter) };
};
/** Whether a letter may stand for another one: vowels, and keys side by side. */
function isMistyped(written: string, meant: string): boolean {
  const at = [...written].findIndex((letter, place) => letter !== meant[place]);
  const [one, other] = [written[at]!, meant[at]!];
  if (/[aeiouy]/.test(one) && /[aeiouy]/.test(other)) return true;
  const [key, right] = [keyOf(one), keyOf(other)];
  return key.row >= 0 && right.row >= 0 && Math.abs(key.row - right.row) <= 1 && Math.abs(key.at - right.at) <= 1;
}

/** How unlikely `written` is meant as `meant`; undefined where it is not. */
function costOf(written: string, meant: string): number | undefined {
  if (written === meant || isSwapped(written, meant)) return 0;
  if (written[0] !== meant[0]) return undefined;
  const far = distance(written, meant);
  if (far === 1 && meant.length > written.length && meant.length > SHORTEST) return 1;
  if (far === 1 && written.length > SHORTEST && meant.length < written.length && meant.length >= SHORTEST) return 2;
  if (far === 1 && meant.length === written.length && meant.length >= SHORTEST_OTHER)
    return isMistyped(written, meant) ? 3 : undefined;
  return far === 2 && Math.min(written.length, meant.length) >= SHORTEST_TWICE - 1 ? 4 : undefined;
}

/** The telling word that is meant. */
function meantBy(word: string): string | undefined {
  if (DRAWN.test(word)) {
    const twice = word.replace(/(.)\1{2,}/g, "$1$1");
    const once = word.replace(/(.)\1{2,}/g, "$1");
    return right.get(twice) ?? right.get(once);
  }
  const once = shortened(word);
  const twice = word.length >= SHORTEST_TWICE ? once.flatMap(shortened) : [];
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const meant of new Set([word, ...once, ...twice].flatMap((rest) => nearly.get(rest) ?? []))) {
    const cost = costOf(word, meant);
    if (cost === undefined || cost >= least) continue;
    best = right.get(meant);
    least = cost;
  }
  return best;
}

/** A capital within a sentence marks a name. */
const isNamed = (text: string, at: number, word: string): boolean =>
  /^[A-Z]/.test(word) && !/(?:^|[.!?:\n]["'(]?\s*)$/.test(text.slice(Math.max(0, at - 6), at));

const isShouting = (text: string): boolean => text === text.toUpperCase();

/** Small letters, a capital at first or capitals, as it was written. */
function likeWritten(meant: string, written: string): string {
  if (written.length > 1 && written === written.toUpperCase()) return meant.toUpperCase();
  return /^[A-Z]/.test(written) ? meant[0]!.toUpperCase() + meant.slice(1) : meant;
}

/** Where stretches of a text stand in which `changes` were made. */
function placing(changes: readonly { readonly at: number; readonly was: number; readonly is: number }[]) {
  const before = (place: number, isEnd: boolean): number => {
    let by = 0;
    for (const { at, was, is } of changes) {
      const start = at + by;
      if (place <= start) break;
      if (place < start + is) return isEnd ? at + was : at;
      by += is - was;
    }
    return place - by;
  };
  return ({ start, end }: Span): Span => ({ start: before(start, false), end: before(end, true) });
}

const APOSTROPHES = new Set([0x27, 0x2019]);
/** Of a to z, in whatever case. */
const isLetter = (unit: number): boolean => (unit | 32) >= 97 && (unit | 32) <= 122;

function endOfLetters(text: string, start: number): number {
  let end = start + 1;
  while (isLetter(text.charCodeAt(end))) end++;
  return end;
}

/** `isWord`: whether a word in small letters is one; asked only of what is nearly a telling word. */
export function createRespell(isWord: (word: string) => boolean): Respell {
  const meant = createWordTable((word) => {
    const key = plain(word);
    if (key.length < SHORTEST || key.length > LONGEST || right.has(key)) return "";
    const found = meantBy(key);
    return found === undefined || isWord(word.replace("’", "'")) ? "" : found;
  });
  /** Whether any of its words may be written wrong: of most texts none is, which a walk over its letters tells faster than the pattern. */
  function mayBeMisspelt(text: string): boolean {
    for (let at = 0; at < text.length; ) {
      if (!isLetter(text.charCodeAt(at))) {
        at++;
        continue;
      }
      let end = endOfLetters(text, at);
      if (APOSTROPHES.has(text.charCodeAt(end)) && isLetter(text.charCodeAt(end + 1)))
        end = endOfLetters(text, end + 1);
      if (end - at >= SHORTEST && meant.get(text, at, end) !== "") return true;
      at = end;
    }
    return false;
  }
  return (text, names = "") => {
    const same: Respelt = { text, original: (span) => span };
    if (text.length > MOST_CHARACTERS || !mayBeMisspelt(text)) return same;
    const shouted = isShouting(text);
    const known = names.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    const isName = (word: string): boolean => known.some((name) => costOf(word, name) !== undefined);
    const changes: { at: number; was: number; is: number }[] = [];
    const told = text.replace(WORD, (word: string, at: number) => {
      const found = meant.get(word, 0, word.length);
      if (found === "" || (!shouted && isNamed(text, at, word)) || isName(plain(word))) return word;
      changes.push({ at, was: word.length, is: found.length });
      return likeWritten(found, word);
    });
    return changes.length === 0 ? same : { text: told, original: placing(changes) };
  };
}
