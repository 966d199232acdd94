/** What is counted of a text's words: how many there are, what they name, and which language they tell. */
import { classBit } from "../vocabulary.ts";
import type { Word } from "../word-reader.ts";

export interface WordCounts {
  begin(): void;
  word(word: Word, proper: boolean): void;
  readonly words: number;
  /** It begins with "how", "why", "when" and the like. */
  readonly asksFirst: boolean;
  /** Words that are known to belong to a language that was learnt. */
  readonly familiar: number;
  /** Words that can name a task or a feature; names of products and brands are left out. */
  readonly named: number;
  /** Above 0 for a text in English, below 0 for one in another known language, 0 when its words don't tell. */
  readonly language: number;
}

const APP = classBit("app");
const ASKING = classBit("asking");

export function createWordCounts(): WordCounts {
  let words = 0;
  let asksFirst = false;
  let familiar = 0;
  let language = 0;
  let named = 0;
  let namedInEnglish = 0;
  /** 1 when the word before named something in English. */
  let previous = 0;

  return {
    begin() {
      words = familiar = language = named = namedInEnglish = previous = 0;
      asksFirst = false;
    },
    word(word, proper) {
      words++;
      if (words === 1) asksFirst = (word.classes & ASKING) !== 0;
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
    get words() {
      return words;
    },
    get asksFirst() {
      return asksFirst;
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
