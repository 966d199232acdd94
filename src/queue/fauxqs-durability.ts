/**
 * What fauxqs 2.4.1 does when it can't write (a full disk), put right from outside. Left alone, a receive hides what it
 * never gave out, a nack forgets the message, a move to a dead queue deletes before it inserts, and half a batch is sent.
 */
import type { DatabaseSync } from "node:sqlite";

interface Persistence {
  readonly db: DatabaseSync;
}
interface Message {
  approximateReceiveCount: number;
}
interface StandardQueue {
  readonly persistence: Persistence;
  readonly messages: Message[];
  readonly delayedMessages: Message[];
  readonly inflightMessages: Map<string, { readonly message: Message }>;
  processTimers(): void;
}
interface Received {
  readonly ReceiptHandle: string;
}
interface Store {
  readonly persistence: Persistence;
  getQueue(url: string): StandardQueue | undefined;
}
type Method = (this: never, ...args: never[]) => unknown;
type Methods = Record<string, Method>;
interface Body {
  readonly QueueUrl?: string;
  /** Of a batch of deletes. */
  readonly Entries?: readonly Received[];
}
type Action = (body: Body, store: Store, request: unknown) => unknown;

export interface FauxqsClasses {
  readonly PersistenceManager: { readonly prototype: unknown };
  readonly SqsQueue: { readonly prototype: unknown };
  readonly SqsStore: { readonly prototype: unknown };
  readonly SqsRouter: { readonly prototype: unknown };
}

/**
 * Receiving and deleting need not wait for the disk, as sending does: what a power cut takes of them comes again, as SQS reserves for
 * any message; our stages know it by its ledger entry. It is on disk with the next send at the latest, and a killed process loses
 * nothing of it.
 */
function withoutWaiting<T>(db: DatabaseSync, work: () => T): T {
  db.exec("PRAGMA synchronous = NORMAL");
  try {
    return work();
  } finally {
    db.exec("PRAGMA synchronous = FULL");
  }
}

/** All of it or nothing: what throws leaves the database as it was. */
function asOne<T>(db: DatabaseSync, work: () => T): T {
  db.exec("BEGIN");
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

function takeBack(queue: StandardQueue, given: readonly Received[]): void {
  for (const { ReceiptHandle } of given.toReversed()) {
    const held = queue.inflightMessages.get(ReceiptHandle);
    if (held === undefined) continue;
    queue.inflightMessages.delete(ReceiptHandle);
    held.message.approximateReceiveCount--;
    queue.messages.unshift(held.message);
  }
}

/**
 * A receive gives out what it could write down, or nothing, and then it does not count: a message is not dead because
 * the disk was full. What it moves to a dead queue is in one of the two, whenever the process is killed.
 */
function repairReceiving(persistence: Methods, queues: Methods): void {
  let receiving = false;
  let failure: unknown;
  const noting = (name: string, otherwise: (error: unknown) => void): void => {
    const write = persistence[name]!;
    persistence[name] = function (this: never, ...args: never[]) {
      try {
        write.apply(this, args);
      } catch (error) {
        if (receiving) failure ??= error;
        else otherwise(error);
      }
    };
  };
  const raise = (error: unknown): never => {
    throw error;
  };
  noting("insertMessage", raise);
  noting("deleteMessage", raise);
  // Who holds a message until when is decided in memory. The file's word counts after a restart alone: then it comes sooner.
  noting("updateMessageInflight", () => {});
  noting("updateMessageReady", () => {});

  const dequeue = queues.dequeue as (this: StandardQueue, ...args: never[]) => readonly Received[];
  queues.dequeue = function (this: StandardQueue, ...args: never[]) {
    this.processTimers();
    if (this.messages.length === 0) return [];
    let given: readonly Received[] = [];
    receiving = true;
    failure = undefined;
    try {
      const { db } = this.persistence;
      return withoutWaiting(db, () =>
        asOne(db, () => {
          given = dequeue.apply(this, args);
          if (failure !== undefined) throw failure;
          return given;
        }),
      );
    } catch (error) {
      takeBack(this, given);
      throw error;
    } finally {
      receiving = false;
    }
  } as Method;
}

/**
 * A batch is sent as a whole, or refused as a whole: half of it would be sent again with every try, on a disk that has no room.
 * One is deleted as a whole too.
 */
function repairBatches(router: Methods): void {
  const whole =
    (send: Action): Action =>
    (body, store, request) => {
      const queue = store.getQueue(body.QueueUrl ?? "");
      const [waiting, delayed] = [queue?.messages.length ?? 0, queue?.delayedMessages.length ?? 0];
      try {
        return asOne(store.persistence.db, () => send(body, store, request));
      } catch (error) {
        queue?.messages.splice(waiting);
        queue?.delayedMessages.splice(delayed);
        throw error;
      }
    };
  // What could not be deleted is still held.
  const together =
    (remove: Action): Action =>
    (body, store, request) => {
      const queue = store.getQueue(body.QueueUrl ?? "");
      const held = (body.Entries ?? []).map(
        ({ ReceiptHandle: handle }) => [handle, queue?.inflightMessages.get(handle)] as const,
      );
      try {
        const { db } = store.persistence;
        return withoutWaiting(db, () => asOne(db, () => remove(body, store, request)));
      } catch (error) {
        for (const [handle, one] of held) if (one !== undefined) queue?.inflightMessages.set(handle, one);
        throw error;
      }
    };
  const register = router.register as (this: unknown, name: string, action: Action) => void;
  router.register = function (this: unknown, name: string, action: Action) {
    const wrap = { SendMessageBatch: whole, DeleteMessageBatch: together }[name] ?? ((same: Action) => same);
    register.call(this, name, wrap(action));
  } as Method;
}

/** To be listed is how a queue is asked whether it works, so it writes: a number that only FIFO queues use. */
function repairListing(stores: Methods): void {
  const list = stores.listQueues as (this: Store, ...args: never[]) => unknown;
  stores.listQueues = function (this: Store, ...args: never[]) {
    this.persistence.db.exec(
      "UPDATE sqs_queues SET sequence_counter = sequence_counter + 1 WHERE rowid = (SELECT min(rowid) FROM sqs_queues)",
    );
    return list.apply(this, args);
  } as Method;
}

export function repairDurability({ PersistenceManager, SqsQueue, SqsStore, SqsRouter }: FauxqsClasses): void {
  repairReceiving(PersistenceManager.prototype as Methods, SqsQueue.prototype as Methods);
  repairBatches(SqsRouter.prototype as Methods);
  repairListing(SqsStore.prototype as Methods);
}
