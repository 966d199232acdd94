/** Writing to a database: the same thing twice is one row, the newer one, in both dialects and from several writers at once. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { eventually } from "../../test/testbed.ts";
import { TenantId } from "../model/tenant.ts";
import { openPostgres, type Postgres, postgresUrl, withoutPostgres } from "./postgres.testing.ts";
import { createTableSql, mergeSql, stageSql, upsertSql } from "./postgres-sql.ts";
import { createPostgresWriter, type PostgresWriter } from "./postgres-writer.ts";

const tenant = TenantId.parse("acme");
const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

interface Row {
  readonly uuid: string;
  readonly data: string;
  readonly metadata: Record<string, unknown> | null;
  readonly tenant_id: string;
  readonly created_at: Date | null;
}

for (const dialect of ["postgres", "redshift"] as const) {
  describe(`the ${dialect} writer`, { skip: withoutPostgres }, () => {
    let postgres: Postgres;
    const open = (table: string): PostgresWriter => {
      const url = dialect === "redshift" ? postgresUrl!.replace(/^postgres(ql)?:/, "redshift:") : postgresUrl!;
      // Redshift's own type is not known here: the table is made as PostgreSQL knows it, without its unique index.
      return createPostgresWriter({ url, table, createTable: dialect === "postgres" });
    };
    async function newTable(): Promise<string> {
      const table = postgres.table();
      if (dialect === "redshift") {
        const [make] = createTableSql(table, "redshift");
        await postgres.pool.query(make!.replace("super", "jsonb").replace("varchar(65535)", "text"));
      }
      return table;
    }
    before(async () => {
      postgres = openPostgres();
      await postgres.pool.query(
        "create or replace function json_parse(text) returns jsonb language sql immutable as $$ select $1::jsonb $$",
      );
    });
    after(() => postgres.close());

    it("writes what it is given, field by field", async () => {
      const table = await newTable();
      const writer = open(table);
      const record = { id: "7", text: 'It\'s "broken"\u0000 \u{1F600}', title: "T", app: "notes", source: "forum" };
      const receipt = await writer.write({
        tenant,
        records: [{ ...record, date: 1_700_000_000, lang: "en", metadata: { score: 2 }, uuid: uuid(1) }],
      });
      assert.deepEqual([receipt.accepted, receipt.rejected], [1, []]);
      const [row] = await postgres.rows<Row>(table);
      assert.deepEqual(row, {
        uuid: uuid(1),
        source_type: "forum",
        source_id: "",
        data: 'It\'s "broken" \u{1F600}',
        data_id: "7",
        metadata: { score: 2, title: "T", app: "notes" },
        metadata_type: "json",
        lang: "en",
        tenant_id: "acme",
        created_at: new Date(1_700_000_000_000),
        updated_at: new Date(1_700_000_000_000),
      });
      await writer.close();
    });

    it("stores nothing new for the same identity or uuid again, and lets the newer win", async () => {
      const table = await newTable();
      const writer = open(table);
      const write = (...records: object[]) => writer.write({ tenant, source: "s", records });
      await write(
        { id: "1", uuid: uuid(1), text: "first", updated_at: 100 },
        { id: "2", text: "other", updated_at: 100 },
      );
      await write({ id: "1", uuid: uuid(9), text: "older", updated_at: 50 });
      await write({ id: "another", uuid: uuid(1), text: "same uuid", updated_at: 900 });
      const texts = async () => (await postgres.rows<Row>(table)).map(({ data }) => data);
      assert.deepEqual(await texts(), ["first", "other"]);
      await write({ id: "1", text: "edited twice", updated_at: 300 }, { id: "1", text: "edited", updated_at: 200 });
      assert.deepEqual(await texts(), ["edited twice", "other"]);
      await writer.write({ tenant: TenantId.parse("b"), source: "s", records: [{ id: "1", text: "theirs" }] });
      assert.equal((await texts()).length, 3);
      await writer.close();
    });

    it("refuses a row that does not fit, and that row alone", async () => {
      const table = await newTable();
      const writer = open(table);
      const records = [{ id: "a", text: "x" }, { id: "b".repeat(300), text: "x" }, "no record"];
      const { accepted, rejected } = await writer.write({ tenant, records });
      assert.deepEqual(
        [accepted, rejected.map(({ index, errors }) => [index, errors[0]?.code])],
        [
          1,
          [
            [1, "too_long_for_column"],
            [2, "invalid"],
          ],
        ],
      );
      await writer.close();
    });

    it("fails what it was writing when its connection is cut, and writes over a new one", async () => {
      const table = await newTable();
      const writer = open(table);
      await writer.write({ tenant, records: [{ id: "a", text: "x" }] });
      const holder = await postgres.pool.connect();
      await holder.query("begin");
      await holder.query(`lock table ${table} in access exclusive mode`);
      const failing = assert.rejects(
        writer.write({ tenant, records: [{ id: "b", text: "x" }] }),
        /terminating|terminated/,
      );
      const cut =
        "select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and query like $1";
      await eventually(
        "a statement that waits for the table",
        async () => (await postgres.pool.query(cut, [`%${table}%`])).rowCount === 1,
      );
      await failing;
      await holder.query("rollback");
      holder.release();
      assert.equal((await writer.write({ tenant, records: [{ id: "b", text: "x" }] })).accepted, 1);
      assert.deepEqual(
        (await postgres.rows<{ data_id: string }>(table)).map(({ data_id }) => data_id),
        ["a", "b"],
      );
      await writer.close();
    });

    it("keeps each thing once when several write the same at the same time", async () => {
      const table = await newTable();
      const writers = [open(table), open(table), open(table)];
      if (dialect === "postgres") await writers[0]!.write({ tenant, records: [{ id: "x", text: "x" }] });
      const records = Array.from({ length: 1_200 }, (_, at) => ({ id: `id-${at}`, text: `text ${at}` }));
      await Promise.all(
        writers.map((writer, at) => writer.write({ tenant, records: at === 1 ? [...records].reverse() : records })),
      );
      const { rows } = await postgres.pool.query(
        `select count(*)::int as n, count(distinct data_id)::int as ids from ${table}`,
      );
      const expected = dialect === "postgres" ? 1_201 : 1_200;
      assert.deepEqual(rows[0], { n: expected, ids: expected });
      for (const writer of writers) await writer.close();
    });
  });
}

describe("the statements for Redshift", () => {
  it("use nothing that Redshift lacks, and declare no key that it doesn't enforce", () => {
    const { before: first, after: last } = mergeSql("public.reviews", "stage");
    const statements = [
      ...createTableSql("public.reviews", "redshift"),
      ...first,
      stageSql("stage", 2, "redshift"),
      ...last,
    ];
    const text = statements.join(";\n");
    for (const lacking of [
      /on conflict/i,
      /returning/i,
      /primary key/i,
      /unique/i,
      /create index/i,
      /jsonb/i,
      /on commit/i,
    ])
      assert.doesNotMatch(text, lacking);
    assert.match(text, /merge into "public"."reviews"/);
    assert.match(text, /json_parse\(\$6\)/);
  });

  it("quote names that come from the command line", () => {
    assert.match(upsertSql('x"; drop table y', 1), /insert into "x""; drop table y"/);
  });
});
