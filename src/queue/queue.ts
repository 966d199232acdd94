/**
 * The queue port: the loops' durable queues with dead-letter twins, at-least-once delivery, up to ten messages at a time.
 * Both the AWS-compatible adapter and whatever server stands behind it pass `queue.testsuite.ts`.
 */
import type { QueueName } from "../model/loops.ts";

export { type QueueName, queueNames } from "../model/loops.ts";
export type DeadQueueName = `${QueueName}-dead`;
export type AnyQueueName = QueueName | DeadQueueName;

export const isDeadQueue = (name: AnyQueueName): name is DeadQueueName => name.endsWith("-dead");
export const deadQueueOf = (name: QueueName): DeadQueueName => `${name}-dead`;

/** 240 KB, in bytes of UTF-8, attributes included: what every SQS implementation takes. */
export const MAX_MESSAGE_BYTES = 240 * 1024;

export interface OutgoingMessage {
  readonly body: string;
  /** At most ten, values not empty; they travel as strings. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Fair queues on AWS: messages of one group don't crowd out the others'. */
  readonly group?: string;
}

export interface ReceivedMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Unix milliseconds, by the queue's clock. */
  readonly sentAt: number;
  readonly receiveCount: number;
}

/** Seconds: 1, 2, 4, … and 15 minutes at most. */
const LONGEST_PAUSE = 900;

/**
 * Seconds that a message which was given back stays hidden. The queue moves it to its dead-letter twin after 20 receives:
 * with these pauses that takes almost three hours, in which somebody can see what is wrong and put it right.
 */
export const pauseAfter = (receiveCount: number): number =>
  Math.min(LONGEST_PAUSE, 2 ** Math.min(30, Math.max(0, receiveCount - 1)));

export interface Depth {
  readonly visible: number;
  readonly inFlight: number;
}

/**
 * Handles up to ten messages and resolves with those that are done for good (they are deleted); the others are made
 * visible again, after a pause that grows with each receive, or at once when the runner is in a hurry to stop. While it
 * runs the messages stay hidden. It may take as long as it needs and should not throw.
 */
export type Handler = (
  messages: readonly ReceivedMessage[],
  signal: AbortSignal,
) => Promise<readonly ReceivedMessage[]>;

export interface ConsumeOptions {
  /** How many receive loops run side by side, each with at most ten messages. Default 1. */
  readonly concurrency?: number;
  /** Called when receiving fails and when it works again. */
  readonly onAvailability?: (available: boolean, error?: Error) => void;
}

export interface Consumption {
  /** No new messages; resolves when what is held has been handled and acknowledged. The signal given to the handler aborts after `deadlineMs`. */
  stop(deadlineMs: number): Promise<void>;
}

export interface Queue {
  /**
   * Resolves when every message is durable in the queue. Concurrent calls share requests (ten messages, 240 KB each).
   * Throws {@link QueueUnavailable} on an outage after a few tries, {@link MessageRefused} where the queue refuses a message for good.
   */
  send(name: AnyQueueName, messages: readonly OutgoingMessage[], signal?: AbortSignal): Promise<void>;
  consume(name: AnyQueueName, handler: Handler, options?: ConsumeOptions): Consumption;
  depth(name: AnyQueueName): Promise<Depth>;
  /** Creates what is missing with its attributes; leaves what is there, and its messages, alone. */
  ensure(): Promise<void>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The queue cannot be reached or does not answer: an outage, never the fault of a message. */
export class QueueUnavailable extends Error {
  override name = "QueueUnavailable";
}

/** What keeps the queue from taking it is a permission that is refused: waiting alone ends no such outage. */
export class QueueRefused extends QueueUnavailable {
  override name = "QueueRefused";
}

/** The queue will never take this message (too large, characters it does not allow). */
export class MessageRefused extends Error {
  override name = "MessageRefused";
}
