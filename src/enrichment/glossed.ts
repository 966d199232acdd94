/**
 * Understanding a text that nobody translated by its gloss: what reads English reads the gloss, and what it quotes is
 * given back in the original's words. Titles, objects, wishes and key phrases stay English, so that one problem is one theme
 * in whatever language it is told.
 */
import { whyOf } from "../model/reason-sentences.ts";
import { type Gloss, type Glosser, glossedLanguages } from "../text/gloss/gloss.ts";
import type { Router } from "../text/routing/router.ts";
import { searchWords } from "../text/words.ts";
import type { Enriched, EnrichInput } from "./enriched.ts";
import { inOriginal } from "./original.ts";

/**
 * From this share of known words on a gloss says enough. On invented sentences by another hand in the six languages, a
 * problem is seen in nine of ten from .7 on, in four of five between .6 and .7, and in two of three below.
 */
const ENOUGH_KNOWN = 0.6;

/** The gloss of a text, where that says enough. */
export function understoodGloss(gloss: Glosser, text: string, lang: string): Gloss | undefined {
  const read = gloss(text, lang);
  return read !== undefined && read.known >= ENOUGH_KNOWN && read.text !== "" ? read : undefined;
}

/** A language that a few words are rather in than in the one that the detector guessed. */
const LEAST_OWN = 0.7;
const LEAST_LEAD = 0.2;
/** Longer texts are told by their letters. */
const LONGEST_GUESSED = 160;
/** Languages that people mix with English so much that a detector takes it for that. */
const MIXED_WITH_ENGLISH = ["hi-Latn", "id"];

/**
 * The language of a short text that the detector may have mistaken, by whose lexicon has its words. Of what it takes for
 * English, only texts are looked at that hold many words that are none.
 */
export function settleLanguage(gloss: Glosser, text: string, lang: string, isEnglish: () => boolean): string {
  if (text.length > LONGEST_GUESSED) return lang;
  const seemsEnglish = lang === "en";
  if (seemsEnglish && isEnglish()) return lang;
  const before = gloss(text, lang)?.own ?? 0;
  if (before >= LEAST_OWN) return lang;
  let best = lang;
  let most = Math.max(LEAST_OWN, before + LEAST_LEAD);
  for (const other of seemsEnglish ? MIXED_WITH_ENGLISH : glossedLanguages) {
    const own = other === lang ? 0 : (gloss(text, other)?.own ?? 0);
    if (own <= most) continue;
    most = own;
    best = other;
  }
  return best;
}

/** A gloss seldom has the order of a question: what tells nothing and ends in its mark is one. */
function asQuestion(enriched: Enriched, text: string): Enriched {
  if (enriched.statements.length > 0 || !/\p{L}\s+.*\?\s*$/su.test(text)) return enriched;
  const others = enriched.reasons.filter(({ field }) => field !== "kind");
  return { ...enriched, kind: "question", reasons: [{ field: "kind", why: whyOf("questionMark") }, ...others] };
}

type Enrich = (input: EnrichInput, router: Router) => Enriched;

/** `enrich` reads English, and of what it can't read the stars. */
export const createGlossedEnrich =
  (enrich: Enrich, gloss: Glosser): Enrich =>
  (input, router) => {
    const read = input.untranslated ? understoodGloss(gloss, input.text, input.lang ?? "") : undefined;
    if (read === undefined) return enrich(input, router);
    // Titles are short and of many shapes: the text alone says what it is.
    const glossed = { ...input, text: read.text, title: "", untranslated: false, written: input.text };
    const { text, title } = input;
    const search = searchWords(`${title} ${text} ${read.text}`).join(" ");
    return asQuestion({ ...inOriginal(enrich(glossed, router), read, text), gloss: read.text, search }, text);
  };
