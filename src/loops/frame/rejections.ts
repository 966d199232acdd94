/** Keeping what was dropped or rejected, with the reason, so that a person can look at it and run it again. */
import { rejectionWrite } from "../../ledger/rejection-search.ts";
import type { Batch } from "../../model/batch.ts";
import { shortId } from "../../model/identity.ts";
import { consumingLoops, loops } from "../../model/loops.ts";
import { namedInsight } from "../../model/named-insight.ts";
import type { Outcome } from "../../model/outcome.ts";
import type { Rejection } from "../../model/rejection.ts";
import { erasedOnTheWay } from "../../operations/tombstones.ts";
import type { Store } from "../../store/store.ts";
import type { Part, ReadItem, Rejected } from "./consuming-loop.ts";
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

const rejectionId = (stage: string, { batch, part, redriveOf = "" }: Batch, index: number): string =>
  shortId("rejection", stage, batch, part, redriveOf, index);

/** What a loop may keep in a form of its own. */
export const rejectedOf = <In>(
  stage: string,
  { batch, items }: Pick<Part<In>, "batch" | "items">,
  outcomes: readonly Outcome<unknown>[],
): Rejected<In>[] =>
  outcomes.flatMap((outcome, index) =>
    outcome.kind === "reject"
      ? [
          {
            index,
            item: items[index]!,
            errors: outcome.errors,
            more: outcome.more,
            rejection: rejectionId(stage, batch, index),
          },
        ]
      : [],
  );

/** A record that knows its insight's id. */
interface Arrival {
  readonly id: string;
  readonly ingested_at: number;
}

const isArrival = (value: unknown): value is Arrival =>
  typeof value === "object" && value !== null && "id" in value && "ingested_at" in value;

/** As it was sent: when it reached us is ours. */
function withoutStamp(raw: unknown): unknown {
  if (typeof raw !== "object" || raw === null || !("ingested_at" in raw)) return raw;
  const { ingested_at: _, ...sent } = raw;
  return sent;
}

/** Whose records become insights, or are wishes of some. */
const OF_INSIGHTS: ReadonlySet<string> = new Set(
  consumingLoops.filter((name) => ["feedback", "features"].includes(loops[name].pipeline)),
);

/** Which insight it is about, for who erases that. */
function aboutInsight<In>({ tenant }: Batch, place: RejectionPlace, item: ReadItem<In> | undefined) {
  if (item === undefined || !OF_INSIGHTS.has(place.stage)) return {};
  const read = "value" in item && isArrival(item.value) ? item.value.id : undefined;
  const insight_id = read ?? namedInsight(tenant, place, item.raw);
  return insight_id === undefined ? {} : { insight_id };
}

/** Ids come from the place in the batch, so that a redelivery writes the same documents. */
export async function keepRejections<In>(
  store: Pick<Store, "write">,
  batch: Batch,
  place: RejectionPlace,
  items: readonly ReadItem<In>[],
  outcomes: readonly Outcome<unknown>[],
): Promise<void> {
  const writes = outcomes.flatMap((outcome, index) => {
    const what = rejectionOf(outcome);
    if (what === undefined) return [];
    const id = rejectionId(place.stage, batch, index);
    const doc: Rejection = {
      id,
      ...place,
      ...what,
      record: withoutStamp(items[index]?.raw),
      batch: batch.batch,
      ...aboutInsight(batch, place, items[index]),
      replayed: false,
      ...(batch.replayOf === undefined ? {} : { again: true }),
    };
    return [rejectionWrite("put", doc)];
  });
  const results = await store.write(batch.tenant, "rejections", writes);
  // A record that no store can hold (too deep, say) is kept as its reasons alone.
  const bare = writes.flatMap(({ doc }, at) => {
    const result = results[at];
    return result !== undefined && !result.ok && result.reason === "invalid"
      ? [rejectionWrite("put", { ...doc, record: null })]
      : [];
  });
  if (bare.length > 0) await store.write(batch.tenant, "rejections", bare);
}

/** Takes away what was kept of records that were erased while they were on their way. */
export async function dropErased<In>(
  store: Pick<Store, "write" | "getMany">,
  stage: string,
  { batch, items }: Pick<Part<In>, "batch" | "items">,
  outcomes: readonly Outcome<unknown>[],
): Promise<void> {
  const kept = outcomes.flatMap((outcome, index) => {
    const item = items[index]!;
    const isKept = rejectionOf(outcome) !== undefined && "value" in item && isArrival(item.value);
    return isKept ? [{ ...(item.value as Arrival), rejection: rejectionId(stage, batch, index) }] : [];
  });
  const erased = await erasedOnTheWay(store, batch.tenant, kept);
  const removes = erased.map(({ rejection: id }) => ({ op: "delete", id }) as const);
  if (removes.length > 0) await store.write(batch.tenant, "rejections", removes);
}
