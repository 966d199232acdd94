/** Denoising one text: clean it, name its language, and decide whether it says anything. Pure; translation happens between two calls. */
import type { Signals } from "../model/record.ts";
import type { Classifier } from "../text/classification/classifier.ts";
import type { LanguageDetector } from "../text/language.ts";
import { normalise } from "../text/normalise.ts";
import { createNonEnglishShare, judgeByRules, type RuleLimits, spamReason } from "../text/rules.ts";
import type { Speller } from "../text/spelling.ts";

export interface DenoiseSettings extends RuleLimits {
  readonly mode: "smart" | "rules";
}

export interface DenoiseInput {
  readonly text: string;
  readonly title: string;
  /** Stars, 1 to 5. */
  readonly score?: number;
  /** Set when `text` is a translation: the language it was written in. */
  readonly translatedFrom?: string;
}

export interface Denoised {
  readonly text: string;
  readonly title: string;
  readonly lang: string;
  readonly untranslated: boolean;
  readonly drop?: string;
  readonly signals: Signals;
}

export interface DenoiseDeps {
  readonly detect: LanguageDetector;
  readonly spell: Speller;
  readonly classify: Classifier;
  readonly settings: DenoiseSettings;
}

/** Titles that a machine wrote say nothing of what the person meant. */
const MACHINE_TITLE = /^(ticket created from|review|new review|feedback|no title|untitled)\b/i;

/** A title worth reading beside its text, or "". */
export const meaningfulTitle = (title: string, text: string): string =>
  title === "" || MACHINE_TITLE.test(title) || text.startsWith(title) ? "" : title;

/** The classifier's own border: below it a text says nothing that is worth keeping. */
const INFORMATIVE_FLOOR = 0.5;
/** Where even the smart denoiser trusts the spelling more than the classifier: keyboard noise. */
const HOPELESS_SHARE = 0.7;

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

export function createDenoise(deps: DenoiseDeps): (input: DenoiseInput) => Denoised {
  const { detect, spell, classify, settings } = deps;
  const nonEnglishShare = createNonEnglishShare(detect);

  function judge(
    text: string,
    title: string,
    score: number | undefined,
    facts: Signals,
  ): { drop?: string; informative?: number } {
    if (settings.mode === "rules") {
      const drop = judgeByRules(facts, settings);
      return drop === undefined ? {} : { drop };
    }
    if (facts.non_english_share > HOPELESS_SHARE) return { drop: "non_english" };
    if (facts.words >= 3 && facts.misspelt_share > HOPELESS_SHARE) return { drop: "misspelt" };
    const { informative } = classify({
      text,
      title: meaningfulTitle(title, text),
      score,
    });
    return informative < INFORMATIVE_FLOOR ? { drop: "uninformative", informative } : { informative };
  }

  return ({ text: raw, title: rawTitle, score, translatedFrom }) => {
    const text = normalise(raw);
    const title = normalise(rawTitle);
    const nothing = spamReason(text);
    const none: Signals = { words: 0, non_english_share: 0, misspelt_share: 0 };
    if (nothing !== undefined)
      return { text, title, lang: translatedFrom ?? "und", untranslated: false, drop: nothing, signals: none };
    const lang = translatedFrom ?? detect(text).lang;
    if (translatedFrom === undefined && lang !== "en" && lang !== "und") {
      return { text, title, lang, untranslated: true, signals: none };
    }
    const { words, misspelt } = spell(text);
    const facts = { words, misspelt_share: share(misspelt, words), non_english_share: nonEnglishShare(text) };
    const { drop, informative } = judge(text, title, score, facts);
    return {
      text,
      title,
      lang,
      untranslated: false,
      drop,
      signals: { ...facts, informative },
    };
  };
}
