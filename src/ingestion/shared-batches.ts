/**
 * Small submissions at the same time share batches: while one send is under way, what arrives becomes the next. A record a
 * request would otherwise be a message, an entry in the books and a piece of work for every stage behind the queue.
 */
import type { QueuedRecord } from "../model/record.ts";
import type { TenantId } from "../model/tenant.ts";
import { createGatherer, type PendingBatch, type PendingMessage } from "./gatherer.ts";
import { wholesOf } from "./wholes.ts";

/** A submission with more records fills batches by itself. */
export const MOST_SHARED = 20;
/** Records that leave together; the rest waits for the next send. */
const RECORDS_A_SEND = 2_000;

export interface Shared {
  readonly tenant: TenantId;
  readonly records: readonly QueuedRecord[];
  readonly traceparent?: string | undefined;
}

export interface SharedBatchesDeps {
  /** Resolves when the messages are durable; several are one whole. */
  readonly send: (by: Omit<Shared, "records">, messages: readonly PendingMessage[]) => Promise<void>;
  /** Resolves when what was sent is in the books, or soon in any case. */
  readonly enter: (tenant: TenantId, batches: readonly PendingBatch[]) => Promise<void>;
}

interface Waiting extends Shared {
  readonly resolve: (batchIds: readonly string[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Resolves with the batches that hold the records once all of them are durable; rejects when one of them can't be sent. */
export type PutShared = (shared: Shared) => Promise<readonly string[]>;

export function createSharedBatches({ send, enter }: SharedBatchesDeps): PutShared {
  const waiting: Waiting[] = [];
  let running = false;

  /** Resolves when all is sent or refused; the books are entered, and the senders answered, while the next leave. */
  async function sendOf(tenant: TenantId, together: readonly Waiting[]): Promise<void> {
    const gatherer = createGatherer();
    const places = together.map(({ records }) => new Set(records.map((record) => gatherer.add(record))));
    const { messages, batches } = gatherer.finish();
    // Spans can't be told apart in a shared batch: it belongs to the trace of the first that is in it.
    const by = { tenant, traceparent: together[0]!.traceparent };
    const messageOf = new Map(messages.flatMap((message) => message.map((batch) => [batch, message] as const)));
    const spread = places.map((own) => [...new Set([...own].map((place) => messageOf.get(batches[place]!)!))]);
    const wholes = wholesOf(messages, spread);
    const results = await Promise.allSettled(wholes.map((whole) => send(by, whole)));
    const failures = new Map<PendingBatch, unknown>();
    for (const [at, result] of results.entries()) {
      if (result.status === "rejected") for (const batch of wholes[at]!.flat()) failures.set(batch, result.reason);
    }
    const answer = (): void => {
      for (const [at, { resolve, reject }] of together.entries()) {
        const own = [...places[at]!].map((place) => batches[place]!);
        const failed = own.find((batch) => failures.has(batch));
        if (failed === undefined) resolve(own.map(({ batch }) => batch));
        else reject(failures.get(failed));
      }
    };
    const sent = batches.filter((batch) => !failures.has(batch));
    void enter(tenant, sent).then(answer, answer);
  }

  function takeTogether(): Waiting[] {
    let [count, records] = [0, 0];
    while (count < waiting.length && records < RECORDS_A_SEND) records += waiting[count++]!.records.length;
    return waiting.splice(0, count);
  }

  async function run(): Promise<void> {
    running = true;
    // What is asked for in the same tick leaves together.
    await Promise.resolve();
    while (waiting.length > 0) {
      const tenants = Map.groupBy(takeTogether(), ({ tenant }) => tenant);
      await Promise.all([...tenants].map(([tenant, together]) => sendOf(tenant, together)));
    }
    running = false;
  }

  return (shared) =>
    new Promise((resolve, reject) => {
      waiting.push({ ...shared, resolve, reject });
      if (!running) void run();
    });
}
