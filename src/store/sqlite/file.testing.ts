/** A store's file by itself: written and read without threads. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { TenantId } from "../../model/tenant.ts";
import type { Write } from "../store.ts";
import type { insight } from "../testsuite/fixtures.ts";
import type { ColumnCacheOptions } from "./column-cache.ts";
import { openConnection } from "./connection.ts";
import { encodeWrites } from "./encode.ts";
import { createReader } from "./reader.ts";
import { migrate } from "./schema.ts";
import type { SketchCacheOptions } from "./sketch-cache.ts";
import { createCommitWrites } from "./writer.ts";

export type Doc = ReturnType<typeof insight>;

export async function openFile(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), "groundswell-columns-"));
  const opened: ReturnType<typeof openConnection>[] = [];
  const connect = () => {
    const db = openConnection(join(folder, "store.sqlite"), 1);
    db.exec("PRAGMA synchronous = OFF");
    opened.push(db);
    return db;
  };
  t.after(async () => {
    for (const db of opened) if (db.isOpen) db.close();
    await rm(folder, { recursive: true, force: true });
  });
  const db = connect();
  migrate(db);
  const commit = createCommitWrites(db);
  return {
    db,
    write(tenant: TenantId, writes: readonly Write<Doc>[]) {
      const { encoded } = encodeWrites("insights", writes);
      commit([{ tenant, collection: "insights", writes: encoded }]);
    },
    reader: (held: ColumnCacheOptions & SketchCacheOptions) => createReader(connect(), held),
  };
}
