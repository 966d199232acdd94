/** Cutting a list into runs that are small enough: for a message, a request, a question. */

export interface Bound<T> {
  readonly sizeOf: (item: T) => number;
  /** Of a run, at most. */
  readonly size: number;
  /** Items in a run, at most; unless told, as many as fit. */
  readonly count?: number;
}

/** How many items from `from` on fit into one run: at least one, however large it is. */
export function fitting<T>(items: readonly T[], { sizeOf, size, count = items.length }: Bound<T>, from = 0): number {
  const end = Math.min(items.length, from + count);
  let sum = 0;
  let at = from;
  for (; at < end; at++) {
    sum += sizeOf(items[at]!);
    if (sum > size && at > from) break;
  }
  return at - from;
}

/** In order, each run as long as it may be: the same items are always cut alike. */
export function cutIntoRuns<T>(items: readonly T[], bound: Bound<T>): T[][] {
  const runs: T[][] = [];
  for (let from = 0; from < items.length; from += runs.at(-1)!.length)
    runs.push(items.slice(from, from + fitting(items, bound, from)));
  return runs;
}

/** JSON arrays of these texts, which are JSON each. A text larger than `bytes` stands alone. */
export function cutIntoArrays(
  texts: readonly string[],
  bytes: number,
): { readonly body: string; readonly records: number }[] {
  const runs = cutIntoRuns(texts, { sizeOf: (text) => Buffer.byteLength(text) + 1, size: bytes });
  return runs.map((run) => ({ body: `[${run.join(",")}]`, records: run.length }));
}
