/** Every language that has a lexicon: a new one is a folder and a line here. */
import { da } from "./da/lexicon.ts";
import { de } from "./de/lexicon.ts";
import { en } from "./en/lexicon.ts";
import { es } from "./es/lexicon.ts";
import { fr } from "./fr/lexicon.ts";
import { hiLatn } from "./hi-latn/lexicon.ts";
import { id } from "./id/lexicon.ts";
import { it } from "./it/lexicon.ts";
import { type Lexicon, type WordList, wordsOf } from "./lexicon.ts";
import { nl } from "./nl/lexicon.ts";
import { pl } from "./pl/lexicon.ts";
import { pt } from "./pt/lexicon.ts";
import { sv } from "./sv/lexicon.ts";
import { tr } from "./tr/lexicon.ts";

/** By the code that the language detector gives. */
export const lexicons: Readonly<Record<string, Lexicon>> = {
  en,
  fr,
  "hi-Latn": hiLatn,
  id,
  es,
  de,
  pt,
  it,
  nl,
  sv,
  da,
  tr,
  pl,
};

/** The entries of one role in all languages, in the order above. */
export const allWords = (role: (lexicon: Lexicon) => WordList | undefined): readonly string[] =>
  Object.values(lexicons).flatMap((lexicon) => {
    const list = role(lexicon);
    return list === undefined ? [] : wordsOf(list);
  });
