/** Texts that say one thing over and over: a held key, the same words again and again. */

const LEAST_LETTERS = 8;
/** Words are split at white space only, so a text of one long word has one. */
const LEAST_WORDS = 12;

/** True when one character makes up most of a text of at least eight, or two all of it, as in a held key. */
export function repeatsCharacters(text: string): boolean {
  const counts = new Map<number, number>();
  let letters = 0;
  let most = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at) | 0x20; // folds the case of ASCII letters
    if (code < 128 && !(code >= 97 && code <= 122) && !(code >= 48 && code <= 57)) continue;
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    if (count > most) most = count;
    letters++;
  }
  return letters >= LEAST_LETTERS && (most > letters * 0.8 || counts.size <= 2);
}

/** True when at most one word in five is new. */
export function repeatsWords(text: string): boolean {
  const words = text
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
  return words.length >= LEAST_WORDS && new Set(words).size <= words.length * 0.2 && new Set(words).size <= 12;
}
