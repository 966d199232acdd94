/** The language of a text: eld's scores first, franc's breadth where they are unsure, own detection of romanised Hindi. */
import { franc } from "franc";
import { readLanguageModel } from "./language-model.ts";
import { createLanguageScores } from "./language-scores.ts";

export interface DetectedLanguage {
  /** ISO 639-1, "hi-Latn" (romanised Hindi, code-mixed with English or not), or "und" */
  readonly lang: string;
  /** in [0, 1] */
  readonly confidence: number;
}

export type LanguageDetector = (text: string) => DetectedLanguage;

const UNDETERMINED: DetectedLanguage = { lang: "und", confidence: 0 };
const ROMANISED_HINDI = new Set(
  "hai hain nahi nahin kya kyu kyun ko ke ki ka mein mera meri mere mujhe aap kar karo raha rahi rahe gaya hua bhi bahut accha acha".split(
    " ",
  ),
);

/** `model` is models/language.bin. */
export function createLanguageDetector(model: Uint8Array): LanguageDetector {
  const table = createLanguageScores(readLanguageModel(model));
  return (text) => {
    table.score(text);
    let best = -1;
    let score = 0;
    let second = 0;
    for (let language = 0; language < table.scores.length; language++) {
      const value = table.scores[language]!;
      if (value > score) {
        second = score;
        score = value;
        best = language;
      } else if (value > second) second = value;
    }
    const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
    const hindi = words.filter((word) => ROMANISED_HINDI.has(word)).length;
    if (hindi >= 2 && hindi >= words.length * 0.2)
      return { lang: "hi-Latn", confidence: Math.min(1, 0.5 + hindi / 10) };
    if (best < 0) {
      const code = franc(text, { minLength: 3 });
      return code === "und" ? UNDETERMINED : { lang: code, confidence: 0.3 };
    }
    const lang = table.languages[best]!;
    return { lang: lang === "ms" ? "id" : lang, confidence: 1 - second / score };
  };
}
