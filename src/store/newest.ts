/** The newest documents of a time field: what is worked with where there are too many to work with all. */
import type { TenantId } from "../model/tenant.ts";
import type { CollectionName, Documents, FieldOf } from "./collections.ts";
import type { Store, Stored, TrendPoint, Where } from "./store.ts";

export interface NewestOptions<C extends CollectionName, T> {
  /** Nothing about the time field. */
  readonly where: Where<C>;
  /** A field of unix seconds. */
  readonly by: FieldOf<C>;
  /** Only from this time on, in unix seconds. */
  readonly from?: number;
  readonly most: number;
  readonly vectors?: boolean;
  /** What is kept of a document; undefined where it does not count. */
  readonly take: (stored: Stored<Documents[C]>) => T | undefined;
}

export interface Newest<T> {
  /** By ascending id, as a scan gives them. */
  readonly items: readonly T[];
  /** Whether there were more. */
  readonly isCut: boolean;
}

interface Taken<T> {
  readonly id: string;
  readonly at: number;
  readonly item: T;
}

/** Newest first; ties by id, so that every runner takes the same. */
const byAge = (a: Taken<unknown>, b: Taken<unknown>): number => b.at - a.at || (a.id < b.id ? -1 : 1);

/** Holds twice as many as are wanted at most. */
function createKeeper<T>(most: number) {
  let kept: Taken<T>[] = [];
  let isCut = false;
  const trim = (): void => {
    if (kept.length <= most) return;
    isCut = true;
    kept = kept.sort(byAge).slice(0, most);
  };
  return {
    add(one: Taken<T>): void {
      kept.push(one);
      if (kept.length >= 2 * most) trim();
    },
    size: () => kept.length,
    result(isCutBefore: boolean): Newest<T> {
      trim();
      const items = kept.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ item }) => item);
      return { items, isCut: isCut || isCutBefore };
    },
  };
}

/**
 * Reads days backwards until it has enough, and no more of the others than a day holds; in memory are twice as many as
 * asked for at most. As of about now.
 */
export async function newest<C extends CollectionName, T>(
  store: Store,
  tenant: TenantId,
  collection: C,
  { where, by, from, most, vectors = false, take }: NewestOptions<C, T>,
): Promise<Newest<T>> {
  const keeper = createKeeper<T>(most);
  /** Half-open. */
  const read = async (start: number | undefined, end: number | undefined): Promise<void> => {
    const range = { ...(start === undefined ? {} : { gte: start }), ...(end === undefined ? {} : { lt: end }) };
    const within = (Object.keys(range).length === 0 ? where : { ...where, [by]: range }) as Where<C>;
    for await (const stored of store.scan(tenant, collection, { where: within, vectors })) {
      const item = take(stored);
      if (item !== undefined) keeper.add({ id: stored.id, at: timeOf(stored.doc, by), item });
    }
  };
  const all = (from === undefined ? where : { ...where, [by]: { gte: from } }) as Where<C>;
  if ((await store.count(tenant, collection, { where: all })) <= most) {
    await read(from, undefined);
    return keeper.result(false);
  }
  const days = await store.histogram(tenant, collection, { where: all, field: by, interval: "day" });
  let end: number | undefined;
  while (days.length > 0 && keeper.size() < most) {
    const start = Math.max(takeDays(days, most - keeper.size()), from ?? Number.NEGATIVE_INFINITY);
    await read(start, end);
    end = start;
  }
  return keeper.result(days.length > 0);
}

/** Removes the last days that hold so many documents together, and answers when they begin. */
function takeDays(days: TrendPoint[], wanted: number): number {
  let [start, count] = [0, 0];
  for (let day = days.pop(); day !== undefined; day = count < wanted ? days.pop() : undefined) {
    start = day.at;
    count += day.count;
  }
  return start;
}

const timeOf = (doc: object, field: string): number => Number((doc as Readonly<Record<string, unknown>>)[field] ?? 0);
