/** How people speak of what a product costs. English. */
import { rule } from "../../rules/rule.ts";

const namesPrice = [
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
/** A text speaks of what the product costs. */
export const price = rule(new RegExp(`(?<![\\p{L}\\p{N}])(?:${namesPrice.join("|")})(?![\\p{L}\\p{N}])`, "iu"));

/** It says that this is too much. */
export const dear =
  /\b(?:expensive|over-?priced|overcharg\w{0,3}|costly|pricey|extra|hidden|too (?:much|high)|rip-?off|money[- ]grab|greedy|waste of|not worth|paywall|high)\b/iu;
/** It says that this is little, or nothing. */
export const fair =
  /\b(?:affordable|cheap|cheaper|inexpensive|free|reasonable|fair|worth|value for|no (?:fees?|charges?|cost|subscription))\b/iu;
