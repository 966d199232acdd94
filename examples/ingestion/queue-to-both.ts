/** What sources put on a queue goes to a daemon and to PostgreSQL: a message is acknowledged once both have it. */
import {
  createHttpWriter,
  createPostgresWriter,
  createSqsIngestor,
  DEFAULT_TENANT,
  type Listening,
  tee,
} from "../../src/ingestion/index.ts";

export interface QueueToBoth {
  readonly queueUrl: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly daemonUrl: string;
  readonly databaseUrl: string;
  readonly table: string;
}

/** Runs until it is closed. */
export async function queueToBoth(options: QueueToBoth): Promise<Listening> {
  const { queueUrl, credentials, daemonUrl, databaseUrl, table } = options;
  const database = createPostgresWriter({ url: databaseUrl, table, createTable: true });
  const both = tee([
    { name: "daemon", writer: createHttpWriter({ url: daemonUrl }) },
    { name: "database", writer: database },
  ]);
  const ingestor = createSqsIngestor({ queueUrl, credentials, tenant: DEFAULT_TENANT, waitSeconds: 1 });
  const listening = await ingestor.listenAndServe(both);
  return {
    async close() {
      await listening.close();
      await database.close();
    },
  };
}
