/** Keeping what was dropped or rejected, with the reason, so that a person can look at it and run it again. */
import type { Batch } from "../../model/batch.ts";
import { shortId } from "../../model/identity.ts";
import type { Outcome } from "../../model/outcome.ts";
import type { Rejection } from "../../model/rejection.ts";
import type { Store } from "../../store/store.ts";
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

/** As it was sent: when it reached us is ours. */
function withoutStamp(raw: unknown): unknown {
  if (typeof raw !== "object" || raw === null || !("ingested_at" in raw)) return raw;
  const { ingested_at: _, ...sent } = raw;
  return sent;
}

/** Ids come from the place in the batch, so that a redelivery writes the same documents. */
export async function keepRejections(
  store: Pick<Store, "write">,
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
  const results = await store.write(batch.tenant, "rejections", writes);
  // A record that no store can hold (too deep, say) is kept as its reasons alone.
  const bare = writes.flatMap(({ doc, ...write }, at) => {
    const result = results[at];
    return result !== undefined && !result.ok && result.reason === "invalid"
      ? [{ ...write, doc: { ...doc, record: null } } as const]
      : [];
  });
  if (bare.length > 0) await store.write(batch.tenant, "rejections", bare);
}
