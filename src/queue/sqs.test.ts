/** The adapter against the embedded server, and against the SQS server that SQS_ENDPOINT names (CI starts a real one). */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, test } from "node:test";
import { sleep } from "../lifecycle.ts";
import { type EmbeddedQueueServer, startEmbeddedQueue } from "./embedded.ts";
import { queueSuite } from "./queue.testsuite.ts";
import { type Consumption, pauseAfter, type Queue, QueueUnavailable } from "./queue.ts";
import { createSqsQueue } from "./sqs.ts";

type Server = Pick<EmbeddedQueueServer, "endpoint" | "credentials"> & Partial<Pick<EmbeddedQueueServer, "client">>;
/** For servers that take any. */
const credentials = { accessKeyId: "any", secretAccessKey: "any" };

async function openAt(server: Server, prefix: string): Promise<Queue> {
  const queue = createSqsQueue({ prefix, region: "us-east-1", waitSeconds: 1, ...server });
  await queue.ensure();
  return queue;
}

const ways = {
  "embedded server, of its own process": (server: EmbeddedQueueServer): Server => server,
  "embedded server, over its port": ({ endpoint, credentials }: EmbeddedQueueServer): Server => ({
    endpoint,
    credentials,
  }),
};
for (const [way, by] of Object.entries(ways)) {
  queueSuite(way, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "groundswell-queue-"));
    const server = await startEmbeddedQueue({ dataDir, port: 0 });
    const queue = await openAt(by(server), "suite-");
    return {
      queue,
      async close() {
        await queue.close();
        await server.stop();
        await rm(dataDir, { recursive: true });
      },
    };
  });
}

const external = process.env.SQS_ENDPOINT;
if (external !== undefined) {
  queueSuite("SQS server at SQS_ENDPOINT", async () => {
    const queue = await openAt({ endpoint: external, credentials }, `suite-${process.pid}-`);
    return { queue, close: () => queue.close() };
  });
} else {
  it("queue contract: SQS server at SQS_ENDPOINT", {
    skip: process.env.CI_SERVICES === "required" ? false : "SQS_ENDPOINT is not set",
  }, () => {
    assert.fail("CI_SERVICES=required, and SQS_ENDPOINT is not set");
  });
}

describe("the embedded queue", () => {
  it("keeps messages over a restart, and the depth of a queue", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "groundswell-queue-"));
    const first = await startEmbeddedQueue({ dataDir, port: 0 });
    const before = await openAt(first, "restart-");
    await before.send("raw", [{ body: "[1]", attributes: { batch: "b" } }]);
    await before.close();
    await first.stop();

    const second = await startEmbeddedQueue({ dataDir, port: 0 });
    const after = await openAt(second, "restart-");
    assert.deepEqual(await after.depth("raw"), { visible: 1, inFlight: 0 });
    await after.close();
    await second.stop();
    await rm(dataDir, { recursive: true });
  });

  it("gives back at once what a killed runner held, but not what others hold of the tickets", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "groundswell-queue-"));
    const first = await startEmbeddedQueue({ dataDir, port: 0 });
    const before = await openAt(first, "held-");
    const held: string[] = [];
    const holders: Consumption[] = [];
    for (const name of ["raw", "tickets"] as const) {
      await before.send(name, [{ body: "[1]", attributes: { batch: "b" } }]);
      // Answers only when it is too late: as if the runner were killed with the message in its hands.
      const hold = (_: unknown, hurry: AbortSignal): Promise<[]> => {
        held.push(name);
        return new Promise((resolve) => hurry.addEventListener("abort", () => resolve([])));
      };
      holders.push(before.consume(name, hold));
    }
    for (let waited = 0; held.length < 2 && waited < 5_000; waited += 20) await sleep(20);
    await first.stop();
    await Promise.all(holders.map((holder) => holder.stop(0)));
    await before.close();

    const second = await startEmbeddedQueue({ dataDir, port: 0 });
    const after = await openAt(second, "held-");
    assert.deepEqual(await after.depth("raw"), { visible: 1, inFlight: 0 });
    assert.deepEqual(await after.depth("tickets"), { visible: 0, inFlight: 1 });
    await after.close();
    await second.stop();
    await rm(dataDir, { recursive: true });
  });

  it("is not to be reached from outside the machine", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "groundswell-queue-"));
    const server = await startEmbeddedQueue({ dataDir, port: 0 });
    const port = Number(new URL(server.endpoint).port);
    const sameAddress = createServer();
    // Had it bound every interface, another loopback address would be taken too.
    await new Promise<void>((resolve, reject) => sameAddress.once("error", reject).listen(port, "127.0.0.2", resolve));
    await new Promise((resolve) => sameAddress.close(resolve));
    await server.stop();
    await rm(dataDir, { recursive: true });
  });
});

describe("a queue that is down", () => {
  /** Refuses every request, and counts them. */
  async function startRefusing() {
    let requests = 0;
    const server = createServer((_, response) => {
      requests++;
      response.statusCode = 503;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { readonly port: number };
    return { endpoint: `http://127.0.0.1:${port}`, requests: () => requests, close: () => server.close() };
  }

  it("makes a send fail as unavailable, and is polled at most once a second", async () => {
    const refusing = await startRefusing();
    const queue = createSqsQueue({ prefix: "down-", region: "us-east-1", endpoint: refusing.endpoint, credentials });
    await assert.rejects(queue.send("raw", [{ body: "[]", attributes: {} }]), QueueUnavailable);
    const before = refusing.requests();
    const downs: Error[] = [];
    const consumption = queue.consume("raw", async (messages) => messages, {
      onAvailability: (available, error) => !available && error && downs.push(error),
    });
    const started = performance.now();
    await sleep(2_500);
    await consumption.stop(100);
    const [polls, seconds] = [refusing.requests() - before, (performance.now() - started) / 1_000];
    assert.ok(downs.length >= 1 && polls <= 1 + seconds, `${polls} polls in ${seconds} s`);
    await queue.close();
    refusing.close();
  });
});

test("a message that always fails is not dead before hours have passed", () => {
  const pauses = Array.from({ length: 20 }, (_, index) => pauseAfter(index + 1));
  assert.deepEqual(pauses.slice(0, 4), [1, 2, 4, 8]);
  assert.ok(pauses.reduce((sum, pause) => sum + pause, 0) > 2.5 * 3_600);
});
