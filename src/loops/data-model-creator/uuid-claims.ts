/**
 * One record of an app is stored under each uuid, whatever else it says: the first that claims it. A claim is made before its
 * insight and names it, so a record that comes again after a crash, or in a newer version, finds the claim its own.
 */
import { shortId } from "../../model/identity.ts";
import type { IdentifiedRecord } from "../../model/record.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Store } from "../../store/store.ts";
import { won } from "../../store/written.ts";

type Claiming = Pick<IdentifiedRecord, "id" | "app" | "ingested_at" | "uuid">;

const claimOf = ({ app, uuid }: Claiming): string => shortId("uuid", app, uuid);

/** Ids of the insights whose uuid is another record's. Records without one cost nothing. */
export async function claimUuids(
  store: Pick<Store, "write" | "getMany">,
  tenant: TenantId,
  records: readonly Claiming[],
): Promise<ReadonlySet<string>> {
  const claiming = records.filter(({ uuid }) => uuid !== undefined);
  if (claiming.length === 0) return new Set();
  const owners = new Map<string, string>();
  const writes = claiming.flatMap((record) => {
    const claim = claimOf(record);
    if (owners.has(claim)) return [];
    owners.set(claim, record.id);
    return [{ op: "create", id: claim, doc: { insight: record.id, at: record.ingested_at } } as const];
  });
  const results = await store.write(tenant, "uuid_claims", writes);
  const taken = writes.filter((_, at) => !won(results[at])).map(({ id }) => id);
  if (taken.length > 0)
    for (const claim of await store.getMany(tenant, "uuid_claims", taken))
      if (claim !== undefined) owners.set(claim.id, claim.doc.insight);
  return new Set(claiming.filter((record) => owners.get(claimOf(record)) !== record.id).map(({ id }) => id));
}
