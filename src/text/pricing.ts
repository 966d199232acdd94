/** Pricing: whether a text speaks of what the app costs, and how it feels about that. */
import type { Attributes, Phrase } from "../model/insight.ts";

const PRICE =
  /\b(?:price[sd]?|pricing|pricey|expensive|cheap(?:er)?|overpriced|costs?|costly|fees?|charges?|charged|subscriptions?|premium|paid version|paywall|free trial)\b/iu;

/** "Yes" with the phrases that say so and their overall polarity, or "No" alone. */
export function extractPricing(text: string, phrases: readonly Phrase[]): Attributes["pricing"] {
  if (!PRICE.test(text)) return { is_pricing: "No" };
  const about = phrases.filter((phrase) => PRICE.test(phrase.text));
  const score = about.reduce((sum, phrase) => sum + phrase.score, 0);
  const sentiment = score > 0.1 ? "positive" : score < -0.1 ? "negative" : "neutral";
  return {
    is_pricing: "Yes",
    sentiment_of_current_pricing: sentiment,
    phrases: about.map((phrase) => phrase.text.trim()),
  };
}
