/**
 * What the language model said, by content: a text is asked about once. Answers are kept before the insights that are made
 * of them, so that a redelivered batch gives the same insights. The first answer to a text stays.
 */
import type { TenantId } from "../../model/tenant.ts";
import type { Store } from "../../store/store.ts";
import { won } from "../../store/written.ts";
import { AnswerRow } from "./questionnaire.ts";

export interface Answers {
  /** What is known already, by id. */
  read(tenant: TenantId, ids: readonly string[]): Promise<Map<string, AnswerRow>>;
  /** The rows that count from now on, by id: these, or those that somebody kept before. Durable when it resolves. */
  keep(tenant: TenantId, rows: ReadonlyMap<string, AnswerRow>): Promise<Map<string, AnswerRow>>;
}

/** Answers that were paid for and that the store does not take now, for the next try; past this many they are asked for again. */
const MOST_UNKEPT = 10_000;

/** `now`: unix seconds. */
export function createAnswers(store: Store, now: () => number): Answers {
  const unkept = new Map<string, AnswerRow>();
  const keyOf = (tenant: TenantId, id: string): string => `${tenant}/${id}`;

  async function stored(tenant: TenantId, ids: readonly string[]): Promise<Map<string, AnswerRow>> {
    const found = ids.length === 0 ? [] : await store.getMany(tenant, "model_answers", ids);
    const rows = new Map<string, AnswerRow>();
    found.forEach((one, index) => {
      const row = AnswerRow.safeParse(one?.doc.value);
      if (row.success) rows.set(ids[index]!, row.data);
    });
    return rows;
  }

  async function keep(tenant: TenantId, rows: ReadonlyMap<string, AnswerRow>): Promise<Map<string, AnswerRow>> {
    const ids = [...rows.keys()];
    if (ids.length === 0) return new Map();
    if (unkept.size > MOST_UNKEPT) unkept.clear();
    for (const [id, row] of rows) unkept.set(keyOf(tenant, id), row);
    const at = now();
    const results = await store.write(
      tenant,
      "model_answers",
      ids.map((id) => ({ op: "create", id, doc: { value: rows.get(id)!, at } })),
    );
    for (const id of ids) unkept.delete(keyOf(tenant, id));
    const taken = ids.filter((_, index) => !won(results[index]));
    return new Map([...rows, ...(await stored(tenant, taken))]);
  }

  return {
    async read(tenant, ids) {
      const rows = await stored(tenant, ids);
      const waiting = ids.flatMap((id) => {
        const row = rows.has(id) ? undefined : unkept.get(keyOf(tenant, id));
        return row === undefined ? [] : [[id, row] as const];
      });
      return new Map([...rows, ...(await keep(tenant, new Map(waiting)))]);
    },
    keep,
  };
}
