/** Taking records out of dead letters, where others' stay. How many a letter counts as in the books stays too. */
import type { DeadLetter } from "../model/dead-letter.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store, Where } from "../store/store.ts";
import { mustBeStorable } from "../store/written.ts";

/** A letter whose message could not be read holds none. */
export function recordsOf({ body }: Pick<DeadLetter, "body">): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(body);
    return Array.isArray(value) ? value : [value];
  } catch {
    return [];
  }
}

/** Answers how many letters held such records. A letter that holds nothing else is given up: there is nothing to run again. */
export async function eraseFromDeadLetters(
  store: Store,
  tenant: TenantId,
  where: Where<"dead_letters">,
  isTheirs: (record: unknown) => boolean,
): Promise<number> {
  let count = 0;
  await store.refresh(["dead_letters"]);
  for await (const { id, doc } of store.scan(tenant, "dead_letters", { where })) {
    const records = recordsOf(doc);
    const others = records.filter((record) => !isTheirs(record));
    if (others.length === records.length) continue;
    const set: Partial<DeadLetter> =
      others.length === 0 ? { state: "purged", body: "", attributes: {} } : { body: JSON.stringify(others) };
    mustBeStorable(await store.write(tenant, "dead_letters", [{ op: "update", id, set }]));
    count++;
  }
  return count;
}
