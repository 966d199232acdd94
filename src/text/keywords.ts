/**
 * Key phrases: what a text complains about and what it likes, short and in its own words. Each is a stretch of a phrase:
 * fillers are cut from its ends, long ones are cut to the part that says what is wrong or good.
 */
import type { Phrase } from "../model/insight.ts";
import { keyPhraseWords } from "./lexicon/en/key-phrases.ts";
import { createWordTable } from "./tokens.ts";
import { forEachWordOrNumber } from "./word-runs.ts";

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

type Role = keyof typeof keyPhraseWords;
const roles = Object.keys(keyPhraseWords) as Role[];
const bitOf = Object.fromEntries(roles.map((role, at) => [role, 1 << at])) as Record<Role, number>;
const IS_NOT = 1 << roles.length;
const NEGATION = bitOf.negation | IS_NOT;
const DENIAL = bitOf.denial | IS_NOT;
/** What tells that something is wrong, and that something is good. */
const COMPLAINT = bitOf.complaint | IS_NOT;
const PRAISE = bitOf.praise;

interface Word {
  /** In lower case, with straight apostrophes. */
  readonly word: string;
  /** The bits of its roles. */
  readonly roles: number;
}

/** Words met last. */
const words = createWordTable((token): Word => {
  const word = token.toLowerCase().replaceAll("’", "'");
  const bits = roles.reduce((sum, role) => (keyPhraseWords[role].has(word) ? sum | bitOf[role] : sum), 0);
  return { word, roles: bits | (word.endsWith("n't") ? IS_NOT : 0) };
}, 1 << 13);

interface Token extends Word {
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
    const telling = phrase.polarity === "negative" ? COMPLAINT : PRAISE;
    const said = text.slice(phrase.start, phrase.end);
    const key = keyPhrase(said, tokenise(said), telling, phrase.score <= CLEARLY_BAD);
    if (key === undefined) continue;
    const same = identity(key);
    if (!found.has(same)) found.set(same, key);
  }
  return { negative: [...negative.values()], positive: [...positive.values()] };
}

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  const add = (start: number, end: number): void => {
    const { word, roles: bits } = words.get(text, start, end);
    if (word.length <= LONGEST_WORD) tokens.push({ word, roles: bits, start, end });
  };
  forEachWordOrNumber(text, add);
  return tokens;
}

/** `untold`: the phrase is bad enough that words of burden tell. */
function keyPhrase(text: string, tokens: readonly Token[], telling: number, untold: boolean): string | undefined {
  let best: readonly Token[] | undefined;
  let mostTold = 0;
  for (const part of parts(text, tokens)) {
    const core = shorten(trim(part), telling);
    if (core.length === 0 || !core.some(isContent)) continue;
    if (telling === COMPLAINT ? isDenial(core) || isPlea(core) : part.some((token) => is(token, bitOf.unreal)))
      continue;
    const told = core.some((token) => is(token, telling)) ? 2 : untold && isBurden(core) ? 1 : 0;
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
    if (!is(tokens[at - 1]!, bitOf.leading)) said++;
    const { word, start } = tokens[at]!;
    const { end } = tokens[at - 1]!;
    const isPlain = start === end + 1 && text[end] === " ";
    // "debited but not credited" is one complaint.
    const goesOn = word === "but" && is(tokens[at + 1], NEGATION);
    const breaks =
      (!isPlain && /[^\s'"/&-]/u.test(text.slice(end, start))) ||
      (said >= 2 && !goesOn && is(tokens[at], bitOf.boundary));
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
  while (from < to && is(part[from], bitOf.leading)) from++;
  while (to > from && is(part[to - 1], bitOf.trailing)) to--;
  return part.slice(from, to);
}

/** At most `LONGEST` words, from shortly before the first telling one on. */
function shorten(part: readonly Token[], telling: number): readonly Token[] {
  if (part.length <= LONGEST) return part;
  const at = part.findIndex((token) => is(token, telling));
  const from = Math.min(Math.max(0, at - BEFORE), part.length - LONGEST);
  const to = from + LONGEST;
  if (to >= part.length) return trim(part.slice(from, to));
  // What follows a preposition was cut off: without it the phrase is whole again.
  const loose = part.slice(to - 2, to).findIndex((token) => is(token, bitOf.preposition));
  return trim(part.slice(from, loose < 0 ? to : to - 2 + loose));
}

/** Whether a word has one of the roles; no word has none. */
const is = (token: Token | undefined, bits: number): boolean => token !== undefined && (token.roles & bits) !== 0;

/** Something that costs time or patience: two words that matter at least, and one that says so. */
function isBurden(core: readonly Token[]): boolean {
  return core.length > 1 && core.some((token) => is(token, bitOf.burden));
}

/** "Please solve this issue": trouble is named, but not which. */
function isPlea(core: readonly Token[]): boolean {
  return (
    core.some((token) => is(token, bitOf.plea)) &&
    core.every((token) => !is(token, COMPLAINT) || is(token, bitOf.trouble))
  );
}

/** All the trouble that it names is said not to be there: "never crashed", "no issues at all". */
function isDenial(core: readonly Token[]): boolean {
  let denied = false;
  for (const [at, token] of core.entries()) {
    if (is(token, NEGATION)) continue;
    if (!is(token, COMPLAINT)) continue;
    const before = core[at - 1];
    const isDenied = is(before, DENIAL) || (is(core[at - 2], DENIAL) && is(before, bitOf.afterDenial));
    if (!isDenied || !is(token, bitOf.trouble)) return false;
    denied = true;
  }
  return denied;
}

function isContent(token: Token): boolean {
  return token.word.length > 1 && !is(token, bitOf.empty);
}

/** Phrases with the same words that matter are one. */
function identity(key: string): string {
  const words = tokenise(key).flatMap((token) => (is(token, bitOf.leading) ? [] : [token.word]));
  return words.join(" ");
}

/** Sentence case goes; "I", abbreviations and names in capitals stay. */
export function lowerFirst(key: string): string {
  return /^\p{Lu}\p{Ll}+(?![\p{L}\p{N}])/u.test(key) ? key[0]!.toLowerCase() + key.slice(1) : key;
}
