// cspell:ignore Benjamini Hochberg
/** Tests of counts: how likely so many, or so few, are by chance, and which of many results stand. */

const terms = function* (mean: number, size: number): Generator<number> {
  // Logarithms, since the first term of a large mean is no number.
  const isPoisson = !Number.isFinite(size);
  let log = isPoisson ? -mean : size * Math.log(size / (size + mean));
  const odds = isPoisson ? mean : mean / (size + mean);
  for (let count = 0; ; count++) {
    yield Math.exp(log);
    log += Math.log((odds * (isPoisson ? 1 : size + count)) / (count + 1));
  }
};

/**
 * P(Y >= count) of a negative binomial with this mean and size (variance mean + mean² / size); of size Infinity, of Poisson.
 * Accurate to about 1e-14.
 */
export function atLeast(count: number, mean: number, size: number): number {
  if (count <= 0) return 1;
  return Math.max(0, 1 - atMost(count - 1, mean, size));
}

/** P(Y <= count). */
export function atMost(count: number, mean: number, size: number): number {
  if (count < 0) return 0;
  if (mean <= 0) return 1;
  let sum = 0;
  let at = 0;
  for (const term of terms(mean, size)) {
    sum += term;
    if (at++ >= count) break;
  }
  return Math.min(1, sum);
}

/** Benjamini and Hochberg: the places of those that stand when one in 1/q of them may be wrong. `of`: tests in all. */
export function standing(chances: readonly number[], q: number, of = chances.length): number[] {
  const order = [...chances.keys()].sort((a, b) => chances[a]! - chances[b]!);
  const last = order.findLastIndex((place, rank) => chances[place]! <= (q * (rank + 1)) / of);
  return order.slice(0, last + 1);
}

/** What the past says of the next count: mean and size of a negative binomial that knows how little it knows. */
export function predict(past: readonly number[]): { readonly mean: number; readonly size: number } {
  const n = past.length;
  const total = past.reduce((sum, count) => sum + count, 0);
  const mean = (total + 0.5) / n;
  const average = total / n;
  const variance = n < 2 ? average : past.reduce((sum, count) => sum + (count - average) ** 2, 0) / (n - 1);
  const spread = average > 0 && variance > average ? (variance - average) / average ** 2 : 0;
  return { mean, size: 1 / (spread + 1 / (total + 0.5)) };
}
