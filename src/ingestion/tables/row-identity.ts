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

/** 52 bits of a digest: as exact as a number holds, and never 0. */
const keyOf = (digest: string): number => Number.parseInt(digest.slice(0, 13), 16) + 1;

/** Keys that were met, `most` of them. */
function createKeys(most: number) {
  let slots = new Float64Array(1024);
  let used = 0;

  function placeOf(table: Float64Array, key: number): number {
    let at = key % table.length;
    while (table[at] !== 0 && table[at] !== key) at = (at + 1) % table.length;
    return at;
  }

  function grow(): void {
    const larger = new Float64Array(slots.length * 2);
    for (const key of slots) if (key !== 0) larger[placeOf(larger, key)] = key;
    slots = larger;
  }

  return {
    isFull: () => used >= most,
    has: (key: number): boolean => slots[placeOf(slots, key)] === key,
    /** Whether it is the first time. */
    add(key: number): boolean {
      const at = placeOf(slots, key);
      if (slots[at] === key) return false;
      slots[at] = key;
      used++;
      if (used > slots.length / 2) grow();
      return true;
    },
  };
}

export function createRowIds(mostRows = MOST_ROWS): RowIds {
  const keys = createKeys(mostRows);
  const again = new Map<number, number>();
  let repeated = 0;
  return {
    get repeated() {
      return repeated;
    },
    idOf(parts) {
      const digest = hexDigest(...parts);
      const key = keyOf(digest);
      if (keys.isFull() || keys.add(key)) return `row-${digest.slice(0, 40)}`;
      repeated++;
      const count = (again.get(key) ?? 1) + 1;
      again.set(key, count);
      return `row-${digest.slice(0, 40)}-${count}`;
    },
  };
}

export interface OtherIds {
  /** Undefined for the first that says this, and for those that are the same in all. */
  idOf(said: readonly unknown[], record: unknown): string | undefined;
}

/** Ids for those that say what one before them said, and differ from it in something else. */
export function createOtherIds(mostRows = MOST_ROWS): OtherIds {
  const [said, first] = [createKeys(mostRows), createKeys(mostRows)];
  return {
    idOf(parts, record) {
      if (said.isFull()) return undefined;
      const whole = hexDigest(record);
      if (said.add(keyOf(hexDigest(...parts)))) first.add(keyOf(whole));
      else if (!first.has(keyOf(whole))) return `row-${whole.slice(0, 40)}`;
      return undefined;
    },
  };
}
