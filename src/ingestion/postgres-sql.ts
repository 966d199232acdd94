/** The table of the original framework, in PostgreSQL's and in Redshift's dialect: making it, and writing rows of which the newer win. */
export type Dialect = "postgres" | "redshift";

/** In the order in which values are given. */
export const columns = [
  "uuid",
  "source_type",
  "source_id",
  "data",
  "data_id",
  "metadata",
  "metadata_type",
  "lang",
  "tenant_id",
  "created_at",
  "updated_at",
] as const;
export type Column = (typeof columns)[number];

/** What makes two rows the same thing. */
const identity = ["tenant_id", "source_type", "source_id", "data_id"] as const;

/** Longest values, in characters (PostgreSQL) or bytes of UTF-8 (Redshift). */
export const limits = {
  postgres: { uuid: 36, source_type: 255, source_id: 255, data_id: 255, metadata_type: 255, lang: 10, tenant_id: 255 },
  redshift: {
    ...{ uuid: 36, source_type: 255, source_id: 255, data_id: 255, metadata_type: 255, lang: 10, tenant_id: 255 },
    // Of a literal that JSON_PARSE takes.
    ...{ data: 65_535, metadata: 65_535 },
  },
} as const satisfies Record<Dialect, Partial<Record<Column, number>>>;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** `table` or `schema.table`. */
export const tableName = (table: string): string => table.split(".").map(quoted).join(".");
const list = columns.map(quoted).join(", ");
const sameIdentity = (a: string, b: string): string =>
  identity.map((name) => `${a}.${quoted(name)} = ${b}.${quoted(name)}`).join(" and ");
const age = (row: string): string => `coalesce(${row}.updated_at, ${row}.created_at, 'epoch'::timestamptz)`;

export function createTableSql(table: string, dialect: Dialect): string[] {
  const types: Record<Column, string> = {
    uuid: "varchar(36) not null",
    source_type: "varchar(255) not null",
    source_id: "varchar(255) not null",
    data: dialect === "redshift" ? "varchar(65535)" : "text",
    data_id: "varchar(255) not null",
    metadata: dialect === "redshift" ? "super" : "jsonb",
    metadata_type: "varchar(255)",
    lang: "varchar(10)",
    tenant_id: "varchar(255) not null",
    created_at: "timestamptz",
    updated_at: "timestamptz",
  };
  const defined = columns.map((name) => `${quoted(name)} ${types[name]}`);
  const name = tableName(table);
  // Redshift enforces no key, but plans as if it were true: none is declared there.
  if (dialect === "redshift") return [`create table if not exists ${name} (${defined.join(", ")})`];
  const index = quoted(`${table.replaceAll(".", "_")}_identity`);
  return [
    `create table if not exists ${name} (${defined.join(", ")}, primary key (uuid))`,
    `create unique index if not exists ${index} on ${name} (${identity.map(quoted).join(", ")})`,
  ];
}

/** `($1, $2, …), (…)`; Redshift reads JSON only through a function. */
function valuesSql(rows: number, dialect: Dialect): string {
  const row = (at: number): string => {
    const values = columns.map((name, column) => {
      const place = `$${at * columns.length + column + 1}`;
      if (name === "metadata") return dialect === "redshift" ? `json_parse(${place})` : `${place}::jsonb`;
      return name === "created_at" || name === "updated_at" ? `${place}::timestamptz` : place;
    });
    return `(${values.join(", ")})`;
  };
  return Array.from({ length: rows }, (_, at) => row(at)).join(", ");
}

/** Rows of one statement: parameters are numbered in 16 bits. */
export const ROWS_A_STATEMENT = 500;

/** Of rows whose uuid is taken by no other identity; newer ones take the place of older ones. */
export function upsertSql(table: string, rows: number): string {
  const target = tableName(table);
  const set = columns
    .filter((name) => name !== "uuid" && !(identity as readonly string[]).includes(name))
    .map((name) => `${quoted(name)} = excluded.${quoted(name)}`);
  return `insert into ${target} as t (${list}) values ${valuesSql(rows, "postgres")}
on conflict (${identity.map(quoted).join(", ")}) do update set ${set.join(", ")} where ${age("excluded")} > ${age("t")}`;
}

/** Rows of these uuids: whose they are. */
export const byUuidSql = (table: string): string =>
  `select uuid, ${identity.map(quoted).join(", ")} from ${tableName(table)} where uuid = any($1)`;

/**
 * The same without any unique index: rows are staged, those that bring nothing new leave the stage, and what is left is
 * merged, all in one transaction under the table's lock. Each statement runs by itself.
 */
export function mergeSql(table: string, stage: string): { readonly before: string[]; readonly after: string[] } {
  const [target, staged] = [tableName(table), quoted(stage)];
  const set = columns.filter((name) => name !== "uuid").map((name) => `${quoted(name)} = s.${quoted(name)}`);
  const values = columns.map((name) => `s.${quoted(name)}`).join(", ");
  return {
    before: [
      "begin",
      `lock table ${target}`,
      `drop table if exists ${staged}`,
      `create temp table ${staged} (like ${target})`,
    ],
    after: [
      `delete from ${staged} using ${target} t where ${staged}.uuid = t.uuid and not (${sameIdentity(staged, "t")})`,
      `delete from ${staged} using ${target} t where ${sameIdentity(staged, "t")} and ${age(staged)} <= ${age("t")}`,
      `merge into ${target} using ${staged} s on ${sameIdentity(target, "s")}
when matched then update set ${set.join(", ")}
when not matched then insert (${list}) values (${values})`,
      `drop table ${staged}`,
      "commit",
    ],
  };
}

export const stageSql = (stage: string, rows: number, dialect: Dialect): string =>
  `insert into ${quoted(stage)} (${list}) values ${valuesSql(rows, dialect)}`;
