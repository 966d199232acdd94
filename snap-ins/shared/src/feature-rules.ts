/** A small set of rules that finds what a post wishes for, for installations without Groundswell at hand. */
import type { FoundRequest } from "./groundswell.ts";

/** How English posts ask for something; the wish is what follows, up to the end of the clause. Each starts with fixed words, so matching is linear. */
const ASKING: readonly RegExp[] = [
  /\b(?:please|pls|plz|kindly) (?:add|bring|support|introduce|allow|enable|include|provide)\b/gi,
  /\b(?:wish|hope) (?:you|they|it|there) (?:would|could|had|was|were|will|add|adds|added)\b(?: (?:add|support|have|allow))?/gi,
  /\b(?:would|will) (?:be )?(?:nice|great|good|awesome|love|helpful|useful) (?:to (?:have|see)|if (?:you|there|it|we) (?:could|had|was|were|can|add|added|would)(?: (?:have|add|support))?)/gi,
  /\b(?:should|must|needs? to|could) (?:add|support|have|include|introduce|allow|provide)\b/gi,
  /\b(?:feature request|suggestion|request)\s?[:-]/gi,
  /\b(?:when (?:will|are) (?:you|we|it) (?:add|support|have|get|getting|adding|bring|launch|launching)|any plans? (?:to|for) (?:add|adding|support|supporting)?)\b/gi,
];

const MAX_WISH = 80;
const MIN_WORDS = 1;

function clauseAfter(text: string, from: number): string {
  const rest = text.slice(from, from + 200);
  const end = rest.search(/[.!?;,\n]|https?:|(?: (?:so that|because|but|and then|please|pls) )/i);
  const clause = (end === -1 ? rest : rest.slice(0, end)).trim().replace(/^(?:an?|the|some|support for) /i, "");
  if (clause.length <= MAX_WISH) return clause;
  const space = clause.lastIndexOf(" ", MAX_WISH);
  return clause.slice(0, space > 20 ? space : MAX_WISH);
}

const countWords = (text: string): number => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

/** Every wish of `text`, in order of appearance, the same wish once. */
export function findFeatureRequests(text: string): FoundRequest[] {
  const found: (FoundRequest & { readonly at: number })[] = [];
  for (const rule of ASKING) {
    for (const match of text.matchAll(rule)) {
      const from = match.index + match[0].length;
      const wish = clauseAfter(text, from);
      if (countWords(wish) < MIN_WORDS) continue;
      found.push({ wish: wish.toLowerCase(), quote: `${match[0]} ${wish}`.trim(), at: match.index });
    }
  }
  const seen = new Set<string>();
  return found
    .sort((a, b) => a.at - b.at)
    .filter(({ wish }) => !seen.has(wish) && seen.add(wish))
    .map(({ wish, quote }) => ({ wish, quote }));
}
