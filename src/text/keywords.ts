/**
 * Key phrases: what a text complains about and what it likes, short and in its own words. Each is a stretch of a phrase:
 * fillers are cut from its ends, long ones are cut to the part that says what is wrong or good.
 */
import type { Phrase } from "../model/insight.ts";
import { keyPhraseWords } from "./lexicon/en/key-phrases.ts";

export interface KeyPhrases {
  readonly negative: string[];
  readonly positive: string[];
}

/** words of a key phrase, and key phrases of a text, at most */
const LONGEST = 7;
const MOST = 8;
/** words before the telling one that a cut phrase keeps */
const BEFORE = 3;
const LONGEST_WORD = 40;
/** polarity of a phrase, in [-1, 1] */
const CLEARLY_BAD = -0.5;

/** Also a number or version as a whole: "6.0.1", "12:30", "35%". */
const WORD = /[\p{L}\p{M}\p{N}]+(?:(?:['’-]|(?<=\p{N})[.,:/](?=\p{N}))[\p{L}\p{M}\p{N}]+)*%?/gu;

const isNegation = (word: string): boolean => keyPhraseWords.negation.has(word) || word.endsWith("n't");
const isDenying = (word: string): boolean => keyPhraseWords.denial.has(word) || word.endsWith("n't");

interface Token {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** Key phrases of the negative and of the positive phrases of `text`, without repeats, in order of appearance. */
export function keyPhrases(text: string, phrases: readonly Phrase[]): KeyPhrases {
  const negative = new Map<string, string>();
  const positive = new Map<string, string>();
  for (const phrase of phrases) {
    if (phrase.polarity === "neutral") continue;
    const found = phrase.polarity === "negative" ? negative : positive;
    if (found.size >= MOST) continue;
    const telling = phrase.polarity === "negative" ? keyPhraseWords.complaint : keyPhraseWords.praise;
    const tokens = tokenise(text.slice(phrase.start, phrase.end));
    const key = keyPhrase(text.slice(phrase.start, phrase.end), tokens, telling, phrase.score <= CLEARLY_BAD);
    if (key !== undefined && !found.has(identity(key))) found.set(identity(key), key);
  }
  return { negative: [...negative.values()], positive: [...positive.values()] };
}

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(WORD)) {
    const word = match[0].toLowerCase().replaceAll("’", "'");
    if (word.length <= LONGEST_WORD) tokens.push({ word, start: match.index, end: match.index + match[0].length });
  }
  return tokens;
}

/** `untold`: the phrase is bad enough that words of burden tell. */
function keyPhrase(
  text: string,
  tokens: readonly Token[],
  telling: ReadonlySet<string>,
  untold: boolean,
): string | undefined {
  let best: readonly Token[] | undefined;
  let mostTold = 0;
  for (const part of parts(text, tokens)) {
    const core = shorten(trim(part), telling);
    if (core.length === 0 || !core.some(isContent)) continue;
    if (
      telling === keyPhraseWords.complaint
        ? isDenial(core) || isPlea(core)
        : part.some(({ word }) => keyPhraseWords.unreal.has(word))
    )
      continue;
    const told = core.some((token) => tells(token, telling)) ? 2 : untold && isBurden(core) ? 1 : 0;
    if (told > mostTold) {
      mostTold = told;
      best = core;
    }
  }
  if (best === undefined) return undefined;
  return lowerFirst(withClosingQuote(text, best[0]!.start, best.at(-1)!.end));
}

/** A quotation that ends where the phrase does is closed. */
function withClosingQuote(text: string, start: number, end: number): string {
  const phrase = text.slice(start, end);
  const isOpen = phrase.split('"').length % 2 === 0;
  return isOpen && text[end] === '"' ? text.slice(start, end + 1) : phrase;
}

/** The phrase cut at punctuation and at words that start another thought. */
function* parts(text: string, tokens: readonly Token[]): Generator<readonly Token[]> {
  let from = 0;
  let said = 0;
  for (let at = 1; at < tokens.length; at++) {
    if (!keyPhraseWords.leading.has(tokens[at - 1]!.word)) said++;
    const { word, start } = tokens[at]!;
    const { end } = tokens[at - 1]!;
    const isPlain = start === end + 1 && text[end] === " ";
    // "debited but not credited" is one complaint.
    const goesOn = word === "but" && isNegation(tokens[at + 1]?.word ?? "");
    const breaks =
      (!isPlain && /[^\s'"/&-]/u.test(text.slice(end, start))) ||
      (said >= 2 && !goesOn && keyPhraseWords.boundary.has(word));
    if (!breaks) continue;
    yield tokens.slice(from, at);
    from = at;
    said = 0;
  }
  yield tokens.slice(from);
}

/** Without fillers at its start and words that say nothing at its end. */
function trim(part: readonly Token[]): readonly Token[] {
  let from = 0;
  let to = part.length;
  while (from < to && keyPhraseWords.leading.has(part[from]!.word)) from++;
  while (to > from && keyPhraseWords.trailing.has(part[to - 1]!.word)) to--;
  return part.slice(from, to);
}

/** At most `LONGEST` words, from shortly before the first telling one on. */
function shorten(part: readonly Token[], telling: ReadonlySet<string>): readonly Token[] {
  if (part.length <= LONGEST) return part;
  const at = part.findIndex((token) => tells(token, telling));
  const from = Math.min(Math.max(0, at - BEFORE), part.length - LONGEST);
  const to = from + LONGEST;
  if (to >= part.length) return trim(part.slice(from, to));
  // What follows a preposition was cut off: without it the phrase is whole again.
  const loose = part.slice(to - 2, to).findIndex((token) => keyPhraseWords.preposition.has(token.word));
  return trim(part.slice(from, loose < 0 ? to : to - 2 + loose));
}

function tells({ word }: Token, telling: ReadonlySet<string>): boolean {
  return telling.has(word) || (telling === keyPhraseWords.complaint && word.endsWith("n't"));
}

/** Something that costs time or patience: two words that matter at least, and one that says so. */
function isBurden(core: readonly Token[]): boolean {
  return core.length > 1 && core.some(({ word }) => keyPhraseWords.burden.has(word));
}

/** "Please solve this issue": trouble is named, but not which. */
function isPlea(core: readonly Token[]): boolean {
  return (
    core.some(({ word }) => keyPhraseWords.plea.has(word)) &&
    core.every((token) => !tells(token, keyPhraseWords.complaint) || keyPhraseWords.trouble.has(token.word))
  );
}

/** All the trouble that it names is said not to be there: "never crashed", "no issues at all". */
function isDenial(core: readonly Token[]): boolean {
  let denied = false;
  for (const [at, token] of core.entries()) {
    if (isNegation(token.word)) continue;
    if (!tells(token, keyPhraseWords.complaint)) continue;
    const before = core[at - 1]?.word ?? "";
    const isDenied =
      isDenying(before) || (isDenying(core[at - 2]?.word ?? "") && keyPhraseWords.afterDenial.has(before));
    if (!isDenied || !keyPhraseWords.trouble.has(token.word)) return false;
    denied = true;
  }
  return denied;
}

function isContent({ word }: Token): boolean {
  return word.length > 1 && !keyPhraseWords.empty.has(word);
}

/** Phrases with the same words that matter are one. */
function identity(key: string): string {
  const words = tokenise(key).flatMap((token) => (keyPhraseWords.leading.has(token.word) ? [] : [token.word]));
  return words.join(" ");
}

/** Sentence case goes; "I", abbreviations and names in capitals stay. */
export function lowerFirst(key: string): string {
  return /^\p{Lu}\p{Ll}+(?![\p{L}\p{N}])/u.test(key) ? key[0]!.toLowerCase() + key.slice(1) : key;
}
