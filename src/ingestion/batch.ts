/** Gathers small submissions into greater ones: each caller is answered once its own records are written. */
import type { IngestionWriter, Receipt, Submission } from "./ingestion.ts";

export interface BatchOptions {
  /** Records that make a batch full. */
  readonly records: number;
  /** Milliseconds after its first record at which a batch is written, full or not. */
  readonly ms: number;
}

interface Waiting {
  readonly submission: Submission;
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (error: unknown) => void;
}

interface Gathering {
  readonly waiting: Waiting[];
  count: number;
  readonly timer: NodeJS.Timeout;
}

export interface BatchWriter extends IngestionWriter {
  /** Writes what waits, and resolves when it is written. */
  flush(): Promise<void>;
}

const placeOf = ({ tenant, app, source, sourceId, replayOf }: Submission): string =>
  JSON.stringify([tenant, app, source, sourceId, replayOf]);

/** What a caller's own records came to. */
function share(receipt: Receipt, from: number, count: number): Receipt {
  const rejected = receipt.rejected
    .filter(({ index }) => index >= from && index < from + count)
    .map(({ index, errors }) => ({ index: index - from, errors }));
  return { batch_ids: receipt.batch_ids, accepted: count - rejected.length, rejected };
}

export function batch(writer: IngestionWriter, { records, ms }: BatchOptions): BatchWriter {
  const gathering = new Map<string, Gathering>();
  const writing = new Set<Promise<void>>();

  async function write({ waiting }: Gathering): Promise<void> {
    const [first] = waiting;
    if (first === undefined) return;
    try {
      const all = waiting.flatMap(({ submission }) => submission.records);
      const receipt = await writer.write({ ...first.submission, records: all });
      let from = 0;
      for (const { submission, resolve } of waiting) {
        resolve(share(receipt, from, submission.records.length));
        from += submission.records.length;
      }
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }

  function leave(place: string): void {
    const full = gathering.get(place);
    if (full === undefined) return;
    gathering.delete(place);
    clearTimeout(full.timer);
    const written = write(full).finally(() => writing.delete(written));
    writing.add(written);
  }

  return {
    write(submission, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason);
      const place = placeOf(submission);
      return new Promise((resolve, reject) => {
        let open = gathering.get(place);
        if (open === undefined) {
          open = { waiting: [], count: 0, timer: setTimeout(() => leave(place), ms) };
          gathering.set(place, open);
        }
        open.waiting.push({ submission, resolve, reject });
        open.count += submission.records.length;
        if (open.count >= records) leave(place);
      });
    },
    async flush() {
      for (const place of [...gathering.keys()]) leave(place);
      await Promise.all(writing);
    },
  };
}
