/** Keeping what was dropped or rejected, with the reason, so that a person can look at it and run it again. */
import type { Batch } from "../model/batch.ts";
import { shortId } from "../model/identity.ts";
import type { Outcome } from "../model/outcome.ts";
import type { Rejection } from "../model/rejection.ts";
import { type Offered, type Store, StoreUnavailable } from "../store/store.ts";
import { rejectionReason } from "./tally.ts";

export interface RejectionPlace {
  readonly stage: string;
  readonly app: string;
  readonly source: string;
  readonly at: number;
}

function rejectionOf(outcome: Outcome<unknown>): Pick<Rejection, "outcome" | "reason" | "errors"> | undefined {
  if (outcome.kind === "drop") return { outcome: "dropped", reason: outcome.reason, errors: [] };
  if (outcome.kind === "reject")
    return { outcome: "rejected", reason: rejectionReason(outcome.errors), errors: [...outcome.errors] };
  return undefined;
}

const isUnavailable = (result: Offered | undefined): boolean => result?.ok === false && result.reason === "unavailable";

/** As it was sent: when it reached us is ours. */
function withoutStamp(raw: unknown): unknown {
  if (typeof raw !== "object" || raw === null || !("ingested_at" in raw)) return raw;
  const { ingested_at: _, ...sent } = raw;
  return sent;
}

/** Ids come from the place in the batch, so that a redelivery writes the same documents. */
export async function keepRejections(
  store: Store,
  batch: Batch,
  place: RejectionPlace,
  raws: readonly unknown[],
  outcomes: readonly Outcome<unknown>[],
): Promise<void> {
  const writes = outcomes.flatMap((outcome, index) => {
    const what = rejectionOf(outcome);
    if (what === undefined) return [];
    const id = shortId("rejection", place.stage, batch.batch, batch.part, batch.redriveOf ?? "", index);
    const doc: Rejection = {
      id,
      ...place,
      ...what,
      record: withoutStamp(raws[index]),
      batch: batch.batch,
      replayed: false,
      ...(batch.replayOf === undefined ? {} : { again: true }),
    };
    return [{ op: "put", id, doc } as const];
  });
  // Those that the store could not take now are offered again as long as it takes any.
  for (let left = writes; left.length > 0; ) {
    const results = await store.offer(batch.tenant, "rejections", left);
    const refused = left.filter((_, at) => isUnavailable(results[at]));
    if (refused.length === left.length)
      throw new StoreUnavailable(`the store did not take ${refused.length} rejections`);
    left = refused;
  }
}
