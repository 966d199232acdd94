import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createSqliteStore } from "./sqlite.ts";
import { storeSuite } from "./store.testsuite.ts";

storeSuite("SQLite", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-store-"));
  const store = await createSqliteStore({ dataDir });
  return {
    store,
    reopen: async () => {
      await store.close();
      return createSqliteStore({ dataDir });
    },
    block: async () => {
      // Another process holds the file; the store waits ten seconds for it.
      const other = new DatabaseSync(join(dataDir, "store.sqlite"));
      other.exec("BEGIN IMMEDIATE");
      return async () => other.close();
    },
    close: () => rm(dataDir, { recursive: true, force: true }),
  };
});
