/** What never carries feedback: nothing but symbols, a held key, the same words over and over, advertising. */

export type SpamReason = "repeated_characters" | "spam" | "no_text";

/** Enough to tell. */
const MOST_CHARACTERS = 4_000;
const LEAST_LETTERS = 8;
/** Words are split at white space only, so a text of one long word has one. */
const LEAST_WORDS = 12;

const CONTACT =
  /https?:\/\/|\bwww\.|\b(?:t|wa)\.me\b|\bbit\.ly\b|\b(?:telegram|whats ?app|instagram|insta|dm|text|mail|contact|reach|message|call) (?:me|him|her|us|them|at|on|via|no|number|[:@+\d[])|\+\d[\d -]{8,14}\d|\[phone\]|\[email\]/iu;
const LURES: readonly RegExp[] = [
  /\bearn(?:ed|ing)? (?:money|cash|rs|up ?to|daily|[$₹€£]?\d)/iu,
  /\b(?:daily|weekly|monthly|passive|extra) (?:income|profits?|earnings?)\b|\bwork from home\b|\bget rich\b/iu,
  /\b(?:invest(?:ed|ment|ments|ing)?|forex|bitcoin|crypto(?:currency)?|trading)\b.{0,80}\b(?:profits?|returns?|expert|manager|broker|signals?|recover(?:ed|y)?)\b/iu,
  /\b(?:recover(?:ed|y|ing)?)\b.{0,40}\b(?:lost|stolen|scammed)\b.{0,80}\b(?:hacker|expert|agent|recovery|funds|wallet)\b/iu,
  /\b(?:casino|betting|bet|lottery|jackpot|slots?)\b.{0,60}\b(?:win|won|bonus|join|register|play)\b/iu,
  /\b(?:join|subscribe|follow|visit|check out) (?:now|today|my|our)\b.{0,40}\b(?:channel|group|page|link|website|profile|store)\b/iu,
  /\bclick (?:on )?(?:the |this |my |below )?link\b.{0,40}\b(?:win|earn|get|claim|free|bonus|reward)\b/iu,
  /\b(?:free|get) (?:gift cards?|coins|diamonds|followers|likes|recharge)\b/iu,
];
const COMPLAINT =
  /\b(?:not|never|no|unable|cannot|cant|dont|didnt|doesnt|issue|problem|error|bug|complain\w{0,4}|worst|bad|fraud|fake)\b|n['’]t\b/iu;
const OWN_CODE =
  /\b(?:use|enter|apply|put|try) my (?:referral |refer |invite |invitation |promo |coupon |reward )?(?:code|link)\b|\bmy (?:referral|refer|invite|invitation|promo) (?:code|link)(?: is)? ?[:=-]? ?(?=[a-z]*\d)[a-z\d]{5,12}\b/iu;

/** Why a text can't be feedback whatever it is about, or `undefined`. Complaints about codes, links and fraud stay. */
export function spamReason(text: string): SpamReason | undefined {
  const start = text.slice(0, MOST_CHARACTERS);
  if (!/[\p{L}\p{N}]/u.test(start)) return "no_text";
  if (repeatsCharacters(start)) return "repeated_characters";
  if (repeatsWords(start) || advertises(start)) return "spam";
  return undefined;
}

/** True when one character makes up most of a text of at least eight, or two all of it, as in a held key. */
function repeatsCharacters(text: string): boolean {
  const counts = new Map<number, number>();
  let letters = 0;
  let most = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at) | 0x20; // folds the case of ASCII letters
    if (code < 128 && !(code >= 97 && code <= 122) && !(code >= 48 && code <= 57)) continue;
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    if (count > most) most = count;
    letters++;
  }
  return letters >= LEAST_LETTERS && (most > letters * 0.8 || counts.size <= 2);
}

/** True when at most one word in five is new. */
function repeatsWords(text: string): boolean {
  const words = text
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
  return words.length >= LEAST_WORDS && new Set(words).size <= words.length * 0.2 && new Set(words).size <= 12;
}

/** Two lures, or one with a way to follow it and no word of complaint, or the writer's own code. */
function advertises(text: string): boolean {
  const complains = COMPLAINT.test(text);
  if (OWN_CODE.test(text)) return !complains;
  const lures = LURES.filter((lure) => lure.test(text)).length;
  return lures >= 2 || (lures === 1 && !complains && CONTACT.test(text));
}
