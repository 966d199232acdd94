/** Tables of bytes in memory, for tests: in chunks that cut through lines and characters. */
import { Readable } from "node:stream";
import type { ByteSource } from "./byte-source.ts";
import { type FileOptions, type FileTable, type OpenedFile, openTables } from "./open-table.ts";
import type { TableRow, UnreadValue } from "./table.ts";

const CHUNK_BYTES = 7;

export function sourceOf(name: string, content: string | Buffer, chunkBytes = CHUNK_BYTES): ByteSource {
  const bytes = Buffer.from(content as Buffer);
  return {
    name,
    size: bytes.length,
    open(start = 0, end = bytes.length) {
      const chunks: Buffer[] = [];
      for (let at = start; at < end; at += chunkBytes) chunks.push(bytes.subarray(at, Math.min(end, at + chunkBytes)));
      return Readable.from(chunks);
    },
  };
}

export const openTestFiles = (
  name: string,
  content: string | Buffer,
  options: FileOptions = {},
): Promise<readonly OpenedFile[]> =>
  openTables(sourceOf(name, content, content.length > 100_000 ? 65_536 : CHUNK_BYTES), options);

/** Without what can't be read of an archive. */
export const openTestTables = async (...of: Parameters<typeof openTestFiles>): Promise<readonly FileTable[]> =>
  (await openTestFiles(...of)).filter((file): file is FileTable => !("unreadable" in file));

export interface TestRead {
  readonly table: FileTable;
  readonly rows: readonly TableRow[];
  /** Without made-up ids. */
  readonly records: readonly unknown[];
  readonly unread: readonly UnreadValue[];
}

const withoutMadeUpId = (record: unknown): unknown => {
  if (typeof record !== "object" || record === null || !("id" in record)) return record;
  const { id, ...rest } = record;
  return typeof id === "string" && id.startsWith("row-") ? rest : record;
};

/** All of a file with one table. */
export async function readTestTable(
  content: string | Buffer,
  name = "f.csv",
  options: FileOptions = {},
): Promise<TestRead> {
  const [table] = await openTestTables(name, content, options);
  if (table === undefined) throw new Error("there is no table in it");
  const rows: TableRow[] = [];
  const unread: UnreadValue[] = [];
  for await (const row of table.rows((value) => unread.push(value))) rows.push(row);
  return { table, rows, records: rows.map(({ record }) => withoutMadeUpId(record)), unread };
}
