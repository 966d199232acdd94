/** Denoising one text: clean it, name its language, and decide whether it says anything. Pure; translation happens between two calls. */
import type { Signals } from "../model/record.ts";
import { createFactReader, type FactDeps } from "../text/noise/facts.ts";
import { createNoiseJudge, type NoiseSettings } from "../text/noise/judge.ts";
import { normalise } from "../text/normalise.ts";

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

export type Denoise = (input: DenoiseInput) => Denoised;

/** Titles that a machine wrote say nothing of what the person meant. */
const MACHINE_TITLE = /^(ticket created from|review|new review|feedback|no title|untitled)\b/i;

/** A title worth reading beside its text, or "". */
export const meaningfulTitle = (title: string, text: string): string =>
  title === "" || MACHINE_TITLE.test(title) || text.startsWith(title) ? "" : title;

/** Of a text that was not read word by word. */
const NO_SIGNALS: Signals = { words: 0, non_english_share: 0, misspelt_share: 0 };

const isEnglish = (lang: string): boolean => lang === "en" || lang === "und";

export function createDenoise(deps: FactDeps, settings: NoiseSettings): Denoise {
  const readFacts = createFactReader(deps);
  const judge = createNoiseJudge(settings);

  return ({ text: raw, title: rawTitle, score, translatedFrom }) => {
    const text = normalise(raw);
    const title = normalise(rawTitle);
    const told = meaningfulTitle(title, text);
    const { facts, signals } = readFacts({ text, title: told, score });
    const nothing = judge(facts, "any");
    if (nothing !== undefined) {
      return { text, title, lang: translatedFrom ?? "und", untranslated: false, drop: nothing, signals: NO_SIGNALS };
    }
    const lang = translatedFrom ?? deps.detect(text).lang;
    if (translatedFrom === undefined && !isEnglish(lang)) {
      return { text, title, lang, untranslated: true, signals: NO_SIGNALS };
    }
    const drop = judge(facts, "english");
    return { text, title, lang, untranslated: false, drop, signals: signals() };
  };
}
