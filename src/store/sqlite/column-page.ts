/** Which documents can be on a page: found by the numbers that are held, so that only those few are read and put in order. */
import type { Keys } from "./column-query.ts";
import type { HeldColumns } from "./columns-held.ts";
import type { PageRequest } from "./protocol.ts";

/** More are put in order by the file's own means. */
const MOST_CANDIDATES = 20_000;

type Order = "asc" | "desc";

interface SortKey {
  readonly numbers: Float64Array;
  readonly order: Order;
  /** Of the last document of the page before. */
  readonly after: number;
}

/** As the file sorts: nothing comes last in both orders. */
function compare(a: number, b: number, order: Order): number {
  if (a === b) return 0;
  const [aIsNone, bIsNone] = [Number.isNaN(a), Number.isNaN(b)];
  if (aIsNone || bIsNone) return Number(aIsNone) - Number(bIsNone);
  return order === "asc" ? a - b : b - a;
}

/** The sort values that are held, up to the first that isn't: later ones decide only between equals of these. */
function sortKeys(held: HeldColumns, { sort, after }: PageRequest): SortKey[] {
  const keys: SortKey[] = [];
  for (const [at, { by, order }] of sort.entries()) {
    const numbers = held.numbers(by);
    if (numbers === undefined) break;
    const last = after?.[at];
    keys.push({ numbers, order, after: typeof last === "number" ? last : Number.NaN });
  }
  return keys;
}

/** A superset of the documents on the page, and of the one that tells whether another page follows; undefined when that is too many. */
export function candidates(held: HeldColumns, keys: Keys, request: PageRequest): Keys | undefined {
  const sort = sortKeys(held, request);
  const wanted = request.limit + 1;
  if (keys.length <= wanted || sort.length === 0) return keys.length <= MOST_CANDIDATES ? keys : undefined;
  const between = (a: number, b: number): number => {
    for (const { numbers, order } of sort) {
      const difference = compare(numbers[a]!, numbers[b]!, order);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  /** Against the last document of the page before: those that tie with it may follow it by their ids. */
  const following = (k: number): number => {
    for (const { numbers, order, after } of sort) {
      const difference = compare(numbers[k]!, after, order);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const isFirst = request.after === null;
  const best: number[] = [];
  // Later documents mostly have later times and larger keys: the best come first, and few take another's place.
  const isBackwards = sort[0]!.order === "desc";
  for (let at = 0; at < keys.length; at++) {
    const k = keys[isBackwards ? keys.length - 1 - at : at]!;
    if (!isFirst && following(k) <= 0) continue;
    if (best.length === wanted && between(k, best[wanted - 1]!) >= 0) continue;
    best.splice(placeOf(best, k, between), 0, k);
    if (best.length > wanted) best.pop();
  }
  const worst = best.length < wanted ? undefined : best[wanted - 1]!;
  const found: number[] = [];
  for (let at = 0; at < keys.length; at++) {
    const k = keys[at]!;
    const place = isFirst ? 1 : following(k);
    if (place < 0 || (place > 0 && worst !== undefined && between(k, worst) > 0)) continue;
    if (found.push(k) > MOST_CANDIDATES) return undefined;
  }
  return Uint32Array.from(found);
}

/** After all that are not worse. */
function placeOf(sorted: readonly number[], k: number, between: (a: number, b: number) => number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (between(sorted[middle]!, k) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
