/** Sorting the items of a message into parts, since a stranger's message may hold several apps and sources. */
import { type Batch, splitName } from "../../model/batch.ts";
import type { Part, ReadItem } from "./consuming-loop.ts";

export interface Placed<In> {
  readonly app: string;
  readonly source: string;
  readonly item: ReadItem<In>;
}

/** One part per (app, source), in order of appearance. */
export function intoParts<In>(batch: Batch, placed: readonly Placed<In>[]): Part<In>[] {
  const groups = Map.groupBy(placed, ({ app, source }) => JSON.stringify([app, source]));
  return [...groups.values()].map((group, index) => ({
    app: group[0]!.app,
    source: group[0]!.source,
    items: group.map(({ item }) => item),
    // What was refused beside the message counts once.
    batch: index === 0 ? batch : { ...batch, batch: splitName(batch.batch, index), refused: {} },
  }));
}
