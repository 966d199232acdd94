/** Opening the store that the configuration names. */
import { readFileSync } from "node:fs";
import { type Config, ConfigError } from "../config.ts";
import type { StoreRefusalNotes } from "./elasticsearch/refusals.ts";
import type { ElasticsearchOptions } from "./elasticsearch.ts";
import type { OperatorStore } from "./operator-store.ts";

/** PEM text of the authority to trust. */
function readAuthority(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    const text = readFileSync(path, "utf8");
    if (!text.includes("-----BEGIN CERTIFICATE-----")) throw new Error("it holds no certificate in PEM");
    return text;
  } catch (error) {
    throw new ConfigError(`wrong configuration:\n  ELASTICSEARCH_CA_FILE: ${path}: ${(error as Error).message}`);
  }
}

export function elasticsearchOptions(config: Config): ElasticsearchOptions {
  const { ELASTICSEARCH_API_KEY: apiKey, ELASTICSEARCH_USERNAME: username, ELASTICSEARCH_PASSWORD: password } = config;
  const auth =
    apiKey !== undefined ? { apiKey } : username !== undefined ? { username, password: password ?? "" } : undefined;
  const ca = readAuthority(config.ELASTICSEARCH_CA_FILE);
  return {
    url: config.ELASTICSEARCH_URL ?? "",
    indexPrefix: config.ELASTICSEARCH_INDEX_PREFIX,
    ...(auth === undefined ? {} : { auth }),
    ...(ca === undefined ? {} : { ca }),
  };
}

/** The embedded store's data folder has to be locked by the caller. Each engine is loaded only when it is used. */
export async function openStore(
  config: Config,
  kind: Config["STORE"] = config.STORE,
  notes: StoreRefusalNotes = {},
): Promise<OperatorStore> {
  if (kind === "embedded") {
    const { createSqliteStore } = await import("./sqlite.ts");
    // Two: a long read, such as the ledger, must not keep a page waiting.
    return createSqliteStore({ dataDir: config.DATA_DIR, readers: 2 });
  }
  const { createElasticsearchStore } = await import("./elasticsearch.ts");
  return createElasticsearchStore({ ...elasticsearchOptions(config), ...notes });
}
