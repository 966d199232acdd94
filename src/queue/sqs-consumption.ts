/** Receiving from SQS: sqs-consumer with the backoff, the nacks and the drain that it leaves to its user. */
import { ChangeMessageVisibilityBatchCommand, type Message, type SQSClient } from "@aws-sdk/client-sqs";
import { Consumer } from "sqs-consumer";
import { backoff, sleep } from "../lifecycle.ts";
import {
  type AnyQueueName,
  type ConsumeOptions,
  type Consumption,
  type Handler,
  pauseAfter,
  type ReceivedMessage,
} from "./queue.ts";

/** Messages of a receive, at most. */
const BATCH_SIZE = 10;
/**
 * Milliseconds from a receive to the next one of a consumer that keeps up: a steady trickle is handled a few messages at a time,
 * which share what each alone would cost. A message that comes after a pause is handled at once.
 */
const LINGER_MS = 50;
/** Milliseconds that a message may have waited where consumers keep up. */
const BEHIND_MS = 4 * LINGER_MS;

/** A queue that gave less than was asked for, and nothing old, holds no more. */
const keepsUp = (messages: readonly Message[]): boolean =>
  messages.length < BATCH_SIZE &&
  messages.every((message) => Date.now() - Number(message.Attributes?.SentTimestamp ?? 0) < BEHIND_MS);

export interface ConsumptionDeps {
  readonly client: SQSClient;
  readonly urlOf: (name: AnyQueueName) => Promise<string>;
  readonly mend: (error: unknown) => void;
  readonly waitSeconds: number;
  /** Ends the long polls under way, where the server can do so. */
  readonly endPolls?: (() => Promise<void>) | undefined;
  readonly visibilitySeconds: number;
}

function received(message: Message): ReceivedMessage {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.MessageAttributes ?? {})) {
    if (value.StringValue !== undefined) attributes[name] = value.StringValue;
  }
  return {
    id: message.MessageId ?? "",
    body: message.Body ?? "",
    attributes,
    sentAt: Number(message.Attributes?.SentTimestamp ?? 0),
    receiveCount: Number(message.Attributes?.ApproximateReceiveCount ?? 1),
  };
}

/** Receiving that failed: how often in a row, and whom to tell. */
function createOutage(options: ConsumeOptions | undefined) {
  let failures = 0;
  return {
    get failures() {
      return failures;
    },
    failed(error: Error) {
      failures++;
      options?.onAvailability?.(false, error);
    },
    worked() {
      if (failures === 0) return;
      failures = 0;
      options?.onAvailability?.(true);
    },
  };
}

/** Consumers beyond a queue's first: they ask for messages only while one alone does not keep up, since asking costs. */
interface Reserve {
  /** Resolves at the next call, or when the consumption stops. */
  called(): Promise<void>;
  call(): void;
}

function createReserve(stopping: AbortSignal): Reserve {
  let next = Promise.withResolvers<void>();
  stopping.addEventListener("abort", () => next.resolve(), { once: true });
  return {
    called: () => next.promise,
    call() {
      if (stopping.aborted) return;
      next.resolve();
      next = Promise.withResolvers();
    },
  };
}

/** What the consumers of one queue share. */
interface Shared {
  readonly deps: ConsumptionDeps;
  readonly name: AnyQueueName;
  readonly handler: Handler;
  readonly options: ConsumeOptions | undefined;
  readonly stopping: AbortSignal;
  /** Aborts when the time to end has run out. */
  readonly hurry: AbortSignal;
  readonly reserve: Reserve;
}

async function startOne(shared: Shared, isReserve: boolean): Promise<Consumer> {
  const { deps, name, handler, options, stopping, hurry, reserve } = shared;
  let isIdle = isReserve;
  /** When it may ask again, on the clock of `performance.now`. */
  let lingersUntil = 0;
  const outage = createOutage(options);
  const queueUrl = await deps.urlOf(name);

  /** Messages left out of the answer would stay hidden for the whole visibility timeout. What a runner in a hurry leaves is nobody's fault. */
  async function giveBack(messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    const Entries = messages.map((message, index) => ({
      Id: String(index),
      ReceiptHandle: message.ReceiptHandle,
      VisibilityTimeout: hurry.aborted ? 0 : pauseAfter(received(message).receiveCount),
    }));
    // A failure only means that they come back later, by themselves.
    await deps.client
      .send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }))
      .catch(() => undefined);
  }

  const consumer = Consumer.create({
    queueUrl,
    sqs: deps.client,
    batchSize: BATCH_SIZE,
    waitTimeSeconds: deps.waitSeconds,
    visibilityTimeout: deps.visibilitySeconds,
    heartbeatInterval: deps.visibilitySeconds / 2,
    authenticationErrorTimeout: 1_000,
    messageAttributeNames: ["All"],
    messageSystemAttributeNames: ["SentTimestamp", "ApproximateReceiveCount"],
    async preReceiveMessageCallback() {
      // sqs-consumer polls again at once after an error: the wait belongs here.
      if (outage.failures > 0) await sleep(backoff(outage.failures - 1), stopping);
      if (isIdle) await reserve.called();
      const linger = lingersUntil - performance.now();
      if (linger > 0) await sleep(linger, stopping);
      if (stopping.aborted) throw new Error("stopping");
    },
    async postReceiveMessageCallback() {
      outage.worked();
    },
    async handleMessageBatch(messages) {
      const isEnough = keepsUp(messages);
      isIdle = isReserve && isEnough;
      lingersUntil = isEnough ? performance.now() + LINGER_MS : 0;
      // Whoever comes while these are worked on waits no longer than a linger.
      const help = setTimeout(() => reserve.call(), LINGER_MS);
      if (!isEnough) reserve.call();
      const byId = new Map(messages.map((message) => [message.MessageId ?? "", message]));
      let done: readonly ReceivedMessage[] = [];
      try {
        done = await handler(messages.map(received), hurry);
      } finally {
        clearTimeout(help);
        const acked = new Set(done.map((message) => message.id));
        await giveBack(messages.filter((message) => !acked.has(message.MessageId ?? "")));
      }
      return done.map((message) => byId.get(message.id)).filter((message) => message !== undefined);
    },
  });
  const onError = (error: Error, messages?: unknown) => {
    if (stopping.aborted) return;
    deps.mend((error as { cause?: unknown }).cause ?? error);
    // With messages it is a failed delete or renewal: the message comes again and is known by its ledger entry.
    if (messages === undefined) outage.failed(error);
  };
  consumer.on("empty", () => {
    isIdle = isReserve;
  });
  consumer.on("error", onError);
  consumer.on("processing_error", onError);
  consumer.on("timeout_error", onError);
  consumer.start();
  return consumer;
}

export function startConsumption(
  deps: ConsumptionDeps,
  name: AnyQueueName,
  handler: Handler,
  options?: ConsumeOptions,
): Consumption {
  const stopping = new AbortController();
  const hurry = new AbortController();
  const reserve = createReserve(stopping.signal);
  const shared: Shared = {
    ...{ deps, name, handler, options, reserve },
    stopping: stopping.signal,
    hurry: hurry.signal,
  };

  /** The queue may be down when we start: keep asking for its address as for anything else. */
  async function start(isReserve: boolean): Promise<Consumer | undefined> {
    for (let attempt = 0; !stopping.signal.aborted; attempt++) {
      try {
        return await startOne(shared, isReserve);
      } catch (error) {
        deps.mend(error);
        options?.onAvailability?.(false, error as Error);
        await sleep(backoff(attempt), stopping.signal);
      }
    }
    return undefined;
  }
  const consumers = Array.from({ length: options?.concurrency ?? 1 }, (_, at) => start(at > 0));

  return {
    async stop(deadlineMs) {
      stopping.abort();
      const hurryTimer = setTimeout(() => hurry.abort(), deadlineMs);
      const running = (await Promise.all(consumers)).filter((consumer) => consumer !== undefined);
      for (const consumer of running) consumer.stop();
      while (running.some((consumer) => consumer.status.isPolling)) {
        // Again and again: a poll may have been on its way when others were ended.
        await deps.endPolls?.().catch(() => undefined);
        await sleep(20);
      }
      clearTimeout(hurryTimer);
    },
  };
}
