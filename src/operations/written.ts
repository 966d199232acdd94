/** Reading the result of a single write: an outage is thrown, a document that can't be stored too; what is left is who was first. */
import { StoreUnavailable, type Version, type WriteResult } from "../store/store.ts";

export type Won = { readonly won: true; readonly version: Version } | { readonly won: false };

/** `won: false`: somebody else wrote in between. */
export function readWrite(result: WriteResult | undefined): Won {
  if (result?.ok) return { won: true, version: result.version };
  if (result === undefined || result.reason === "unavailable")
    throw new StoreUnavailable(result?.message ?? "no answer");
  if (result.reason === "invalid") throw new Error(`a document was refused: ${result.message}`);
  return { won: false };
}
