/**
 * Ids for rows that have none: made of what was said, when and by whom, and counted up where that is the same, since two
 * who say the same are two. The same file gives the same ids again.
 */
import { hexDigest } from "../../model/identity.ts";

/** 16 bytes a row at most: after so many different ones further rows are no longer compared with each other. */
const MOST_ROWS = 4_000_000;

export interface RowIds {
  idOf(parts: readonly unknown[]): string;
  /** Rows that said the same as one before. */
  readonly repeated: number;
}

export function createRowIds(mostRows = MOST_ROWS): RowIds {
  let slots = new Float64Array(1024);
  let used = 0;
  const again = new Map<number, number>();
  let repeated = 0;

  function insert(table: Float64Array, key: number): boolean {
    let at = key % table.length;
    while (table[at] !== 0 && table[at] !== key) at = (at + 1) % table.length;
    const isNew = table[at] === 0;
    table[at] = key;
    return isNew;
  }

  function grow(): void {
    const larger = new Float64Array(slots.length * 2);
    for (const key of slots) if (key !== 0) insert(larger, key);
    slots = larger;
  }

  return {
    get repeated() {
      return repeated;
    },
    idOf(parts) {
      const digest = hexDigest(...parts);
      // 52 bits: as exact as a number holds, and never 0.
      const key = Number.parseInt(digest.slice(0, 13), 16) + 1;
      if (used >= mostRows) return `row-${digest.slice(0, 40)}`;
      if (insert(slots, key)) {
        used++;
        if (used > slots.length / 2) grow();
        return `row-${digest.slice(0, 40)}`;
      }
      repeated++;
      const count = (again.get(key) ?? 1) + 1;
      again.set(key, count);
      return `row-${digest.slice(0, 40)}-${count}`;
    },
  };
}
