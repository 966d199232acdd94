/** The identities met last and their newest content, so that what comes again is known as a duplicate; the oldest are forgotten. */
import { LRUCache } from "lru-cache";
import { isNewer } from "../../model/newer.ts";
import type { IdentifiedRecord } from "../../model/record.ts";

/** As the contract of `enrich` says. */
export const REMEMBERED = 100_000;

type Content = Pick<IdentifiedRecord, "id" | "updated_at" | "ingested_at" | "content_hash">;

interface Remembered extends Content {
  readonly revision: number;
}

export interface RecentIdentities {
  /** The revision that this record would be: 1 when its identity is new, undefined when its content is the same or older. */
  revisionOf(record: Content): number | undefined;
  remember(record: Content, revision: number): void;
}

export function createRecentIdentities(limit = REMEMBERED): RecentIdentities {
  const known = new LRUCache<string, Remembered>({ max: limit });
  return {
    revisionOf(record) {
      const before = known.get(record.id);
      if (before === undefined) return 1;
      return isNewer(record, before) ? before.revision + 1 : undefined;
    },
    remember({ id, updated_at, ingested_at, content_hash }, revision) {
      known.set(id, { id, updated_at, ingested_at, content_hash, revision });
    },
  };
}
