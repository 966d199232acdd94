/** Which ids of responses were refused, kept so that a sender who looks for one learns what became of it. */
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { responseKey } from "./read-response.ts";

export interface Refusal {
  readonly form: string;
  /** As the sender knows it. */
  readonly id: string;
  readonly reason: string;
}

export async function keepRefusals(
  store: Store,
  tenant: TenantId,
  refusals: readonly Refusal[],
  at: number,
): Promise<void> {
  if (refusals.length === 0) return;
  const writes = refusals.map(({ form, id, reason }) => {
    return { op: "put", id: responseKey(form, id), doc: { form, reason, at } } as const;
  });
  await store.write(tenant, "response_refusals", writes);
}
