/** A real SQS server for tests: Groundswell's own embedded one, in a folder of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startEmbeddedQueue } from "../../../src/queue/embedded.ts";

export interface SqsServer {
  readonly endpoint: string;
  /** Creates a queue and gives its URL as the server names it, with a host that only the server can resolve. */
  createQueue(name: string): Promise<string>;
  stop(): Promise<void>;
}

export const LOCAL = { region: "us-east-1", accessKey: "local", secretKey: "local" } as const;

export async function startSqsServer(): Promise<SqsServer> {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-snap-ins-"));
  const server = await startEmbeddedQueue({ dataDir, port: 0 });
  const client = new SQSClient({
    region: LOCAL.region,
    endpoint: server.endpoint,
    useQueueUrlAsEndpoint: false,
    credentials: { accessKeyId: LOCAL.accessKey, secretAccessKey: LOCAL.secretKey },
  });
  return {
    endpoint: server.endpoint,
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
