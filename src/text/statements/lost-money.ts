/**
 * Money that left and neither arrived nor came back. The words say it plainly, but the network scatters them over failed payments,
 * wrong charges and missing refunds, so that one of the gravest problems that people have would lie in several themes.
 */

const MONEY =
  /\b(?:amounts?|balance|cash|debit(?:ed)?|deduct(?:ed)?|deposit|dollars?|euros?|funds?|inr|money|payments?|refund\w*|rs|rupees?|transactions?|transfers?|txns?)\b|[$€£₹]/i;
const LEFT = /\b(?:debit|deduct)(?:ed|ing|ion|s)?\b|\bmoney (?:got|has|is|was|were) (?:been )?(?:cut|gone|taken)\b/i;
const NOT_THERE =
  /(?:n['’]?t|\bcannot|\bnever|\bno|\bnot|\bwithout|\byet to)\s(?:\w+\s){0,3}(?:arriv(?:e|ed|ing)|c[ao]me|credit(?:ed)?|reach(?:ed)?|receiv(?:e|ed|ing)|refund(?:ed|ing)?|return(?:ed|ing)?)\b/i;
const FAILED = /\b(?:cancel(?:l?ed)?|declin(?:e|ed)|fail(?:ed|s|ure)?|pending|stuck|unsuccess\w*)\b/i;
const REFUND = /\brefund(?:ed|s)?\b|\bmoney back\b/i;
/** Who asks for a refund has none. */
const ASKED =
  /\b(?:asked|days?|demand\w*|give|months?|need|no|not|never|please|pls|plz|still|waiting|want|weeks?|when|where)\b|n['’]?t\b/i;
/** Other things that don't arrive. */
const OTHER_THINGS =
  /\b(?:bonus|cash ?back|codes?|coupons?|e-?mails?|messages?|notifications?|otps?|points|receipts?|repl(?:y|ies)|responses?|rewards?|sms|vouchers?)\b/i;

/** The failure kind that such words are of. */
const REFUND_MISSING = "refund-missing";
/** How surely: tried .5 and .85 on two hand-coded payment apps; .85 finds the theme in both. */
const SURENESS = 0.85;

export const tellsOfLostMoney = (quote: string): boolean => {
  if (!MONEY.test(quote)) return false;
  if (REFUND.test(quote) && ASKED.test(quote)) return true;
  if (LEFT.test(quote) && FAILED.test(quote)) return true;
  return NOT_THERE.test(quote) && (LEFT.test(quote) || !OTHER_THINGS.test(quote));
};

/** Moves the probabilities of failure kinds to where the words point; `classes` names them. */
export function heedLostMoney(quote: string, probabilities: Float32Array, classes: readonly string[]): void {
  const own = classes.indexOf(REFUND_MISSING);
  if (own < 0 || !tellsOfLostMoney(quote)) return;
  for (let at = 0; at < probabilities.length; at++) probabilities[at]! *= 1 - SURENESS;
  probabilities[own]! += SURENESS;
}
