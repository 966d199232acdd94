/** Taking records out of dead letters, where others' stay. How many a letter counts as in the books stays too. */
import type { DeadLetter } from "../model/dead-letter.ts";
import { namedInsight } from "../model/named-insight.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store, Where } from "../store/store.ts";
import { mustBeStorable } from "../store/written.ts";
import { erasedAt } from "./tombstones.ts";

type Content = Pick<DeadLetter, "app" | "source" | "body">;

/** A letter whose message could not be read holds none. */
export function recordsOf({ body }: Pick<DeadLetter, "body">): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(body);
    return Array.isArray(value) ? value : [value];
  } catch {
    return [];
  }
}

/** Of a letter of feedback or wishes: the insights that its records would have become. */
export function insightsOf(tenant: TenantId, letter: Content): string[] {
  const named = recordsOf(letter).map((record) => namedInsight(tenant, letter, record));
  return [...new Set(named.filter((id) => id !== undefined))];
}

/** Answers whether it held such records. A letter that holds nothing else is given up: there is nothing to run again. */
async function takeOut(
  store: Pick<Store, "write">,
  tenant: TenantId,
  { id, doc }: { readonly id: string; readonly doc: DeadLetter },
  isTheirs: (record: unknown) => boolean,
): Promise<boolean> {
  const records = recordsOf(doc);
  const others = records.filter((record) => !isTheirs(record));
  if (others.length === records.length) return false;
  const body = JSON.stringify(others);
  const known = doc.insights === undefined ? {} : { insights: insightsOf(tenant, { ...doc, body }) };
  const set: Partial<DeadLetter> =
    others.length === 0 ? { state: "purged", body: "", attributes: {}, insights: undefined } : { body, ...known };
  mustBeStorable(await store.write(tenant, "dead_letters", [{ op: "update", id, set }]));
  return true;
}

/** Answers how many letters held such records. */
export async function eraseFromDeadLetters(
  store: Store,
  tenant: TenantId,
  where: Where<"dead_letters">,
  isTheirs: (record: unknown, letter: DeadLetter) => boolean,
): Promise<number> {
  let count = 0;
  await store.refresh(["dead_letters"]);
  for await (const letter of store.scan(tenant, "dead_letters", { where }))
    if (await takeOut(store, tenant, letter, (record) => isTheirs(record, letter.doc))) count++;
  return count;
}

/** Takes out what would become an insight, or is a wish of it, wherever it died. */
export async function eraseInsightFromDeadLetters(store: Store, tenant: TenantId, insight: string): Promise<void> {
  await store.refresh(["dead_letters"]);
  for await (const letter of store.scan(tenant, "dead_letters", { where: { insights: insight } }))
    await takeOut(store, tenant, letter, (record) => namedInsight(tenant, letter.doc, record) === insight);
}

/**
 * Of a letter that was just kept: what was erased while it was on its way here. A record says when it reached us; a wish, or a
 * stranger's record, is gone when its insight is.
 */
export async function eraseLateRecords(store: Store, tenant: TenantId, id: string, doc: DeadLetter): Promise<void> {
  const erased = await erasedAt(store, tenant, doc.insights ?? []);
  if (erased.size === 0) return;
  const ids = [...erased.keys()];
  const found = await store.getMany(tenant, "insights", ids);
  const stored = new Set(ids.filter((_, at) => found[at] !== undefined));
  const isLate = (record: unknown): boolean => {
    const insight = namedInsight(tenant, doc, record) ?? "";
    const at = erased.get(insight);
    if (at === undefined) return false;
    const { ingested_at } = record as { readonly ingested_at?: unknown };
    return typeof ingested_at === "number" ? ingested_at <= at : !stored.has(insight);
  };
  await takeOut(store, tenant, { id, doc }, isLate);
}
