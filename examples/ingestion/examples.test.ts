/** The examples do what they say. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createSqsWriter, DEFAULT_TENANT, type IngestionWriter } from "../../src/ingestion/index.ts";
import { openPostgres, postgresUrl, withoutPostgres } from "../../src/ingestion/postgres.testing.ts";
import { startTestServer } from "../../src/server/server.testing.ts";
import { eventually, openTestbed } from "../../test/testbed.ts";
import { enrichBetween } from "./enrich-between.ts";
import { mockToPostgres } from "./mock-to-postgres.ts";
import { queueToBoth } from "./queue-to-both.ts";

describe("examples of ingestion", () => {
  it("mock source → HTTP ingestor → PostgreSQL", { skip: withoutPostgres }, async () => {
    const postgres = openPostgres();
    const table = postgres.table();
    await mockToPostgres({ databaseUrl: postgresUrl!, table, records: 120 });
    await mockToPostgres({ databaseUrl: postgresUrl!, table, records: 120 });
    const rows = await postgres.rows(table);
    assert.deepEqual([rows.length, rows[0]?.source_type], [120, "mock"]);
    await postgres.close();
  });

  it("sources → SQS → HTTP and PostgreSQL", { skip: withoutPostgres }, async () => {
    const [postgres, bed, server] = [openPostgres(), await openTestbed(), await startTestServer()];
    const table = postgres.table();
    const queueUrl = `${bed.endpoint}/000000000000/test-raw`;
    const { credentials } = bed;
    const sources = createSqsWriter({ queueUrl, credentials });
    const records = Array.from({ length: 40 }, (_, at) => ({ id: `id-${at}`, text: `Text ${at}`, source: "forum" }));
    await sources.write({ tenant: DEFAULT_TENANT, records });
    const running = await queueToBoth({
      queueUrl,
      credentials,
      daemonUrl: server.url,
      databaseUrl: postgresUrl!,
      table,
    });
    await eventually("both", async () => {
      const taken = server.submissions.flatMap((submission) => submission.records).length;
      return taken === 40 && (await postgres.rows(table).catch(() => [])).length === 40;
    });
    await running.close();
    await sources.close();
    await server[Symbol.asyncDispose]();
    await bed.close();
    await postgres.close();
  });

  it("an enricher between two ingestors", async () => {
    const folder = await mkdtemp(join(tmpdir(), "groundswell-example-"));
    const file = join(folder, "feedback.jsonl");
    const lines = [{ text: "It fails", org: "acme" }, { text: " " }, { text: "It is slow", metadata: { score: 2 } }];
    await writeFile(file, lines.map((line) => JSON.stringify(line)).join("\n"));
    const written: unknown[] = [];
    const to: IngestionWriter = {
      async write({ records }) {
        written.push(...records);
        return { batch_ids: [], accepted: records.length, rejected: [] };
      },
    };
    await enrichBetween({ file, planOf: (org) => (org === "acme" ? "pro" : undefined), to });
    const seen = (written as Record<string, unknown>[]).map(({ text, org, metadata }) => ({ text, org, metadata }));
    assert.deepEqual(JSON.parse(JSON.stringify(seen)), [
      { text: "It fails", org: "acme", metadata: { plan: "pro" } },
      { text: "It is slow", metadata: { score: 2 } },
    ]);
    await rm(folder, { recursive: true });
  });
});
