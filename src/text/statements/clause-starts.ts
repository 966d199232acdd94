/** Where the clause begins that a statement begins within: "able to pair it" of "I am not able to pair it". */
import { BEGUN, BELONGS, CLAUSE_START } from "../lexicon/en/clause-starts.ts";

/** Characters before a statement that may be part of its clause. */
const LONGEST_LEAD = 40;
const LAST_WORD = /(?:^|\s)([\p{L}\p{N}'’]+)\s$/u;

/** A statement that begins with one of these is the rest of a clause. */
const GOES_ON = /^(?:able|about|for|from|not|of|than|to|with)\s/i;
const LONGEST_WORD = 5;

/** `free`: where the statement before ends. */
export function clauseStart(text: string, start: number, free: number): number {
  const from = Math.max(free, start - LONGEST_LEAD);
  const before = text.slice(from, start);
  const word = LAST_WORD.exec(before)?.[1]?.toLowerCase().replace("’", "'");
  if (word === undefined) return start;
  if (BELONGS.has(word)) return start - word.length - 1;
  if (!BEGUN.has(word) && !GOES_ON.test(text.slice(start, start + LONGEST_WORD))) return start;
  return beginning(before, from, from === free) ?? start;
}

/** Undefined where the clause begins farther away; `isAll`: nothing stands before it. */
function beginning(before: string, from: number, isAll: boolean): number | undefined {
  let begins: number | undefined = isAll ? 0 : undefined;
  for (const { index, 0: mark } of before.matchAll(CLAUSE_START)) begins = index + mark.length;
  return begins === undefined || begins >= before.length ? undefined : from + begins;
}
