/**
 * What fauxqs 2.4.1 gets wrong, put right from outside, in the thread that runs it and nowhere else:
 * it refuses characters beyond U+FFFF, and with persistence it loses a message whose visibility ends before it was
 * acknowledged (its own UPDATE breaks a NOT NULL of its own table). What it does when it can't write is put right in
 * `fauxqs-durability.ts`.
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type FauxqsClasses, repairDurability } from "./fauxqs-durability.ts";

interface Persistence {
  readonly db: DatabaseSync;
  updateMessageReady(messageId: string): void;
}

/** The characters of XML 1.0, which are those that SQS takes. */
const FORBIDDEN = /[^\x09\x0A\x0D\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/**
 * While somebody waits for messages, fauxqs looks every 20 ms whether a hidden one is due, by a timer for each queue: on
 * an idle machine that is most of what we do. What is sent wakes the waiting at once; what was hidden may come so much
 * later. One timer looks for all queues.
 */
const LOOK_EVERY_MS = 250;

/** What a queue has instead of a timer of its own: stopping it stops nothing. */
const IN_COMMON = setTimeout(() => undefined, 0);

interface PollingQueue {
  /** Set while somebody waits; fauxqs takes it away itself. */
  pollTimer: NodeJS.Timeout | undefined;
  processTimers(): void;
}

function lookLessOften(queue: { startPollTimerIfNeeded(): void }): void {
  const polling = new Set<PollingQueue>();
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    for (const one of polling) {
      if (one.pollTimer === undefined) polling.delete(one);
      else one.processTimers();
    }
    if (polling.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  queue.startPollTimerIfNeeded = function startPollTimerIfNeeded(this: PollingQueue) {
    timer ??= setInterval(look, LOOK_EVERY_MS);
    this.pollTimer = IN_COMMON;
    polling.add(this);
  } as never;
}

/** Before queues are opened. The inner modules have no public name, so they are found beside the public one. */
export async function repairFauxqs(): Promise<void> {
  const inner = (path: string): Promise<unknown> => import(new URL(path, import.meta.resolve("fauxqs")).href);

  const types = (await inner("./sqs/sqsTypes.js")) as { readonly INVALID_MESSAGE_BODY_CHAR: RegExp };
  types.INVALID_MESSAGE_BODY_CHAR.test = (text) => FORBIDDEN.test(text);

  const persistence = (await inner("./persistence.js")) as {
    readonly PersistenceManager: { readonly prototype: Persistence };
  };
  const statements = new WeakMap<DatabaseSync, StatementSync>();
  persistence.PersistenceManager.prototype.updateMessageReady = function updateMessageReady(messageId) {
    const statement =
      statements.get(this.db) ??
      this.db.prepare("UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?");
    statements.set(this.db, statement);
    statement.run(messageId);
  };

  const [queues, router] = await Promise.all([inner("./sqs/sqsStore.js"), inner("./sqs/sqsRouter.js")]);
  lookLessOften((queues as { readonly SqsQueue: { readonly prototype: never } }).SqsQueue.prototype);
  repairDurability({ ...(persistence as object), ...(queues as object), ...(router as object) } as FauxqsClasses);
}
