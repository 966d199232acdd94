/** An ingestor from any SQS queue: a message is acknowledged once all that it holds is written or refused by the writer. */
import { TenantId } from "../model/tenant.ts";
import type { ReceivedMessage } from "../queue/queue.ts";
import { startConsumption } from "../queue/sqs-consumption.ts";
import type { IngestionWriter, Ingestor, Receipt } from "./ingestion.ts";
import { openQueueClient, type QueueAddress } from "./sqs-client.ts";
import { readSubmitted } from "./wire.ts";

export interface QueueIngestorOptions extends QueueAddress {
  /** Whose a message is that doesn't say. */
  readonly tenant: TenantId;
  readonly app?: string;
  readonly source?: string;
  /** Receive loops side by side; default 1. */
  readonly concurrency?: number;
  readonly visibilitySeconds?: number;
  readonly waitSeconds?: number;
  readonly onReceipt?: (receipt: Receipt) => void;
  /** A message that is left for the queue to redeliver, and in the end to set aside. */
  readonly onError?: (error: Error) => void;
}

/** What a message holds: a list or one record; what is no JSON goes on as the text that it is, for the writer to refuse. */
function recordsOf(body: string): unknown[] {
  try {
    const value: unknown = JSON.parse(body);
    return (Array.isArray(value) ? value : [value]).map(readSubmitted);
  } catch {
    return [body];
  }
}

export function createQueueIngestor(options: QueueIngestorOptions): Ingestor {
  const { queueUrl, app, source, onReceipt, onError } = options;

  async function pass(message: ReceivedMessage, writer: IngestionWriter, signal: AbortSignal): Promise<boolean> {
    const tenant = TenantId.safeParse(message.attributes.tenant).data ?? options.tenant;
    try {
      const receipt = await writer.write({ tenant, app, source, records: recordsOf(message.body) }, signal);
      onReceipt?.(receipt);
      return true;
    } catch (error) {
      onError?.(error as Error);
      return false;
    }
  }

  return {
    async listenAndServe(writer) {
      const client = openQueueClient(options);
      const { visibilitySeconds = 30, waitSeconds = 10, concurrency } = options;
      const deps = { client, urlOf: async () => queueUrl, mend: () => undefined, waitSeconds, visibilitySeconds };
      const consumption = startConsumption(
        deps,
        "raw",
        async (messages, signal) => {
          const done = await Promise.all(messages.map((message) => pass(message, writer, signal)));
          return messages.filter((_, at) => done[at]);
        },
        { concurrency, onAvailability: (available, error) => available || onError?.(error!) },
      );
      return {
        async close() {
          await consumption.stop(10_000);
          client.destroy();
        },
      };
    },
  };
}
