/** Who gets in at the embedded queue's port: our own clients, and nobody else on this machine or in a browser on it. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import {
  DeleteQueueCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
} from "@aws-sdk/client-sqs";
import { type EmbeddedQueueServer, startEmbeddedQueue } from "./embedded.ts";
import { credentialsFile, readCredentials } from "./embedded-credentials.ts";
import type { Queue } from "./queue.ts";
import type { Credentials } from "./request-signature.ts";
import { createSqsQueue } from "./sqs.ts";

interface Sent {
  headers: Record<string, string>;
  body: string;
}

let dataDir: string;
let server: EmbeddedQueueServer;
let queue: Queue;
const url = (name = "test-raw") => `${server.endpoint}/000000000000/${name}`;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "groundswell-door-"));
  server = await startEmbeddedQueue({ dataDir, port: 0 });
  queue = createSqsQueue({ prefix: "test-", region: "us-east-1", ...server });
  await queue.ensure();
  await queue.send("raw", [{ body: '[{"text":"private"}]', attributes: {} }]);
});
after(async () => {
  await queue.close();
  await server.stop();
  await rm(dataDir, { recursive: true });
});

/** `change` sees each request before it is signed or, with `signed`, afterwards. */
function openClient({
  credentials = server.credentials,
  change,
  signed,
}: {
  readonly credentials?: Credentials;
  readonly change?: (sent: Sent) => void;
  readonly signed?: (sent: Sent) => void;
} = {}) {
  const client = new SQSClient({
    region: "us-east-1",
    endpoint: server.endpoint,
    credentials,
    useQueueUrlAsEndpoint: false,
    maxAttempts: 1,
  });
  const changing =
    (work: ((sent: Sent) => void) | undefined) => (next: (args: never) => unknown) => (args: unknown) => {
      work?.((args as { request: Sent }).request);
      return next(args as never);
    };
  client.middlewareStack.add(changing(change) as never, { step: "build", priority: "low" });
  client.middlewareStack.add(changing(signed) as never, { step: "finalizeRequest", priority: "low" });
  return client;
}

/** How a request was refused: status and code. */
async function refusalOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return "answered";
  } catch (error) {
    const { name, $metadata } = error as { readonly name: string; readonly $metadata?: { httpStatusCode?: number } };
    return `${$metadata?.httpStatusCode} ${name}`;
  }
}

const form = (action: string): string =>
  new URLSearchParams({
    Action: action,
    Name: "t",
    TopicArn: "arn:aws:sns:us-east-1:000000000000:t",
    Protocol: "sqs",
    Endpoint: "arn:aws:sqs:us-east-1:000000000000:test-raw",
    Message: '[{"text":"planted"}]',
  }).toString();

describe("the port of the embedded queue", () => {
  it("refuses what a page can send: forms, plain text, and every path and verb of the emulator behind it", async () => {
    const asked: (RequestInit & { path?: string })[] = [
      ...["CreateTopic", "Subscribe", "Publish", "GetCallerIdentity", "ReceiveMessage"].map((action) => ({
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: form(action),
      })),
      ...["ReceiveMessage", "PurgeQueue", "SendMessage"].map((verb) => ({
        method: "POST",
        headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${verb}` },
        body: JSON.stringify({ QueueUrl: url(), MessageBody: "[]" }),
      })),
      { method: "POST", headers: { "content-type": "text/plain" }, body: "{}" },
      ...["/", "/health", "/_fauxqs/queues", "/_fauxqs/queues/test-raw", "/bucket"].map((path) => ({ path })),
      { method: "PUT", path: "/bucket" },
      { method: "PUT", path: "/bucket/key", body: "x" },
      { method: "OPTIONS", headers: { origin: "https://evil.example", "access-control-request-method": "POST" } },
    ];
    for (const { path = "/", ...init } of asked) {
      const reply = await fetch(server.endpoint + path, init);
      assert.equal(reply.status, 403, `${init.method ?? "GET"} ${path} ${init.body}`);
      assert.equal(reply.headers.get("access-control-allow-origin"), null);
      assert.doesNotMatch(await reply.text(), /private/);
    }
    assert.deepEqual(await queue.depth("raw"), { visible: 1, inFlight: 0 });
  });

  it("refuses other credentials, those of an earlier start, and a request that was changed after it was signed", async () => {
    const receive = () => new ReceiveMessageCommand({ QueueUrl: url() });
    const other = (changes: Partial<Credentials>) =>
      openClient({ credentials: { ...server.credentials, ...changes } }).send(receive());
    assert.equal(
      await refusalOf(other({ accessKeyId: "embedded", secretAccessKey: "embedded" })),
      "403 InvalidClientTokenId",
    );
    assert.equal(await refusalOf(other({ secretAccessKey: "guessed" })), "403 SignatureDoesNotMatch");
    const changes: readonly (readonly [refusal: string, change: (sent: Sent) => void])[] = [
      [
        "403 SignatureDoesNotMatch",
        (sent) => {
          sent.body = JSON.stringify({ QueueUrl: url("test-tickets") });
          sent.headers["content-length"] = String(sent.body.length);
        },
      ],
      [
        "403 SignatureDoesNotMatch",
        (sent) => {
          sent.headers["x-amz-target"] = "AmazonSQS.ListQueues";
        },
      ],
      [
        "403 RequestExpired",
        (sent) => {
          sent.headers["x-amz-date"] = "20200101T000000Z";
        },
      ],
    ];
    for (const [refusal, signed] of changes)
      assert.equal(await refusalOf(openClient({ signed }).send(receive())), refusal);
    assert.deepEqual(await queue.depth("raw"), { visible: 1, inFlight: 0 });
  });

  it("refuses a signature that leaves out where the request goes or what it asks", async () => {
    const signed = (sent: Sent) => {
      sent.headers.authorization = sent.headers.authorization!.replace(/;x-amz-target/, "");
    };
    assert.equal(await refusalOf(openClient({ signed }).send(new ListQueuesCommand({}))), "403 IncompleteSignature");
  });

  it("refuses names that are not this machine's and requests of pages, signed or not", async () => {
    const with_ = (headers: Record<string, string>) =>
      refusalOf(openClient({ change: (sent) => Object.assign(sent.headers, headers) }).send(new ListQueuesCommand({})));
    for (const host of [
      "evil.example",
      "localhost.evil.example:4566",
      "sqs.evil.example",
      "127.0.0.1.nip.io:4566",
      "[::1]x",
    ])
      assert.equal(await with_({ host }), "403 AccessDenied", host);
    for (const origin of ["https://evil.example", "null", server.endpoint])
      assert.equal(await with_({ origin }), "403 AccessDenied", origin);
    for (const host of ["localhost:4566", "127.0.0.1:9", "sqs.us-east-1.localhost:4566"])
      assert.equal(await with_({ host }), "answered", host);
  });

  it("has no verb that loses or redirects what was acknowledged, for its own clients neither", async () => {
    const QueueUrl = url();
    const client = openClient();
    for (const command of [
      new PurgeQueueCommand({ QueueUrl }),
      new DeleteQueueCommand({ QueueUrl }),
      new SetQueueAttributesCommand({ QueueUrl, Attributes: { MessageRetentionPeriod: "60" } }),
      new TagQueueCommand({ QueueUrl, Tags: { a: "b" } }),
    ])
      assert.equal(await refusalOf(client.send(command as never)), "400 InvalidAction");
    assert.deepEqual(await queue.depth("raw"), { visible: 1, inFlight: 0 });
  });

  it("reads nothing of a body that it refuses, and no more than its limit of one that it takes", async () => {
    const { hostname, port } = new URL(server.endpoint);
    const refused = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      socket.setEncoding("utf8").once("data", resolve).once("error", reject);
      // The body never comes, and is not waited for.
      socket.write(`POST / HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Length: 900000000\r\n\r\n`);
    });
    assert.match(refused, /^HTTP\/1\.1 403 /);
    const MessageBody = "x".repeat(3_000_000);
    const tooLarge = openClient().send(new SendMessageCommand({ QueueUrl: url(), MessageBody }));
    assert.match(await refusalOf(tooLarge), /^413 |ECONNRESET|EPIPE/);
  });
});

describe("the credentials of the embedded queue", () => {
  it("lie in a file that only the owner reads, good for any AWS client, until the daemon stops", async () => {
    const folder = await mkdtemp(join(tmpdir(), "groundswell-door-"));
    const first = await startEmbeddedQueue({ dataDir: folder, port: 0, region: "eu-west-1" });
    const file = credentialsFile(folder);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    const { accessKeyId, secretAccessKey, endpoint, region } = await readCredentials(file);
    assert.deepEqual({ accessKeyId, secretAccessKey }, first.credentials);
    assert.deepEqual([endpoint, region], [first.endpoint, "eu-west-1"]);

    // A client that is told nothing but where the file is.
    const program = `
      import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
      const client = new SQSClient({});
      console.log((await client.send(new CreateQueueCommand({ QueueName: "q" }))).QueueUrl);`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], {
      env: { AWS_SHARED_CREDENTIALS_FILE: file, AWS_CONFIG_FILE: "/dev/null" },
      cwd: import.meta.dirname,
    });
    assert.match(stdout, /^http:\/\/sqs\.eu-west-1\.localhost:\d+\/000000000000\/q\n$/);

    await first.stop();
    await assert.rejects(stat(file), /ENOENT/);
    const second = await startEmbeddedQueue({ dataDir: folder, port: 0 });
    assert.notEqual(second.credentials.secretAccessKey, first.credentials.secretAccessKey);
    assert.notEqual(second.credentials.accessKeyId, first.credentials.accessKeyId);
    await second.stop();
    await rm(folder, { recursive: true });
  });

  it("are nowhere else in the data folder", async () => {
    for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name === "aws-credentials") continue;
      const bytes = await readFile(join(entry.parentPath, entry.name));
      assert.ok(!bytes.includes(server.credentials.secretAccessKey), entry.name);
    }
  });
});
