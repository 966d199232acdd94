/** What stands under a quote: when it was said, where, of which version and with how many stars. */
import type { InsightDocument } from "../model/insight-document.ts";
import { starsOf } from "../model/stars.ts";
import type { TenantId } from "../model/tenant.ts";
import { versionOf } from "../model/version.ts";
import type { Store } from "../store/store.ts";

export interface Said {
  /** Of the insight. */
  readonly id: string;
  /** Unix seconds. */
  readonly date: number;
  readonly source: string;
  readonly stars?: number | undefined;
  readonly version?: string | undefined;
}

/** By the insight's id; those that are gone are not in it. */
export type SaidById = Readonly<Record<string, Said>>;

/** More quotes than a page shows are not looked up. */
const MOST = 1_000;

export const saidOf = ({
  id,
  date,
  source,
  metadata,
}: Pick<InsightDocument, "id" | "date" | "source" | "metadata">): Said => ({
  id,
  date,
  source,
  stars: starsOf(metadata),
  version: versionOf(metadata),
});

export async function readSaid(store: Store, tenant: TenantId, ids: readonly string[]): Promise<SaidById> {
  const wanted = [...new Set(ids)].slice(0, MOST);
  const found = wanted.length === 0 ? [] : await store.getMany(tenant, "insights", wanted);
  return Object.fromEntries(
    found.flatMap((stored) => (stored === undefined ? [] : [[stored.id, saidOf({ ...stored.doc, id: stored.id })]])),
  );
}
