/**
 * Lasting ids of clusters: a new grouping takes over the ids of the last one by shared members, and what happened to
 * each cluster is told as events. On a merge the elder lives; on a split the elder part keeps the id.
 */
import type { LineageEvent } from "../model/cluster.ts";
import { matchByWeight } from "./matching.ts";

export interface KnownCluster {
  readonly id: string;
  /** ids of its members, the earliest first */
  readonly members: readonly string[];
  /** unix seconds; the elder of two is the one born first, of the same age the one with the smaller id */
  readonly born: number;
}

export interface IdentifiedCluster {
  readonly id: string;
  readonly members: readonly string[];
  /** what happened in this pass only */
  readonly events: LineageEvent[];
}

export interface EndedCluster {
  readonly id: string;
  readonly merged_into?: string;
  readonly events: LineageEvent[];
}

export interface Identities {
  /** one per group, in the order of the groups */
  readonly clusters: IdentifiedCluster[];
  readonly ended: EndedCluster[];
}

export interface IdentityContext {
  /** time of the pass, unix seconds */
  readonly at: number;
  /** id of a cluster that is born with this earliest member */
  readonly idOf: (member: string) => string;
  /** ids that were used once and must not come back */
  readonly used?: ReadonlySet<string>;
}

/** A part of a cluster that went elsewhere counts as a split from this share of its members on, and from two members. */
const SPLIT_SHARE = 0.25;
/** Growth by this factor in one pass is told, and every doubling. */
const GROWTH = 1.25;

interface Overlap {
  /** known cluster by group: members they share */
  readonly shared: Int32Array[];
  /** members of each known cluster that are in any group */
  readonly present: number[];
}

/** `groups`: members of each new group, the earliest first; a member is in one group at most. */
export function assignIdentities(
  previous: readonly KnownCluster[],
  groups: readonly (readonly string[])[],
  context: IdentityContext,
): Identities {
  const overlap = overlapOf(previous, groups);
  const mergedInto = new Map<number, number>();
  const owner = claimByMajority(previous, groups.length, overlap, mergedInto);
  pairTheRest(previous, overlap, owner, mergedInto);
  const splits = handToElderParts(previous, groups, overlap, owner, mergedInto);
  return describe(previous, groups, owner, mergedInto, splits, context);
}

function overlapOf(previous: readonly KnownCluster[], groups: readonly (readonly string[])[]): Overlap {
  const groupOf = new Map<string, number>();
  groups.forEach((members, group) => {
    for (const member of members) groupOf.set(member, group);
  });
  const shared = previous.map(({ members }) => {
    const counts = new Int32Array(groups.length);
    for (const member of members) {
      const group = groupOf.get(member);
      if (group !== undefined) counts[group]!++;
    }
    return counts;
  });
  return { shared, present: shared.map((counts) => counts.reduce((sum, count) => sum + count, 0)) };
}

const isElder = (a: KnownCluster, b: KnownCluster): boolean => a.born < b.born || (a.born === b.born && a.id < b.id);

/** A group belongs to the eldest of the clusters that brought most of their members to it; the others merged into that one. */
function claimByMajority(
  previous: readonly KnownCluster[],
  groups: number,
  { shared, present }: Overlap,
  mergedInto: Map<number, number>,
): Int32Array {
  const owner = new Int32Array(groups).fill(-1);
  for (let group = 0; group < groups; group++) {
    const claimants = [...previous.keys()].filter((known) => shared[known]![group]! * 2 > present[known]!);
    claimants.sort((a, b) => (isElder(previous[a]!, previous[b]!) ? -1 : 1));
    const [elder, ...younger] = claimants;
    if (elder === undefined) continue;
    owner[group] = elder;
    for (const known of younger) mergedInto.set(known, elder);
  }
  return owner;
}

/** Clusters that fell apart with no majority anywhere, and groups nobody claimed: the pairing with most members kept. */
function pairTheRest(
  previous: readonly KnownCluster[],
  { shared, present }: Overlap,
  owner: Int32Array,
  mergedInto: ReadonlyMap<number, number>,
): void {
  const owners = new Set(owner);
  const loose = [...previous.keys()].filter(
    (known) => !owners.has(known) && !mergedInto.has(known) && present[known]! > 0,
  );
  const free = [...owner.keys()].filter((group) => owner[group] === -1);
  if (loose.length === 0 || free.length === 0) return;
  const weight = Float64Array.from(loose.flatMap((known) => free.map((group) => shared[known]![group]!)));
  matchByWeight(weight, loose.length, free.length).forEach((column, row) => {
    if (column < 0) return;
    const known = loose[row]!;
    const group = free[column]!;
    if (shared[known]![group]! >= SPLIT_SHARE * present[known]!) owner[group] = known;
  });
}

/** Group → the cluster it split off from. Moves the id to the part that holds most of the cluster's earliest third. */
function handToElderParts(
  previous: readonly KnownCluster[],
  groups: readonly (readonly string[])[],
  { shared, present }: Overlap,
  owner: Int32Array,
  mergedInto: ReadonlyMap<number, number>,
): Map<number, number> {
  const splits = new Map<number, number>();
  const merged = new Set(mergedInto.values());
  for (const known of previous.keys()) {
    const isPart = (group: number) =>
      owner[group] === -1 && shared[known]![group]! >= Math.max(2, SPLIT_SHARE * present[known]!);
    const parts = [...groups.keys()].filter(isPart);
    const own = owner.indexOf(known);
    if (own < 0 || parts.length === 0) continue;
    const all = [own, ...parts];
    const keeper = merged.has(known) ? own : elderPart(previous[known]!, groups, all);
    owner[own] = -1;
    owner[keeper] = known;
    for (const group of all) if (group !== keeper) splits.set(group, known);
  }
  return splits;
}

function elderPart(known: KnownCluster, groups: readonly (readonly string[])[], parts: readonly number[]): number {
  const eldest = new Set(known.members.slice(0, Math.ceil(known.members.length / 3)));
  const held = parts.map((group) => groups[group]!.filter((member) => eldest.has(member)).length);
  return parts[held.indexOf(Math.max(...held))]!;
}

function describe(
  previous: readonly KnownCluster[],
  groups: readonly (readonly string[])[],
  owner: Int32Array,
  mergedInto: ReadonlyMap<number, number>,
  splits: ReadonlyMap<number, number>,
  { at, idOf, used }: IdentityContext,
): Identities {
  const taken = new Set([...(used ?? []), ...previous.map(({ id }) => id)]);
  const ids = groups.map((members, group) => {
    const id = owner[group]! >= 0 ? previous[owner[group]!]!.id : bornId(members, idOf, taken);
    taken.add(id);
    return id;
  });
  const clusters = groups.map((members, group): IdentifiedCluster => {
    const known = previous[owner[group]!];
    if (known === undefined) {
      const from = splits.get(group);
      const source = from === undefined ? {} : { with: [previous[from]!.id] };
      return { id: ids[group]!, members, events: [{ at, what: "born", ...source }] };
    }
    const events: LineageEvent[] = [];
    const joined = [...mergedInto].filter(([, into]) => into === owner[group]).map(([index]) => previous[index]!.id);
    if (joined.length > 0) events.push({ at, what: "merged", with: joined.sort() });
    const parted = [...splits].filter(([, from]) => from === owner[group]).map(([part]) => ids[part]!);
    if (parted.length > 0) events.push({ at, what: "split", with: parted.sort() });
    if (joined.length === 0 && hasGrown(known.members.length, members.length)) events.push({ at, what: "grew" });
    return { id: ids[group]!, members, events };
  });
  const living = new Set(ids);
  const ended = [...previous.keys()]
    .filter((known) => !living.has(previous[known]!.id))
    .map((known): EndedCluster => {
      const into = mergedInto.get(known);
      const id = previous[known]!.id;
      if (into === undefined) return { id, events: [{ at, what: "died" }] };
      const elder = previous[into]!.id;
      return { id, merged_into: elder, events: [{ at, what: "merged", with: [elder], into: true }] };
    });
  return { clusters, ended };
}

const hasGrown = (before: number, now: number): boolean =>
  now > before && (now >= before * GROWTH || Math.floor(Math.log2(now)) > Math.floor(Math.log2(before)));

/** The id of the earliest member whose id nobody had; after a split the very earliest may have named the elder part. */
function bornId(members: readonly string[], idOf: (member: string) => string, taken: ReadonlySet<string>): string {
  for (const member of members) {
    const id = idOf(member);
    if (!taken.has(id)) return id;
  }
  let id = idOf(members[0] ?? "");
  while (taken.has(id)) id = idOf(id);
  return id;
}
