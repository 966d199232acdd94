/** While something has to be put right by a person, nothing is sent: to anybody, or to one country. Known to all runners. */
import type { ReceiptError } from "../../model/receipt.ts";
import { INSTALLATION } from "../../model/tenant.ts";
import type { Store } from "../../store/store.ts";

export interface Pause {
  /** Unix seconds. */
  readonly until: number;
  readonly error: ReceiptError;
}

const FRESH_S = 5;
const keyOf = (scope: string): string => `receipts-paused-${scope}`;

export function createPauses(store: Store, now: () => number) {
  const known = new Map<string, { readonly at: number; readonly pause: Pause | undefined }>();

  async function read(scope: string): Promise<Pause | undefined> {
    const cached = known.get(scope);
    if (cached !== undefined && now() - cached.at < FRESH_S) return cached.pause;
    const pause = (await store.get(INSTALLATION, "progress", keyOf(scope)))?.doc.value as Pause | undefined;
    known.set(scope, { at: now(), pause });
    return pause;
  }

  return {
    /** The longest of them that is not over. */
    async until(scopes: readonly string[]): Promise<Pause | undefined> {
      const all = await Promise.all(scopes.map(read));
      return all.filter((pause) => pause !== undefined && pause.until > now()).sort((a, b) => b!.until - a!.until)[0];
    },
    /** True when it was not paused before: then somebody has to be told. */
    async begin(scope: string, error: ReceiptError, seconds: number): Promise<boolean> {
      const before = await read(scope);
      const pause: Pause = { until: now() + seconds, error };
      known.set(scope, { at: now(), pause });
      await store.write(INSTALLATION, "progress", [{ op: "put", id: keyOf(scope), doc: { value: pause } }]);
      return before === undefined || before.until <= now();
    },
  };
}
