/** Feedback from a file or a stream of JSON lines: an ingestor that is done when it is. */
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { TenantId } from "../model/tenant.ts";
import type { IngestionWriter, Ingestor, Receipt } from "./ingestion.ts";
import { jsonLines, recordsOfSource } from "./object-records.ts";
import { openFile } from "./tables/byte-source.ts";
import { readSubmitted } from "./wire.ts";

export interface FileOptions {
  readonly path: string | URL;
  /** Read instead of the file: standard input, say. */
  readonly input?: Readable;
  readonly tenant: TenantId;
  /** What a record is when it doesn't say. */
  readonly app?: string;
  readonly source?: string;
  /** Changes each record on its way, say from a relative date to a real one. Default: what is the original framework's `IngestionData` becomes a record. */
  readonly map?: (record: unknown) => unknown;
  /** Hears what the writer answered, submission by submission. */
  readonly onReceipt?: (receipt: Receipt) => void;
  /** Records a submission; default 500. */
  readonly size?: number;
}

/** A stream may have no end: its lines go on as they come. A file is read as what it is. */
async function* valuesOf({ path, input }: FileOptions): AsyncGenerator<unknown> {
  if (input !== undefined) return yield* jsonLines(input);
  const name = String(path);
  if (/\.(jsonl|ndjson)$/i.test(name)) return yield* jsonLines(createReadStream(path));
  yield* recordsOfSource(await openFile(path instanceof URL ? fileURLToPath(path) : path));
}

async function serve(options: FileOptions, writer: IngestionWriter, signal: AbortSignal): Promise<void> {
  const { tenant, app, source, map = readSubmitted, onReceipt, size = 500 } = options;
  const place = { tenant, app, source };
  let records: unknown[] = [];
  const flush = async (): Promise<void> => {
    if (records.length === 0) return;
    const receipt = await writer.write({ ...place, records });
    onReceipt?.(receipt);
    records = [];
  };
  for await (const value of valuesOf(options)) {
    if (signal.aborted) return;
    records.push(map(value));
    if (records.length >= size) await flush();
  }
  await flush();
}

/** Resolves when the whole file is written; rejects with what the writer throws, or when the file can't be read. */
export function createFileIngestor(options: FileOptions): Ingestor {
  return {
    async listenAndServe(writer) {
      const stopping = new AbortController();
      await serve(options, writer, stopping.signal);
      return { close: async () => stopping.abort() };
    },
  };
}
