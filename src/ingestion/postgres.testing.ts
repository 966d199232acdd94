/** For tests: the PostgreSQL server that POSTGRES_URL names, and tables of a test's own in it. */
import { randomBytes } from "node:crypto";
import { env } from "node:process";
import { Pool } from "pg";

export const postgresUrl = env.POSTGRES_URL;
/** Without a server tests are skipped, and fail where one has to be there. */
export const withoutPostgres =
  postgresUrl === undefined && env.CI_SERVICES !== "required" ? "POSTGRES_URL names no server" : false;

export function openPostgres() {
  const pool = new Pool({ connectionString: postgresUrl, max: 2 });
  const tables: string[] = [];
  return {
    pool,
    table(): string {
      const name = `test_${randomBytes(6).toString("hex")}`;
      tables.push(name);
      return name;
    },
    async rows<T = Record<string, unknown>>(table: string): Promise<T[]> {
      return (await pool.query(`select * from ${table} order by data_id`)).rows as T[];
    },
    async close() {
      for (const table of tables) await pool.query(`drop table if exists ${table}`);
      await pool.end();
    },
  };
}
export type Postgres = ReturnType<typeof openPostgres>;
