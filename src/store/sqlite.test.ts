import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
    close: () => rm(dataDir, { recursive: true, force: true }),
  };
});
