/** What was worked out for the keys met last. It is forgotten by halves, which costs less than knowing which key is the oldest. */

export interface Recent<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
}

/** Keeps at least the last `most / 2` keys, and never more than `most`. */
export function createRecent<K, V>(most: number): Recent<K, V> {
  let newer = new Map<K, V>();
  let older = new Map<K, V>();
  const set = (key: K, value: V): void => {
    if (newer.size * 2 >= most) {
      older = newer;
      newer = new Map();
    }
    newer.set(key, value);
  };
  return {
    get(key) {
      const value = newer.get(key);
      if (value !== undefined) return value;
      const before = older.get(key);
      if (before !== undefined) set(key, before);
      return before;
    },
    set,
  };
}
