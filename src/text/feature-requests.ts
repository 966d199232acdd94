/** Feature requests: what a text wishes for, as a short phrase with the words it was said in. */
// cspell:ignore pleaseee plsss
import type { Kind, Phrase } from "../model/insight.ts";
import { requestPatterns, wishBefore } from "./lexicon/en/wish-patterns.ts";
import {
  bareThing,
  clauseVerbs,
  clauseWords,
  helpVerbs,
  likened,
  needWords,
  noWishStarts,
  pleading,
  refusals,
  relative,
  sentenceStarts,
  together,
  verbless,
  waiting,
  wishEmpty,
  wishEnds,
  wishLeading,
  wishQuestions,
  wishTrailing,
  wishTurns,
} from "./lexicon/en/wish-words.ts";

export interface FeatureRequest {
  /** short noun or verb phrase, as "dark mode" */
  readonly wish: string;
  /** the text's own words; `start` and `end` are UTF-16 offsets of it */
  readonly quote: string;
  readonly start: number;
  readonly end: number;
}

const MOST_WISHES = 6;
const MOST_WORDS = 9;
const LONGEST_WORD = 40;
const LONGEST_FALLBACK = 8;
/** Wishes stand in what people write; machine output beyond this is not searched. */
const MOST_CHARACTERS = 6_000;

const WORD = /[\p{L}\p{M}\p{N}+#&/%]+(?:['’.-][\p{L}\p{M}\p{N}]+)*/gu;

const TURN = new RegExp(`[.,;:!?()"]|\\b(?:${[...wishTurns].join("|")}) `, "giu");
const NEED = new RegExp(`\\b(?:${[...needWords].join("|")})\\b`, "iu");

/** A bare thing that is no text's beginning is a short phrase of its own (in characters). */
const LONGEST_ASIDE = 30;

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Found extends Span {
  readonly wish: Span;
  readonly keep: string;
}

/** Every wish of `text`, in order of appearance. A wish that could be a complaint counts only when `kind` is "request". */
export function extractFeatureRequests(text: string, phrases: readonly Phrase[], kind: Kind): FeatureRequest[] {
  const searched = text.slice(0, MOST_CHARACTERS).replaceAll("’", "'").replaceAll("\n", " ");
  const found = [...findAfterPatterns(searched, kind), ...findBeforePatterns(searched)];
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const requests = withoutOverlaps(found).map((each) => describe(text, each));
  if (requests.length > 0 || kind !== "request") return requests.slice(0, MOST_WISHES);
  return fallback(text, phrases);
}

function* findAfterPatterns(text: string, kind: Kind): Generator<Found> {
  for (const { pattern, weak, keep, clause } of requestPatterns) {
    if (weak && kind !== "request") continue;
    for (const match of pattern.matchAll(text)) {
      const from = match.index + match[0].length;
      const wish = wishAfter(text, from, clause && /\bif\b/i.test(match[0]));
      if (wish) yield { start: match.index + leadingGap(match[0]), end: wish.end, wish, keep: keep ?? "" };
    }
  }
}

function* findBeforePatterns(text: string): Generator<Found> {
  for (const pattern of wishBefore) {
    for (const match of pattern.matchAll(text)) {
      const wish = wishUpTo(text, match.index);
      if (wish) yield { start: wish.start, end: match.index + match[0].length, wish, keep: "" };
    }
  }
}

function leadingGap(matched: string): number {
  return matched.length - matched.trimStart().replace(/^[.,!?]\s*/, "").length;
}

/** The words from `from` on, up to the end of the thought; undefined when they are no wish. */
function wishAfter(text: string, from: number, isClause = false): Span | undefined {
  const words: Span[] = [];
  let end = from;
  let asks = false;
  for (const match of text.slice(from, from + MOST_WORDS * LONGEST_WORD).matchAll(WORD)) {
    const start = from + match.index;
    const word = match[0].toLowerCase();
    const between = text.slice(end, start);
    if (/[.,;:!?()\n–—…]|\s-/.test(between) || (words.length > 0 && closesQuote(between))) break;
    if (words.length === 0) asks = wishQuestions.has(word);
    else if (isPleading(word) || (!(asks && words.length === 1) && endsWish(text, start, match[0], isClause))) break;
    if (clauseWords.has(word) && relative.test(text.slice(Math.max(from, start - 7), start))) {
      words.pop();
      break;
    }
    if (waiting.test(text.slice(start, start + 24))) break;
    end = start + match[0].length;
    words.push({ start, end });
    if (words.length === MOST_WORDS) break;
  }
  return trimWish(text, words, isClause);
}

/** Whether another thought begins with the word at `start`. */
function endsWish(text: string, start: number, word: string, isClause: boolean): boolean {
  const said = word.toLowerCase();
  const rest = text.slice(start, start + 24);
  const before = text.slice(Math.max(0, start - LONGEST_WORD), start);
  if (likened.test(rest) && !/\b(?:to|can|could|i|we) $/i.test(before)) return true;
  if (said !== word && sentenceStarts.has(said) && /(?:^|\s)\p{Ll}\S*\s+$/u.test(before)) return true;
  if (!wishEnds.has(said) || (isClause && clauseVerbs.has(said))) return false;
  return said !== "as" || !(together.test(rest) || / as well $/i.test(before));
}

/** A mark that opens a quotation names the thing: 'enable "dark mode"'. */
const closesQuote = (between: string): boolean => /["“”]/.test(between) && !/\s["“]$/.test(between);

/** "A timer that ends with the song": what follows tells which, by a verb without a subject. */
const isRelative = (turn: string, text: string, at: number): boolean =>
  turn.toLowerCase() === "that " &&
  verbless.test(text.slice(at, at + 40)) &&
  !/\b(?:think|hope|wish|say|feel|believe|guess)\s*$/i.test(text.slice(Math.max(0, at - 12), at));

/** The words before `to` in the same thought. */
function wishUpTo(text: string, to: number): Span | undefined {
  const from = Math.max(0, to - 120);
  const before = text.slice(from, to);
  const turns = [...before.matchAll(TURN)].filter(({ index, 0: turn }) => !isRelative(turn, before, index));
  const cut = Math.max(...turns.map((match) => match.index + match[0].length), 0);
  const words = [...before.slice(cut).matchAll(WORD)].map((match) => {
    const start = from + cut + match.index;
    return { start, end: start + match[0].length };
  });
  const first = words[0];
  if (!first || words.length > MOST_WORDS || noWishStarts.has(text.slice(first.start, first.end).toLowerCase()))
    return undefined;
  return trimWish(text, words);
}

/** "please", however drawn out: "plsss", "pleaseee". */
function isPleading(word: string): boolean {
  return word.length <= 20 && pleading.test(word);
}

function trimWish(text: string, words: readonly Span[], isClause = false): Span | undefined {
  const read = ({ start, end }: Span): string => text.slice(start, end).toLowerCase();
  let from = 0;
  let to = words.length;
  while (from < to && wishLeading.has(read(words[from]!))) from++;
  while (to > from && /'s$/.test(read(words[to - 1]!).replace("’", "'"))) to--;
  while (to > from && wishTrailing.has(read(words[to - 1]!))) to--;
  const kept = words.slice(from, to);
  const first = kept[0];
  if (!first || helpVerbs.has(read(first))) return undefined;
  if (!isClause && !wishQuestions.has(read(first)) && kept.some((word) => clauseWords.has(read(word))))
    return undefined;
  if (!kept.some((word) => !wishEmpty.has(read(word)) && /\p{L}{2}/u.test(read(word)))) return undefined;
  return { start: first.start, end: kept.at(-1)!.end };
}

/** Of finds that overlap the first stays, which is the longest of those that start there. */
function withoutOverlaps(found: readonly Found[]): Found[] {
  const kept: Found[] = [];
  for (const each of found) {
    const last = kept.at(-1);
    if (!last || each.start >= last.end) kept.push(each);
    else if (last.wish.start < each.wish.start && each.end === last.end)
      kept[kept.length - 1] = { ...each, start: last.start };
  }
  return kept;
}

function describe(text: string, { start, end, wish, keep }: Found): FeatureRequest {
  const words = text.slice(wish.start, wish.end).replace(/["“”]/gu, "").replace(/\s+/gu, " ");
  return { wish: keep + lowerFirst(words), quote: text.slice(start, end), start, end };
}

/** A request in other words: its shortest phrase that speaks of need, or a bare thing ("A small widget for my stop."), as it is. */
function fallback(text: string, phrases: readonly Phrase[]): FeatureRequest[] {
  const thing = phrases.find(
    ({ text: said }, at) => bareThing.test(said) && (at === 0 || said.length <= LONGEST_ASIDE),
  );
  const bare = thing ? wishAfter(text, thing.start + thing.text.indexOf(" ")) : undefined;
  if (thing && bare) return [describe(text, { start: thing.start, end: bare.end, wish: bare, keep: "" })];
  const asking = phrases.filter(({ text: said }) => NEED.test(said));
  const [shortest] = asking.toSorted((a, b) => a.text.length - b.text.length);
  if (!shortest) return [];
  const words = [...shortest.text.matchAll(WORD)].map((match) => ({
    start: shortest.start + match.index,
    end: shortest.start + match.index + match[0].length,
  }));
  const said = words.map(({ start, end }) => text.slice(start, end).toLowerCase());
  if (
    said.length === 0 ||
    said.length > LONGEST_FALLBACK ||
    noWishStarts.has(said[0]!) ||
    said.some((word) => refusals.has(word) || word.endsWith("n't"))
  )
    return [];
  const wish = trimWish(text, words);
  if (!wish) return [];
  return [describe(text, { start: shortest.start, end: shortest.end, wish, keep: "" })];
}

/** Sentence case goes; abbreviations and names in capitals stay. */
function lowerFirst(words: string): string {
  return /^\p{Lu}\p{Ll}+(?![\p{L}\p{N}])/u.test(words) ? words[0]!.toLowerCase() + words.slice(1) : words;
}
