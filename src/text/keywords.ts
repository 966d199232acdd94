/** Key phrases: what a text complains about and what it likes, short and in its own words. */
import type { Phrase } from "../model/insight.ts";

export interface KeyPhrases {
  readonly negative: string[];
  readonly positive: string[];
}

const LONGEST = 8;

/** At most eight words of each negative and each positive phrase of `text`; without repeats, in order of appearance. */
export function keyPhrases(_text: string, phrases: readonly Phrase[]): KeyPhrases {
  const negative = new Set<string>();
  const positive = new Set<string>();
  for (const phrase of phrases) {
    if (phrase.polarity === "neutral") continue;
    const key = phrase.text.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
    const words = key.split(/\s+/u);
    if (key !== "" && words.length <= LONGEST) (phrase.polarity === "negative" ? negative : positive).add(key);
  }
  return { negative: [...negative], positive: [...positive] };
}
