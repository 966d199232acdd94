import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import type { QueuedRecord } from "../model/record.ts";
import { TenantId } from "../model/tenant.ts";
import type { PendingBatch, PendingMessage } from "./gatherer.ts";
import { createSharedBatches, type SharedBatchesDeps } from "./shared-batches.ts";

const [a, b] = ["a", "b"].map((name) => TenantId.parse(name)) as [TenantId, TenantId];
const record = (id: string, app = "A", text = "words"): QueuedRecord =>
  ({ id, app, source: "push", text, ingested_at: 1 }) as unknown as QueuedRecord;

interface Sent {
  readonly tenant: TenantId;
  readonly messages: readonly PendingMessage[];
}

/** A queue on which a send takes until it is let go. */
function slowQueue(answer: (sent: Sent) => Promise<void> = async () => undefined) {
  const sends: (Sent & { readonly done: () => void })[] = [];
  const entered: PendingBatch[] = [];
  const deps: SharedBatchesDeps = {
    send: async ({ tenant }, messages) => {
      await new Promise<void>((done) => sends.push({ tenant, messages, done }));
      await answer({ tenant, messages });
    },
    enter: async (_, batches) => void entered.push(...batches),
  };
  return { put: createSharedBatches(deps), sends, entered };
}

const idsOf = ({ messages }: Sent): string[] =>
  messages.flat().flatMap(({ rows }) => rows.map((row) => (JSON.parse(row) as { id: string }).id));

test("what comes while a send is under way leaves as one batch for each place and tenant", async () => {
  const { put, sends, entered } = slowQueue();
  const first = put({ tenant: a, records: [record("1")] });
  await turn();
  const later = [
    put({ tenant: a, records: [record("2")] }),
    put({ tenant: b, records: [record("3")] }),
    put({ tenant: a, records: [record("4"), record("5", "B")] }),
    put({ tenant: a, records: [record("6")] }),
  ];
  await turn();
  assert.deepEqual(sends.map(idsOf), [["1"]]);
  sends[0]!.done();
  const [own] = await first;
  await turn();
  assert.equal(own, entered[0]!.batch);
  assert.deepEqual(
    sends.slice(1).map((sent) => [sent.tenant, sent.messages.length, ...idsOf(sent)]),
    [
      // One request has records in both: they are one whole.
      [a, 2, "2", "4", "6", "5"],
      [b, 1, "3"],
    ],
  );
  for (const { done } of sends.slice(1)) done();
  const ids = await Promise.all(later);
  assert.equal(ids[0]![0], ids[3]![0]);
  assert.deepEqual([ids[2]!.length, ids[2]![0]], [2, ids[0]![0]]);
  assert.equal(new Set([own, ...ids.flat()]).size, 4);
  assert.equal(entered.length, 4);
});

test("nobody is answered before what he sent is durable and entered in the books", async () => {
  let enter = (): void => undefined;
  const put = createSharedBatches({
    send: async () => undefined,
    enter: () => new Promise((resolve) => (enter = resolve)),
  });
  let answered = false;
  const sent = put({ tenant: a, records: [record("1")] }).then(() => {
    answered = true;
  });
  for (let at = 0; at < 5; at++) await turn();
  assert.equal(answered, false);
  enter();
  await sent;
});

test("a message that can't be sent fails those whose records are in it, and no others", async () => {
  const { put, sends, entered } = slowQueue(async ({ messages }) => {
    if (messages[0]![0].app === "bad") throw new Error("refused");
  });
  const blocked = put({ tenant: a, records: [record("0")] });
  await turn();
  const all = [
    put({ tenant: a, records: [record("1")] }),
    put({ tenant: a, records: [record("2", "bad")] }),
    put({ tenant: b, records: [record("3")] }),
  ].map((one) =>
    one.then(
      () => "sent",
      (error: Error) => error.message,
    ),
  );
  sends[0]!.done();
  await blocked;
  await turn();
  for (const { done } of sends.slice(1)) done();
  assert.deepEqual(await Promise.all(all), ["sent", "refused", "sent"]);
  assert.ok(entered.every(({ app }) => app !== "bad"));
  // It goes on after a failure.
  const next = put({ tenant: a, records: [record("4")] });
  await turn();
  sends.at(-1)!.done();
  assert.equal((await next).length, 1);
});

test("what doesn't fit one batch is spread over several, and each sender knows his", async () => {
  const { put, sends } = slowQueue();
  const first = put({ tenant: a, records: [record("0")] });
  await turn();
  const big = "x".repeat(30_000);
  const three = ["1", "2", "3"].map((id) => put({ tenant: a, records: [record(id, "A", big)] }));
  sends[0]!.done();
  await first;
  await turn();
  for (const { done } of sends.slice(1)) done();
  const ids = (await Promise.all(three)).flat();
  assert.deepEqual([ids.length, new Set(ids).size, ids[0] === ids[1]], [3, 2, true]);
});
