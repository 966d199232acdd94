/** The store itself, for commands that work beside or without a daemon. */
import { type Config, readConfig } from "../config.ts";
import { DataDirLocked, lockDataDir } from "../store/data-dir-lock.ts";
import type { OperatorStore } from "../store/operator-store.ts";
import { CommandFailed, type Shell } from "./shell.ts";

async function openEmbedded(config: Config): Promise<OperatorStore> {
  const lock = await lockDataDir(config.DATA_DIR).catch((thrown: unknown) => {
    if (!(thrown instanceof DataDirLocked)) throw thrown;
    throw new CommandFailed(`${thrown.message}: stop it first, or say where it answers (GROUNDSWELL_URL)`);
  });
  const { createSqliteStore } = await import("../store/sqlite.ts");
  try {
    const store = await createSqliteStore({ dataDir: config.DATA_DIR });
    return {
      ...store,
      async close() {
        await store.close();
        await lock.release();
      },
    };
  } catch (thrown) {
    await lock.release();
    throw thrown;
  }
}

async function openElasticsearch(config: Config): Promise<OperatorStore> {
  const { createElasticsearchStore } = await import("../store/elasticsearch.ts");
  const { ELASTICSEARCH_API_KEY: apiKey, ELASTICSEARCH_USERNAME: username, ELASTICSEARCH_PASSWORD: password } = config;
  const auth =
    apiKey !== undefined ? { apiKey } : username !== undefined ? { username, password: password ?? "" } : undefined;
  return createElasticsearchStore({
    url: config.ELASTICSEARCH_URL ?? "",
    indexPrefix: config.ELASTICSEARCH_INDEX_PREFIX,
    ...(auth === undefined ? {} : { auth }),
  });
}

/** Runs `work` on the configured store and closes it. The embedded one is locked meanwhile, and refused when a daemon has it. */
export async function withStore<T>(shell: Shell, work: (store: OperatorStore) => Promise<T>): Promise<T> {
  const config = readConfig(shell.environment);
  const store = config.STORE === "embedded" ? await openEmbedded(config) : await openElasticsearch(config);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
