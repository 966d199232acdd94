/** The circle with the real daemon: sample feedback in, one work item a ticket out, updated in place when evidence grows. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createEmulator, type EmulatorServer, startEmulatorServer } from "../emulator/src/index.ts";
import { type Circle, createCircle } from "./circle.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { createOriginalClient, originalMessages, originalSeverity } from "./original-client.ts";

const PATIENCE_MS = 60_000;
let daemon: Daemon;
let server: EmulatorServer;
let circle: Circle;

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** What the ledger says was received and is no longer under way. */
async function received(query: string): Promise<number> {
  const response = await fetch(`${daemon.url}/api/v1/ledger?${query}`);
  const { received: all, in_flight, balanced } = (await response.json()) as Record<string, number | boolean>;
  assert.equal(balanced, true, query);
  return Number(all) - Number(in_flight);
}

/** Resolves with the first value that passes, or with the last one when patience ends. */
async function eventually<T>(read: () => Promise<T>, passes: (value: T) => boolean): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  let value = await read();
  for (; !passes(value) && Date.now() < end; value = await read()) await sleep(300);
  return value;
}

before(async () => {
  daemon = await startDaemon();
  const emulator = createEmulator({ now: Date.now, sleep, random: Math.random });
  server = await startEmulatorServer(emulator, 0);
  circle = createCircle(daemon, emulator, server.url);
});
after(async () => {
  await server?.stop();
  await daemon?.stop();
});

test("each ticket of the sample has exactly one work item, and knows it", async (t) => {
  const tickets = await circle.settle(1, PATIENCE_MS);
  t.diagnostic(`${tickets.length} tickets`);
  const works = circle.works();
  assert.equal(works.size, tickets.length);
  for (const ticket of tickets) {
    assert.deepEqual(
      works.get(ticket.id)?.map(({ id }) => id),
      [ticket.work?.id],
    );
  }
});

test("when evidence grows, the same work item is brought up to date", async () => {
  const before = (await circle.tickets()).find((ticket) => ticket.metadata.merged_into === undefined)!;
  const work = circle.works().get(before.id)![0]!;
  await circle.addEvidence(before, 3);
  let now = before;
  for (const end = Date.now() + PATIENCE_MS; now.revision === before.revision && Date.now() < end; ) {
    now = (await circle.settle(1, PATIENCE_MS)).find((ticket) => ticket.id === before.id)!;
  }
  assert.ok(now.revision > before.revision, "the ticket did not grow");
  const [updated, ...others] = circle.works().get(before.id)!;
  assert.deepEqual(others, []);
  assert.equal(updated?.id, work.id);
  assert.notEqual(updated?.body, work.body);
});

test("a work item that is resolved in DevRev closes its ticket", async () => {
  const ticket = (await circle.tickets())[0]!;
  await circle.close(ticket);
  const closed = (await circle.tickets()).find(({ id }) => id === ticket.id);
  assert.equal(closed?.status, "closed");
});

test("messages as the original source snap-ins send them are taken by the raw and features queues", async () => {
  const client = createOriginalClient(new URL(daemon.queueUrl("raw")).origin, daemon.keyrings);
  const { features, ...feedback } = originalMessages;
  for (const [source, records] of Object.entries(feedback)) {
    const query = `app=default&source=${source}`;
    const before = await received(query);
    await client.publish(daemon.queueUrl("raw"), records);
    const now = await eventually(
      () => received(query),
      (count) => count >= before + records.length,
    );
    assert.equal(now, before + records.length, source);
  }
  const before = await received("pipeline=features");
  await client.publish(daemon.queueUrl("features"), features);
  const taken = await eventually(
    () => received("pipeline=features"),
    (count) => count >= before + features.length,
  );
  assert.equal(taken, before + features.length);
  client.close();
});

test("the original's consumer loop works on the tickets queue", async () => {
  const client = createOriginalClient(new URL(daemon.queueUrl("tickets")).origin, daemon.keyrings);
  const ticket = (await circle.tickets()).find(({ metadata }) => metadata.merged_into === undefined)!;
  await circle.addEvidence(ticket, 3);
  const queue = daemon.queueUrl("tickets");
  const tickets = await eventually(
    () => client.consume(queue, 10),
    (got) => got.length > 0,
  );
  assert.ok(tickets.length > 0, "no ticket came");
  for (const { title, description, priority } of tickets) {
    const body = {
      type: "ticket",
      title,
      body: description,
      severity: originalSeverity({ title, description, priority }),
      applies_to_part: "PROD-1",
      owned_by: ["DEVU-1"],
    };
    const headers = { authorization: "token" };
    const created = await fetch(`${server.url}/works.create`, { method: "POST", headers, body: JSON.stringify(body) });
    assert.equal(created.status, 201);
    assert.equal(body.severity, "high");
  }
  client.close();
});
