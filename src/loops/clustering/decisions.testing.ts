/** For tests of decisions: a real grouping, insights that tell one thing, and each store that is there. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleInsight } from "../../../test/samples.ts";
import { createThemeTask } from "../../clustering/task.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import { createNames } from "../../store/elasticsearch/names.ts";
import { tearDown } from "../../store/elasticsearch/setup.ts";
import { createElasticsearchClient, createElasticsearchStore } from "../../store/elasticsearch.ts";
import { createSqliteStore } from "../../store/sqlite.ts";
import type { Store } from "../../store/store.ts";
import { createEmbedder } from "../../text/embedding/embedder.ts";
import { createStatementNetwork } from "../../text/statements/network.ts";
import { readStatementWeights } from "../../text/statements/weights.ts";

const model = (name: string): Buffer => readFileSync(new URL(`../../../models/${name}`, import.meta.url));
const embedder = createEmbedder(model("reference-15k-256.semb"));
const network = createStatementNetwork(readStatementWeights(model("statements-v1.bin")), embedder);
/** The grouping that the daemon does in a thread. */
export const find = createThemeTask({ embedder, network });

export const telling = (number: number, quote: string): InsightDocument =>
  sampleInsight(number, {
    main_text: quote,
    version: "6.1",
    statements: [{ start: 0, end: quote.length, quote, kind: "problem", title: quote, priority: "High" }],
  });

interface Opened {
  readonly store: Store;
  readonly close: () => Promise<void>;
}

async function openSqlite(): Promise<Opened> {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-decisions-"));
  const store = await createSqliteStore({ dataDir });
  const close = async (): Promise<void> => {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { store, close };
}

async function openElasticsearch(url: string): Promise<Opened> {
  const options = { url, indexPrefix: `test-${randomBytes(6).toString("hex")}-` };
  const store = await createElasticsearchStore(options);
  const close = async (): Promise<void> => {
    await store.close();
    const client = createElasticsearchClient(options);
    await tearDown(client, createNames(options.indexPrefix));
    await client.close();
  };
  return { store, close };
}

const url = process.env.ELASTICSEARCH_URL;
/** How each store is opened: Elasticsearch where ELASTICSEARCH_URL names one. */
export const stores: Readonly<Record<string, () => Promise<Opened>>> = {
  SQLite: openSqlite,
  ...(url === undefined ? {} : { Elasticsearch: () => openElasticsearch(url) }),
};
