/**
 * One pass over an app's texts that keeps the clusters it had: k-means starts from the members they have now, texts that
 * fit none of them make new clusters, and clusters that became the same are merged. Ids and lineage come with it.
 */
import { dot } from "../numeric/dot.ts";
import { chooseK } from "./choose-k.ts";
import { gather, spaceOf } from "./cluster.ts";
import { assignIdentities, type EndedCluster, type IdentifiedCluster, type KnownCluster } from "./identity.ts";
import { kMeans } from "./k-means.ts";
import { nameClusters } from "./name.ts";
import { pulledTogether, scaleToUnit } from "./neighbours.ts";

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

const LEAST_SIZE = 3;
/** Two centroids this close say the same. */
const SAME = 0.97;
/** A text whose cosine to every centroid is below what all but this share of the old members reach is new. */
const STRANGE_SHARE = 0.02;
/** A new cluster holds together on the mean as well as the best members of the known ones: above this share of them. */
const TIGHT_SHARE = 0.75;
/** Or its texts fit it so much better than any known one. */
const FAR = 0.35;
/** Cosine that a member gives up before it leaves its cluster: 0.05 kept 95 to 98% of members where they were, 0.15 98 to 99%, at the same NMI. */
const HOLD = 0.15;
const HOLD_FROM_NEW = 0.35;
const ROUNDS = 4;
/** A lone text is in a cluster only from this cosine (of pulled vectors) on. */
const LEAST_FIT = 0.35;
const SEED = 7;

interface Space {
  /** before they were pulled towards their neighbours: what a number of clusters is chosen from */
  readonly raw: Float32Array;
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
  const points = pulledTogether(vectors, n, d);
  const groupOfRow = group({ raw: vectors, points, n, d }, startOf(ordered, rows, previous));
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
  const { raw, points, n, d } = space;
  if (n === 0) return new Int32Array(0);
  const known = [...new Set(start)].filter((at) => at >= 0).sort((a, b) => a - b);
  if (known.length === 0) {
    const result = kMeans(points, n, d, { k: chooseK(raw, n, d, SEED), seed: SEED, restarts: 2 });
    return leaveMisfits(space, result.centroids, result.assignment);
  }
  const warm = centroidsOf(space, start, known);
  const fresh = centroidsOfStrangers(space, warm, start);
  const { centroids, twinOf } = withoutTwins(Float32Array.from([...warm, ...fresh]), d);
  const home = start.map((at) => (at < 0 ? -1 : twinOf[known.indexOf(at)]!));
  const result = kMeans(points, n, d, { k: centroids.length / d, seed: SEED, initial: centroids, rounds: ROUNDS });
  const born = Math.max(...twinOf.slice(0, known.length)) + 1;
  return leaveMisfits(space, result.centroids, stayAtHome(space, result, home, born));
}

/** A member leaves its cluster only for one that fits clearly better, and for one just `born` (from that index on) much better. */
function stayAtHome(
  space: Space,
  { centroids, assignment }: { centroids: Float32Array; assignment: Int32Array },
  home: Int32Array,
  born: number,
): Int32Array {
  const away = fitOf(space, centroids, assignment);
  const atHome = fitOf(space, centroids, home);
  return assignment.map((cluster, row) => {
    const hold = cluster < born ? HOLD : HOLD_FROM_NEW;
    return home[row]! >= 0 && atHome[row]! + hold >= away[row]! ? home[row]! : cluster;
  });
}

/** Unit means of the rows of each of the groups `keys`, in their order. */
function centroidsOf({ points, n, d }: Space, groupOf: Int32Array, keys: readonly number[]): Float32Array {
  const place = new Map(keys.map((key, at) => [key, at]));
  const centroids = new Float32Array(keys.length * d);
  for (let row = 0; row < n; row++) {
    const at = place.get(groupOf[row]!);
    if (at === undefined) continue;
    for (let axis = 0; axis < d; axis++) centroids[at * d + axis]! += points[row * d + axis]!;
  }
  for (let at = 0; at < keys.length; at++) scaleToUnit(centroids, at * d, d);
  return centroids;
}

const rowOf = (rows: Float32Array, row: number, d: number): Float32Array => rows.subarray(row * d, (row + 1) * d);

/** Cosine of each row to the centroid of its group; -1 for rows of no group. */
function fitOf({ points, n, d }: Space, centroids: Float32Array, groupOf: Int32Array): Float64Array {
  const fit = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    const at = groupOf[row]!;
    fit[row] = at < 0 ? -1 : dot(rowOf(points, row, d), rowOf(centroids, at, d));
  }
  return fit;
}

/**
 * Centroids of new clusters: among the rows that belonged to no cluster and fit worse than nearly all that did, groups
 * that hold together as well as the known clusters do.
 */
function centroidsOfStrangers(space: Space, warm: Float32Array, start: Int32Array): Float32Array {
  const { raw, points, n, d } = space;
  const nearest = kMeans(points, n, d, { k: warm.length / d, seed: SEED, initial: warm, rounds: 1 }).assignment;
  const fit = fitOf(space, warm, nearest);
  const old = [...fit].filter((_, row) => start[row]! >= 0).sort((a, b) => a - b);
  const bar = old[Math.floor(old.length * STRANGE_SHARE)] ?? 0;
  const tight = old[Math.floor(old.length * TIGHT_SHARE)] ?? 0;
  const strangers = [...fit.keys()].filter((row) => start[row]! < 0 && fit[row]! < bar);
  if (strangers.length < LEAST_SIZE) return new Float32Array(0);
  const among: Space = { raw: gather(raw, strangers, d), points: gather(points, strangers, d), n: strangers.length, d };
  const k = chooseK(among.raw, among.n, d, SEED);
  const { assignment, centroids } = kMeans(among.points, among.n, d, { k, seed: SEED, restarts: 2 });
  const within = fitOf(among, centroids, assignment);
  const kept: number[] = [];
  for (let cluster = 0; cluster < centroids.length / d; cluster++) {
    const members = [...assignment.keys()].filter((row) => assignment[row] === cluster);
    const mean = meanAt(within, members);
    const before = meanAt(
      fit,
      members.map((row) => strangers[row]!),
    );
    if (members.length >= LEAST_SIZE && (mean >= tight || mean - before >= FAR)) kept.push(cluster);
  }
  return Float32Array.from(kept.flatMap((cluster) => [...rowOf(centroids, cluster, d)]));
}

const meanAt = (values: Float64Array, places: readonly number[]): number =>
  places.reduce((sum, at) => sum + values[at]!, 0) / Math.max(1, places.length);

/** Centroids without those that nearly equal an earlier one, and for each of the given ones its place among the kept. */
function withoutTwins(centroids: Float32Array, d: number): { centroids: Float32Array; twinOf: number[] } {
  const kept: number[] = [];
  const twinOf: number[] = [];
  for (let at = 0; at < centroids.length / d; at++) {
    const twin = kept.findIndex((other) => dot(rowOf(centroids, at, d), rowOf(centroids, other, d)) >= SAME);
    twinOf.push(twin < 0 ? kept.length : twin);
    if (twin < 0) kept.push(at);
  }
  const out = new Float32Array(kept.length * d);
  kept.forEach((at, index) => {
    out.set(rowOf(centroids, at, d), index * d);
  });
  return { centroids: out, twinOf };
}

function leaveMisfits(space: Space, centroids: Float32Array, assignment: Int32Array): Int32Array {
  const fit = fitOf(space, centroids, assignment);
  return assignment.map((cluster, row) => (fit[row]! < LEAST_FIT ? -1 : cluster));
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
