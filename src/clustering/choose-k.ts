/**
 * How many clusters a set of texts falls into: of a grid of numbers, the one where vectors are closest to their own
 * centroid against the next one (silhouette) while neighbours stay together (modularity of the neighbour graph).
 */
import { assignNearest, kMeans } from "./k-means.ts";
import { type Neighbours, nearestNeighbours, smoothed, weightAt } from "./neighbours.ts";
import { createRandom, sampleIndices } from "./random.ts";

/** Judging needs no more texts than these, and time grows with them. */
const SAMPLE = 3_000;
const NEIGHBOURS = 10;
const PULL = 2;
const LARGEST_K = 400;
/** Fewer texts a cluster than these are not a theme. */
const LEAST_SIZE = 4;

/** `vectors`: n rows of d numbers of unit length. At least 1; deterministic for a seed. */
export function chooseK(vectors: Float32Array, n: number, d: number, seed = 1): number {
  if (n < 2 * LEAST_SIZE) return Math.max(1, Math.min(n, 1 + Math.floor(n / LEAST_SIZE)));
  const { rows, count } = takeSample(vectors, n, d, seed);
  const neighbours = nearestNeighbours(rows, count, d, Math.min(NEIGHBOURS, count - 1));
  const points = smoothed(rows, count, d, neighbours, PULL);
  const judged = new Map<number, number>();
  const judge = (k: number): number => {
    const known = judged.get(k);
    if (known !== undefined) return known;
    const { assignment, centroids } = kMeans(points, count, d, { k, seed, rounds: 10 });
    const value = silhouette(points, count, d, assignment, centroids) * modularity(neighbours, assignment, k);
    judged.set(k, value);
    return value;
  };
  const best = bestOf(gridUpTo(Math.min(LARGEST_K, Math.floor(count / LEAST_SIZE))), judge);
  return bestOf(
    [0.82, 0.91, 1, 1.1, 1.2].map((factor) => Math.max(2, Math.round(best * factor))),
    judge,
  );
}

function takeSample(vectors: Float32Array, n: number, d: number, seed: number): { rows: Float32Array; count: number } {
  if (n <= SAMPLE) return { rows: vectors.subarray(0, n * d), count: n };
  const chosen = sampleIndices(n, SAMPLE, createRandom(seed));
  const rows = new Float32Array(SAMPLE * d);
  chosen.forEach((item, at) => {
    rows.set(vectors.subarray(item * d, item * d + d), at * d);
  });
  return { rows, count: SAMPLE };
}

function gridUpTo(most: number): number[] {
  const grid: number[] = [];
  for (let k = 2; k <= most; k = Math.ceil(k * 1.3)) grid.push(k);
  return grid.length > 0 ? grid : [2];
}

/** Goes up the grid and stops when five in a row stay a fifth below the best. */
function bestOf(grid: readonly number[], judge: (k: number) => number): number {
  let best = grid[0]!;
  let misses = 0;
  for (const k of grid) {
    const value = judge(k);
    if (value > judge(best)) best = k;
    misses = value < 0.8 * judge(best) ? misses + 1 : 0;
    if (misses === 5) break;
  }
  return best;
}

/** Mean of (b - a) / max(a, b): a is the distance to the own centroid, b to the nearest other one. */
function silhouette(
  points: Float32Array,
  n: number,
  d: number,
  assignment: Int32Array,
  centroids: Float32Array,
): number {
  const own = new Float64Array(n);
  const wide = Float64Array.from(points);
  assignNearest(wide, n, d, Float64Array.from(centroids), new Int32Array(n), own);
  const others = nextNearest(wide, n, d, assignment, centroids);
  let sum = 0;
  for (let item = 0; item < n; item++) {
    const near = 1 - own[item]!;
    const far = 1 - others[item]!;
    sum += (far - near) / Math.max(near, far, 1e-9);
  }
  return sum / n;
}

function nextNearest(
  points: Float64Array,
  n: number,
  d: number,
  assignment: Int32Array,
  centroids: Float32Array,
): Float64Array {
  const k = centroids.length / d;
  const best = new Float64Array(n).fill(-1);
  for (let item = 0; item < n; item++) {
    const row = item * d;
    for (let cluster = 0; cluster < k; cluster++) {
      if (cluster === assignment[item]) continue;
      const at = cluster * d;
      let dot = 0;
      for (let axis = 0; axis < d; axis++) dot += points[row + axis]! * centroids[at + axis]!;
      if (dot > best[item]!) best[item] = dot;
    }
  }
  return best;
}

/** Newman's modularity of the clusters in the weighted neighbour graph. */
function modularity(neighbours: Neighbours, assignment: Int32Array, k: number): number {
  const { index, width } = neighbours;
  const degree = new Float64Array(k);
  let inside = 0;
  let total = 0;
  for (let at = 0; at < index.length; at++) {
    const weight = weightAt(neighbours, at);
    if (weight === 0) continue;
    const from = assignment[Math.floor(at / width)]!;
    const to = assignment[index[at]!]!;
    degree[from]! += weight;
    degree[to]! += weight;
    total += 2 * weight;
    if (from === to) inside += 2 * weight;
  }
  if (total === 0) return 0;
  return inside / total - degree.reduce((sum, value) => sum + (value / total) ** 2, 0);
}
