/** An SQS-like queue in memory, on an injected clock: visibility, at-least-once delivery, any order, duplicates on demand. */
import type { Clock } from "../src/clock.ts";
import type { MessageQueue, QueueMessage } from "../src/sqs.ts";

interface Stored {
  readonly id: string;
  readonly body: string;
  visibleAt: number;
  receives: number;
  receipt: string;
}

export interface MemoryQueue extends MessageQueue {
  /** Messages not removed yet, hidden ones included. */
  size(): number;
  /** When the next hidden message becomes visible; undefined when there is none. */
  nextVisibleAt(): number | undefined;
  /** The greatest number of times any message was received. */
  maxReceives(): number;
  readonly bodies: () => readonly string[];
}

export interface MemoryQueueOptions {
  readonly clock: Clock;
  readonly random: () => number;
  /** Share of deliveries after which the message stays visible, so that somebody else receives it too. */
  readonly duplicateRate?: number;
  /** Deliver in random order instead of oldest first. */
  readonly shuffled?: boolean;
}

export function createMemoryQueue(options: MemoryQueueOptions): MemoryQueue {
  const stored: Stored[] = [];
  let sequence = 0;
  let mostReceives = 0;

  function takeVisible(max: number): Stored[] {
    const visible = stored.filter((message) => message.visibleAt <= options.clock.now());
    if (options.shuffled !== true) return visible.slice(0, max);
    const taken: Stored[] = [];
    while (taken.length < max && visible.length > 0) {
      taken.push(...visible.splice(Math.floor(options.random() * visible.length), 1));
    }
    return taken;
  }

  const latest = (message: QueueMessage): Stored | undefined =>
    stored.find((candidate) => candidate.id === message.id && candidate.receipt === message.receipt);

  return {
    async receive(max, holdSeconds) {
      return takeVisible(max).map((message) => {
        const duplicated = options.random() < (options.duplicateRate ?? 0);
        message.visibleAt = duplicated ? options.clock.now() : options.clock.now() + holdSeconds * 1_000;
        message.receives += 1;
        mostReceives = Math.max(mostReceives, message.receives);
        message.receipt = `${message.id}/${++sequence}`;
        return { id: message.id, body: message.body, receipt: message.receipt };
      });
    },
    async remove(message) {
      const found = latest(message);
      if (found === undefined) throw new Error("the receipt is not the latest");
      stored.splice(stored.indexOf(found), 1);
    },
    async hideFor(message, seconds) {
      const found = latest(message);
      if (found === undefined) throw new Error("the receipt is not the latest");
      found.visibleAt = options.clock.now() + seconds * 1_000;
    },
    async publish(bodies) {
      for (const body of bodies) {
        stored.push({ id: `m${++sequence}`, body, visibleAt: 0, receives: 0, receipt: "" });
      }
    },
    close: () => undefined,
    size: () => stored.length,
    nextVisibleAt: () =>
      stored.reduce<number | undefined>((next, { visibleAt }) => Math.min(next ?? visibleAt, visibleAt), undefined),
    maxReceives: () => mostReceives,
    bodies: () => stored.map((message) => message.body),
  };
}
