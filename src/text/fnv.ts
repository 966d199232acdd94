/** FNV-1a, a quick hash of 32 bits for tables: over UTF-16 units, as a signed number. http://www.isthe.com/chongo/tech/comp/fnv/ */

export const FNV_OFFSET = 0x811c9dc5;
export const FNV_PRIME = 0x01000193;

/** Of the text from `start` to before `end`. Another `seed` than FNV's own gives another hash. */
export function fnv1a(text: string, start = 0, end = text.length, seed = FNV_OFFSET): number {
  let hash = seed;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  return hash;
}
