/** Rows that come under an id that another response has: of an earlier row, or one that is stored. */
import { LRUCache } from "lru-cache";
import type { FieldError } from "../model/outcome.ts";
import type { QueuedResponse } from "../model/response.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";

/** Rows of which what they say is known while they may be on their way to the store. */
const REMEMBERED = 50_000;

const taken = (message: string, code = "differs"): FieldError => ({ field: "id", code, message });
const EARLIER = taken("an earlier row of this id says something else: give each response an id of its own");
const STORED = taken("a response of this id is there and says something else: give this one an id of its own");
const DELETED = taken("the response of this id was deleted, and is not taken again", "deleted");

export interface Conflicts {
  /** What is wrong with each, in order. The writer decides in the end; this says so where the row is known. */
  of(responses: readonly QueuedResponse[]): Promise<readonly (FieldError | undefined)[]>;
}

export function createConflicts(store: Pick<Store, "getMany">, tenant: TenantId): Conflicts {
  const said = new LRUCache<string, string>({ max: REMEMBERED });
  return {
    async of(responses) {
      // An id that we made is nobody else's.
      const own = responses.filter(({ key, id }) => key !== id);
      if (own.length === 0) return [];
      const keys = [...new Set(own.map(({ key }) => key))];
      const found = await store.getMany(tenant, "responses", keys);
      const stored = new Map(keys.map((key, at) => [key, found[at]?.doc]));
      return responses.map(({ key, id, hash }) => {
        if (key === id) return undefined;
        const known = stored.get(key);
        if (known?.deleted) return DELETED;
        if (known !== undefined && known.hash !== hash) return STORED;
        const first = said.get(key);
        if (first === undefined) said.set(key, hash);
        return first === undefined || first === hash ? undefined : EARLIER;
      });
    },
  };
}
