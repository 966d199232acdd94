/** The loop: receive, file, and only then delete. What could not be filed comes again, at a time when trying makes sense. */
import { type Failure, type MessageQueue, type QueueMessage, queueTrouble, type Result } from "../../shared.ts";
import type { Filed } from "./file-ticket.ts";
import { readMessage, type TicketItem } from "./ticket-message.ts";
import { AFTER_STALE_SECONDS } from "./work-ledger.ts";

export interface Tally {
  created: number;
  updated: number;
  unchanged: number;
  /** Messages that will come again. */
  waiting: number;
  /** Messages that can't be read; the queue moves them to its dead-letter queue in the end. */
  unreadable: number;
  /** Sentences for people, each once. */
  readonly notes: Set<string>;
  /** Why the run ended early, when it did. */
  stopped?: string;
}

export interface LoopDeps {
  readonly queue: MessageQueue;
  /** Whether those who are needed answer. Asked before the first message is taken: each receive counts towards the queue's limit. */
  readonly ready: () => Promise<Result<unknown>>;
  readonly fileTicket: (item: TicketItem) => Promise<Filed>;
  readonly budget: { left(): number };
}

/** A message is hidden until a claim of this run would be stale, so that a killed run's message comes when it can be dealt with. */
const HOLD_SECONDS = AFTER_STALE_SECONDS;
const SOON_SECONDS = 30;
const UNREADABLE_SECONDS = 3_600;
/** What was refused for good waits for a person, who may need a night for it: the queue gives a message up after twenty receives. */
const REFUSED_SECONDS = 1_800;
/** So many tickets refused for one reason, one after the other: it is not the ticket. */
const SAME_REFUSALS = 3;
/** What is needed to file one more ticket without haste. */
const ENOUGH_MS = 20_000;

/** Stops the run: whatever we tried next would fail for the same reason. */
const endsTheRun = (failure: Failure): boolean =>
  failure.kind === "busy" ||
  failure.status === 401 ||
  failure.status === 403 ||
  (failure.kind === "unknown" && failure.status === undefined);

export function emptyTally(): Tally {
  return { created: 0, updated: 0, unchanged: 0, waiting: 0, unreadable: 0, notes: new Set() };
}

/** Seconds until the message should come again, or undefined when it has served. */
type Again = number | undefined;

export function createTicketLoop({ queue, ready, fileTicket, budget }: LoopDeps) {
  let refusal = { why: "", times: 0 };

  function againAfter({ failure, claimed }: Extract<Filed, { kind: "failed" }>, tally: Tally): number {
    const { kind, message, retryAfterMs = 0 } = failure;
    tally.notes.add(message);
    if (kind === "refused") refusal = { why: message, times: refusal.why === message ? refusal.times + 1 : 1 };
    if (endsTheRun(failure) || refusal.times === SAME_REFUSALS) tally.stopped = message;
    const least = claimed ? HOLD_SECONDS : SOON_SECONDS;
    return Math.max(kind === "refused" ? REFUSED_SECONDS : least, retryAfterMs / 1_000);
  }

  function count(filed: Filed, tally: Tally): Again {
    if (filed.kind === "later") return filed.seconds;
    if (filed.kind === "failed") return againAfter(filed, tally);
    refusal = { why: "", times: 0 };
    if (filed.kind === "nothing") tally.unchanged += 1;
    else tally[filed.kind] += 1;
    if (filed.note !== undefined) tally.notes.add(filed.note);
    return undefined;
  }

  async function fileAll(message: QueueMessage, tally: Tally): Promise<Again> {
    const { tickets, wrong } = readMessage(message.body);
    for (const reason of wrong) tally.notes.add(`A message of the queue is left where it is: ${reason}.`);
    let again: Again = wrong.length > 0 ? UNREADABLE_SECONDS : undefined;
    if (wrong.length > 0) tally.unreadable += 1;
    for (const item of tickets) {
      const wait = tally.stopped === undefined ? count(await fileTicket(item), tally) : SOON_SECONDS;
      if (wait !== undefined) again = Math.max(again ?? 0, wait);
    }
    return again;
  }

  /** The message may have been received again since; then its later delivery decides, and meets what was done. */
  const settle = (change: Promise<void>): Promise<void> => change.catch(() => undefined);

  async function handle(message: QueueMessage, tally: Tally): Promise<void> {
    const enough = tally.stopped === undefined && budget.left() > ENOUGH_MS;
    const again = enough ? await fileAll(message, tally) : SOON_SECONDS;
    // By now the work items exist and are recorded: only now may the message go.
    if (again === undefined) return settle(queue.remove(message));
    tally.waiting += 1;
    return settle(queue.hideFor(message, again));
  }

  /** One at a time: every receive counts towards the queue's limit, and a run that is killed holds only this one. */
  async function receiveOne(tally: Tally): Promise<QueueMessage | undefined> {
    try {
      return (await queue.receive(1, HOLD_SECONDS))[0];
    } catch (error) {
      tally.stopped = queueTrouble(error);
      tally.notes.add(tally.stopped);
      return undefined;
    }
  }

  /** At most `limit` messages. */
  return async function createTickets(limit: number): Promise<Tally> {
    const tally = emptyTally();
    const asked = await ready();
    if (!asked.ok) {
      tally.stopped = asked.failure.message;
      tally.notes.add(asked.failure.message);
    }
    let left = limit;
    while (left > 0 && tally.stopped === undefined && budget.left() > ENOUGH_MS) {
      const message = await receiveOne(tally);
      if (message === undefined) break;
      left -= 1;
      await handle(message, tally);
    }
    return tally;
  };
}
