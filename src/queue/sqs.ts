/**
 * The queue adapter: SQS through the AWS SDK and sqs-consumer. Everything that is peculiar to SQS, to its emulators
 * and to these two libraries is handled in this folder, so that nothing else needs to know.
 */
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import {
  type AnyQueueName,
  type Depth,
  deadQueueOf,
  type Queue,
  type QueueName,
  QueueUnavailable,
  queueNames,
} from "./queue.ts";
import type { Credentials } from "./request-signature.ts";
import { startConsumption } from "./sqs-consumption.ts";
import { describeRefusal, type Refusal, tryToCreate, tryVerbs, watchRefusals } from "./sqs-refusals.ts";
import { createSender } from "./sqs-sender.ts";

/** 14 days, the longest SQS keeps a message; in a dead-letter queue the clock of the original message goes on. */
const RETENTION_SECONDS = 14 * 24 * 3600;
const VISIBILITY_SECONDS = 30;
/** Only the backstop for messages that kill the process: every receive counts, restarts included. */
const MAX_RECEIVE_COUNT = 20;

export interface SqsOptions {
  readonly prefix: string;
  readonly region: string;
  /** A server of one's own; without it AWS, and credentials come from the SDK's own chain. */
  readonly endpoint?: string | undefined;
  /** Those of the embedded server; without them the SDK's own chain finds some. */
  readonly credentials?: Credentials;
  /** That of the embedded server in this process, which needs no endpoint and refuses nothing. */
  readonly client?: SQSClient;
  /** Seconds of long polling. A stop waits for the poll under way, since aborting it would hide the next message for the visibility timeout. Default 10. */
  readonly waitSeconds?: number;
  /** Ends the long polls under way, where the server can do so. */
  readonly endPolls?: () => Promise<void>;
  /** Hears once of each permission that is refused, and when it is granted after all. */
  readonly onRefused?: (refusal: Refusal) => void;
  readonly onGranted?: (refusal: Refusal) => void;
  /** Seconds a message stays hidden unless its holder, which asks every half of them, says that it is still at work. Default 30. */
  readonly visibilitySeconds?: number;
}

/** The SDK's own error, or what sqs-consumer made of it. */
const isMissingQueue = (error: unknown): boolean => {
  const { name = "", code = "" } = (error ?? {}) as { readonly name?: string; readonly code?: string };
  return /NonExistentQueue|QueueDoesNotExist/.test(`${name} ${code}`);
};

export interface SqsQueue extends Queue {
  /** Tries every verb on every queue that there is, and answers with what is refused. */
  tryAll(): Promise<readonly Refusal[]>;
}

const createSdkClient = (options: SqsOptions): SQSClient =>
  new SQSClient({
    region: options.region,
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    // Emulators answer with hosts that only they can resolve.
    useQueueUrlAsEndpoint: false,
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: 3_000,
      requestTimeout: 30_000,
      throwOnRequestTimeout: true,
      httpsAgent: { maxSockets: 100 },
      httpAgent: { maxSockets: 100 },
    },
  });

const refusalsOptions = (client: SQSClient, { prefix, onRefused, onGranted }: SqsOptions) => ({
  client,
  nameOf: (url: string) => (url.split("/").at(-1) ?? url).slice(prefix.length),
  onRefused: onRefused ?? (() => undefined),
  onGranted: onGranted ?? (() => undefined),
});

export function createSqsQueue(options: SqsOptions): SqsQueue {
  const client = options.client ?? createSdkClient(options);
  const urls = new Map<AnyQueueName, Promise<string>>();
  const refused = options.client === undefined ? watchRefusals(refusalsOptions(client, options)) : () => [];

  function urlOf(name: AnyQueueName): Promise<string> {
    const known = urls.get(name);
    if (known !== undefined) return known;
    const asked = client
      .send(new GetQueueUrlCommand({ QueueName: options.prefix + name }))
      .then((reply) => reply.QueueUrl as string);
    urls.set(name, asked);
    asked.catch(() => urls.delete(name));
    return asked;
  }

  async function create(name: AnyQueueName, attributes: Record<string, string>): Promise<string> {
    try {
      return await urlOf(name);
    } catch (error) {
      if (!isMissingQueue(error)) throw error;
    }
    await client.send(new CreateQueueCommand({ QueueName: options.prefix + name, Attributes: attributes }));
    return urlOf(name);
  }

  async function createPair(name: QueueName): Promise<void> {
    const common = { MessageRetentionPeriod: String(RETENTION_SECONDS), VisibilityTimeout: String(VISIBILITY_SECONDS) };
    const deadUrl = await create(deadQueueOf(name), common);
    const asked = await client.send(new GetQueueAttributesCommand({ QueueUrl: deadUrl, AttributeNames: ["QueueArn"] }));
    const policy = { deadLetterTargetArn: asked.Attributes?.QueueArn, maxReceiveCount: MAX_RECEIVE_COUNT };
    await create(name, { ...common, RedrivePolicy: JSON.stringify(policy) });
  }

  async function answered<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      throw new QueueUnavailable(`the queue does not answer: ${(error as Error).message || (error as Error).name}`, {
        cause: error,
      });
    }
  }

  let wereThere = false;
  const ensure = () =>
    answered(async () => {
      urls.clear();
      for (const name of queueNames) await createPair(name);
      wereThere = true;
    });

  let mending = false;
  /** A server that lost its queues gets them again; anything else that is wrong stays an outage. */
  function mend(error: unknown): void {
    if (mending || !isMissingQueue(error)) return;
    mending = true;
    ensure()
      .catch(() => undefined)
      .finally(() => {
        mending = false;
      });
  }

  /** Who only asks would not notice that queues are gone. Each is asked for by itself where the list, which may be old or cut off, lacks it. */
  async function mustBeThere(listed: ReadonlySet<string>): Promise<void> {
    if (!wereThere) return;
    for (const name of queueNames.flatMap((one) => [one, deadQueueOf(one)] as const)) {
      if (listed.has(options.prefix + name)) continue;
      const asked = client.send(new GetQueueUrlCommand({ QueueName: options.prefix + name }));
      const error = await asked.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (!isMissingQueue(error)) continue;
      mend(error);
      throw new Error(`the queue ${options.prefix}${name} is gone, with what it held; it is being made again`);
    }
  }

  /** Throws with what is refused still. */
  async function tryAgain(): Promise<void> {
    const groups = Map.groupBy(refused(), ({ queue }) => queue as AnyQueueName);
    for (const [name, refusals] of groups) {
      const url = await urlOf(name).catch(() => undefined);
      const actions = new Set(refusals.map(({ action }) => action));
      if (url !== undefined) await tryVerbs(client, name, url, actions);
      if (url !== undefined && actions.has("CreateQueue")) await tryToCreate(client, options.prefix + name);
    }
    const left = refused();
    if (left.length > 0) throw new Error(left.map(describeRefusal).join("; "));
  }

  const sender = createSender({ client, urlOf, mend, fairGroups: options.endpoint === undefined });

  return {
    send: sender.send,
    consume: (name, handler, consumeOptions) =>
      startConsumption(
        {
          client,
          urlOf,
          mend,
          waitSeconds: options.waitSeconds ?? 10,
          endPolls: options.endPolls,
          visibilitySeconds: options.visibilitySeconds ?? VISIBILITY_SECONDS,
        },
        name,
        handler,
        consumeOptions,
      ),
    depth: (name): Promise<Depth> =>
      answered(async () => {
        const reply = await client.send(
          new GetQueueAttributesCommand({
            QueueUrl: await urlOf(name),
            AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
          }),
        );
        return {
          visible: Number(reply.Attributes?.ApproximateNumberOfMessages ?? 0),
          inFlight: Number(reply.Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
        };
      }),
    ensure,
    ping: () =>
      answered(async () => {
        const listing = new ListQueuesCommand({ QueueNamePrefix: options.prefix, MaxResults: 1_000 });
        const { QueueUrls = [] } = await client.send(listing, { abortSignal: AbortSignal.timeout(3_000) });
        await tryAgain();
        await mustBeThere(new Set(QueueUrls.map((url) => url.split("/").at(-1)!)));
      }),
    async tryAll() {
      for (const name of queueNames.flatMap((one) => [one, deadQueueOf(one)] as const)) {
        const url = await urlOf(name).catch(() => undefined);
        if (url === undefined) continue;
        await tryVerbs(client, name, url);
        await tryToCreate(client, options.prefix + name);
      }
      return refused();
    },
    async close() {
      await sender.idle();
      client.destroy();
    },
  };
}
