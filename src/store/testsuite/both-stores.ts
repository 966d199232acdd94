/** For tests of what stands on the store: the same tests on SQLite and, where there is a server, on Elasticsearch. */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { createNames } from "../elasticsearch/names.ts";
import { tearDown } from "../elasticsearch/setup.ts";
import { createElasticsearchClient, createElasticsearchStore } from "../elasticsearch.ts";
import { createSqliteStore } from "../sqlite.ts";
import type { CurrentStore, OpenedStore, OpenStore } from "./fixtures.ts";

async function openSqlite(): Promise<OpenedStore> {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-both-"));
  const store = await createSqliteStore({ dataDir });
  return { store, close: () => rm(dataDir, { recursive: true, force: true }) };
}

const url = process.env.ELASTICSEARCH_URL;
const absent = url === undefined && process.env.CI_SERVICES !== "required" ? "ELASTICSEARCH_URL is not set" : false;

async function openElasticsearch(): Promise<OpenedStore> {
  const options = { url: url ?? "", indexPrefix: `test-${randomBytes(6).toString("hex")}-` };
  const store = await createElasticsearchStore(options);
  return {
    store,
    async close() {
      const client = createElasticsearchClient(options);
      await tearDown(client, createNames(options.indexPrefix));
      await client.close();
    },
  };
}

export type Engine = "SQLite" | "Elasticsearch";

/** Without a server those on Elasticsearch are skipped for all to see, or fail where CI requires one. */
export function describeOnBothStores(title: string, tests: (current: CurrentStore, engine: Engine) => void): void {
  const stores: readonly [Engine, OpenStore, string | false][] = [
    ["SQLite", openSqlite, false],
    ["Elasticsearch", openElasticsearch, absent],
  ];
  for (const [name, open, skip] of stores) {
    describe(`${title}, ${name}`, { skip }, () => {
      let opened: OpenedStore;
      before(async () => {
        opened = await open();
      });
      after(async () => {
        await opened.store.close();
        await opened.close();
      });
      tests(() => opened.store, name);
    });
  }
}
