/** A mock source posts feedback to an HTTP ingestor, which writes it to PostgreSQL: a few at a time, again when the database is away. */
import {
  batch,
  createHttpIngestor,
  createHttpWriter,
  createPostgresWriter,
  retry,
  TenantId,
} from "../../src/ingestion/index.ts";

export interface MockToPostgres {
  readonly databaseUrl: string;
  readonly table: string;
  /** How many records the mock source makes. */
  readonly records: number;
}

/** Resolves when all are in the table. */
export async function mockToPostgres({ databaseUrl, table, records }: MockToPostgres): Promise<void> {
  const database = createPostgresWriter({ url: databaseUrl, table, createTable: true });
  const gathered = batch(retry(database, { tries: 5 }), { records: 200, ms: 50 });
  const listening = await createHttpIngestor({ port: 0, source: "mock" }).listenAndServe(gathered);
  const source = createHttpWriter({ url: listening.url });
  const tenant = TenantId.parse("acme");
  for (let at = 0; at < records; at += 50) {
    const some = Array.from({ length: Math.min(50, records - at) }, (_, offset) => ({
      id: `mock-${at + offset}`,
      text: `The export of report ${at + offset} fails.`,
      date: 1_780_000_000 + at + offset,
    }));
    await source.write({ tenant, records: some });
  }
  await listening.close();
  await database.close();
}
