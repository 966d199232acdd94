/** How well a clustering agrees with people's labels: accuracy under the best pairing, normalised mutual information, adjusted Rand index. */
import { matchByWeight } from "../../../src/clustering/matching.ts";

export interface Agreement {
  readonly accuracy: number;
  /** mutual information over the arithmetic mean of the two entropies */
  readonly nmi: number;
  readonly ari: number;
}

/** `labels` and `clusters` name the true and the found group of each item, in the same order. */
export function agreement(labels: readonly string[], clusters: readonly (string | number)[]): Agreement {
  const trueIndex = indexOf(labels);
  const foundIndex = indexOf(clusters);
  const rows = trueIndex.size;
  const columns = foundIndex.size;
  const counts = new Float64Array(rows * columns);
  for (let item = 0; item < labels.length; item++)
    counts[trueIndex.get(labels[item]!)! * columns + foundIndex.get(clusters[item]!)!]!++;
  const rowSums = new Float64Array(rows);
  const columnSums = new Float64Array(columns);
  counts.forEach((count, cell) => {
    rowSums[Math.floor(cell / columns)]! += count;
    columnSums[cell % columns]! += count;
  });
  const pairing = matchByWeight(counts, rows, columns);
  let paired = 0;
  pairing.forEach((column, row) => {
    if (column >= 0) paired += counts[row * columns + column]!;
  });
  const n = labels.length;
  return {
    accuracy: paired / n,
    nmi: mutual(counts, rowSums, columnSums, n),
    ari: rand(counts, rowSums, columnSums, n),
  };
}

function indexOf<T>(values: readonly T[]): Map<T, number> {
  const index = new Map<T, number>();
  for (const value of values) if (!index.has(value)) index.set(value, index.size);
  return index;
}

function mutual(counts: Float64Array, rows: Float64Array, columns: Float64Array, n: number): number {
  let information = 0;
  counts.forEach((count, cell) => {
    if (count === 0) return;
    const product = rows[Math.floor(cell / columns.length)]! * columns[cell % columns.length]!;
    information += (count / n) * Math.log((count * n) / product);
  });
  const mean = (entropy(rows, n) + entropy(columns, n)) / 2;
  return mean === 0 ? 1 : information / mean;
}

function entropy(sums: Float64Array, n: number): number {
  return sums.reduce((sum, count) => (count === 0 ? sum : sum - (count / n) * Math.log(count / n)), 0);
}

function rand(counts: Float64Array, rows: Float64Array, columns: Float64Array, n: number): number {
  const pairs = (values: Float64Array) => values.reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
  const expected = (pairs(rows) * pairs(columns)) / pairs(Float64Array.of(n));
  const most = (pairs(rows) + pairs(columns)) / 2;
  return most === expected ? 1 : (pairs(counts) - expected) / (most - expected);
}
