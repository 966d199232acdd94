/** What the noise rules look at in a text. What costs time is worked out when a rule first asks for it. */
import type { Signals } from "../../model/record.ts";
import type { ClassifierInput } from "../classification/classifier.ts";
import type { LanguageDetector } from "../language.ts";
import type { Speller, SpellingCount } from "../spelling.ts";
import { createNonEnglishShare } from "./non-english.ts";

/** Shares are in [0, 1]. */
export interface NoiseFacts {
  readonly text: string;
  readonly words: number;
  readonly misspeltShare: number;
  /** Of its tokens, those that belong to no language. */
  readonly nonEnglishShare: number;
  /** In [0, 1]: how sure it is that somebody would lose something without it. */
  readonly informative: number;
}

export interface FactDeps {
  readonly detect: LanguageDetector;
  readonly spell: Speller;
  /** In [0, 1]; from .5 on a text is worth keeping. */
  readonly informativeness: (input: ClassifierInput) => number;
}

/** The facts, and those of them that later stages and people see; how informative it is, only when that was asked. */
export interface ReadFacts {
  readonly facts: NoiseFacts;
  signals(): Signals;
}

export function createFactReader({ detect, spell, informativeness }: FactDeps): (input: ClassifierInput) => ReadFacts {
  const nonEnglishShareOf = createNonEnglishShare(detect);
  return (input) => {
    const { text } = input;
    let spelling: SpellingCount | undefined;
    let nonEnglishShare: number | undefined;
    let informative: number | undefined;
    const count = (): SpellingCount => {
      spelling ??= spell(text);
      return spelling;
    };
    const facts: NoiseFacts = {
      text,
      get words() {
        return count().words;
      },
      get misspeltShare() {
        const { words, misspelt } = count();
        return words === 0 ? 0 : misspelt / words;
      },
      get nonEnglishShare() {
        nonEnglishShare ??= nonEnglishShareOf(text);
        return nonEnglishShare;
      },
      get informative() {
        informative ??= informativeness(input);
        return informative;
      },
    };
    return {
      facts,
      signals: () => ({
        words: facts.words,
        misspelt_share: facts.misspeltShare,
        non_english_share: facts.nonEnglishShare,
        informative,
      }),
    };
  };
}
