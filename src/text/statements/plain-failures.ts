// cspell:ignore txns arriv receiv declin
/**
 * Ways to fail that words tell plainly, but that the network scatters over several kinds or does not tell apart: what one piece of
 * work would settle would lie in several themes, or together with something else. Found by reading where hand-coded problems of
 * four apps are placed wrongly; unanswered support and demands for updates were tried too and brought nothing.
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
/** Whoever paid double tells of that. */
const TWICE = /\b(?:double|twice|thrice|(?:two|three|2|3) times|2x)\b/i;
/** Other things that don't arrive. */
const OTHER_THINGS =
  /\b(?:bonus|cash ?back|codes?|coupons?|e-?mails?|messages?|notifications?|otps?|points|receipts?|repl(?:y|ies)|responses?|rewards?|sms|vouchers?)\b/i;

/** Money that left and neither arrived nor came back: to the network failed payments, wrong charges or missing refunds. */
function tellsOfLostMoney(quote: string): boolean {
  if (!MONEY.test(quote)) return false;
  if (REFUND.test(quote) && ASKED.test(quote)) return true;
  if (TWICE.test(quote)) return false;
  if (LEFT.test(quote) && FAILED.test(quote)) return true;
  return NOT_THERE.test(quote) && (LEFT.test(quote) || !OTHER_THINGS.test(quote));
}

const DROPS =
  /\bdisconnect(?:ed|ing|ion|ions|s)?\b|\breconnecting\b|\b(?:drop|lo+se|lo+sing|lo+ses|lost)(?:ped|ping|s)? (?:\w+ )?(?:connect\w*|pairing|signal)\b|\b(?:bluetooth|connect\w*|pairing|signal|vpn|wi-?fi) (?:\w+ )?(?:drops|dropping|gets? lost|is lost|keeps (?:falling|going))\b|n['’]?t (?:remain|stay) (?:connected|paired)\b/i;
const NEVER_COMES = /(?:n['’]?t|\bcannot|\bnever|\bnot|\bunable to) (?:\w+ )?(?:connect|link|pair|reconnect)\b/i;

/** Connections that were there and go: another piece of work than those that never come. */
const tellsOfDrops = (quote: string): boolean => DROPS.test(quote) && !NEVER_COMES.test(quote);

/** Kinds that the network knows, and others; the first that fits is meant. */
const plainFailures: readonly { readonly name: string; readonly tells: (quote: string) => boolean }[] = [
  { name: "refund-missing", tells: tellsOfLostMoney },
  { name: "keeps-disconnecting", tells: tellsOfDrops },
];

/** How surely: tried .5 and .85 on two hand-coded payment apps; .85 finds the lost money in both. */
const SURENESS = 0.85;

export const plainFailureOf = (quote: string): string | undefined =>
  plainFailures.find(({ tells }) => tells(quote))?.name;

/** The classes of the network, then the kinds that only words tell. */
export const failureKinds = (classes: readonly string[]): readonly string[] => [
  ...new Set([...classes, ...plainFailures.map(({ name }) => name)]),
];

/** Moves the probabilities of `kinds` to where the words point. */
export function heedWords(quote: string, probabilities: Float32Array, kinds: readonly string[]): void {
  const name = plainFailureOf(quote);
  if (name === undefined) return;
  for (let at = 0; at < probabilities.length; at++) probabilities[at]! *= 1 - SURENESS;
  probabilities[kinds.indexOf(name)]! += SURENESS;
}

interface Failure {
  readonly name: string;
  readonly share: number;
}

/** The same for the failures of one statement, the likeliest first. */
export function heededFailures(quote: string, failures: readonly Failure[]): readonly Failure[] {
  const name = plainFailureOf(quote);
  if (name === undefined) return failures;
  const before = failures.find((failure) => failure.name === name)?.share ?? 0;
  const others = failures.filter((failure) => failure.name !== name);
  return [
    { name, share: SURENESS + before * (1 - SURENESS) },
    ...others.map((failure) => ({ name: failure.name, share: failure.share * (1 - SURENESS) })),
  ];
}
