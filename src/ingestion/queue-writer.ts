/** A writer to any SQS queue: lists of records, as the raw queue takes them, or of the original framework's `IngestionData`. */

import type { OutgoingMessage } from "../queue/queue.ts";
import { createSender } from "../queue/sqs-sender.ts";
import type { IngestionWriter, Receipt, RefusedRecord, Submission } from "./ingestion.ts";
import { openQueueClient, type QueueAddress } from "./sqs-client.ts";
import { type LooseRecord, wireDataOf } from "./wire.ts";

export interface QueueWriterOptions extends QueueAddress {
  /** Default `record`. */
  readonly format?: "record" | "ingestion";
}

export interface QueueWriter extends IngestionWriter {
  close(): Promise<void>;
}

/** Of a message's body; a record that is larger is refused. */
const MESSAGE_BYTES = 64 * 1024;

const isObject = (record: unknown): record is LooseRecord =>
  typeof record === "object" && record !== null && !Array.isArray(record);

export function createQueueWriter(options: QueueWriterOptions): QueueWriter {
  const client = openQueueClient(options);
  const fairGroups = /\.amazonaws\.com/.test(new URL(options.queueUrl).hostname);
  // One queue, whatever the sender calls it.
  const sender = createSender({ client, urlOf: async () => options.queueUrl, mend: () => undefined, fairGroups });

  function prepare(record: LooseRecord, submission: Submission): LooseRecord {
    if (options.format === "ingestion") return { ...wireDataOf(record, submission) };
    const { app, source, sourceId } = submission;
    const known = { app, source, ...record };
    return sourceId === undefined ? known : { ...known, source_id: sourceId };
  }

  /** One app and one source a message, as batches are. */
  function cut(submission: Submission, rejected: RefusedRecord[]): string[] {
    const open = new Map<string, { rows: string[]; bytes: number }>();
    const bodies: string[] = [];
    const close = ({ rows }: { readonly rows: readonly string[] }) => bodies.push(`[${rows.join(",")}]`);
    submission.records.forEach((record, index) => {
      if (!isObject(record)) {
        rejected.push({ index, errors: [{ field: "", code: "invalid", message: "a record is a JSON object" }] });
        return;
      }
      const prepared = prepare(record, submission);
      const row = JSON.stringify(prepared);
      const bytes = Buffer.byteLength(row) + 1;
      if (bytes > MESSAGE_BYTES) {
        const message = `more than ${MESSAGE_BYTES} bytes of JSON`;
        rejected.push({ index, errors: [{ field: "", code: "too_large", message }] });
        return;
      }
      const key = JSON.stringify([prepared.app, prepared.source ?? prepared.source_type]);
      const full = open.get(key);
      if (full !== undefined && full.bytes + bytes > MESSAGE_BYTES) close(full);
      const fits = full !== undefined && full.bytes + bytes <= MESSAGE_BYTES;
      const message = fits ? full : { rows: [], bytes: 0 };
      message.rows.push(row);
      message.bytes += bytes;
      open.set(key, message);
    });
    for (const message of open.values()) close(message);
    return bodies;
  }

  return {
    async write(submission, signal): Promise<Receipt> {
      const rejected: RefusedRecord[] = [];
      const messages = cut(submission, rejected).map(
        (body): OutgoingMessage => ({ body, attributes: { tenant: submission.tenant }, group: submission.tenant }),
      );
      if (messages.length > 0) await sender.send("raw", messages, signal);
      return { batch_ids: [], accepted: submission.records.length - rejected.length, rejected };
    },
    async close() {
      await sender.idle();
      client.destroy();
    },
  };
}
