/** What a write answered, read in one place: whether it went through, and what it means when somebody else was faster. */
import { type Offered, type Store, StoreUnavailable, type WriteResult } from "./store.ts";

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
