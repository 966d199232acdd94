/** Opening the store that the configuration names. */
import type { Config } from "../config.ts";
import type { ElasticsearchOptions } from "./elasticsearch.ts";
import type { OperatorStore } from "./operator-store.ts";

export function elasticsearchOptions(config: Config): ElasticsearchOptions {
  const { ELASTICSEARCH_API_KEY: apiKey, ELASTICSEARCH_USERNAME: username, ELASTICSEARCH_PASSWORD: password } = config;
  const auth =
    apiKey !== undefined ? { apiKey } : username !== undefined ? { username, password: password ?? "" } : undefined;
  return {
    url: config.ELASTICSEARCH_URL ?? "",
    indexPrefix: config.ELASTICSEARCH_INDEX_PREFIX,
    ...(auth === undefined ? {} : { auth }),
  };
}

/** The embedded store's data folder has to be locked by the caller. Each engine is loaded only when it is used. */
export async function openStore(config: Config, kind: Config["STORE"] = config.STORE): Promise<OperatorStore> {
  if (kind === "embedded") {
    const { createSqliteStore } = await import("./sqlite.ts");
    // Two: a long read, such as the ledger, must not keep a page waiting.
    return createSqliteStore({ dataDir: config.DATA_DIR, readers: 2 });
  }
  const { createElasticsearchStore } = await import("./elasticsearch.ts");
  return createElasticsearchStore(elasticsearchOptions(config));
}
