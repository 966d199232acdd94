/**
 * Reads a text word by word for the classifier: each word with its classes, its opinion, and whether it stands in the
 * scope of a negation. Nothing is allocated for words that were seen before.
 */
// cspell:ignore sooooo
import { fnv1a } from "../fnv.ts";
import { createWordTable } from "../tokens.ts";
import {
  classBit,
  createClassLookup,
  createLanguageSigns,
  createNamelessWords,
  createOpinionLookup,
} from "./vocabulary.ts";

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
  /** It names something and is a whole English word: no slip and no name. */
  readonly english: boolean;
  /** It has both letters and digits, as names of products do. */
  readonly mixed: boolean;
  /** A symbol such as an emoji, which negation doesn't reach. */
  readonly symbol: boolean;
  readonly hash: number;
  /** Buckets of those of its stretches of 3 to 5 characters, ends marked, that are counted; each once. */
  readonly stretches: Uint32Array;
  /** What they are worth together. */
  readonly sums: Float64Array;
  /** The number of the text that was found to hold it last; for who counts texts. */
  lastText: number;
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
const SCOPE = 3;
/** Of a longer word only so many first characters are cut into stretches. */
const LONGEST_CUT = 24;
const SHORTEST_STRETCH = 3;
const LONGEST_STRETCH = 5;
const STRETCH_SEED = 0x2545f491;
/** Shorter words name nothing. */
const SHORTEST_NAME = 3;

const NO_STRETCHES = new Uint32Array(0);
const NO_SUMS = new Float64Array(0);

const hashText = (text: string): number => mixBits(fnv1a(text));

/** Spreads a hash over all 32 bits (the finish of MurmurHash3). */
export function mixBits(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function stretchesOf(word: string, bucketOf: (hash: number) => number | undefined): Uint32Array {
  const padded = `<${word.slice(0, LONGEST_CUT)}>`;
  const buckets = new Set<number>();
  for (let length = SHORTEST_STRETCH; length <= LONGEST_STRETCH; length++) {
    for (let at = 0; at + length <= padded.length; at++) {
      const bucket = bucketOf(mixBits(fnv1a(padded, at, at + length, STRETCH_SEED)));
      if (bucket !== undefined) buckets.add(bucket);
    }
  }
  return Uint32Array.from(buckets);
}

/** "sooooo": three same letters in a row, which no word has. */
const isDrawnOut = (word: string): boolean => /(.)\1\1/u.test(word);

const NEGATION = classBit("negation");
const CONTRAST = classBit("contrast");

export interface WordKnowledge {
  /** Whether the embedding knows a word as a whole: other words are names, slips or of another language. */
  readonly isEnglish: (word: string) => boolean;
  /** The bucket of a stretch of this hash; undefined where it doesn't matter. */
  readonly bucketOf: (hash: number) => number | undefined;
  /** What stretches of these buckets are worth together. */
  readonly sumsOf?: ((buckets: Uint32Array) => Float64Array) | undefined;
}

/** Everything there is to know about a word by itself. */
function createWordKnowledge({ isEnglish, bucketOf, sumsOf }: WordKnowledge): (raw: string) => Word {
  const classesOf = createClassLookup();
  const opinionOf = createOpinionLookup();
  const languageOf = createLanguageSigns();
  const nameless = createNamelessWords();

  return (raw) => {
    const text = raw.toLowerCase().replace(/[\u2018\u2019\u02bc]/g, "'");
    const symbol = kindOf(raw.charCodeAt(0)) === SYMBOL;
    const classes = classesOf(text) | (text.endsWith("n't") ? NEGATION : 0);
    const opinion = text.endsWith("-free") ? 1 : opinionOf(text);
    const language = languageOf(text);
    const stretches = symbol ? NO_STRETCHES : stretchesOf(text, bucketOf);
    const names = !symbol && opinion === 0 && text.length >= SHORTEST_NAME && !nameless.has(text) && !isDrawnOut(text);
    return {
      text,
      classes,
      opinion,
      language,
      familiar: language !== 0 || opinion !== 0 || classes !== 0 || nameless.has(text) || isEnglish(text),
      names,
      english: names && isEnglish(text),
      mixed: /\d/.test(text) && /\p{L}/u.test(text),
      symbol,
      hash: hashText(text),
      stretches,
      sums: sumsOf?.(stretches) ?? NO_SUMS,
      lastText: 0,
    };
  };
}

export function createWordReader(knowledge: WordKnowledge): ReadWords {
  const words = createWordTable(createWordKnowledge(knowledge));

  return (text, visitor) => {
    /** How many more words the last negation reaches. */
    let reach = 0;
    let isFirst = true;
    let at = 0;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      const kind = kindOf(code);
      if (kind === MARK) {
        visitor.clause(code);
        reach = 0;
        isFirst = true;
      }
      if (kind !== LETTER && kind !== SYMBOL) {
        at++;
        continue;
      }
      const end = kind === LETTER ? endOfWord(text, at) : at + (isHighSurrogate(code) ? 2 : 1);
      const word = words.get(text, at, Math.min(end, text.length));
      if ((word.classes & CONTRAST) !== 0) reach = 0;
      const isProper =
        word.mixed || (!isFirst && end - at > 2 && isCapital(code) && !isCapital(text.charCodeAt(at + 1)));
      visitor.word(word, reach > 0 && !word.symbol, isProper);
      isFirst = false;
      reach = (word.classes & NEGATION) !== 0 ? SCOPE : Math.max(0, reach - 1);
      at = end;
    }
  };
}

const OTHER = 1;
const LETTER = 2;
const SYMBOL = 3;
const MARK = 4;
const JOINER = 5;

/** What each UTF-16 unit is, from 1 on; 0 until it is first asked for. */
const kinds = new Uint8Array(65_536);

function kindOf(code: number): number {
  const known = kinds[code]!;
  if (known !== 0) return known;
  const kind = workOutKind(code);
  kinds[code] = kind;
  return kind;
}

function workOutKind(code: number): number {
  const character = String.fromCharCode(code);
  if ('.,!?;:\n()[]{}"…。！？，、।'.includes(character)) return MARK;
  if ("'\u2018\u2019\u02bc-_".includes(character)) return JOINER;
  if (/[\p{L}\p{N}\p{M}]/u.test(character)) return code >= 0xfe00 && code <= 0xfe0f ? OTHER : LETTER;
  // Emoji outside the first plane are symbols; so are those of the first plane.
  if (isHighSurrogate(code) || /[\p{So}♥]/u.test(character)) return SYMBOL;
  return OTHER;
}

const isCapital = (code: number): boolean => code >= 65 && code <= 90;

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code < 0xdc00;

/** Apostrophes and hyphens belong to a word when a letter follows. */
function endOfWord(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length) {
    const kind = kindOf(text.charCodeAt(end));
    if (kind === LETTER) end++;
    else if (kind === JOINER && end + 1 < text.length && kindOf(text.charCodeAt(end + 1)) === LETTER) end += 2;
    else break;
  }
  return end;
}
