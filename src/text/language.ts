/**
 * The language of a text: eld's scores first; an English prior for a few words; own detection of romanised Hindi; own word
 * lists and franc for languages eld lacks; undetermined for symbols and keyboard noise.
 */
import { createLanguageBreadth } from "./language-breadth.ts";
import { readLanguageModel, section } from "./language-model.ts";
import { createLanguageScores, type LanguageScores } from "./language-scores.ts";
import { everywhere } from "./lexicon/any-language.ts";
import * as bengali from "./lexicon/bn-latn/short-texts.ts";
import { smallWords, sureWords } from "./lexicon/hi-latn/short-texts.ts";
import * as indonesian from "./lexicon/id/short-texts.ts";
import { wordsOf } from "./lexicon/lexicon.ts";
import { isKeyboardNoise } from "./noise/keyboard.ts";
import { createRomanisedHindi, type RomanisedHindiReading } from "./romanised-hindi.ts";

export interface DetectedLanguage {
  /** ISO 639-1, "hi-Latn" or "bn-Latn" (romanised Hindi or Bengali, code-mixed with English or not), or "und" */
  readonly lang: string;
  /** in [0, 1] */
  readonly confidence: number;
}

export type LanguageDetector = (text: string) => DetectedLanguage;

const UNDETERMINED: DetectedLanguage = { lang: "und", confidence: 0 };

/** eld's table has Malay, which it also says to Indonesian, by far the more frequent in reviews; and one Norwegian. */
const CODES: Readonly<Record<string, string>> = { ms: "id", no: "nb" };

/** Added to English for each frequent English word of a text of few words; eld's n-grams score about 100 each. */
const ENGLISH_PRIOR = 30;
const FEW_WORDS = 8;

/** Short texts of these and of English words are English. */
const EVERYWHERE = new Set(wordsOf(everywhere));
const FEW_EVERYWHERE = 3;
const EVERYWHERE_CONFIDENCE = 0.4;

/** Best score an n-gram: right answers have more than 61 in 99.5% of sentences, languages eld lacks 47 in the median. */
const UNSURE = 55;
const VERY_UNSURE = 40;
// cspell:ignore tomar
/** From here on the letters tell more than single words do, which other languages have too: "tomar" is Spanish. */
const SETTLED = 65;
const RARE = 30;
/** of 21,000 English texts none has such a stretch that holds no Hindi */
const HINDI_STRETCH = 5;
// cspell:ignore acha bahut
/** Of so few words, two that are surely Hindi are many: "App bahut slow hai". */
const SHORT_TEXT = { words: 8, stretch: 2.9 };
/** Those that the letters of so few words don't tell are told by the words themselves. */
const SURE_HINDI = new Set(wordsOf(sureWords));
const SMALL_HINDI = new Set(wordsOf(smallWords));
const BENGALI = { sure: new Set(wordsOf(bengali.sureWords)), small: new Set(wordsOf(bengali.smallWords)) };
const INDONESIAN = { sure: new Set(wordsOf(indonesian.sureWords)), small: new Set(wordsOf(indonesian.smallWords)) };
const BY_WORDS_CONFIDENCE = 0.6;
/** characters, below which franc guesses */
const LEAST_FOR_TRIGRAMS = 20;
const WIDER_CONFIDENCE = 0.6;
/** the lead over the second language at which confidence is one half */
const EVEN_LEAD = 40;
/** of a text, as eld */
const MOST_CHARACTERS = 1_000;

/** Everything there is to know about one text; the detector has one and fills it anew for each. */
interface Evidence {
  best: number;
  score: number;
  second: number;
  /** best score an n-gram */
  mean: number;
}

/** `model` is models/language.bin. */
export function createLanguageDetector(model: Uint8Array): LanguageDetector {
  const file = readLanguageModel(model);
  const table = createLanguageScores(file);
  const english = table.languages.indexOf("en");
  const englishWords = new Set(Buffer.from(section(file, "english_words")).toString("utf8").split("\n"));
  const weights = section(file, "romanised_hindi");
  const readHindi = createRomanisedHindi({
    weights: new Int8Array(weights.buffer, weights.byteOffset, weights.byteLength),
    ...file.header.romanisedHindi,
  });
  const breadth = createLanguageBreadth();
  const evidence: Evidence = { best: -1, score: 0, second: 0, mean: 0 };

  const isOfEverywhere = (words: readonly string[]): boolean =>
    words.length > 0 &&
    words.length <= FEW_EVERYWHERE &&
    words.some((word) => EVERYWHERE.has(word)) &&
    words.every((word) => EVERYWHERE.has(word) || englishWords.has(word));

  const favourEnglish = (words: readonly string[]): void => {
    for (const word of words) if (englishWords.has(word)) table.scores[english]! += ENGLISH_PRIOR;
  };

  const lookWider = (text: string): DetectedLanguage | undefined => {
    const { best, mean } = evidence;
    if (best === english && mean >= UNSURE) return undefined;
    const lang =
      breadth.byWords(text, table.languages[best] ?? "", mean < UNSURE)?.lang ??
      (mean < VERY_UNSURE && text.length >= LEAST_FOR_TRIGRAMS ? breadth.byTrigrams(text, mean < RARE) : undefined);
    return lang === undefined ? undefined : { lang, confidence: WIDER_CONFIDENCE };
  };
  /** `words`: those that the text begins with, one more than a few. */
  const readLatin = (text: string, words: readonly string[]): DetectedLanguage | undefined => {
    if (evidence.mean < UNSURE && isNoise(wordsIn(text, Number.POSITIVE_INFINITY), englishWords)) return UNDETERMINED;
    const mayBeOther = evidence.best === english || evidence.mean < SETTLED;
    if (mayBeOther && isToldBy(words, BENGALI)) return { lang: "bn-Latn", confidence: BY_WORDS_CONFIDENCE };
    if (evidence.best === english && isToldBy(words, INDONESIAN))
      return { lang: "id", confidence: BY_WORDS_CONFIDENCE };
    const hindi = readHindi(text);
    if (isHindi(hindi, evidence, english))
      return { lang: "hi-Latn", confidence: sure(Math.max(hindi.score, hindi.stretch)) };
    return words.length <= FEW_WORDS && isHindiByWords(words, englishWords, evidence.mean)
      ? { lang: "hi-Latn", confidence: BY_WORDS_CONFIDENCE }
      : undefined;
  };

  return (text) => {
    if (ADDRESS_ONLY.test(text)) return UNDETERMINED;
    table.score(text);
    if (table.ngrams === 0) {
      const lang = breadth.byTrigrams(text, true);
      return lang === undefined ? UNDETERMINED : { lang, confidence: WIDER_CONFIDENCE };
    }
    const words = LATIN.test(text) ? wordsIn(text, FEW_WORDS + 1) : [];
    if (isOfEverywhere(words)) return { lang: "en", confidence: EVERYWHERE_CONFIDENCE };
    if (words.length <= FEW_WORDS) favourEnglish(words);
    readBest(table, evidence);
    const other = (words.length > 0 ? readLatin(text, words) : undefined) ?? lookWider(text);
    if (other) return other;
    if (evidence.best < 0) return UNDETERMINED;
    const lang = table.languages[evidence.best]!;
    const lead = evidence.score - evidence.second;
    return { lang: CODES[lang] ?? lang, confidence: lead / (lead + EVEN_LEAD) };
  };
}

const LATIN = /[a-zA-Z]/;
/** An address is in no language. */
const ADDRESS_ONLY = /^\s*(?:https?:\/\/|www\.)\S+(?:\s+(?:https?:\/\/|www\.)\S+)*\s*$/i;
const WORDS = /[\p{L}\p{M}]+(?:['’]\p{L}+)*/gu;

/** At most so many, in lower case. */
function wordsIn(text: string, most: number): string[] {
  const words: string[] = [];
  for (const [word] of text.slice(0, MOST_CHARACTERS).toLowerCase().matchAll(WORDS)) {
    words.push(word);
    if (words.length >= most) break;
  }
  return words;
}

const sure = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

function readBest(table: LanguageScores, into: Evidence): void {
  into.best = -1;
  into.score = 0;
  into.second = 0;
  for (let language = 0; language < table.scores.length; language++) {
    const value = table.scores[language]!;
    if (value > into.score) {
      into.second = into.score;
      into.score = value;
      into.best = language;
    } else if (value > into.second) into.second = value;
  }
  into.mean = into.score / Math.max(1, table.ngrams);
}

/** More than half of the words of four letters or more are keyboard noise, and English has none of them. */
function isNoise(words: readonly string[], english: ReadonlySet<string>): boolean {
  let noise = 0;
  let real = 0;
  for (const word of words) {
    if (english.has(word)) real++;
    else if (isKeyboardNoise(word)) noise++;
    else if (word.length >= 4) real++;
  }
  return noise > real;
}

/** One or two words must be clear and sit well in no other language; a stretch of Hindi makes an English text code-mixed. */
function isHindi(reading: RomanisedHindiReading, evidence: Evidence, english: number): boolean {
  if (reading.hindi === 0) return false;
  if (reading.words <= 2) return reading.score > 2 && evidence.mean < 90;
  const open = evidence.best === english || evidence.mean < UNSURE;
  const least = reading.words <= SHORT_TEXT.words ? SHORT_TEXT.stretch : HINDI_STRETCH;
  return reading.score > 0.5 || (open && reading.hindi >= 2 && reading.stretch > least);
}

/** More words that are surely of the language than surely Hindi: two, or one with a small word beside it. */
function isToldBy(words: readonly string[], { sure, small }: Record<"sure" | "small", ReadonlySet<string>>): boolean {
  let [certain, beside, hindi] = [0, 0, 0];
  for (const word of new Set(words)) {
    if (sure.has(word)) certain++;
    else if (SURE_HINDI.has(word)) hindi++;
    else if (small.has(word)) beside++;
  }
  return certain > hindi && (certain >= 2 || beside >= 1);
}

/**
 * A few words that are Hindi and English: two that are surely Hindi, or one with a small word beside it ("acha h"), or one in what no
 * language has.
 */
function isHindiByWords(words: readonly string[], english: ReadonlySet<string>, mean: number): boolean {
  let [certain, small, others] = [0, 0, 0];
  for (const word of words) {
    if (SURE_HINDI.has(word)) certain++;
    else if (SMALL_HINDI.has(word)) small++;
    else if (!english.has(word) && !EVERYWHERE.has(word)) others++;
  }
  if (certain === 0 || others > certain) return false;
  return certain >= 2 || (small >= 1 && others === 0) || (words.length >= 2 && others === 0 && mean < UNSURE);
}
