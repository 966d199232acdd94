/** How many messages may go out in an hour: to one number, for one form, for one tenant. Somebody who fills in a form again and again with strangers' numbers costs little and annoys few. */
import type { ReceiptDocument } from "../../model/receipt.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Store } from "../../store/store.ts";

export interface Caps {
  readonly number: number;
  readonly form: number;
  readonly tenant: number;
}

const HOUR_S = 3_600;
/** What was counted a moment ago is counted on from, by this runner; it is the only one that sends. */
const FRESH_S = 60;

export function createCaps(store: Store, caps: Caps, now: () => number) {
  const counts = new Map<string, { readonly at: number; count: number }>();

  async function countOf(tenant: TenantId, key: string, where: { readonly form?: string; readonly to?: string }) {
    const known = counts.get(key);
    if (known !== undefined && now() - known.at < FRESH_S) return known;
    const claimed_at = { gte: now() - HOUR_S };
    const fresh = { at: now(), count: await store.count(tenant, "receipts", { where: { ...where, claimed_at } }) };
    if (counts.size > 50_000) counts.clear();
    counts.set(key, fresh);
    return fresh;
  }

  return {
    /** Which cap it would exceed, in words; else it is counted. */
    async exceeded(tenant: TenantId, { to, form }: ReceiptDocument): Promise<string | undefined> {
      const all = [
        [await countOf(tenant, `${tenant} number ${to}`, { to }), caps.number, "to one number"],
        [await countOf(tenant, `${tenant} form ${form}`, { form }), caps.form, "for one form"],
        [await countOf(tenant, tenant, {}), caps.tenant, "for one tenant"],
      ] as const;
      const over = all.find(([{ count }, cap]) => count >= cap);
      if (over !== undefined) return over[2];
      for (const [counted] of all) counted.count++;
      return undefined;
    },
  };
}
