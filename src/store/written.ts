/** What a write answered, read in one place: whether it went through, and what it means when somebody else was faster. */
import { mapInTurns } from "../lifecycle.ts";
import type { TenantId } from "../model/tenant.ts";
import type { CollectionName, Documents } from "./collections.ts";
import { type Offered, type Store, StoreUnavailable, type Write, type WriteResult } from "./store.ts";

/** Another runner wrote at the same time or under a later term: whoever meets this is behind and ends its round. */
export class LostRace extends Error {
  override name = "LostRace";
}

/** False when somebody else wrote in between (`exists`, `conflict`, `missing`). Throws when no store can hold the document. */
export function won(result: WriteResult | undefined): result is Extract<WriteResult, { readonly ok: true }> {
  if (result === undefined) throw new Error("a write has no answer");
  if (!result.ok && result.reason === "invalid") throw new Error(`a document was refused: ${result.message}`);
  return result.ok;
}

/** Throws {@link LostRace} when somebody else wrote any of the documents in between. */
export function mustWin(results: readonly WriteResult[]): void {
  for (const result of results) if (!won(result)) throw new LostRace(result.message);
}

/** Throws when no store can hold one of the documents. For writes that may well meet somebody else's. */
export function mustBeStorable(results: readonly WriteResult[]): void {
  for (const result of results) won(result);
}

function settled(result: Offered): WriteResult {
  if (!result.ok && result.reason === "unavailable") throw new StoreUnavailable(result.message);
  return result;
}

/** The port's `write` on top of its `offer`, for every adapter. */
export const writeOn =
  (offer: Store["offer"]): Store["write"] =>
  async (tenant, collection, writes) =>
    (await offer(tenant, collection, writes)).map(settled);

/**
 * As one `write`, but after each `aTurn` items whatever else waits in the process has its turn: making documents into JSON
 * takes time. The pieces are written together; all have ended when it resolves or rejects.
 */
export async function writeInTurns<C extends CollectionName>(
  store: Pick<Store, "write">,
  [tenant, collection]: readonly [tenant: TenantId, collection: C],
  writes: readonly Write<Documents[C]>[],
  aTurn: number,
): Promise<readonly WriteResult[]> {
  if (writes.length <= aTurn) return store.write(tenant, collection, writes);
  const pieces = Array.from({ length: Math.ceil(writes.length / aTurn) }, (_, at) =>
    writes.slice(at * aTurn, (at + 1) * aTurn),
  );
  const begun = await mapInTurns(pieces, 1, (piece) => {
    const answer = store.write(tenant, collection, piece);
    // Heard below: until then it is nobody's.
    answer.catch(() => {});
    return { answer };
  });
  const ended = await Promise.allSettled(begun.map(({ answer }) => answer));
  return ended.flatMap((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
}
