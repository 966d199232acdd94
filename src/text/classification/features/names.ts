/** What a text names, and in which language it is: no features, but what decisions go by. */
import { classBit } from "../vocabulary.ts";
import type { Word } from "../word-reader.ts";

const APP = classBit("app");

export interface NameCounts {
  begin(): void;
  word(word: Word, proper: boolean): void;
  /** Words that are known to belong to a language that was learnt. */
  readonly familiar: number;
  /** Words that can name a task or a feature; names of products and brands are left out. */
  readonly named: number;
  /** Above 0 for a text in English, below 0 for one in another known language, 0 when its words don't tell. */
  readonly language: number;
}

export function createNameCounts(): NameCounts {
  let familiar = 0;
  let language = 0;
  let named = 0;
  let namedInEnglish = 0;
  let previous = 0;

  return {
    begin() {
      familiar = language = named = namedInEnglish = previous = 0;
    },
    word(word, proper) {
      language += word.language;
      if (word.familiar) familiar++;
      // "the best running app" says what it is, not what is good about it.
      if ((word.classes & APP) !== 0) {
        named -= previous;
        namedInEnglish -= previous;
      }
      if (word.names && !proper) named++;
      previous = word.english && !proper ? 1 : 0;
      namedInEnglish += previous;
    },
    get familiar() {
      return familiar;
    },
    get named() {
      return language < 0 ? named : namedInEnglish;
    },
    get language() {
      return language;
    },
  };
}
