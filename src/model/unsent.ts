/** Messages of one request, written down before they are sent and forgotten afterwards: they are on the queue as a whole or not at all. */
import type { QueueName } from "./loops.ts";

export interface UnsentDocument {
  /** When the request came, unix seconds. */
  readonly at: number;
  readonly queue: QueueName;
  /** As JSON, packed with Zstandard, in base64. */
  readonly messages: string;
}
