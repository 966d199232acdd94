// cspell:ignore notifcations
/** Words that one or two misspell, as all others write them: "notifcations" where an app's people tell of notifications. */

const SHORTEST = 5;
/** A word is misspelt only where it is so rare, and the other one is so much more frequent. */
const MOST_MISSPELT = 2;
const LEAST_WRITTEN = 4;
const TIMES = 3;

/** Forms of one word. */
const ENDING = /^(?:s|es|d|ed|ing|ly|n|'s)$/;

/** Whether one letter more, less or other, or two that changed places, make one word of the other. */
function isNear(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1 || short[0] !== long[0]) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (at === short.length) return !ENDING.test(long.slice(at));
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return at + 1 < short.length || !ENDING.test(long.slice(at));
  return short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2);
}

/** `counts`: how often each word is written, in lower case. `isWord`: whether a word is surely none that is misspelt. */
export function createRespelling(
  counts: ReadonlyMap<string, number>,
  isWord: (word: string) => boolean,
): (word: string) => string {
  const frequent = [...counts].filter(([word, count]) => count >= LEAST_WRITTEN && word.length >= SHORTEST - 1);
  return (word) => {
    const own = counts.get(word) ?? 0;
    if (word.length < SHORTEST || own > MOST_MISSPELT || !/^\p{Ll}+$/u.test(word) || isWord(word)) return word;
    let [best, most] = [word, Math.max(LEAST_WRITTEN, own * TIMES) - 1];
    for (const [other, count] of frequent) if (count > most && isNear(word, other)) [best, most] = [other, count];
    return best;
  };
}
