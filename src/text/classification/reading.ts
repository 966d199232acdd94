/**
 * Reads a text word by word for the classifier: each word with its classes, its opinion, and whether it stands in the
 * scope of a negation. Nothing is allocated for words that were seen before.
 */
import { fnv1a } from "../fnv.ts";
import { createWordTable } from "../tokens.ts";
import { createGenericWords, createLanguageSigns } from "./common-words.ts";
import { createOpinionLookup } from "./opinion-words.ts";
import { classBit, createClassLookup } from "./word-classes.ts";

export interface Word {
  /** In lower case, with straight apostrophes. */
  readonly text: string;
  /** Bits of the classes it belongs to. */
  readonly classes: number;
  /** -2 to 2: blame to praise. */
  readonly opinion: number;
  /** 1: an English word, -1: one of another known language, 0: it doesn't tell. */
  readonly language: number;
  /** It belongs to a language that was learnt. */
  readonly familiar: boolean;
  /** It can name a task, a feature or another thing in particular. */
  readonly names: boolean;
  /** It names something and is a whole English word: no slip and no brand. */
  readonly english: boolean;
  /** It has both letters and digits, as names of products do. */
  readonly mixed: boolean;
  /** A symbol such as an emoji, which negation doesn't reach. */
  readonly symbol: boolean;
  readonly hash: number;
  /** Hashes of its stretches of 3 to 5 characters, ends marked. */
  readonly stretches: Uint32Array;
}

export interface WordVisitor {
  /**
   * `negated`: within three words after a negation of the same clause. `proper`: written as a name is, with a capital
   * inside a clause or with both letters and digits.
   */
  word(word: Word, negated: boolean, proper: boolean): void;
  /** `mark`: the character code of the mark that ends a clause. */
  clause(mark: number): void;
}

export type ReadWords = (text: string, visitor: WordVisitor) => void;

/** How many words a negation reaches. */
const scope = 3;
/** Of a longer word only so many first characters are cut into stretches. */
const longestCut = 24;

export const hashText = (text: string, seed?: number): number => mix(fnv1a(text, 0, text.length, seed));

/** Spreads a hash over all 32 bits (the finish of MurmurHash3). */
export const mix = (hash: number): number => {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

const stretchesOf = (word: string): Uint32Array => {
  const padded = `<${word.slice(0, longestCut)}>`;
  const hashes: number[] = [];
  for (let length = 3; length <= 5; length++) {
    for (let at = 0; at + length <= padded.length; at++)
      hashes.push(hashText(padded.slice(at, at + length), 0x2545f491));
  }
  return Uint32Array.from(hashes);
};

/** "sooooo": three same letters in a row, which no word has. */
const isDrawnOut = (word: string): boolean => /(.)\1\1/u.test(word);

const none = new Uint32Array(0);

/** `isEnglish` tells whether the embedding knows a word as a whole: other words are names, slips or of another language. */
export const createWordReader = (isEnglish: (word: string) => boolean): ReadWords => {
  const classesOf = createClassLookup();
  const opinionOf = createOpinionLookup();
  const languageOf = createLanguageSigns();
  const generic = createGenericWords();
  const negation = classBit("negation");
  const contrast = classBit("contrast");

  const words = createWordTable((raw): Word => {
    const text = raw.toLowerCase().replace(/[\u2018\u2019\u02bc]/g, "'");
    const symbol = kindOf(raw.charCodeAt(0)) === symbolCharacter;
    const classes = classesOf(text) | (text.endsWith("n't") ? negation : 0);
    const opinion = text.endsWith("-free") ? 1 : opinionOf(text);
    const stretches = symbol ? none : stretchesOf(text);
    const names = !symbol && opinion === 0 && text.length > 2 && !generic.has(text) && !isDrawnOut(text);
    const english = names && isEnglish(text);
    const language = languageOf(text);
    const familiar =
      english || language !== 0 || opinion !== 0 || classes !== 0 || generic.has(text) || isEnglish(text);
    const mixed = /\d/.test(text) && /\p{L}/u.test(text);
    return {
      text,
      classes,
      opinion,
      language,
      familiar,
      names,
      english,
      mixed,
      symbol,
      hash: hashText(text),
      stretches,
    };
  });

  return (text, visitor) => {
    let reach = 0;
    let first = true;
    let at = 0;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      const kind = kindOf(code);
      if (kind === markCharacter) {
        visitor.clause(code);
        reach = 0;
        first = true;
      }
      if (kind !== letterCharacter && kind !== symbolCharacter) {
        at++;
        continue;
      }
      const end = kind === letterCharacter ? endOfWord(text, at) : at + (isHighSurrogate(code) ? 2 : 1);
      const word = words.get(text, at, Math.min(end, text.length));
      if ((word.classes & contrast) !== 0) reach = 0;
      const proper = word.mixed || (!first && end - at > 2 && isCapital(code) && !isCapital(text.charCodeAt(at + 1)));
      visitor.word(word, reach > 0 && !word.symbol, proper);
      first = false;
      reach = (word.classes & negation) !== 0 ? scope : Math.max(0, reach - 1);
      at = end;
    }
  };
};

const otherCharacter = 1;
const letterCharacter = 2;
const symbolCharacter = 3;
const markCharacter = 4;
const joiner = 5;

/** What each UTF-16 unit is, from 1 on; 0 until it is first asked for. */
const kinds = new Uint8Array(65_536);

const kindOf = (code: number): number => {
  const known = kinds[code]!;
  if (known !== 0) return known;
  const kind = workOutKind(code);
  kinds[code] = kind;
  return kind;
};

const workOutKind = (code: number): number => {
  const character = String.fromCharCode(code);
  if ('.,!?;:\n()[]{}"…。！？，、।'.includes(character)) return markCharacter;
  if ("'\u2018\u2019\u02bc-_".includes(character)) return joiner;
  if (/[\p{L}\p{N}\p{M}]/u.test(character)) return code >= 0xfe00 && code <= 0xfe0f ? otherCharacter : letterCharacter;
  // Emoji outside the first plane are symbols; so are those of the first plane.
  if (isHighSurrogate(code) || /[\p{So}♥]/u.test(character)) return symbolCharacter;
  return otherCharacter;
};

const isCapital = (code: number): boolean => code >= 65 && code <= 90;

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code < 0xdc00;

/** Apostrophes and hyphens belong to a word when a letter follows. */
const endOfWord = (text: string, start: number): number => {
  let end = start + 1;
  while (end < text.length) {
    const kind = kindOf(text.charCodeAt(end));
    if (kind === letterCharacter) end++;
    else if (kind === joiner && end + 1 < text.length && kindOf(text.charCodeAt(end + 1)) === letterCharacter) end += 2;
    else break;
  }
  return end;
};
