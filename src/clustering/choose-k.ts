/**
 * How many clusters a set of texts falls into: of a grid of numbers, the one where vectors are closest to their own
 * centroid against the next one (silhouette) while neighbours stay together (root of the modularity of the neighbour
 * graph). Silhouette alone grows without end on near-duplicates, modularity alone prefers few big clusters.
 */
import { dotOfRows } from "../numeric/dot.ts";
import { createRandom, sampleIndices } from "../numeric/random.ts";
import { kMeans } from "./k-means.ts";
import { type Neighbours, nearestNeighbours, smoothed, weightAt } from "./neighbours.ts";
import { reduceTo } from "./reduce.ts";

/** Judging needs no more texts than these, and time grows with them. */
const SAMPLE = 4_000;
const DIMS = 64;
const NEIGHBOURS = 10;
const PULL = 2;
const LARGEST_K = 300;
/** Exponent of the modularity: it only breaks the ties of the silhouette. */
const TOGETHER = 0.35;
/** Numbers looked at more closely, by the best of the coarse grid. */
const AROUND = [0.66, 0.76, 0.87, 1, 1.15, 1.32, 1.52];
/** Numbers whose value is within this share of the best have a say. */
const NEAR_BEST = 0.97;
/** Fewer clusters than these (or than two thirds of the root of n) are languages and moods, not themes. */
const SMALLEST_K = 7;
/** Fewer texts a cluster than these are not a theme. */
const LEAST_SIZE = 4;

/** `vectors`: n rows of d numbers of unit length. At least 1; deterministic for a seed. */
export function chooseK(vectors: Float32Array, n: number, d: number, seed = 1): number {
  if (n < 2 * LEAST_SIZE) return Math.max(1, Math.floor(n / LEAST_SIZE));
  const taken = takeSample(vectors, n, d, seed);
  const count = taken.count;
  const reduced = reduceTo(DIMS, taken.rows, count, d);
  const neighbours = nearestNeighbours(reduced.vectors, count, reduced.d, Math.min(NEIGHBOURS, count - 1));
  const pulled = smoothed(reduced.vectors, count, reduced.d, neighbours, PULL);
  const judge = (k: number, starts: number): number => {
    let best = 0;
    for (let start = 0; start < starts; start++) {
      const { assignment, centroids } = kMeans(pulled, count, reduced.d, { k, seed: seed + start, rounds: 10 });
      const apart = Math.max(0, silhouette(pulled, count, reduced.d, assignment, centroids));
      const together = Math.max(0, modularity(neighbours, assignment, k));
      best = Math.max(best, apart * together ** TOGETHER);
    }
    return best;
  };
  const smallest = Math.max(2, Math.min(SMALLEST_K, Math.floor(Math.sqrt(count) / 1.5)));
  const most = Math.min(LARGEST_K, Math.floor(count / LEAST_SIZE));
  const rough = topOf(climb(gridUpTo(smallest, most), (k) => judge(k, 1)));
  const around = AROUND.map((factor) => Math.min(most, Math.max(Math.min(smallest, most), Math.round(rough * factor))));
  return smoothBest([...new Set(around)].map((k) => [k, judge(k, 3)]));
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

function gridUpTo(smallest: number, most: number): number[] {
  const grid: number[] = [];
  for (let k = smallest; k <= most; k = Math.ceil(k * 1.4)) grid.push(k);
  return grid.length > 0 ? grid : [Math.max(1, most)];
}

/** Judges numbers going up the grid; stops when four in a row stay a fifth below the best. */
function climb(grid: readonly number[], judge: (k: number) => number): (readonly [number, number])[] {
  const judged: (readonly [number, number])[] = [];
  let best = 0;
  let misses = 0;
  for (const k of grid) {
    const value = judge(k);
    judged.push([k, value]);
    best = Math.max(best, value);
    misses = value < 0.8 * best ? misses + 1 : 0;
    if (misses === 4) break;
  }
  return judged;
}

const topOf = (judged: readonly (readonly [number, number])[]): number =>
  judged.reduce((best, next) => (next[1] > best[1] ? next : best))[0];

/** The weighted geometric mean of the best number and those around it that are nearly as good: one curve is noisy. */
function smoothBest(judged: readonly (readonly [number, number])[]): number {
  const values = judged.map(([, value]) => value);
  const best = values.indexOf(Math.max(...values));
  const bar = NEAR_BEST * values[best]!;
  let sum = 0;
  let weights = 0;
  for (let at = Math.max(0, best - 2); at <= Math.min(judged.length - 1, best + 2); at++) {
    const weight = Math.max(at === best ? 1e-9 : 0, values[at]! - bar);
    sum += weight * Math.log(judged[at]![0]);
    weights += weight;
  }
  return Math.max(1, Math.round(Math.exp(sum / weights)));
}

/** Mean of (b - a) / max(a, b): a is the distance to the own centroid, b to the nearest other one. */
function silhouette(
  points: Float32Array,
  n: number,
  d: number,
  assignment: Int32Array,
  centroids: Float32Array,
): number {
  const k = centroids.length / d;
  const rows = Float64Array.from(points);
  const targets = Float64Array.from(centroids);
  let sum = 0;
  for (let item = 0; item < n; item++) {
    const row = item * d;
    const own = assignment[item]!;
    let ownCosine = 0;
    let nextCosine = -1;
    for (let cluster = 0; cluster < k; cluster++) {
      const at = cluster * d;
      const cosine = dotOfRows(rows, row, targets, at, d);
      if (cluster === own) ownCosine = cosine;
      else if (cosine > nextCosine) nextCosine = cosine;
    }
    const near = 1 - ownCosine;
    const far = 1 - nextCosine;
    sum += (far - near) / Math.max(near, far, 1e-9);
  }
  return n === 0 ? 0 : sum / n;
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
