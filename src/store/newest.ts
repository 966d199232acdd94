/** The newest documents of a time field: what is worked with where there are too many to work with all. */
import type { TenantId } from "../model/tenant.ts";
import type { CollectionName, Documents, FieldOf } from "./collections.ts";
import type { Store, Stored, TrendPoint, Version, Where } from "./store.ts";

export interface NewestOptions<C extends CollectionName, T> {
  /** Nothing about the time field. */
  readonly where: Where<C>;
  /** A field of unix seconds. */
  readonly by: FieldOf<C>;
  /** Only from this time on, in unix seconds. */
  readonly from?: number;
  readonly most: number;
  /** What is kept of a document; undefined where it does not count. */
  readonly take: (stored: Stored<Documents[C]>) => T | undefined;
  /** What was taken the last time: those that are as they were are not read again. Afterwards it holds what was taken this time. */
  readonly held?: Held<T>;
}

interface HeldItem<T> {
  readonly version: Version;
  readonly at: number;
  readonly item: T | undefined;
}

/** By id. One for each question (`where`, `by`, `take`); it begins empty. */
export type Held<T> = Map<string, HeldItem<T>>;

/** Documents read by their ids at a time. */
const READ_AT_ONCE = 500;

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

/** Reads what is asked for into a keeper: all of it, or where it is held already, what changed. */
function createReader<C extends CollectionName, T>(
  store: Store,
  tenant: TenantId,
  collection: C,
  { where, by, most, take, held }: NewestOptions<C, T>,
) {
  const keeper = createKeeper<T>(most);
  const taken: Held<T> = new Map();
  /** A day of more than that is read anew each time: nothing else bounds what would be held. */
  const isTooMany = (): boolean => taken.size > 2 * most;

  function keep(id: string, one: HeldItem<T>): void {
    if (held !== undefined && !isTooMany()) taken.set(id, one);
    if (one.item !== undefined) keeper.add({ id, at: one.at, item: one.item });
  }

  const takeIn = (stored: Stored<Documents[C]>): void =>
    keep(stored.id, { version: stored.version, at: timeOf(stored.doc, by), item: take(stored) });

  async function readChanged(within: Where<C>, known: Held<T>): Promise<void> {
    const changed: string[] = [];
    for await (const { id, version } of store.versions(tenant, collection, { where: within })) {
      const one = known.get(id);
      if (one?.version === version) keep(id, one);
      else changed.push(id);
    }
    for (let start = 0; start < changed.length; start += READ_AT_ONCE)
      for (const stored of await store.getMany(tenant, collection, changed.slice(start, start + READ_AT_ONCE)))
        if (stored !== undefined) takeIn(stored);
  }

  return {
    /** Half-open. */
    async read(start: number | undefined, end: number | undefined): Promise<void> {
      const range = { ...(start === undefined ? {} : { gte: start }), ...(end === undefined ? {} : { lt: end }) };
      const within = (Object.keys(range).length === 0 ? where : { ...where, [by]: range }) as Where<C>;
      if (held !== undefined && held.size > 0) return readChanged(within, held);
      for await (const stored of store.scan(tenant, collection, { where: within })) takeIn(stored);
    },
    size: keeper.size,
    result(isCutBefore: boolean): Newest<T> {
      held?.clear();
      if (!isTooMany()) for (const [id, one] of taken) held?.set(id, one);
      return keeper.result(isCutBefore);
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
  options: NewestOptions<C, T>,
): Promise<Newest<T>> {
  const { where, by, from, most } = options;
  const reader = createReader(store, tenant, collection, options);
  const all = (from === undefined ? where : { ...where, [by]: { gte: from } }) as Where<C>;
  if ((await store.count(tenant, collection, { where: all })) <= most) {
    await reader.read(from, undefined);
    return reader.result(false);
  }
  const days = await store.histogram(tenant, collection, { where: all, field: by, interval: "day" });
  let end: number | undefined;
  while (days.length > 0 && reader.size() < most) {
    const start = Math.max(takeDays(days, most - reader.size()), from ?? Number.NEGATIVE_INFINITY);
    await reader.read(start, end);
    end = start;
  }
  return reader.result(days.length > 0);
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
