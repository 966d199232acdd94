import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { createNames } from "./elasticsearch/names.ts";
import { tearDown } from "./elasticsearch/setup.ts";
import { createElasticsearchClient, createElasticsearchStore } from "./elasticsearch.ts";
import { storeSuite } from "./store.testsuite.ts";

const url = process.env.ELASTICSEARCH_URL;

if (url !== undefined) {
  storeSuite("Elasticsearch", async () => {
    const indexPrefix = `test-${randomBytes(6).toString("hex")}-`;
    const options = { url, indexPrefix };
    const store = await createElasticsearchStore(options);
    return {
      store,
      reopen: async () => {
        await store.close();
        return createElasticsearchStore(options);
      },
      block: async () => {
        const client = createElasticsearchClient(options);
        // What the server itself does to the indexes of a full disk.
        const setBlocked = (blocked: true | null) =>
          client.indices.putSettings({
            index: `${indexPrefix}*`,
            settings: { "index.blocks.read_only_allow_delete": blocked },
          });
        // And what it takes back when it next looks at its disk, which has room: it looks later.
        const lookEach = (time: string | null) =>
          client.cluster.putSettings({ persistent: { "cluster.info.update.interval": time } });
        await lookEach("1h");
        await setBlocked(true);
        return async () => {
          await setBlocked(null);
          await lookEach(null);
          await client.close();
        };
      },
      close: async () => {
        const client = createElasticsearchClient(options);
        await tearDown(client, createNames(indexPrefix));
        await client.close();
      },
    };
  });
} else {
  test("store contract: Elasticsearch", (t) => {
    assert.notEqual(process.env.CI_SERVICES, "required", "ELASTICSEARCH_URL is not set, and CI requires it");
    t.skip("ELASTICSEARCH_URL is not set");
  });
}
