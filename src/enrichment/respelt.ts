/** Understanding a text by its words as they are meant: what is misspelt is read spelt right, and quotes are the text's own. */
import type { LanguageDetector } from "../text/language.ts";
import type { Respell } from "../text/misspelt.ts";
import type { Router } from "../text/routing/router.ts";
import { searchWords } from "../text/words.ts";
import { isEnglish } from "./denoise.ts";
import type { Enriched, EnrichInput } from "./enriched.ts";
import { inOriginal } from "./original.ts";

type Enrich = (input: EnrichInput, router: Router) => Enriched;

/** Both spellings can be looked for. Of a text in another language the gloss is read as it is. */
export const createRespeltEnrich =
  (enrich: Enrich, respell: Respell): Enrich =>
  (input, router) => {
    if (input.untranslated) return enrich(input, router);
    const read = respell(input.text, input.app);
    if (read.text === input.text) return enrich(input, router);
    const enriched = inOriginal(enrich({ ...input, text: read.text }, router), read, input.text);
    return { ...enriched, search: [...new Set([...enriched.search.split(" "), ...searchWords(input.text)])].join(" ") };
  };

/** Longer texts are told by their letters. */
const LONGEST_TOLD = 160;

/** A detector that takes no short English text for another language since it is misspelt. `isRight`: of a text, whether each word is English. */
export const createRespeltDetector =
  (detect: LanguageDetector, respell: Respell, isRight: (text: string) => boolean): LanguageDetector =>
  (text) => {
    const found = detect(text);
    if (isEnglish(found.lang) || text.length > LONGEST_TOLD) return found;
    const meant = respell(text).text;
    if (meant === text || !isRight(meant)) return found;
    const read = detect(meant);
    return isEnglish(read.lang) ? read : found;
  };
