/** Pricing: whether a text speaks of what the app costs, and how it feels about that. English. */
import type { Attributes, Phrase } from "../model/insight.ts";

const NAMES_PRICE = [
  "pric(?:e|es|ed|ey|ing|y)|over-?priced|expensive|costly|afford(?:able|ably)?|cheap(?:er|est|ly)?(?! (?:thinking|trick|tricks|mentality|quality|looking|tactics|marketing|behaviou?r))|inexpensive",
  "(?<!at all |at any )costs?(?! of data)|fees?|paywall(?:s|ed)?|subscriptions?|subscribe|microtransactions?",
  "(?:extra|additional|hidden|service|platform|processing|convenience|transaction|unnecessary|high|any|no|more|heavy|these|their|the|such) charges",
  "charg(?:e|es|ed|ing) (?:\\S{1,12} )?(?:extra|fees?|money|for|more|too much|high|rs|rupees?|dollars?|[$₹€£]|\\d)",
  "overcharg(?:e|ed|ing)|(?:premium|paid|pro|free|trial|full|basic) (?:version|plan|plans|features?|subscription|account|membership|upgrade|tier|trial|content|app)",
  "(?:free|paid) (?:of|for) (?:cost|charge)|for free|(?:is|it's|its|are|be|was|totally|completely|all) free(?!ze|zing| to)|in-?app purchases?",
  "(?:worth|value for|waste of|for) (?:the |your |my |every |this )?(?:money|price|cost|penny|cent|\\d+ ?(?:rs|dollars|bucks))",
  "(?:have to|had to|need to|must|to|makes? (?:me|you|us)|making (?:me|you|us)|should not|shouldn't|never) pay (?:for|to use|extra|monthly|yearly|more|a |so much|that much)",
  "(?:per|a|every|each) (?:month|year) (?:fee|plan|cost)|(?:monthly|yearly|annual) (?:fee|cost|plan|payment|subscription|charge)s?|rip-?off|money[- ]grab(?:bing|ber)?|too much money|greedy",
  "(?:[$₹€£] ?\\d[\\d.,]*|\\d[\\d.,]* ?(?:rs|rupees|dollars|bucks|euros?)) (?:a|per|for|each|every|/) ?(?:month|year|week|recharge|transaction)",
];
const PRICE = new RegExp(`(?<![\\p{L}\\p{N}])(?:${NAMES_PRICE.join("|")})(?![\\p{L}\\p{N}])`, "iu");

const DEAR =
  /\b(?:expensive|over-?priced|overcharg\w{0,3}|costly|pricey|extra|hidden|too (?:much|high)|rip-?off|money[- ]grab|greedy|waste of|not worth|paywall|high)\b/iu;
const FAIR =
  /\b(?:affordable|cheap|cheaper|inexpensive|free|reasonable|fair|worth|value for|no (?:fees?|charges?|cost|subscription))\b/iu;

/** The mean polarity from which a text speaks well or ill of the price; phrases are in [-1, 1]. */
const CLEAR = 0.15;
const MOST_CHARACTERS = 6_000;

/** "Yes" with the phrases that say so and how they feel about it, or "No" alone. */
export function extractPricing(text: string, phrases: readonly Phrase[]): Attributes["pricing"] {
  if (!PRICE.test(text.slice(0, MOST_CHARACTERS))) return { is_pricing: "No" };
  const about = phrases.filter((phrase) => PRICE.test(phrase.text));
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
  const score = tone + (DEAR.test(said) ? -0.5 : 0) + (FAIR.test(said) ? 0.4 : 0);
  if (score > CLEAR) return "positive";
  return score < -CLEAR ? "negative" : "neutral";
}
