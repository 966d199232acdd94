/**
 * Sending to SQS. Callers at the same time share requests without a timer: while one request to a queue is under way,
 * what arrives becomes the next one, up to ten messages and 240 KB.
 */
import {
  type BatchResultErrorEntry,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { backoff, sleep } from "../lifecycle.ts";
import { fitting } from "../model/cut.ts";
import {
  type AnyQueueName,
  MAX_MESSAGE_BYTES,
  MessageRefused,
  type OutgoingMessage,
  QueueRefused,
  QueueUnavailable,
} from "./queue.ts";
import { whyRefused } from "./sqs-refusals.ts";

const MAX_ENTRIES = 10;
const TRIES = 4;
/** A send that takes longer is given up and tried again; what it may have sent is met as a duplicate downstream. */
const SEND_TIMEOUT_MS = 4_000;

interface Waiting {
  readonly message: OutgoingMessage;
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export interface SenderDeps {
  readonly client: SQSClient;
  readonly urlOf: (name: AnyQueueName) => Promise<string>;
  readonly mend: (error: unknown) => void;
  /** Message groups on standard queues are AWS's alone; emulators refuse them. */
  readonly fairGroups: boolean;
}

export interface Sender {
  send(name: AnyQueueName, messages: readonly OutgoingMessage[], signal?: AbortSignal): Promise<void>;
  /** Resolves when no send is under way. */
  idle(): Promise<void>;
}

/** U+FFFE and U+FFFF are no XML characters; in JSON they only stand inside strings, where an escape means the same. */
const escapeForXml = (json: string): string =>
  json.replace(/[\uFFFE\uFFFF]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);

/** Characters that SQS takes in no attribute: those that XML 1.0 has not, halves of pairs among them. */
const FORBIDDEN = /[^\x09\x0A\x0D\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Each as SQS takes it, whatever an error or a stranger put into it; an empty one is no attribute. */
const attributesOf = ({ attributes }: OutgoingMessage) =>
  Object.entries(attributes).flatMap(([name, value]) =>
    value === "" ? [] : [[name, value.replace(FORBIDDEN, "\uFFFD")] as const],
  );

function sizeOf(message: OutgoingMessage): number {
  let bytes = Buffer.byteLength(message.body);
  for (const [name, value] of attributesOf(message)) bytes += name.length + Buffer.byteLength(value) + "String".length;
  return bytes;
}

/** A permission may be granted later, so it is no fault of the message, whatever the entry says. */
const isRefusedEntry = ({ Code: code = "" }: BatchResultErrorEntry): boolean => whyRefused({ code }) !== undefined;

function entryOf(message: OutgoingMessage, index: number, fairGroups: boolean): SendMessageBatchRequestEntry {
  return {
    Id: String(index),
    MessageBody: escapeForXml(message.body),
    MessageAttributes: Object.fromEntries(
      attributesOf(message).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
    ),
    ...(fairGroups && message.group !== undefined ? { MessageGroupId: message.group } : {}),
  };
}

/** As many of the first as fit into one request. */
const takeRequest = (waiting: Waiting[]): Waiting[] =>
  waiting.splice(0, fitting(waiting, { sizeOf: ({ bytes }) => bytes, size: MAX_MESSAGE_BYTES, count: MAX_ENTRIES }));

/** What waits to be sent to one queue, and who is at it. */
interface Line {
  readonly waiting: Waiting[];
  running: Promise<void> | undefined;
}

export function createSender(deps: SenderDeps): Sender {
  const lines = new Map<AnyQueueName, Line>();

  /** Sends once; settles what succeeded or was refused for good and returns what may be tried again. */
  async function attempt(name: AnyQueueName, request: readonly Waiting[]): Promise<{ left: Waiting[]; error?: Error }> {
    let failed: BatchResultErrorEntry[];
    try {
      const command = new SendMessageBatchCommand({
        QueueUrl: await deps.urlOf(name),
        Entries: request.map((waiting, index) => entryOf(waiting.message, index, deps.fairGroups)),
      });
      const reply = await deps.client.send(command, { abortSignal: AbortSignal.timeout(SEND_TIMEOUT_MS) });
      failed = reply.Failed ?? [];
    } catch (error) {
      deps.mend(error);
      return { left: [...request], error: error as Error };
    }
    const failures = new Map(failed.map((entry) => [Number(entry.Id), entry]));
    const left: Waiting[] = [];
    request.forEach((waiting, index) => {
      const failure = failures.get(index);
      if (failure === undefined) waiting.resolve();
      else if (failure.SenderFault && !/throttl/i.test(failure.Code ?? "") && !isRefusedEntry(failure))
        waiting.reject(new MessageRefused(`${failure.Code}: ${failure.Message}`));
      else left.push(waiting);
    });
    const first = failed[0];
    if (first === undefined) return { left };
    return { left, error: Object.assign(new Error(`${first.Code}: ${first.Message}`), { code: first.Code }) };
  }

  async function deliver(name: AnyQueueName, request: Waiting[]): Promise<void> {
    let left = request;
    for (let attemptNumber = 0; ; attemptNumber++) {
      const result = await attempt(name, left);
      left = result.left;
      if (left.length === 0) return;
      if (attemptNumber + 1 >= TRIES) {
        const Outage = whyRefused(result.error ?? {}) === undefined ? QueueUnavailable : QueueRefused;
        const unavailable = new Outage(`cannot send to ${name}: ${result.error?.message}`, { cause: result.error });
        for (const waiting of left) waiting.reject(unavailable);
        return;
      }
      await sleep(backoff(attemptNumber, { base: 50, cap: 1_000 }));
    }
  }

  async function run(name: AnyQueueName, line: Line): Promise<void> {
    // What is asked for in the same tick leaves together.
    await Promise.resolve();
    try {
      while (line.waiting.length > 0) await deliver(name, takeRequest(line.waiting));
    } finally {
      // In the very step that saw nothing waiting: a caller that sends again as soon as it is answered starts anew.
      line.running = undefined;
    }
  }

  function enqueue(name: AnyQueueName, message: OutgoingMessage): Promise<void> {
    const bytes = sizeOf(message);
    if (bytes > MAX_MESSAGE_BYTES)
      return Promise.reject(new MessageRefused(`a message of ${bytes} bytes; ${MAX_MESSAGE_BYTES} is the most`));
    const line: Line = lines.get(name) ?? { waiting: [], running: undefined };
    lines.set(name, line);
    return new Promise((resolve, reject) => {
      line.waiting.push({ message, bytes, resolve, reject });
      line.running ??= run(name, line);
    });
  }

  return {
    async send(name, messages, signal) {
      const sent = Promise.all(messages.map((message) => enqueue(name, message)));
      if (signal === undefined) {
        await sent;
        return;
      }
      let giveUp: (() => void) | undefined;
      const aborted = new Promise<never>((_, reject) => {
        giveUp = () => reject(new QueueUnavailable(`the queue took nothing in time (${name})`));
        if (signal.aborted) giveUp();
        else signal.addEventListener("abort", giveUp, { once: true });
      });
      try {
        await Promise.race([sent, aborted]);
      } finally {
        sent.catch(() => undefined);
        if (giveUp !== undefined) signal.removeEventListener("abort", giveUp);
      }
    },
    async idle() {
      await Promise.all([...lines.values()].map((line) => line.running));
    },
  };
}
