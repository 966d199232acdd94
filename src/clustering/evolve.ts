/**
 * One pass over an app's texts that keeps the clusters it had: k-means starts from the members they have now, texts that
 * fit none of them make new clusters, and clusters that became the same are merged. Ids and lineage come with it.
 */

import { chooseK } from "./choose-k.ts";
import { spaceOf } from "./cluster.ts";
import { assignIdentities, type EndedCluster, type IdentifiedCluster, type KnownCluster } from "./identity.ts";
import { kMeans } from "./k-means.ts";
import { nameClusters } from "./name.ts";
import { nearestNeighbours, scaleToUnit, smoothed } from "./neighbours.ts";

export interface EvolveItem {
  readonly id: string;
  readonly text: string;
  /** unit length, or absent where no word is known */
  readonly vector?: Float32Array;
  /** unix seconds; members are told earliest first */
  readonly at: number;
}

export interface EvolveOptions {
  /** time of the pass, unix seconds */
  readonly at: number;
  readonly idOf: (member: string) => string;
  /** ids of dead clusters, which must not come back */
  readonly used?: ReadonlySet<string>;
  /** fewer members than this are no cluster; 3 unless told */
  readonly leastSize?: number;
}

export interface EvolvedCluster extends IdentifiedCluster {
  readonly name: string;
  /** unit mean of its members' vectors */
  readonly centroid: number[];
}

export interface Evolution {
  readonly clusters: EvolvedCluster[];
  readonly ended: EndedCluster[];
  /** members of no cluster */
  readonly unclustered: string[];
}

const NEIGHBOURS = 10;
const PULL = 4;
const LEAST_SIZE = 3;
/** Two centroids this close say the same. */
const SAME = 0.97;
/** A text whose cosine to every centroid is below what all but this share of the old members reach is new. */
const STRANGE_SHARE = 0.03;
/** A lone text is in a cluster only from this cosine (of pulled vectors) on. */
const LEAST_FIT = 0.35;
const SEED = 7;

interface Space {
  readonly points: Float32Array;
  readonly n: number;
  readonly d: number;
}

/** Comparing pairs is quadratic: give at most 12,000 items, the newest ones, and the known clusters with the members among them. */
export function evolveClusters(
  items: readonly EvolveItem[],
  previous: readonly KnownCluster[],
  options: EvolveOptions,
): Evolution {
  const ordered = [...items].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const { vectors, d, rows } = spaceOf(ordered);
  const n = rows.length;
  const width = Math.min(NEIGHBOURS, Math.max(0, n - 1));
  const points = smoothed(vectors, n, d, nearestNeighbours(vectors, n, d, width), PULL);
  const groupOfRow = group({ points, n, d }, startOf(ordered, rows, previous));
  const groups = collect(groupOfRow, rows, ordered, options.leastSize ?? LEAST_SIZE);
  const { clusters, ended } = assignIdentities(
    previous,
    groups.map((members) => members.map((item) => ordered[item]!.id)),
    options,
  );
  const place = new Int32Array(ordered.length).fill(-1);
  groups.forEach((members, at) => {
    for (const item of members) place[item] = at;
  });
  const names = nameClusters(
    ordered.map(({ text }) => text),
    place,
    groups.length,
  );
  return {
    clusters: clusters.map((found, at) => ({ ...found, name: names[at]!, centroid: meanOf(groups[at]!, ordered) })),
    ended,
    unclustered: ordered.filter((_, item) => place[item] === -1).map(({ id }) => id),
  };
}

/** Index of the known cluster of each row, or -1. */
function startOf(items: readonly EvolveItem[], rows: readonly number[], previous: readonly KnownCluster[]): Int32Array {
  const known = new Map<string, number>();
  previous.forEach(({ members }, at) => {
    for (const member of members) known.set(member, at);
  });
  return Int32Array.from(rows, (item) => known.get(items[item]!.id) ?? -1);
}

/** Group of each row; rows that fit nowhere are -1. */
function group(space: Space, start: Int32Array): Int32Array {
  const { points, n, d } = space;
  if (n === 0) return new Int32Array(0);
  const warm = centroidsOf(space, start);
  if (warm.length === 0)
    return withFit(space, kMeans(points, n, d, { k: chooseK(points, n, d, SEED), seed: SEED, restarts: 2 }));
  const first = kMeans(points, n, d, { k: warm.length / d, seed: SEED, initial: warm, rounds: 1 });
  const strangers = strangersTo(space, first.centroids, first.assignment, start);
  const fresh = centroidsOfStrangers(space, strangers);
  const initial = withoutTwins(Float32Array.from([...warm, ...fresh]), d);
  return withFit(space, kMeans(points, n, d, { k: initial.length / d, seed: SEED, initial, rounds: 6 }));
}

/** Unit means of the rows of each group, groups without rows left out. */
function centroidsOf({ points, n, d }: Space, groupOf: Int32Array): Float32Array {
  const sums = new Map<number, Float32Array>();
  for (let row = 0; row < n; row++) {
    if (groupOf[row]! < 0) continue;
    const sum = sums.get(groupOf[row]!) ?? new Float32Array(d);
    sums.set(groupOf[row]!, sum);
    for (let axis = 0; axis < d; axis++) sum[axis]! += points[row * d + axis]!;
  }
  const keys = [...sums.keys()].sort((a, b) => a - b);
  const centroids = new Float32Array(keys.length * d);
  keys.forEach((key, at) => {
    centroids.set(sums.get(key)!, at * d);
    scaleToUnit(centroids, at * d, d);
  });
  return centroids;
}

function fitOf({ points, n, d }: Space, centroids: Float32Array, assignment: Int32Array): Float64Array {
  const fit = new Float64Array(n);
  for (let row = 0; row < n; row++)
    for (let axis = 0; axis < d; axis++) fit[row]! += points[row * d + axis]! * centroids[assignment[row]! * d + axis]!;
  return fit;
}

/** Rows that belonged to no cluster and fit worse than nearly all that did. */
function strangersTo(space: Space, centroids: Float32Array, assignment: Int32Array, start: Int32Array): number[] {
  const fit = fitOf(space, centroids, assignment);
  const old = [...fit].filter((_, row) => start[row]! >= 0).sort((a, b) => a - b);
  const bar = old[Math.floor(old.length * STRANGE_SHARE)] ?? 0;
  return [...fit.keys()].filter((row) => start[row]! < 0 && fit[row]! < bar);
}

function centroidsOfStrangers({ points, d }: Space, strangers: readonly number[]): Float32Array {
  if (strangers.length < LEAST_SIZE) return new Float32Array(0);
  const rows = new Float32Array(strangers.length * d);
  strangers.forEach((row, at) => {
    rows.set(points.subarray(row * d, (row + 1) * d), at * d);
  });
  const k = chooseK(rows, strangers.length, d, SEED);
  return k < 1 ? new Float32Array(0) : kMeans(rows, strangers.length, d, { k, seed: SEED, restarts: 2 }).centroids;
}

/** Centroids without those that nearly equal an earlier one. */
function withoutTwins(centroids: Float32Array, d: number): Float32Array {
  const kept: number[] = [];
  for (let at = 0; at < centroids.length / d; at++) {
    const isTwin = kept.some((other) => {
      let dot = 0;
      for (let axis = 0; axis < d; axis++) dot += centroids[at * d + axis]! * centroids[other * d + axis]!;
      return dot >= SAME;
    });
    if (!isTwin) kept.push(at);
  }
  const out = new Float32Array(kept.length * d);
  kept.forEach((at, index) => {
    out.set(centroids.subarray(at * d, (at + 1) * d), index * d);
  });
  return out;
}

function withFit(space: Space, result: { assignment: Int32Array; centroids: Float32Array }): Int32Array {
  const fit = fitOf(space, result.centroids, result.assignment);
  return result.assignment.map((cluster, row) => (fit[row]! < LEAST_FIT ? -1 : cluster));
}

/** Items of each group of at least `leastSize`, earliest first, in a fixed order of groups. */
function collect(
  groupOfRow: Int32Array,
  rows: readonly number[],
  items: readonly EvolveItem[],
  leastSize: number,
): number[][] {
  const groups = new Map<number, number[]>();
  groupOfRow.forEach((cluster, row) => {
    if (cluster < 0) return;
    const members = groups.get(cluster) ?? [];
    groups.set(cluster, members);
    members.push(rows[row]!);
  });
  const kept = [...groups.values()].filter((members) => members.length >= leastSize);
  return kept.sort((a, b) => items[a[0]!]!.at - items[b[0]!]!.at || a[0]! - b[0]!);
}

function meanOf(members: readonly number[], items: readonly EvolveItem[]): number[] {
  const dims = items.find(({ vector }) => vector !== undefined)?.vector?.length ?? 0;
  const mean = new Float32Array(dims);
  for (const item of members) {
    const { vector } = items[item]!;
    for (let axis = 0; vector !== undefined && axis < dims; axis++) mean[axis]! += vector[axis]!;
  }
  scaleToUnit(mean, 0, dims);
  return Array.from(mean, (value) => Math.round(value * 1e5) / 1e5);
}
