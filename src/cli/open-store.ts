/** The store itself, for commands that work beside or without a daemon. */
import { resolve } from "node:path";
import { type Config, readConfig } from "../config.ts";
import { DataDirLocked, lockDataDir } from "../store/data-dir-lock.ts";
import { openStore } from "../store/open.ts";
import type { OperatorStore } from "../store/operator-store.ts";
import { CommandFailed, type Shell } from "./shell.ts";

export type StoreKind = Config["STORE"];

async function openEmbedded(config: Config): Promise<OperatorStore> {
  const lock = await lockDataDir(resolve(config.DATA_DIR)).catch((thrown: unknown) => {
    if (!(thrown instanceof DataDirLocked)) throw thrown;
    throw new CommandFailed(`${thrown.message}: stop it first, or say where it answers (GROUNDSWELL_URL)`);
  });
  try {
    const store = await openStore(config, "embedded");
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

/** Runs `work` on a store (the configured one unless another is named) and closes it. The embedded one is locked meanwhile, and refused when a daemon has it. */
export async function withStore<T>(
  shell: Shell,
  work: (store: OperatorStore) => Promise<T>,
  kind?: StoreKind,
): Promise<T> {
  const config = readConfig(shell.environment);
  const wanted = kind ?? config.STORE;
  if (wanted === "elasticsearch" && config.ELASTICSEARCH_URL === undefined)
    throw new CommandFailed("ELASTICSEARCH_URL says where Elasticsearch is");
  const store = wanted === "embedded" ? await openEmbedded(config) : await openStore(config, wanted);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
