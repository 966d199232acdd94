/** Each record to the first writer whose condition it meets; one that meets none is refused and counted, never lost in silence. */
import type { IngestionWriter, Receipt, RefusedRecord } from "./ingestion.ts";

export interface Route {
  /** Absent: whatever came this far. */
  readonly when?: (record: unknown) => boolean;
  readonly writer: IngestionWriter;
}

const UNROUTED = { field: "", code: "unrouted", message: "no route takes this record" };

export function route(routes: readonly Route[]): IngestionWriter {
  return {
    async write(submission, signal): Promise<Receipt> {
      const groups = new Map<Route, number[]>();
      const rejected: RefusedRecord[] = [];
      submission.records.forEach((record, index) => {
        const chosen = routes.find(({ when }) => when === undefined || when(record));
        if (chosen === undefined) rejected.push({ index, errors: [UNROUTED] });
        else groups.set(chosen, [...(groups.get(chosen) ?? []), index]);
      });
      const batch_ids: string[] = [];
      let accepted = 0;
      for (const [{ writer }, indexes] of groups) {
        const records = indexes.map((index) => submission.records[index]);
        const receipt = await writer.write({ ...submission, records }, signal);
        batch_ids.push(...receipt.batch_ids);
        accepted += receipt.accepted;
        rejected.push(...receipt.rejected.map(({ index, errors }) => ({ index: indexes[index]!, errors })));
      }
      return { batch_ids, accepted, rejected: rejected.sort((a, b) => a.index - b.index) };
    },
  };
}
