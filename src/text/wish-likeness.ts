// cspell:disable
/**
 * Whether two wishes ask for the same: by their meaning (cosine of their plain forms) and by the content words that
 * they share, words for one thing in software counted as one ("dark theme", "night mode"). English.
 */
import { LRUCache } from "lru-cache";
import { searchWords } from "./words.ts";

/** Words of asking, of politeness and of software in general: they tell no wish from another. */
const GENERAL = new Set(
  searchWords(
    `a an the to for of in on at with and or is are it be as by from into up out i me we us our you your my their this that these those there which where when
     how what please pls add adding want need would like could can should have has had option options feature features function functionality ability able allow
     let support more better improve make get bring back give new also possible possibility way some any only just button setting settings app application
     use using used provide show see view display enable include own all every one so if not before after during while mode theme skin version integration
     avoid avoids alternative low small simple little easy nice proper real actual`,
  ),
);

/** Each line: words for one thing. What a word of a line means, the first word of the line stands for. */
const SAME_THING = `
  dark night black amoled
  offline unconnected
  export download csv gpx spreadsheet
  family families kids children child kid household
  ticket pass tickets passes
  subscription membership
  bike bikes bicycle bicycles
  parking park rack racks
  hills hill hilly climb climbs steep flat flatter elevation gradient slope
  route routes routing navigation navigate directions
  reminder remind reminders
  notification notify notifications alert alerts warn warning
  renewal expiry expire expires expired expiring renew renews
  map maps region regions area areas
  photo photos picture pictures image images
  delete remove erase
  undo revert
  language languages translation localisation
  search find lookup
  calendar agenda
  sync synchronise synchronize synchronisation synchronization
  customise customize personalise personalize custom
  color colour colours colors
  font text typeface letters
  size bigger larger enlarge
  sort sorting reorder
  folder folders category categories
  tablet ipad
  desktop pc laptop computer
  watch smartwatch wearable
  chat chats conversation conversations
  compare comparison
`;

/** The stem of each listed word, and the word that stands for it. */
const thing = new Map<string, string>();
for (const line of SAME_THING.trim().split("\n")) {
  const [first, ...others] = line.trim().split(" ");
  for (const word of [first!, ...others]) {
    const [stem] = searchWords(word);
    if (stem !== undefined && !thing.has(stem)) thing.set(stem, first!);
  }
}

/** Said in several words, one thing. */
const IN_WORDS: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:without|no) (?:(?:mobile|the|an?|any) )?(?:internet|data|connection|network|signal|reception|wi-?fi)\b/giu,
    "offline",
  ],
  [/\bon (?:my|the|our|your) (?:mobile |smart)?phone\b/giu, ""],
  [/\bhome[- ]?screen\b/giu, "homescreen"],
  [/\block[- ]?screen\b/giu, "lockscreen"],
  [/\bwish[- ]?lists?\b/giu, "wishlist"],
  [/\bcheck[- ]?lists?\b/giu, "checklist"],
  [
    /\b(?:save|keep|download|store|saving|keeping|downloading|downloadable) (?:(?:the|an?|my|some|all) )?(maps?|regions?|areas?|songs?|music|videos?|episodes?|articles?)\b/giu,
    "offline $1",
  ],
  [/\bauto(?:matic(?:ally)?)?[- ]?renew(?:al|s|ing)?\b/giu, "renewal"],
  [/\b(?:runs? out|(?:is |are )?about to end|(?:will |is )end(?:s|ing)? soon)\b/giu, "renewal"],
  [/\b(?:sign|log)(?:ging|ning)?[- ]in\b/giu, "login"],
  [/\b(?:face id|touch id|finger ?prints?|biometrics?)\b/giu, "fingerprint"],
];

/** Longest wish read, in characters. */
const LONGEST = 400;
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}]+)?/gu;

/** Content words of a wish by their stem or by the thing they stand for, with a word as readers write it. */
function readWish(wish: string): Map<string, string> {
  let text = wish.slice(0, LONGEST);
  for (const [said, meant] of IN_WORDS) text = text.replace(said, ` ${meant} `);
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
