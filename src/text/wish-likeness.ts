/**
 * Whether two wishes ask for the same: by their meaning (cosine of their plain forms) and by the content words that
 * they share, words for one thing in software counted as one ("dark theme", "night mode"). English.
 */
import { LRUCache } from "lru-cache";
import { general, inWords, sameThing } from "./lexicon/en/same-wishes.ts";
import { wordsOf } from "./lexicon/lexicon.ts";
import { searchWords } from "./words.ts";

/** By their stems. */
const GENERAL = new Set(searchWords(general));

/** The stem of each listed word, and the word that stands for it. */
const thing = new Map<string, string>();
for (const line of sameThing.trim().split("\n")) {
  const [first, ...others] = wordsOf(line);
  for (const word of [first!, ...others]) {
    const [stem] = searchWords(word);
    if (stem !== undefined && !thing.has(stem)) thing.set(stem, first!);
  }
}

/** Longest wish read, in characters. */
const LONGEST = 400;
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}]+)?/gu;

/** Content words of a wish by their stem or by the thing they stand for, with a word as readers write it. */
function readWish(wish: string): Map<string, string> {
  let text = wish.slice(0, LONGEST);
  for (const [said, meant] of inWords) text = text.replace(said, ` ${meant} `);
  const words = new Map<string, string>();
  for (const [word] of text.matchAll(WORD)) {
    const stem = searchWords(word).join(" ");
    const meant = thing.get(stem);
    if (stem !== "" && !GENERAL.has(stem) && !words.has(meant ?? stem))
      words.set(meant ?? stem, meant ?? word.toLowerCase());
  }
  return words;
}

/** What the wishes met last are about: a group's are compared again and again. */
const known = new LRUCache<string, ReadonlySet<string>>({ max: 10_000 });

/** What a wish is about, each thing once. */
export function wishWords(wish: string): ReadonlySet<string> {
  const before = known.get(wish);
  if (before !== undefined) return before;
  const words = new Set(readWish(wish).keys());
  known.set(wish, words);
  return words;
}

/** The wish without words of asking, things by one name: what its vector is made of. A wish of such words alone stays. */
export function plainWish(wish: string): string {
  return [...readWish(wish).values()].join(" ") || wish;
}

/** What common words add to a cosine, and the sum from which two wishes are one; both fitted on the pairs of the test. */
const WEIGHT_OF_WORDS = 0.3;
const SAME = 0.76;

/** At least 1 when two wishes ask for the same. `similarity`: the cosine of the vectors of their plain forms. */
export function wishLikeness(similarity: number, one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  return (similarity + WEIGHT_OF_WORDS * contained(one, other)) / SAME;
}

/** Share of the words of the shorter that the longer has too, in [0, 1]. */
function contained(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [short, long] = one.size <= other.size ? [one, other] : [other, one];
  let common = 0;
  for (const word of short) if (long.has(word)) common++;
  return short.size === 0 ? 0 : common / short.size;
}

/** Words of a title that reads well; each word more or fewer costs so much of the share of wishes that it speaks for. */
const GOOD_LENGTH = 2;
const COST_OF_WORD = 0.06;
/** A title is a thing rather than a sentence's start. */
const SENTENCE_START = /^(?:where|when|how|what|which|notify|show|tell|remind|keep|save|be)\b/i;
const COST_OF_SENTENCE = 0.4;
/** What each word that half of the wishes share is worth. */
const WORTH_OF_WORD = 0.15;
/** What it is worth to be said in the same words by all. */
const WORTH_OF_REPEAT = 0.1;

/** Of wishes for the same thing the one to call it by: short, of words that most of them share. The earliest of equals. */
export function titleOfWishes(wishes: readonly string[]): string {
  const read = wishes.map(wishWords);
  const counts = new Map<string, number>();
  for (const words of read) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const said = new Map<string, number>();
  for (const wish of wishes) said.set(wish, (said.get(wish) ?? 0) + 1);
  let best = wishes[0] ?? "";
  let most = Number.NEGATIVE_INFINITY;
  for (const [index, wish] of wishes.entries()) {
    const words = [...read[index]!];
    const shared = words.reduce((sum, word) => sum + counts.get(word)!, 0) / (words.length || 1) / wishes.length;
    const length = wish.split(" ").length;
    const cost = Math.abs(length - GOOD_LENGTH) * COST_OF_WORD + (SENTENCE_START.test(wish) ? COST_OF_SENTENCE : 0);
    const common = words.filter((word) => counts.get(word)! * 2 >= wishes.length).length;
    const worth = shared + common * WORTH_OF_WORD - cost + ((said.get(wish)! - 1) * WORTH_OF_REPEAT) / wishes.length;
    if (worth > most) {
      most = worth;
      best = wish;
    }
  }
  return best;
}
