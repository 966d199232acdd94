/** An ingestor from S3: every object under a prefix, oldest key first, and then those that notifications on a queue name. */
import type { TenantId } from "../model/tenant.ts";
import { startConsumption } from "../queue/sqs-consumption.ts";
import { type BucketOptions, isNoSuchKey, listObjects, openBucketClient, openObject, readArrivals } from "./bucket.ts";
import type { IngestionWriter, Ingestor, Receipt } from "./ingestion.ts";
import { recordsOf } from "./object-records.ts";
import { openQueueClient } from "./sqs-client.ts";

export interface BucketIngestorOptions extends BucketOptions {
  readonly bucket: string;
  readonly prefix?: string;
  readonly tenant: TenantId;
  readonly app?: string;
  readonly source?: string;
  /** S3's notifications: listened to once what is there has been read. */
  readonly queueUrl?: string;
  /** Default: that of S3, where it is one's own. */
  readonly queueEndpoint?: string;
  /** Records a submission; default 500. */
  readonly size?: number;
  readonly onReceipt?: (receipt: Receipt, key: string) => void;
  readonly onError?: (error: Error) => void;
}

/** Resolves when all that is there has been written; with `queueUrl` it then listens until it is closed. */
export function createBucketIngestor(options: BucketIngestorOptions): Ingestor {
  const { bucket, prefix = "", tenant, app, source = "s3", size = 500, onReceipt, onError } = options;

  return {
    async listenAndServe(writer: IngestionWriter) {
      const client = openBucketClient(options);
      const stopping = new AbortController();
      const { signal } = stopping;

      async function readObject(from: string, key: string): Promise<void> {
        const { body } = await openObject(client, from, key, signal);
        let records: unknown[] = [];
        const flush = async (): Promise<void> => {
          if (records.length === 0) return;
          const receipt = await writer.write({
            tenant,
            app,
            source,
            sourceId: `${from}/${key}`.slice(0, 300),
            records,
          });
          onReceipt?.(receipt, key);
          records = [];
        };
        for await (const record of recordsOf(key, body, signal)) {
          records.push(record);
          if (records.length >= size) await flush();
        }
        await flush();
      }

      async function readAll(): Promise<void> {
        let token: string | undefined;
        do {
          const page = await listObjects(client, bucket, { prefix, token }, signal);
          for (const { key } of page.objects) {
            if (signal.aborted) return;
            await readObject(bucket, key);
          }
          token = page.next;
        } while (token !== undefined);
      }

      /** Some servers don't encode keys: what isn't there by its decoded name may be there by the other. */
      async function readArrival({ bucket: from, key, rawKey }: { bucket: string; key: string; rawKey: string }) {
        await readObject(from, key).catch((error: unknown) => {
          if (!isNoSuchKey(error) || key === rawKey) throw error;
          return readObject(from, rawKey);
        });
      }

      await readAll();
      if (options.queueUrl === undefined) {
        client.destroy();
        return { close: async () => undefined };
      }
      const { queueUrl, queueEndpoint: endpoint, region, credentials } = options;
      const queue = openQueueClient({ queueUrl, endpoint, region, credentials });
      const deps = {
        client: queue,
        urlOf: async () => queueUrl,
        mend: () => undefined,
        waitSeconds: 5,
        visibilitySeconds: 60,
      };
      const consumption = startConsumption(deps, "raw", async (messages) => {
        const done = [];
        for (const message of messages) {
          try {
            for (const arrival of readArrivals(message.body) ?? []) await readArrival(arrival);
            done.push(message);
          } catch (error) {
            onError?.(error as Error);
          }
        }
        return done;
      });
      return {
        async close() {
          stopping.abort();
          await consumption.stop(10_000);
          queue.destroy();
          client.destroy();
        },
      };
    },
  };
}
