/** Where feedback comes from, and how much of each source was proved to be read: for the overview. */
import type { TenantId } from "../../model/tenant.ts";
import type { Store } from "../../store/store.ts";
import type { SourceView } from "../sources.ts";

export type CoveredSource = Pick<
  SourceView,
  "id" | "name" | "app" | "enabled" | "modes" | "covered_until" | "gaps" | "last_run" | "failing_since"
>;

export interface Coverage {
  readonly items: readonly CoveredSource[];
  readonly total: number;
}

const SHOWN = 8;

/** The newest registrations. */
export async function readCoverage(store: Store, tenant: TenantId): Promise<Coverage> {
  const sort = [{ by: "created_at", order: "desc" }] as const;
  const { items, total } = await store.search(tenant, "sources", { sort, limit: SHOWN });
  const states = await store.getMany(
    tenant,
    "source_states",
    items.map(({ id }) => id),
  );
  return {
    total,
    items: items.map(({ id, doc: { name, app, enabled, modes } }, at) => {
      const { covered_until, gaps = [], last_run, failing_since } = states[at]?.doc ?? {};
      return { id, name, app, enabled, modes, covered_until, gaps, last_run, failing_since };
    }),
  };
}
