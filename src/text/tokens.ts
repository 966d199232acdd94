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
export const createWordTable = <T>(work: (word: string) => T, capacity = 1 << 15): WordTable<T> =>
  new Table(work, capacity);

/** A class, so that there is one `get` to compile for all tables. */
class Table<T> implements WordTable<T> {
  private readonly work: (word: string) => T;
  private readonly capacity: number;
  private readonly mask: number;
  /** Index of the entry in each slot, from 1; 0 is free. */
  private readonly entries: Int32Array;
  private readonly letters: Uint16Array;
  private readonly starts: Int32Array;
  private readonly values: T[] = [];

  constructor(work: (word: string) => T, capacity: number) {
    const slots = capacity * 2;
    if ((slots & (slots - 1)) !== 0) throw new Error("the capacity of a word table must be a power of two");
    this.work = work;
    this.capacity = capacity;
    this.mask = slots - 1;
    this.entries = new Int32Array(slots);
    this.letters = new Uint16Array(capacity * 12);
    this.starts = new Int32Array(capacity + 1);
  }

  get(text: string, start: number, end: number): T {
    if (end - start > longestKept) return this.work(lowerASCII(text.slice(start, end)));
    const { entries, mask } = this;
    let hash = FNV_OFFSET;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ lower(text.charCodeAt(at)), FNV_PRIME);
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const entry = entries[slot]!;
      if (entry === 0) break;
      if (this.isWord(entry - 1, text, start, end)) return this.values[entry - 1]!;
      slot = (slot + 1) & mask;
    }
    const value = this.work(lowerASCII(text.slice(start, end)));
    this.keep(slot, text, start, end, value);
    return value;
  }

  private isWord(entry: number, text: string, start: number, end: number): boolean {
    const { letters, starts } = this;
    const from = starts[entry]!;
    if (starts[entry + 1]! - from !== end - start) return false;
    for (let at = start, kept = from; at < end; at++, kept++) {
      if (letters[kept] !== lower(text.charCodeAt(at))) return false;
    }
    return true;
  }

  private keep(slot: number, text: string, start: number, end: number, value: T): void {
    const { entries, letters, starts, values } = this;
    if (values.length === this.capacity || starts[values.length]! + end - start > letters.length) {
      entries.fill(0);
      values.length = 0;
      starts[0] = 0;
    }
    let to = starts[values.length]!;
    for (let at = start; at < end; at++) letters[to++] = lower(text.charCodeAt(at));
    starts[values.length + 1] = to;
    values.push(value);
    entries[slot] = values.length;
  }
}

const lower = (code: number): number => (code >= 65 && code <= 90 ? code | 32 : code);

const lowerASCII = (word: string): string => word.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
