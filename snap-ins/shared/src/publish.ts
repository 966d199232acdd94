/** Records to the queue: a message is a JSON array, as the original snap-ins sent it, cut so that every SQS takes it. */
import type { Outbox } from "./sqs.ts";

/** The limits of Groundswell's intake: 64 KB of UTF-8 for a record, and for a message. */
const MAX_RECORD_BYTES = 64 * 1024;
const MAX_MESSAGE_BYTES = 64 * 1024;
const MAX_RECORDS = 100;

export interface Published {
  readonly sent: number;
  readonly tooLarge: number;
}

/** Message bodies of at most 64 KB each; a record larger than that is left out and counted. */
export function toMessages(records: readonly unknown[]): {
  readonly bodies: readonly string[];
  readonly tooLarge: number;
} {
  const bodies: string[] = [];
  let tooLarge = 0;
  let parts: string[] = [];
  let bytes = 0;
  const flush = () => {
    if (parts.length > 0) bodies.push(`[${parts.join(",")}]`);
    parts = [];
    bytes = 0;
  };
  for (const record of records) {
    const json = JSON.stringify(record);
    const size = Buffer.byteLength(json) + 1;
    if (size > MAX_RECORD_BYTES - 2) {
      tooLarge += 1;
      continue;
    }
    if (parts.length === MAX_RECORDS || bytes + size + 2 > MAX_MESSAGE_BYTES) flush();
    parts.push(json);
    bytes += size;
  }
  flush();
  return { bodies, tooLarge };
}

export async function publishRecords(queue: Outbox, records: readonly unknown[]): Promise<Published> {
  const { bodies, tooLarge } = toMessages(records);
  if (bodies.length > 0) await queue.publish(bodies);
  return { sent: records.length - tooLarge, tooLarge };
}
