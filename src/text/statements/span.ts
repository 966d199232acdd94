/** Where a span of a text begins and ends for a reader: at whole words, without what only joins it to its neighbours. */

import { joiningWords } from "../lexicon/en/statement-words.ts";
import { wordsOf } from "../lexicon/lexicon.ts";

const joining = new Set(wordsOf(joiningWords));
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’.-][\p{L}\p{M}\p{N}]+)*/gu;
const EDGE = /[\p{L}\p{M}\p{N}\p{Sc}%+#]/u;

/** Undefined when no word is left. */
export function trimSpan(text: string, from: number, to: number): { start: number; end: number } | undefined {
  let start = from;
  let end = to;
  while (start < end && !EDGE.test(text[start]!)) start++;
  while (end > start && !EDGE.test(text[end - 1]!)) end--;
  for (;;) {
    const [first] = text.slice(start, end).match(WORD) ?? [];
    if (first === undefined) return undefined;
    const at = text.indexOf(first, start);
    if (!joining.has(first.toLowerCase()) || at + first.length >= end) break;
    start = at + first.length;
    while (start < end && !EDGE.test(text[start]!)) start++;
  }
  if (text[end] === "%") end++;
  return { start, end };
}

export const wordCount = (text: string): number => text.match(WORD)?.length ?? 0;
