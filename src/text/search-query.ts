/** What somebody types to search: words that must occur, `"phrases"`, and `-words` or `-"phrases"` that must not. */
import { searchWords } from "./words.ts";

export interface SearchQuery {
  /** Each must occur. */
  readonly words: readonly string[];
  /** Each list must occur as it stands; lists have two words or more. */
  readonly phrases: readonly (readonly string[])[];
  /** None of these may. */
  readonly without: readonly (readonly string[])[];
}

interface Part {
  readonly text: string;
  readonly isPhrase: boolean;
  readonly isUnwanted: boolean;
}

/** A quote counts where a part begins, after a minus or not; one that is never closed is none. A minus inside a word is part of it. */
const PART = /(-?)"([^"]*)"|(-?)([^\s"]+)/gu;
const TYPOGRAPHIC = /[\u201c\u201d\u201e\u00ab\u00bb]/g;

function* readParts(query: string): Generator<Part> {
  for (const [, phraseMinus, phrase, wordMinus, word = ""] of query.replace(TYPOGRAPHIC, '"').matchAll(PART)) {
    if (phrase !== undefined) yield { text: phrase, isPhrase: true, isUnwanted: phraseMinus === "-" };
    else yield { text: word, isPhrase: false, isUnwanted: wordMinus === "-" };
  }
}

/** No more than `most` words in all: each costs the index a look. */
export function readSearchQuery(query: string, most: number): SearchQuery {
  const words: string[] = [];
  const phrases: string[][] = [];
  const without: string[][] = [];
  let left = most;
  for (const { text, isPhrase, isUnwanted } of readParts(query)) {
    const found = searchWords(text).slice(0, left);
    left -= found.length;
    if (found.length === 0) continue;
    if (isUnwanted) without.push(found);
    else if (isPhrase && found.length > 1) phrases.push(found);
    else words.push(...found);
  }
  return { words: [...new Set(words)], phrases, without };
}
