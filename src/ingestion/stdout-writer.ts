/** Writes each record as a line of JSON, to standard output or any other stream. */
import { once } from "node:events";
import type { Writable } from "node:stream";
import type { IngestionWriter } from "./ingestion.ts";
import { type LooseRecord, wireDataOf } from "./wire.ts";

export interface StdoutWriterOptions {
  /** Default: the process's own. */
  readonly stream?: Writable;
  /** `record` (default): as it came; `ingestion`: in the original framework's format. */
  readonly format?: "record" | "ingestion";
}

export function createStdoutWriter({ stream, format = "record" }: StdoutWriterOptions = {}): IngestionWriter {
  const out = stream ?? process.stdout;
  return {
    async write(submission) {
      const { tenant, app, source, records } = submission;
      const lines = records.map((record) => {
        const isObject = typeof record === "object" && record !== null && !Array.isArray(record);
        if (!isObject) return JSON.stringify(record);
        const wire = format === "ingestion";
        return JSON.stringify(
          wire ? wireDataOf(record as LooseRecord, submission) : { app, source, tenant, ...record },
        );
      });
      if (lines.length > 0 && !out.write(`${lines.join("\n")}\n`)) await once(out, "drain");
      return { batch_ids: [], accepted: records.length, rejected: [] };
    },
  };
}
