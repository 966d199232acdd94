/** A writer to PostgreSQL or Redshift, into the original framework's table: the same thing twice is one row, the newer one. */
import { randomUUID } from "node:crypto";
import { Pool, type PoolClient } from "pg";
import { cleanText } from "../model/read-record.ts";
import type { IngestionWriter, Receipt, RefusedRecord, Submission } from "./ingestion.ts";
import {
  byUuidSql,
  type Column,
  columns,
  createTableSql,
  type Dialect,
  limits,
  mergeSql,
  ROWS_A_STATEMENT,
  stageSql,
  upsertSql,
} from "./postgres-sql.ts";
import { type LooseRecord, type WrittenData, wireDataOf } from "./wire.ts";

export interface PostgresWriterOptions {
  /** `postgres://…`, or `redshift://…` for Redshift's dialect. */
  readonly url: string;
  /** Default `ingestion_data`; `schema.table` works. */
  readonly table?: string;
  /** Makes the table and its index when they are not there. */
  readonly createTable?: boolean;
  /** Connections at most; default 4. */
  readonly connections?: number;
}

export interface PostgresWriter extends IngestionWriter {
  close(): Promise<void>;
}

/** SQLSTATE: another transaction took the uuid or identity meanwhile, or the two waited for each other. */
const AGAIN = ["23505", "40001", "40P01"];
const MAX_TRIES = 5;

type Row = WrittenData;

function tooLong(row: Row, dialect: Dialect): RefusedRecord["errors"] {
  return Object.entries(limits[dialect]).flatMap(([name, limit]) => {
    const value = name === "metadata" ? JSON.stringify(row.metadata) : String(row[name as Column] ?? "");
    const length = dialect === "redshift" ? Buffer.byteLength(value) : [...value].length;
    const message = `${length} ${dialect === "redshift" ? "bytes" : "characters"}; ${limit} fit`;
    return length > limit ? [{ field: name, code: "too_long_for_column", message }] : [];
  });
}

const valuesOf = (row: Row): unknown[] =>
  columns.map((name) => {
    const value = row[name];
    if (name === "metadata") return value === null ? null : cleanText(JSON.stringify(value).replaceAll("\\u0000", ""));
    return typeof value === "string" ? cleanText(value) : value;
  });

const identityOf = (row: Pick<Row, "tenant_id" | "source_type" | "source_id" | "data_id">): string =>
  JSON.stringify([row.tenant_id, row.source_type, row.source_id, row.data_id]);
const ageOf = ({ updated_at, created_at }: Row): string => updated_at ?? created_at ?? "";

/** One row of each identity and of each uuid: a statement can't meet the same row twice. */
function distinct(rows: readonly Row[]): Row[] {
  const byIdentity = new Map<string, Row>();
  for (const row of rows) {
    const key = identityOf(row);
    const other = byIdentity.get(key);
    if (other === undefined || ageOf(row) > ageOf(other)) byIdentity.set(key, row);
  }
  const byUuid = new Map<string, Row>();
  for (const row of byIdentity.values()) if (!byUuid.has(row.uuid)) byUuid.set(row.uuid, row);
  return [...byUuid.values()];
}

function* chunks(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) yield rows.slice(at, at + ROWS_A_STATEMENT);
}

async function upsert(client: PoolClient, table: string, rows: readonly Row[]): Promise<void> {
  await client.query("begin");
  for (const chunk of chunks(rows)) {
    const taken = await client.query<Row>(byUuidSql(table), [chunk.map(({ uuid }) => uuid)]);
    const owners = new Map(taken.rows.map((row) => [row.uuid, identityOf(row)]));
    // The same uuid again is the same thing, whatever else it says.
    const fresh = chunk.filter((row) => (owners.get(row.uuid) ?? identityOf(row)) === identityOf(row));
    if (fresh.length > 0) await client.query(upsertSql(table, fresh.length), fresh.flatMap(valuesOf));
  }
  await client.query("commit");
}

async function merge(client: PoolClient, table: string, rows: readonly Row[], dialect: Dialect): Promise<void> {
  const stage = `groundswell_stage_${randomUUID().replaceAll("-", "")}`;
  const { before, after } = mergeSql(table, stage);
  for (const statement of before) await client.query(statement);
  for (const chunk of chunks(rows)) await client.query(stageSql(stage, chunk.length, dialect), chunk.flatMap(valuesOf));
  for (const statement of after) await client.query(statement);
}

export function createPostgresWriter(options: PostgresWriterOptions): PostgresWriter {
  const { table = "ingestion_data", connections: max = 4 } = options;
  const dialect: Dialect = /^redshift:/i.test(options.url) ? "redshift" : "postgres";
  const connectionString = options.url.replace(/^redshift:/i, "postgres:");
  const pool = new Pool({ connectionString, max, connectionTimeoutMillis: 10_000 });
  // A connection that breaks while nobody uses it is replaced with the next write; one that breaks while it is used
  // fails what was asked of it, and says so once more as an event.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  let created: Promise<void> | undefined;

  async function create(): Promise<void> {
    for (const statement of createTableSql(table, dialect)) await pool.query(statement);
  }

  async function writeOnce(rows: readonly Row[]): Promise<void> {
    const client = await pool.connect();
    try {
      if (dialect === "redshift") await merge(client, table, rows, dialect);
      else await upsert(client, table, rows);
      client.release();
    } catch (error) {
      await client.query("rollback").catch(() => undefined);
      client.release(error as Error);
      throw error;
    }
  }

  async function writeRows(rows: readonly Row[]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await writeOnce(rows);
      } catch (error) {
        const code = (error as { readonly code?: string }).code ?? "";
        if (!AGAIN.includes(code) || attempt >= MAX_TRIES) throw error;
      }
    }
  }

  return {
    async write(submission: Submission): Promise<Receipt> {
      if (options.createTable) {
        created ??= create();
        await created.catch((error: unknown) => {
          created = undefined;
          throw error;
        });
      }
      const rejected: RefusedRecord[] = [];
      const rows: Row[] = [];
      submission.records.forEach((record, index) => {
        if (typeof record !== "object" || record === null || Array.isArray(record)) {
          rejected.push({ index, errors: [{ field: "", code: "invalid", message: "a record is a JSON object" }] });
          return;
        }
        const row = wireDataOf(record as LooseRecord, submission);
        const errors = tooLong(row, dialect);
        if (errors.length > 0) rejected.push({ index, errors });
        else rows.push(row);
      });
      if (rows.length > 0) await writeRows(distinct(rows));
      return { batch_ids: [], accepted: rows.length, rejected };
    },
    close: () => pool.end(),
  };
}
