/**
 * Relevance from the document alone: how often it says the words, and how short it is. The server's own scores count in
 * how many documents a word occurs, of all tenants: the order of one's results would tell what the others write.
 */
import type { estypes } from "@elastic/elasticsearch";

/** Saturation of repeated words, and how much longer texts count less, as BM25's usual k1 and b. */
const SATURATION = 1.2;
const LENGTH_SHARE = 0.75;
/** Characters of an ordinary review's search words (30 words). */
const ORDINARY_LENGTH = 180;
/** A word said more often than this says no more. */
const MOST_TIMES = 8;
/** The whitespace tokeniser cuts words at this length. */
export const MAX_WORD_LENGTH = 255;

/** Beside the search words: `n word` for each n from 2 on up to how often the word occurs, and what the length makes of a score. */
export interface RelevanceFields {
  readonly repeats: readonly string[];
  readonly brevity: number;
}

export const relevanceMappings: Record<keyof RelevanceFields, estypes.MappingProperty> = {
  repeats: { type: "keyword", doc_values: false },
  brevity: { type: "double", index: false },
};

const repeat = (times: number, word: string): string => `${times} ${word.slice(0, MAX_WORD_LENGTH)}`;

export function relevanceFields(search: string): RelevanceFields {
  const seen = new Map<string, number>();
  const repeats: string[] = [];
  for (const word of search.split(" ")) {
    const times = (seen.get(word) ?? 0) + 1;
    seen.set(word, times);
    if (times > 1 && times <= MOST_TIMES) repeats.push(repeat(times, word));
  }
  const length = 1 - LENGTH_SHARE + (LENGTH_SHARE * search.length) / ORDINARY_LENGTH;
  return { repeats, brevity: 1 / (1 + SATURATION * length) };
}

const worth = (times: number): number => times / (times + SATURATION);

/** What matches, scored by the words, each of which occurs in whatever matches. */
export function byRelevance(
  matching: estypes.QueryDslQueryContainer[],
  words: readonly string[],
): estypes.QueryDslQueryContainer {
  const constant = (filter: estypes.QueryDslQueryContainer, boost: number) => ({ constant_score: { filter, boost } });
  const more = words.flatMap((word) =>
    Array.from({ length: MOST_TIMES - 1 }, (_, at) =>
      constant({ term: { repeats: repeat(at + 2, word) } }, worth(at + 2) - worth(at + 1)),
    ),
  );
  const said = { bool: { filter: matching, must: constant({ match_all: {} }, words.length * worth(1)), should: more } };
  return { function_score: { query: said, functions: [{ field_value_factor: { field: "brevity", missing: 1 } }] } };
}
