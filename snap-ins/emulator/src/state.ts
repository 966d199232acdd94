/** What the emulated organisation holds, and what of it a list shows at a moment: lists lag behind by `listLagMs`. */
import { displayId, don, ORGANISATION } from "./ids.ts";

export interface Atom {
  readonly id: string;
  readonly display_id: string;
  readonly created_date: string;
  readonly modified_date: string;
  readonly created_by: UserSummary;
}

export interface UserSummary {
  readonly type: "dev_user" | "service_account";
  readonly id: string;
  readonly display_id: string;
  readonly display_name: string;
}

export interface TagObject extends Atom {
  readonly name: string;
  readonly description?: string;
}

export interface WorkObject extends Atom {
  readonly type: "ticket" | "issue";
  readonly title: string;
  readonly body?: string;
  readonly severity?: string;
  readonly applies_to_part: {
    readonly id: string;
    readonly display_id: string;
    readonly name: string;
    readonly type: string;
  };
  readonly owned_by: readonly UserSummary[];
  readonly stage: { readonly name: string };
  readonly tags: readonly {
    readonly tag: { readonly id: string; readonly display_id: string; readonly name: string };
  }[];
}

export interface EntryObject extends Atom {
  readonly type: "timeline_comment";
  readonly object: string;
  readonly body?: string;
  readonly body_type: string;
  readonly visibility: string;
  readonly expires_at?: string;
}

interface Version<T> {
  /** When it was written, in the emulator's milliseconds. */
  readonly at: number;
  /** Undefined: deleted. */
  readonly value: T | undefined;
}

/** One kind of object with the history of each, so that a list can show an earlier moment. */
export interface Shelf<T extends Atom> {
  put(value: T, at: number): void;
  remove(id: string, at: number): void;
  /** By DON or display id, as it is now. */
  get(id: string): T | undefined;
  /** As everything was at `moment`, in order of creation. */
  listedAt(moment: number): T[];
  nextNumber(): number;
}

export function createShelf<T extends Atom>(): Shelf<T> {
  const histories = new Map<string, Version<T>[]>();
  const byDisplayId = new Map<string, string>();
  let last = 0;
  return {
    put(value, at) {
      const history = histories.get(value.id);
      if (history === undefined) histories.set(value.id, [{ at, value }]);
      else history.push({ at, value });
      byDisplayId.set(value.display_id, value.id);
    },
    remove(id, at) {
      histories.get(byDisplayId.get(id) ?? id)?.push({ at, value: undefined });
    },
    get: (id) => histories.get(byDisplayId.get(id) ?? id)?.at(-1)?.value,
    listedAt(moment) {
      const listed: T[] = [];
      for (const history of histories.values()) {
        const version = history.findLast((candidate) => candidate.at <= moment);
        if (version?.value !== undefined) listed.push(version.value);
      }
      return listed;
    },
    nextNumber: () => ++last,
  };
}

export interface Organisation {
  readonly works: Shelf<WorkObject>;
  readonly tags: Shelf<TagObject>;
  readonly entries: Shelf<EntryObject>;
  readonly users: ReadonlyMap<string, UserSummary>;
  readonly parts: ReadonlyMap<string, WorkObject["applies_to_part"]>;
  readonly serviceAccount: UserSummary;
  readonly owner: UserSummary;
}

/** One product (PROD-1), one developer (DEVU-1) and the snap-in's service account. */
export function createOrganisation(): Organisation {
  const owner: UserSummary = {
    type: "dev_user",
    id: don("identity", "devu", 1),
    display_id: displayId("devu", 1),
    display_name: "Sam Developer",
  };
  const serviceAccount: UserSummary = {
    type: "service_account",
    id: don("identity", "svcacc", 1),
    display_id: displayId("svcacc", 1),
    display_name: "Groundswell",
  };
  const part = {
    id: don("core", "product", 1),
    display_id: displayId("product", 1),
    name: "The product",
    type: "product",
  };
  const keyed = <T extends { readonly id: string; readonly display_id: string }>(
    values: readonly T[],
  ): Map<string, T> =>
    new Map(values.flatMap((value) => [[value.id, value] as const, [value.display_id, value] as const]));
  return {
    works: createShelf(),
    tags: createShelf(),
    entries: createShelf(),
    users: keyed([owner, serviceAccount]),
    parts: keyed([part]),
    serviceAccount,
    owner,
  };
}

export { ORGANISATION };
