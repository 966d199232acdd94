/** Languages that eld's table lacks: by their frequent words and letters, then by franc's trigrams. */
import { francAll } from "franc";
import { tellingWords } from "./lexicon/telling-words.ts";

export interface BreadthReading {
  readonly lang: string;
  /** evidence for the language a word of the text, about 0 to 2 */
  readonly share: number;
}

/** Franc's ISO 639-3 codes as ISO 639-1, for the languages that have one and that eld lacks. */
const FRANC_LANGUAGES: Readonly<Record<string, string>> = {
  afr: "af",
  bos: "bs",
  epo: "eo",
  kaz: "kk",
  khk: "mn",
  lug: "lg",
  mkd: "mk",
  sna: "sn",
  som: "so",
  sot: "st",
  swh: "sw",
  tsn: "tn",
  tso: "ts",
  xho: "xh",
  zul: "zu",
  hau: "ha",
  ibo: "ig",
  uzn: "uz",
  jav: "jv",
  sun: "su",
  mad: "mg",
  plt: "mg",
  nya: "ny",
  kin: "rw",
  run: "rn",
  lin: "ln",
  hat: "ht",
  glg: "gl",
  bam: "bm",
  ewe: "ee",
  tgk: "tg",
  tat: "tt",
  kir: "ky",
  tuk: "tk",
  bod: "bo",
  khm: "km",
  mya: "my",
  sin: "si",
  npi: "ne",
  tir: "ti",
  ydd: "yi",
  pbu: "ps",
  uig: "ug",
  div: "dv",
  wol: "wo",
  ssw: "ss",
  ven: "ve",
  quy: "qu",
  twi: "tw",
}; // prettier-ignore

const WORD = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu;
/** Enough to tell, and a bound on the work for one text. */
const MOST_CHARACTERS = 400;
const LONGEST_WORD = 30;
const PATTERN_WEIGHT = 0.7;
/** In texts of more words than a few, one hit may be chance. */
const FEW_WORDS = 2;
const LEAST_EVIDENCE = 1.4;
const LEAST_SHARE = 0.15;
const LEAST_SHARE_NEAR = 0.1;

interface Entry {
  readonly language: number;
  /** 1, or 1/2 for a shared word */
  readonly weight: number;
}

export interface LanguageBreadth {
  /** the language whose words the text has most of, when eld says `best`; `unsure` counts shared words */
  byWords(text: string, best: string, unsure: boolean): BreadthReading | undefined;
  /** what franc takes the text for, when that is a language eld lacks; `rare` allows those with few speakers online */
  byTrigrams(text: string, rare: boolean): string | undefined;
}

export function createLanguageBreadth(): LanguageBreadth {
  const languages = Object.keys(tellingWords);
  const entriesOf = indexWords(languages);
  const patterns = languages.flatMap((code, language) => {
    const { pattern } = tellingWords[code]!;
    return pattern ? [{ language, pattern: new RegExp(pattern, "u") }] : [];
  });
  const near = languages.map((code) => tellingWords[code]!.near?.split(" "));
  const never = languages.map((code) => {
    const source = tellingWords[code]!.never;
    return source ? new RegExp(source, "iu") : undefined;
  });
  const evidence = new Float64Array(languages.length);

  const weigh = (word: string, unsure: boolean): void => {
    const entries = entriesOf.get(word);
    if (entries === undefined) {
      for (const { language, pattern } of patterns) if (pattern.test(word)) evidence[language]! += PATTERN_WEIGHT;
      return;
    }
    for (const { language, weight } of entries) if (unsure || weight === 1) evidence[language]! += weight;
  };
  const strongest = (text: string, best: string): number => {
    let most = -1;
    for (let language = 0; language < evidence.length; language++) {
      if (evidence[language]! <= (most < 0 ? 0 : evidence[most]!)) continue;
      const possible = (near[language]?.includes(best) ?? true) && !never[language]?.test(text);
      if (possible) most = language;
    }
    return most;
  };
  return {
    byWords(text, best, unsure) {
      evidence.fill(0);
      let count = 0;
      for (const [token] of text.slice(0, MOST_CHARACTERS).toLowerCase().matchAll(WORD)) {
        count++;
        weigh(token.length > LONGEST_WORD ? token.slice(0, LONGEST_WORD) : token, unsure);
      }
      const most = strongest(text, best);
      if (most < 0 || (count > FEW_WORDS && evidence[most]! < LEAST_EVIDENCE)) return undefined;
      const share = evidence[most]! / count;
      const least = near[most] ? LEAST_SHARE_NEAR : LEAST_SHARE;
      return share >= least ? { lang: languages[most]!, share } : undefined;
    },
    byTrigrams(text, rare) {
      const [[code]] = francAll(text.slice(0, MOST_CHARACTERS), { minLength: 3 }) as [[string, number]];
      const lang = FRANC_LANGUAGES[code];
      return lang !== undefined && (rare || lang in tellingWords) ? lang : undefined;
    },
  };
}

function indexWords(languages: readonly string[]): ReadonlyMap<string, readonly Entry[]> {
  const index = new Map<string, Entry[]>();
  languages.forEach((code, language) => {
    const { words, shared } = tellingWords[code]!;
    for (const [list, weight] of [
      [words, 1],
      [shared, 0.5],
    ] as const) {
      for (const word of new Set(list?.split(" "))) index.set(word, [...(index.get(word) ?? []), { language, weight }]);
    }
  });
  return index;
}
