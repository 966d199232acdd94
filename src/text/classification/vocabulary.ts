/** What the classifier knows of a word by itself, in all languages of the lexicon together. Words are in lower case. */
import { symbols } from "../lexicon/any-language.ts";
import { allWords, lexicons } from "../lexicon/languages.ts";
import { type Opinions, type WordClass, wordClasses, wordsOf } from "../lexicon/lexicon.ts";
import { createPrefixLookup } from "../lexicon/prefix-lookup.ts";

/** The bit of a class in a word's mask. */
export const classBit = (name: WordClass): number => 1 << wordClasses.indexOf(name);

/** The mask of a word's classes. */
export function createClassLookup(): (word: string) => number {
  const entries = wordClasses.flatMap((name) =>
    allWords(({ classes }) => classes?.[name]).map((entry) => [entry, classBit(name)] as const),
  );
  const find = createPrefixLookup(entries, (one, other) => one | other);
  return (word) => find(word) ?? 0;
}

/** In this order: of two that are as strong, the first counts. */
const STRENGTHS = { strongPraise: 2, praise: 1, strongBlame: -2, blame: -1 } as const;

/** -2 to 2: blame to praise. */
export function createOpinionLookup(): (word: string) => number {
  const degrees = Object.keys(STRENGTHS) as (keyof Opinions & keyof typeof STRENGTHS)[];
  const entries = degrees.flatMap((degree) =>
    [...allWords(({ opinions }) => opinions?.[degree]), ...wordsOf(symbols[degree] ?? "")].map(
      (entry) => [entry, STRENGTHS[degree]] as const,
    ),
  );
  const find = createPrefixLookup<number>(entries, (one, other) => (Math.abs(one) >= Math.abs(other) ? one : other));
  return (word) => find(word) ?? 0;
}

/** 1 for English, -1 for another language of the lexicon, 0 for words that tell nothing. */
export function createLanguageSigns(): (word: string) => number {
  const signs = new Map(allWords(({ frequent }) => frequent).map((word) => [word, -1]));
  for (const word of wordsOf(lexicons.en?.frequent ?? "")) signs.set(word, 1);
  return (word) => signs.get(word) ?? 0;
}

/** Words that name nothing in particular. */
export const createNamelessWords = (): ReadonlySet<string> => new Set(allWords(({ nameless }) => nameless));
