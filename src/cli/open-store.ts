/** The store itself, for commands that work beside or without a daemon. */
import { resolve } from "node:path";
import { type Config, readConfig } from "../config.ts";
import { DataDirLocked, lockDataDir } from "../store/data-dir-lock.ts";
import type { ElasticsearchOptions } from "../store/elasticsearch.ts";
import type { OperatorStore } from "../store/operator-store.ts";
import { CommandFailed, type Shell } from "./shell.ts";

export type StoreKind = Config["STORE"];

async function openEmbedded(config: Config): Promise<OperatorStore> {
  const lock = await lockDataDir(resolve(config.DATA_DIR)).catch((thrown: unknown) => {
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

export function elasticsearchOptions(config: Config): ElasticsearchOptions {
  const { ELASTICSEARCH_API_KEY: apiKey, ELASTICSEARCH_USERNAME: username, ELASTICSEARCH_PASSWORD: password } = config;
  if (config.ELASTICSEARCH_URL === undefined) throw new CommandFailed("ELASTICSEARCH_URL says where Elasticsearch is");
  const auth =
    apiKey !== undefined ? { apiKey } : username !== undefined ? { username, password: password ?? "" } : undefined;
  return {
    url: config.ELASTICSEARCH_URL,
    indexPrefix: config.ELASTICSEARCH_INDEX_PREFIX,
    ...(auth === undefined ? {} : { auth }),
  };
}

/** Runs `work` on a store (the configured one unless another is named) and closes it. The embedded one is locked meanwhile, and refused when a daemon has it. */
export async function withStore<T>(
  shell: Shell,
  work: (store: OperatorStore) => Promise<T>,
  kind?: StoreKind,
): Promise<T> {
  const config = readConfig(shell.environment);
  const open = async (): Promise<OperatorStore> => {
    if ((kind ?? config.STORE) === "embedded") return openEmbedded(config);
    const { createElasticsearchStore } = await import("../store/elasticsearch.ts");
    return createElasticsearchStore(elasticsearchOptions(config));
  };
  const store = await open();
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
