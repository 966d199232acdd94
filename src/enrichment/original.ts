/** What was read of another rendering of a text, word by word in English or spelt right, given back in the text's own words. */
import type { Phrase, Statement } from "../model/insight.ts";
import type { Enriched } from "./enriched.ts";

interface Rendering {
  /** Where a stretch of it stands in the original. */
  original(stretch: Placed): Placed | undefined;
}

interface Placed {
  readonly start: number;
  readonly end: number;
}

/** Where each stretch stands in the original, in order and clear of one another; those that stand nowhere are left out. */
function inPlace<T extends Placed>(
  stretches: readonly T[],
  rendering: Rendering,
): { readonly one: T; readonly place: Placed }[] {
  const placed = stretches.flatMap((one) => {
    const place = rendering.original(one);
    return place === undefined ? [] : [{ one, place }];
  });
  placed.sort((a, b) => a.place.start - b.place.start || a.place.end - b.place.end);
  let clear = 0;
  return placed.flatMap(({ one, place }) => {
    const start = Math.max(clear, place.start);
    if (start >= place.end) return [];
    clear = place.end;
    return [{ one, place: { start, end: place.end } }];
  });
}

/** What was understood of a rendering, with its quotes in the words of the original `text`; a statement keeps the words that were read. */
export function inOriginal(enriched: Enriched, rendering: Rendering, text: string): Enriched {
  /** What the original says, by what the rendering does. */
  const said = new Map<string, string>();
  const quote = ({ start, end }: Placed, rendered: string): string => {
    const original = text.slice(start, end).trim();
    said.set(rendered, original);
    return original;
  };
  const phrases = inPlace(enriched.phrases, rendering).map(({ one, place }): Phrase => {
    return { ...one, ...place, text: quote(place, one.text) };
  });
  const statements = inPlace(enriched.statements, rendering).map(({ one, place }): Statement => {
    const said = quote(place, one.quote);
    return { ...one, ...place, quote: said, ...(said === one.quote ? {} : { gloss: one.gloss ?? one.quote }) };
  });
  const original = (rendered: string): string => said.get(rendered) ?? rendered;
  const { attributes } = enriched;
  const { pricing } = attributes;
  return {
    ...enriched,
    phrases,
    statements,
    attributes: {
      ...attributes,
      second_order_label_to_keywordlist: attributes.second_order_label_to_keywordlist.map(({ name, keywords }) => ({
        name,
        keywords: keywords.map(original),
      })),
      pricing: pricing.phrases === undefined ? pricing : { ...pricing, phrases: pricing.phrases.map(original) },
    },
    reasons: enriched.reasons.map(({ field, why }) => ({
      field,
      why: why.replace(/"([^"]+)"/, (_, rendered: string) => `"${original(rendered)}"`),
    })),
  };
}
