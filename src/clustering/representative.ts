/** The phrase that speaks best for a cluster: in its people's own words, and in those that most of them share. */
import { searchWords } from "../text/words.ts";

/** A name is a short clause, not a word and not a story. */
const FEWEST_WORDS = 2;
const MOST_WORDS = 9;
const BEST_WORDS = 5;
const MOST_CHARACTERS = 90;
/** Texts looked at; more change nothing. */
const MOST_TEXTS = 500;

/** Words that are in every complaint and say nothing of this one, as stems. */
const EMPTY = new Set(
  searchWords(
    `a an and are as at be been but by can could did do does doing for from get got had has have he her him his how i if in into is it its just me my no
     not now of on or our out so than that the their them then there they this to too up us was we were what when where which who why will with would you
     your app please very really still even also again always never im ive dont doesnt cant wont isnt didnt since after before every time day days`,
  ),
);

const contentOf = (phrase: string): string[] =>
  searchWords(phrase).filter((word) => !EMPTY.has(word) && !/^\d+$/.test(word));

const lengthFit = (words: number): number => 1 / (1 + 0.15 * Math.abs(words - BEST_WORDS));

/**
 * `phrases`: of each member, its key phrases. The one whose content words most other members share, a middling length
 * preferred; ties in code-unit order. Undefined when no phrase will do.
 */
export function representativePhrase(phrases: readonly (readonly string[])[]): string | undefined {
  const members = phrases.slice(0, MOST_TEXTS);
  const holders = new Map<string, number>();
  for (const own of members) {
    for (const word of new Set(own.flatMap(contentOf))) holders.set(word, (holders.get(word) ?? 0) + 1);
  }
  let best: string | undefined;
  let top = 0;
  for (const phrase of members.flat()) {
    const words = phrase.trim().split(/\s+/).length;
    if (words < FEWEST_WORDS || words > MOST_WORDS || phrase.length > MOST_CHARACTERS) continue;
    const content = [...new Set(contentOf(phrase))];
    const shared = content.reduce((sum, word) => sum + holders.get(word)! - 1, 0);
    const score = (shared / Math.sqrt(content.length + 1)) * lengthFit(words);
    if (score > top || (score === top && best !== undefined && score > 0 && phrase < best)) {
      best = phrase;
      top = score;
    }
  }
  return best?.trim();
}
