/**
 * Clusters of texts that say the same. Sentence vectors beside word vectors, brought down to 96 dimensions and pulled
 * towards their neighbours, then spherical k-means. Deterministic for the same items in the same order.
 */
import { createRandom, sampleIndices } from "../numeric/random.ts";
import { chooseK } from "./choose-k.ts";
import { kMeans } from "./k-means.ts";
import { nameClusters } from "./name.ts";
import { pulledTogether } from "./neighbours.ts";
import { reduceTo } from "./reduce.ts";
import { WORD_DIMS, withWords, wordVectors } from "./word-space.ts";

export interface ClusterItem {
  readonly id: string;
  readonly text: string;
  /** unit length; the zero vector (or none) where no word is known */
  readonly vector?: Float32Array;
}

export interface Clustered {
  readonly id: string;
  /** "1" is the biggest; {@link UNCLUSTERED} for texts that fit nowhere */
  readonly cluster: string;
  readonly name: string;
}

export interface ClusterOptions {
  /** number of clusters; without it the number is chosen, and small ones are left unclustered */
  readonly k?: number;
  readonly seed?: number;
}

export const UNCLUSTERED = "unclustered";

/** Concatenating word vectors at this weight is worth up to 2 points of NMI; at 1.0 it hurts. */
const WORD_WEIGHT = 0.5;
const DIMS = 96;
/** Clusters are learnt from at most this many texts (comparing pairs is quadratic); the others join the nearest. */
const LEARN_FROM = 12_000;
const RESTARTS = 6;
/** With a chosen k, fewer texts than this are no theme. */
const LEAST_SIZE = 2;
const SEED = 7;

/** One answer per item, in order. */
export function cluster(items: readonly ClusterItem[], options: ClusterOptions = {}): Clustered[] {
  const { vectors, d, rows } = spaceOf(items);
  const groups = rows.length === 0 ? new Int32Array(0) : assign(vectors, rows.length, d, options);
  const sizes = sizesOf(groups);
  const least = options.k === undefined ? LEAST_SIZE : 1;
  const order = [...sizes.keys()].filter((group) => sizes.get(group)! >= least);
  order.sort((a, b) => sizes.get(b)! - sizes.get(a)! || a - b);
  const rank = new Map(order.map((group, at) => [group, at]));
  const place = new Int32Array(items.length).fill(-1);
  rows.forEach((item, row) => {
    place[item] = rank.get(groups[row]!) ?? -1;
  });
  const names = nameClusters(
    items.map(({ text }) => text),
    place,
    order.length,
  );
  return items.map(({ id }, item) => {
    const at = place[item]!;
    return at < 0 ? { id, cluster: UNCLUSTERED, name: UNCLUSTERED } : { id, cluster: String(at + 1), name: names[at]! };
  });
}

/** Vectors of the items that have any meaning; `rows` tells which items these are. */
export function spaceOf(
  items: readonly ClusterItem[],
  wordWeight = WORD_WEIGHT,
  dims = DIMS,
): { vectors: Float32Array; d: number; rows: number[] } {
  const meaning = items.find(({ vector }) => vector !== undefined)?.vector?.length ?? 0;
  const words = wordVectors(items.map(({ text }) => text));
  const sentences = new Float32Array(items.length * meaning);
  items.forEach(({ vector }, item) => {
    if (vector) sentences.set(vector, item * meaning);
  });
  const wide = withWords(sentences, items.length, meaning, words, wordWeight);
  const width = meaning + WORD_DIMS;
  const rows = [...items.keys()].filter((item) => hasMeaning(wide, item * width, width));
  const kept = new Float32Array(rows.length * width);
  rows.forEach((item, row) => {
    kept.set(wide.subarray(item * width, (item + 1) * width), row * width);
  });
  return { ...reduceTo(dims, kept, rows.length, width), rows };
}

function hasMeaning(vectors: Float32Array, offset: number, d: number): boolean {
  for (let axis = offset; axis < offset + d; axis++) if (vectors[axis] !== 0) return true;
  return false;
}

function assign(vectors: Float32Array, n: number, d: number, options: ClusterOptions): Int32Array {
  const seed = options.seed ?? SEED;
  const learnt = sampleIndices(n, LEARN_FROM, createRandom(seed));
  const sample = learnt.length === n ? vectors : gather(vectors, learnt, d);
  const k = options.k ?? chooseK(sample, learnt.length, d, seed);
  const points = pulledTogether(sample, learnt.length, d);
  const result = kMeans(points, learnt.length, d, { k, seed, restarts: RESTARTS });
  if (learnt.length === n) return result.assignment;
  const all = kMeans(vectors, n, d, { k, seed, initial: result.centroids, rounds: 1 }).assignment;
  learnt.forEach((item, at) => {
    all[item] = result.assignment[at]!;
  });
  return all;
}

/** Rows of d numbers, those of the given indices. */
export function gather(vectors: Float32Array, rows: ArrayLike<number>, d: number): Float32Array {
  const out = new Float32Array(rows.length * d);
  for (let at = 0; at < rows.length; at++) out.set(vectors.subarray(rows[at]! * d, (rows[at]! + 1) * d), at * d);
  return out;
}

function sizesOf(groups: Int32Array): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return sizes;
}
