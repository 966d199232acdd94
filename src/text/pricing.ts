/** Pricing: whether a text speaks of what the app costs, and how it feels about that. English. */
import type { Attributes, Phrase } from "../model/insight.ts";
import { dear, fair, price } from "./lexicon/en/prices.ts";

/** The mean polarity from which a text speaks well or ill of the price; phrases are in [-1, 1]. */
const CLEAR = 0.15;
const MOST_CHARACTERS = 6_000;

/** "Yes" with the phrases that say so and how they feel about it, or "No" alone. */
export function extractPricing(text: string, phrases: readonly Phrase[]): Attributes["pricing"] {
  if (!price.test(text.slice(0, MOST_CHARACTERS))) return { is_pricing: "No" };
  const about = phrases.filter((phrase) => price.test(phrase.text));
  return {
    is_pricing: "Yes",
    sentiment_of_current_pricing: sentimentOf(about, text),
    phrases: about.map((phrase) => phrase.text.trim()),
  };
}

/** What is said about the price itself ("too expensive", "it's free") outweighs the tone of its phrase. */
function sentimentOf(about: readonly Phrase[], text: string): Phrase["polarity"] {
  const said = about.length > 0 ? about.map((phrase) => phrase.text).join(" ") : text.slice(0, MOST_CHARACTERS);
  const tone = about.reduce((sum, phrase) => sum + phrase.score, 0) / Math.max(1, about.length);
  const score = tone + (dear.test(said) ? -0.5 : 0) + (fair.test(said) ? 0.4 : 0);
  if (score > CLEAR) return "positive";
  return score < -CLEAR ? "negative" : "neutral";
}
