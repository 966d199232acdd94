/** A function between ingestor and writer: it changes records, or drops them by answering undefined. */
import type { IngestionWriter, Receipt } from "./ingestion.ts";

export type Processor = (record: unknown) => unknown | undefined | Promise<unknown | undefined>;

/** What it drops is counted in the receipt; one that throws refuses its record alone. */
export function process(writer: IngestionWriter, fn: Processor): IngestionWriter {
  return {
    async write(submission, signal): Promise<Receipt> {
      const failed: { readonly index: number; readonly message: string }[] = [];
      const kept: { readonly index: number; readonly record: unknown }[] = [];
      for (const [index, record] of submission.records.entries()) {
        try {
          const made = await fn(record);
          if (made !== undefined) kept.push({ index, record: made });
        } catch (error) {
          failed.push({ index, message: (error as Error).message });
        }
      }
      const refused = failed.map(({ index, message }) => {
        return { index, errors: [{ field: "", code: "processor_failed", message }] };
      });
      const dropped = submission.records.length - kept.length - failed.length;
      if (kept.length === 0) return { batch_ids: [], accepted: dropped, rejected: refused, dropped };
      const receipt = await writer.write({ ...submission, records: kept.map(({ record }) => record) }, signal);
      const rejected = receipt.rejected.map(({ index, errors }) => ({ index: kept[index]!.index, errors }));
      return {
        ...receipt,
        // Dropped on purpose is dealt with: the sender need not send it again.
        accepted: receipt.accepted + dropped,
        rejected: [...rejected, ...refused].sort((a, b) => a.index - b.index),
        dropped: dropped + (receipt.dropped ?? 0),
      };
    },
  };
}
