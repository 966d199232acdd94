/** What sources are registered, pulled and pushed with: connectors, connections, the key of their secrets, and erasing. */
import type { Config } from "./config.ts";
import { createSecretBox, keyInFolder, readSecretsKey, type SecretBox } from "./ingestion/secret-box.ts";
import type { Scope } from "./lifecycle.ts";
import { createErase } from "./operations/erase.ts";
import type { SourceParts } from "./server/deps.ts";
import { createOpenClient } from "./sources/http.ts";
import { connectors } from "./sources/registry.ts";
import type { Store } from "./store/store.ts";

/** Runners that share a store share its secrets: there the key comes from the configuration or not at all. */
async function openSecretBox(config: Config): Promise<SecretBox | undefined> {
  if (config.SECRETS_KEY !== undefined) return createSecretBox(readSecretsKey(config.SECRETS_KEY));
  return config.STORE === "embedded" ? createSecretBox(await keyInFolder(config.DATA_DIR)) : undefined;
}

export interface OpenSourcesDeps {
  readonly config: Config;
  readonly store: Store;
  readonly scope: Scope;
  /** Unix seconds. */
  readonly now: () => number;
}

/** The server and the puller are given the same. */
export async function openSources({ config, store, scope, now }: OpenSourcesDeps): Promise<SourceParts> {
  const allowPrivate = config.SOURCES_ALLOW_PRIVATE;
  const openClient = await scope.add("connections to sources", () => {
    const value = createOpenClient({ allowPrivate });
    return { value, stop: value.close };
  });
  const secretBox = await openSecretBox(config);
  return { connectors, secretBox, openClient, allowPrivate, now, erase: createErase({ store, now }) };
}
