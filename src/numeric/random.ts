/** A seeded source of random numbers: the same seed always gives the same ones. */

/** Numbers in [0, 1) by mulberry32: small and fast, for samples and tests; no secret may come of it. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** `count` distinct whole numbers below `n`, ascending; all of them when `count` >= `n`. */
export function sampleIndices(n: number, count: number, random: () => number): Int32Array {
  const all = Int32Array.from({ length: n }, (_, index) => index);
  if (count >= n) return all;
  for (let index = 0; index < count; index++) {
    const other = index + Math.floor(random() * (n - index));
    const kept = all[index]!;
    all[index] = all[other]!;
    all[other] = kept;
  }
  return all.slice(0, count).sort();
}

/** A standard normal number from two uniform ones (Box-Muller). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
