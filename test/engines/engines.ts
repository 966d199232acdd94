/** A real Elasticsearch and a real SQS server for whole-system tests: names of their own for each run, gone afterwards. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { DeleteQueueCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Queue } from "../../src/queue/queue.ts";
import { createSqsQueue } from "../../src/queue/sqs.ts";
import { createNames } from "../../src/store/elasticsearch/names.ts";
import { tearDown } from "../../src/store/elasticsearch/setup.ts";
import { createElasticsearchClient, createElasticsearchStore } from "../../src/store/elasticsearch.ts";
import type { Store } from "../../src/store/store.ts";

export interface EngineUrls {
  readonly elasticsearch: string;
  readonly sqs: string;
}

/** The servers that the environment names, when it names both. */
export function engineUrls(): EngineUrls | undefined {
  const { ELASTICSEARCH_URL: elasticsearch, SQS_ENDPOINT: sqs } = process.env;
  return elasticsearch && sqs ? { elasticsearch, sqs } : undefined;
}

/** Runs the tests when the servers are there; else they are skipped for all to see, or fail where CI requires them. */
export function describeOnEngines(title: string, tests: (urls: EngineUrls) => void): void {
  const urls = engineUrls();
  if (urls !== undefined) {
    describe(title, () => tests(urls));
    return;
  }
  it(title, (t) => {
    assert.notEqual(
      process.env.CI_SERVICES,
      "required",
      "ELASTICSEARCH_URL and SQS_ENDPOINT are not set, and CI requires them",
    );
    t.skip("ELASTICSEARCH_URL and SQS_ENDPOINT are not set");
  });
}

export interface Engines {
  readonly indexPrefix: string;
  readonly queuePrefix: string;
  /** What makes a daemon work on them. */
  readonly environment: Record<string, string>;
  openStore(url?: string): Promise<Store>;
  openQueue(options?: { readonly endpoint?: string; readonly visibilitySeconds?: number }): Queue;
  /** Removes all that the run left on the servers. */
  close(): Promise<void>;
}

const region = "us-east-1";
/** The SDK wants some; local servers take any. */
const credentials = { accessKeyId: "local", secretAccessKey: "local" };

async function deleteQueues(endpoint: string, prefix: string): Promise<void> {
  const client = new SQSClient({ endpoint, region, credentials, useQueueUrlAsEndpoint: false });
  const { QueueUrls: urls = [] } = await client.send(new ListQueuesCommand({ QueueNamePrefix: prefix }));
  for (const QueueUrl of urls) await client.send(new DeleteQueueCommand({ QueueUrl }));
  client.destroy();
}

export function openEngines({ elasticsearch, sqs }: EngineUrls): Engines {
  const indexPrefix = `test-${randomBytes(6).toString("hex")}-`;
  const queuePrefix = indexPrefix;
  return {
    indexPrefix,
    queuePrefix,
    environment: {
      QUEUE: "sqs",
      SQS_QUEUE_PREFIX: queuePrefix,
      AWS_REGION: region,
      AWS_ENDPOINT_URL_SQS: sqs,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      STORE: "elasticsearch",
      ELASTICSEARCH_URL: elasticsearch,
      ELASTICSEARCH_INDEX_PREFIX: indexPrefix,
    },
    openStore: (url = elasticsearch) => createElasticsearchStore({ url, indexPrefix }),
    openQueue: ({ endpoint = sqs, ...options } = {}) =>
      createSqsQueue({ prefix: queuePrefix, region, endpoint, credentials, waitSeconds: 1, ...options }),
    async close() {
      const client = createElasticsearchClient({ url: elasticsearch });
      await tearDown(client, createNames(indexPrefix));
      await client.close();
      await deleteQueues(sqs, queuePrefix);
    },
  };
}
