/** The queue of the snap-ins: the AWS SDK behind two small interfaces that an in-memory queue can stand in for. */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { QueueSettings } from "./event.ts";

export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  /** Names this delivery; a later delivery of the same message has another. */
  readonly receipt: string;
}

export interface Inbox {
  /** At most ten, hidden from everybody else for `holdSeconds`. Waits a moment for the first. Throws when the queue can't be reached. */
  receive(max: number, holdSeconds: number): Promise<readonly QueueMessage[]>;
  /** Gone for good. A delivery that is no longer the latest may be refused; the message then simply comes again. */
  remove(message: QueueMessage): Promise<void>;
  /** Visible again after so many seconds. */
  hideFor(message: QueueMessage, seconds: number): Promise<void>;
}

export interface Outbox {
  /** Resolves when every body is durable in the queue; throws otherwise, and then some may have been sent. */
  publish(bodies: readonly string[]): Promise<void>;
}

export interface MessageQueue extends Inbox, Outbox {
  close(): void;
}

/** SQS takes ten messages and, on every implementation, 240 KB in one request. */
const BATCH_ENTRIES = 10;
const BATCH_BYTES = 240 * 1024;
const WAIT_SECONDS = 2;
const TRIES = 4;

const NO_QUEUE = /NonExistentQueue|QueueDoesNotExist/;
const NOT_LET_IN =
  /AccessDenied|InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|Signature|ExpiredToken|InvalidSecurity/;

/** Why the queue did not serve, and what to do, for people. */
export function queueTrouble(error: unknown): string {
  const { name, message } = error as Error;
  if (NO_QUEUE.test(name)) return "there is no such queue: please check queue_url and aws_region_name";
  if (NOT_LET_IN.test(name))
    return `the queue lets nobody in with these keys (${name}): please check aws_access_key, aws_secret_key and what their user may do`;
  return message.startsWith("the queue ") ? message : `the queue can't be reached (${name})`;
}

/** U+FFFE and U+FFFF are refused by SQS; inside JSON strings an escape means the same. Lone surrogates are already escaped by JSON.stringify. */
export const escapeForQueue = (json: string): string =>
  json.replace(/[\uFFFE\uFFFF]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);

function inBatches(bodies: readonly string[]): string[][] {
  const batches: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const body of bodies) {
    const size = Buffer.byteLength(body);
    const last = batches.at(-1);
    if (last === undefined || last.length === BATCH_ENTRIES || bytes + size > BATCH_BYTES) {
      batches.push([body]);
      bytes = size;
    } else {
      last.push(body);
      bytes += size;
    }
  }
  return batches;
}

/** `waitSeconds`: how long a receive waits for the first message. */
export function openQueue(settings: QueueSettings, waitSeconds = WAIT_SECONDS): MessageQueue {
  const QueueUrl = settings.queueUrl;
  const client = new SQSClient({
    region: settings.region,
    credentials: { accessKeyId: settings.accessKey, secretAccessKey: settings.secretKey },
    // The SDK would talk to the host in the queue's URL, which for local servers is one that only they can resolve.
    endpoint: settings.endpoint === "" ? new URL(QueueUrl).origin : settings.endpoint,
    useQueueUrlAsEndpoint: false,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
  });

  async function sendBatch(bodies: readonly string[]): Promise<readonly string[]> {
    const reply = await client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
      }),
    );
    // A batch may be taken in part.
    const failed = (reply.Failed ?? []).filter((entry) => entry.Id !== undefined);
    const final = failed.find((entry) => entry.SenderFault === true);
    if (final !== undefined) throw new Error(`the queue refused a message: ${final.Code ?? "no reason given"}`);
    return failed.map((entry) => bodies[Number(entry.Id)]!);
  }

  return {
    async receive(max, holdSeconds) {
      const reply = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: Math.min(BATCH_ENTRIES, Math.max(1, max)),
          WaitTimeSeconds: waitSeconds,
          VisibilityTimeout: holdSeconds,
        }),
      );
      return (reply.Messages ?? []).map((message) => ({
        id: message.MessageId ?? "",
        body: message.Body ?? "",
        receipt: message.ReceiptHandle ?? "",
      }));
    },
    async remove(message) {
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.receipt }));
    },
    async hideFor(message, seconds) {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl,
          ReceiptHandle: message.receipt,
          VisibilityTimeout: Math.max(0, Math.round(seconds)),
        }),
      );
    },
    async publish(bodies) {
      for (const batch of inBatches(bodies.map(escapeForQueue))) {
        let left: readonly string[] = batch;
        for (let tries = 0; left.length > 0; tries += 1) {
          if (tries === TRIES) throw new Error("the queue kept failing to take some messages");
          left = await sendBatch(left);
        }
      }
    },
    close: () => client.destroy(),
  };
}
