/** The books of one stage: whether a part was done before, and what became of it. */
import type { EntryKey, Sealed } from "../../ledger/ledger.ts";
import type { Batch } from "../../model/batch.ts";
import type { LedgerEntry } from "../../model/ledger.ts";
import { type ConsumingLoopName, stagePlaceOf } from "../../model/loops.ts";
import type { Part } from "./consuming-loop.ts";
import type { Ports } from "./patience.ts";
import type { Settled } from "./settle.ts";
import { countOutcomes } from "./tally.ts";

export const keyOf = (stage: ConsumingLoopName, { batch, part }: Batch): EntryKey => ({ batch, part, stage });

/** A redrive is done when the entry names its dead letter; of what is sealed, nothing is dead. */
export const isDone = (entry: LedgerEntry | Sealed | undefined, { redriveOf }: Batch): boolean =>
  entry === "sealed" || (entry !== undefined && (redriveOf === undefined || entry.redriven.includes(redriveOf)));

/** A new entry, or the dead records of an old one moved to their new outcome. `at`: unix seconds. */
export async function book(
  { store, ledger }: Pick<Ports, "store" | "ledger">,
  stage: ConsumingLoopName,
  { batch, app, source, items }: Pick<Part<unknown>, "batch" | "app" | "source" | "items">,
  { outcomes, sent }: Settled,
  at: number,
): Promise<void> {
  const { pipeline, first, last } = stagePlaceOf(stage);
  const { tenant, redriveOf } = batch;
  const counts = countOutcomes(outcomes, last);
  const key = keyOf(stage, batch);
  // The queue's own redrive makes dead letters of messages that no stage has booked.
  const [before] = redriveOf === undefined ? [] : await ledger.find(tenant, [key]);
  if (before === "sealed") return;
  if (redriveOf !== undefined && before !== undefined) {
    const letter = await store.get(tenant, "dead_letters", redriveOf);
    const dead = letter?.doc.records ?? items.length;
    await ledger.moveDead(tenant, key, {
      deadLetter: redriveOf,
      dead,
      in: outcomes.length,
      counts,
      sent,
    });
    return;
  }
  await ledger.record(tenant, {
    pipeline,
    ...key,
    app,
    source,
    at,
    in: outcomes.length,
    counts,
    refused: first ? batch.refused : {},
    sent,
    // A stranger's message on an inner queue was seen by no stage before this one.
    first: first || batch.foreign,
    last,
    replay_of: batch.replayOf,
    redriven: redriveOf === undefined ? [] : [redriveOf],
  });
}
