/** A real SQS server for tests: Groundswell's own embedded one, in a folder of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startEmbeddedQueue } from "../../../src/queue/embedded.ts";
import { credentialsFile } from "../../../src/queue/embedded-credentials.ts";
import type { QueueSettings } from "../src/event.ts";

const REGION = "us-east-1";

export interface SqsServer {
  readonly endpoint: string;
  readonly access: Pick<QueueSettings, "region" | "accessKey" | "secretKey">;
  /** Where the credentials are in a file, as AWS writes them. */
  readonly credentialsFile: string;
  /** Creates a queue and gives its URL as the server names it, with a host that only the server can resolve. */
  createQueue(name: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startSqsServer(): Promise<SqsServer> {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-snap-ins-"));
  const server = await startEmbeddedQueue({ dataDir, port: 0 });
  const client = new SQSClient({
    region: REGION,
    endpoint: server.endpoint,
    useQueueUrlAsEndpoint: false,
    credentials: server.credentials,
  });
  const { accessKeyId: accessKey, secretAccessKey: secretKey } = server.credentials;
  return {
    endpoint: server.endpoint,
    access: { region: REGION, accessKey, secretKey },
    credentialsFile: credentialsFile(dataDir),
    async createQueue(QueueName) {
      const created = await client.send(new CreateQueueCommand({ QueueName }));
      return created.QueueUrl ?? "";
    },
    async stop() {
      client.destroy();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
