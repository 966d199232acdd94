/**
 * A bounded table of what was worked out for each word. Looking up a stretch of a text neither cuts the stretch out nor
 * allocates when the word was seen before; upper and lower case of ASCII letters are one word. What is kept never
 * changes an answer, only how fast it comes: a full table forgets everything and starts again.
 */
import { FNV_OFFSET, FNV_PRIME } from "./fnv.ts";

export interface WordTable<T> {
  /** The value of the word `text.slice(start, end)`. */
  get(text: string, start: number, end: number): T;
}

/** Longer stretches are worked out each time: they are noise, and would fill the table. */
const longestKept = 64;

/** `work` gets the word with its ASCII letters in lower case, and must be a pure function of it. */
export const createWordTable = <T>(work: (word: string) => T, capacity = 1 << 15): WordTable<T> => {
  const slots = capacity * 2;
  const mask = slots - 1;
  if ((slots & mask) !== 0) throw new Error("the capacity of a word table must be a power of two");
  /** Index of the entry in each slot, from 1; 0 is free. */
  const entries = new Int32Array(slots);
  const letters = new Uint16Array(capacity * 12);
  const starts = new Int32Array(capacity + 1);
  const values: T[] = [];

  const isWord = (entry: number, text: string, start: number, end: number): boolean => {
    const from = starts[entry]!;
    if (starts[entry + 1]! - from !== end - start) return false;
    for (let at = start, kept = from; at < end; at++, kept++) {
      if (letters[kept] !== lower(text.charCodeAt(at))) return false;
    }
    return true;
  };

  const keep = (slot: number, text: string, start: number, end: number, value: T): void => {
    if (values.length === capacity || starts[values.length]! + end - start > letters.length) {
      entries.fill(0);
      values.length = 0;
      starts[0] = 0;
    }
    let to = starts[values.length]!;
    for (let at = start; at < end; at++) letters[to++] = lower(text.charCodeAt(at));
    starts[values.length + 1] = to;
    values.push(value);
    entries[slot] = values.length;
  };

  return {
    get(text, start, end) {
      if (end - start > longestKept) return work(lowerASCII(text.slice(start, end)));
      let hash = FNV_OFFSET;
      for (let at = start; at < end; at++) hash = Math.imul(hash ^ lower(text.charCodeAt(at)), FNV_PRIME);
      let slot = (hash ^ (hash >>> 15)) & mask;
      for (;;) {
        const entry = entries[slot]!;
        if (entry === 0) break;
        if (isWord(entry - 1, text, start, end)) return values[entry - 1]!;
        slot = (slot + 1) & mask;
      }
      const value = work(lowerASCII(text.slice(start, end)));
      keep(slot, text, start, end, value);
      return value;
    },
  };
};

const lower = (code: number): number => (code >= 65 && code <= 90 ? code | 32 : code);

const lowerASCII = (word: string): string => word.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
