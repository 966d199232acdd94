/** Feature requests: what a text wishes for, as a short phrase with the words it was said in. */
import type { Kind, Phrase } from "../model/insight.ts";

export interface FeatureRequest {
  /** short noun or verb phrase, as "dark mode" */
  readonly wish: string;
  /** the text's own words; `start` and `end` are UTF-16 offsets of it */
  readonly quote: string;
  readonly start: number;
  readonly end: number;
}

const ASKING =
  /\b(?:please add|pls add|plz add|add an option to|there should be|should have|wish (?:there was|it had|you would add)|would be (?:nice|great|good) (?:to have|if (?:there was|you added)))\s+(?:an? |the )?([^.,;!?\n]{3,60})/giu;

/** Every wish of `text`, in order of appearance. `phrases` and `kind` decide only where the words leave it open. */
export function extractFeatureRequests(text: string, _phrases: readonly Phrase[], _kind: Kind): FeatureRequest[] {
  const found: FeatureRequest[] = [];
  for (const match of text.matchAll(ASKING)) {
    const wish = match[1]!.trim();
    found.push({
      wish: wish.toLowerCase(),
      quote: match[0].trim(),
      start: match.index,
      end: match.index + match[0].trim().length,
    });
  }
  return found;
}
