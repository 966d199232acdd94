/**
 * Average-linkage clustering by chains of nearest neighbours (Murtagh 1983): the same tree as merging the nearest two
 * groups again and again, in n² steps instead of n³.
 */
// cspell:ignore Murtagh

/** Distances of n items, row by row: `at(i, j)` for i ≠ j is `values[i * n + j]`. It is used up. */
export interface Distances {
  readonly n: number;
  readonly values: Float32Array;
}

export interface Linked {
  /** Two items, one of each of the groups that are joined. */
  readonly a: number;
  readonly b: number;
  readonly distance: number;
}

/** The n - 1 joins in the order they were found. */
export function averageLinkage({ n, values }: Distances): Linked[] {
  const size = new Float64Array(n).fill(1);
  const joins: Linked[] = [];
  const chain: number[] = [];
  let first = 0;
  while (joins.length < n - 1) {
    if (chain.length === 0) {
      while (size[first] === 0) first++;
      chain.push(first);
    }
    const tip = chain.at(-1)!;
    const before = chain.at(-2);
    const nearest = nearestOf(tip, before, size, values);
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    const [keep, gone] = tip < nearest ? [tip, nearest] : [nearest, tip];
    joins.push({ a: keep, b: gone, distance: values[keep * n + gone]! });
    join(keep, gone, size, values);
  }
  return joins;
}

/** Among equals the one before comes first, so that a chain ends. Groups of size 0 were joined to others. */
function nearestOf(tip: number, before: number | undefined, size: Float64Array, values: Float32Array): number {
  const n = size.length;
  let nearest = before ?? -1;
  let least = before === undefined ? Number.POSITIVE_INFINITY : values[tip * n + before]!;
  for (let other = 0; other < n; other++) {
    if (size[other] === 0 || other === tip) continue;
    const distance = values[tip * n + other]!;
    if (distance < least) {
      least = distance;
      nearest = other;
    }
  }
  return nearest;
}

function join(keep: number, gone: number, size: Float64Array, values: Float32Array): void {
  const n = size.length;
  const together = size[keep]! + size[gone]!;
  const [share, rest] = [size[keep]! / together, size[gone]! / together];
  size[gone] = 0;
  for (let other = 0; other < n; other++) {
    if (size[other] === 0 || other === keep) continue;
    const distance = share * values[keep * n + other]! + rest * values[gone * n + other]!;
    values[keep * n + other] = distance;
    values[other * n + keep] = distance;
  }
  size[keep] = together;
}

/** Group of each item (numbered from 0 by first item) when joins nearer than `limit` are made. */
export function cutTree(n: number, joins: readonly Linked[], limit: number): Int32Array {
  const parent = Int32Array.from({ length: n }, (_, item) => item);
  const rootOf = (item: number): number => {
    let root = item;
    while (parent[root] !== root) root = parent[root]!;
    while (parent[item] !== root) [item, parent[item]] = [parent[item]!, root];
    return root;
  };
  for (const { a, b, distance } of joins) {
    if (distance >= limit) continue;
    const [x, y] = [rootOf(a), rootOf(b)];
    parent[Math.max(x, y)] = Math.min(x, y);
  }
  const numbers = new Map<number, number>();
  return parent.map((_, item) => {
    const root = rootOf(item);
    const known = numbers.get(root) ?? numbers.size;
    numbers.set(root, known);
    return known;
  });
}
