/** Looks words up in lists whose entries are words or, with "*" at their end, beginnings of words. */

/** Exact entries and the longest beginning that fits, joined where both are there. */
export const createPrefixLookup = <T>(
  entries: Iterable<readonly [entry: string, value: T]>,
  join: (one: T, other: T) => T,
): ((word: string) => T | undefined) => {
  const exact = new Map<string, T>();
  const starts = new Map<string, T>();
  let longest = 0;
  const put = (map: Map<string, T>, key: string, value: T): void => {
    const before = map.get(key);
    map.set(key, before === undefined ? value : join(before, value));
  };
  for (const [entry, value] of entries) {
    if (!entry.endsWith("*")) put(exact, entry, value);
    else {
      put(starts, entry.slice(0, -1), value);
      longest = Math.max(longest, entry.length - 1);
    }
  }
  return (word) => {
    let found = exact.get(word);
    for (let length = Math.min(longest, word.length); length >= 2; length--) {
      const value = starts.get(word.slice(0, length));
      if (value === undefined) continue;
      found = found === undefined ? value : join(found, value);
      break;
    }
    return found;
  };
};
