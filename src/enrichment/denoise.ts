/** Denoising one text: clean it, name its language, and decide whether it says anything. Pure; translation happens between two calls. */
import type { Signals } from "../model/record.ts";
import type { Glosser } from "../text/gloss/gloss.ts";
import type { Respell } from "../text/misspelt.ts";
import { createFactReader, type FactDeps } from "../text/noise/facts.ts";
import { createNoiseJudge, type NoiseSettings } from "../text/noise/judge.ts";
import { normalise } from "../text/normalise.ts";
import { spoken } from "../text/unsaid.ts";
import { settleLanguage, understoodGloss } from "./glossed.ts";

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

/** What leads to an address: the original Play Store snap-in writes "From <address of the review>". */
const LEAD = "(?:(?:from|source|link|url|via|by|at):?\\s*)?";
/** With its scheme, as any app has one, or of a person. */
const ADDRESS_TITLE = new RegExp(
  `^${LEAD}<?(?:(?:[a-z][a-z\\d+.-]{1,20}:\\/\\/|www\\.)\\S+|[\\w.+-]+@[\\w-]+\\.[\\w.-]+)>?$`,
  "i",
);
/** A host with a path, or a package name of three parts and more. */
const BARE_ADDRESS_TITLE = new RegExp(
  `^${LEAD}(?:[a-z\\d-]+(?:\\.[a-z\\d-]+)+\\/\\S*|[a-z]\\w*(?:\\.[a-z]\\w*){2,})$`,
  "i",
);
/** What has a number of its own. */
const NUMBERED = "ticket|case|issue|id|reference|ref|tweet|post|review|comment|message|conversation|thread";
/** A UUID, a number, a short prefix with a number (TKT-14, t3_1a2b3c), one long word that mixes letters and digits, "review_id=88". */
const ID_TITLE = new RegExp(
  `^(?:[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}|#?\\d{3,}|(?:ticket|case|issue|order|id|reference|ref)?\\s*[#:]?\\s*[a-z]{1,6}\\d?[-_:#]\\w*\\d\\w*|(?:${NUMBERED})\\s*[#:]?\\s*\\d+|(?:\\w{1,20}[_-])?id\\s*[=:]\\s*\\S+|(?=\\S*\\d)(?=\\S*[a-z])[\\w:-]{16,})$`,
  "i",
);
/** "by Ann Bell" */
const SIGNATURE_TITLE = /^[Bb]y(?:\s+\p{Lu}[\p{L}'’.-]*){1,3}$/u;

const isMachine = (title: string): boolean =>
  [MACHINE_TITLE, ADDRESS_TITLE, BARE_ADDRESS_TITLE, ID_TITLE, SIGNATURE_TITLE].some((pattern) => pattern.test(title));

/** Titles that are looked at: what is longer is nobody's address or id. */
const LONGEST_MACHINE_TITLE = 500;

/** A title worth reading beside its text, or "". */
export const meaningfulTitle = (title: string, text: string): string =>
  title === "" || (title.length <= LONGEST_MACHINE_TITLE && isMachine(title)) || text.startsWith(title) ? "" : title;

/** Of a text that was not read word by word. */
const NO_SIGNALS: Signals = { words: 0, non_english_share: 0, misspelt_share: 0 };

/** Read as English: what is in no language that can be told, too. */
export const isEnglish = (lang: string): boolean => lang === "en" || lang === "und";

/** A question of three words and more. */
const ASKED = /\p{L}\P{L}+\p{L}+\P{L}+\p{L}+\s*\?/u;
/** The like without its mark, in a gloss. */
const ASKED_IN_GLOSS = /\b(?:when|why|how (?:to|do|can|does|is))\b/;

/** What tells of a failure in a gloss, whose sentences are too crooked for what judges English ones. */
const FAILS_IN_GLOSS =
  /\b(?:cannot|could not|(?:do|does|did) not(?! like)|no longer|lost|(?:is|are) gone|disappeared|deleted|removed|broken|errors?|fail(?:s|ed)?|crash(?:es|ed)?|blocked|stopped|worse|before)\b/;

/** Only of a gloss that knows so much of a text can it be said that it says nothing. */
const KNOWN_TO_DROP = 0.8;

/** From this share of misspelt words on a text may be another language. */
const FOREIGN_SHARE = 0.25;

export interface DenoiseDeps extends FactDeps {
  readonly gloss: Glosser;
  readonly respell: Respell;
}

export function createDenoise(deps: DenoiseDeps, settings: NoiseSettings): Denoise {
  const readFacts = createFactReader(deps);
  const judge = createNoiseJudge(settings);
  /** Also where its words are only written wrong. */
  const isMostlyRight = (misspeltShare: number, text: string): boolean => {
    if (misspeltShare < FOREIGN_SHARE) return true;
    const { words, misspelt } = deps.spell(deps.respell(text).text);
    return misspelt < words * FOREIGN_SHARE;
  };

  return ({ text: raw, title: rawTitle, score, translatedFrom }) => {
    const text = normalise(raw);
    const title = normalise(rawTitle);
    const told = meaningfulTitle(title, text);
    // What advertises does so by its addresses; all else asks for what is said beside them.
    const said = spoken(text);
    const { facts, signals } = readFacts({ text: said, title: told, score });
    const ofAll = said === text ? undefined : judge(readFacts({ text }).facts, "any");
    const nothing = ofAll ?? judge(facts, "any");
    if (nothing !== undefined) {
      return { text, title, lang: translatedFrom ?? "und", untranslated: false, drop: nothing, signals: NO_SIGNALS };
    }
    const lang =
      translatedFrom ??
      settleLanguage(deps.gloss, said, deps.detect(said).lang, () => isMostlyRight(facts.misspeltShare, said));
    if (translatedFrom === undefined && !isEnglish(lang)) {
      const gloss = understoodGloss(deps.gloss, said, lang);
      // Who asks something is heard, though the gloss of a question may read like none; what isn't known may be what matters.
      const isTold =
        gloss !== undefined &&
        gloss.known >= KNOWN_TO_DROP &&
        !ASKED.test(said) &&
        ![ASKED_IN_GLOSS, FAILS_IN_GLOSS].some((says) => says.test(gloss.text));
      const drop = isTold ? judge(readFacts({ text: gloss.text, title: told, score }).facts, "glossed") : undefined;
      return { text, title, lang, untranslated: true, drop, signals: NO_SIGNALS };
    }
    const drop = judge(facts, "english");
    return { text, title, lang, untranslated: false, drop, signals: signals() };
  };
}
