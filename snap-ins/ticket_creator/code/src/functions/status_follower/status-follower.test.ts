import assert from "node:assert/strict";
import { test } from "node:test";
import { createWorld } from "../../../../../shared/testing/world.ts";
import { ticketMessage } from "../../testing/tickets.ts";
import { createRun as createTicketRun } from "../ticket_creator/index.ts";
import { createRun, statusOf } from "./index.ts";

const updated = (body: string, stage: string) => ({
  type: "work_updated",
  work_updated: { work: { id: "don:core:dvrv-us-1:devo/0:ticket/1", title: "T", body, stage: { name: stage } } },
});
const MARKED = "Words.\n\ngroundswell:t1\ngroundswell-revision:1\n";

test("the ticket follows the stage of its work item", async () => {
  const world = createWorld({ withGroundswell: true });
  world.groundswell.addTicket("t1");
  for (const [stage, status] of [
    ["work_in_progress", "in_progress"],
    ["resolved", "closed"],
    ["queued", "open"],
  ] as const) {
    await world.clock.run(createRun(world.deps)([world.event({ payload: updated(MARKED, stage) })]));
    assert.equal(world.groundswell.statusOf("t1"), status);
  }
});

test("other people's work items, other events and missing parts are left alone", async () => {
  const world = createWorld({ withGroundswell: true });
  world.groundswell.addTicket("t1");
  const payloads = [updated("no mark", "resolved"), { type: "work_updated" }, { work_updated: null }, {}];
  for (const payload of payloads) await world.clock.run(createRun(world.deps)([world.event({ payload })]));
  assert.equal(world.groundswell.statusOf("t1"), "open");
});

test("a stage of the organisation's own is what its state says, and else at work", () => {
  assert.equal(statusOf({ name: "waiting for the vendor" }), "in_progress");
  assert.equal(statusOf({ name: "Resolved" }), "closed");
  assert.equal(statusOf({ name: "Shipped", state: { name: "closed", is_final: true } }), "closed");
  assert.equal(statusOf({ name: "Shipped", stage: { state: { is_final: true } } }), "closed");
  assert.equal(statusOf({ name: "New", state: { name: "open" } }), "open");
  assert.equal(statusOf({ name: "Doing", state: { name: "in_progress", is_final: false } }), "in_progress");
});

test("a change that leaves the stage sets no status: it may be our own, of a ticket that has just come back", async () => {
  const world = createWorld({ withGroundswell: true });
  world.groundswell.addTicket("t1");
  const { work_updated: change, ...payload } = updated(MARKED, "resolved");
  const kept = { ...payload, work_updated: { ...change, old_work: { ...change.work, title: "Before" } } };
  await world.clock.run(createRun(world.deps)([world.event({ payload: kept })]));
  assert.equal(world.groundswell.statusOf("t1"), "open");
});

test("events that come in another order leave the ticket where its work item stands", async () => {
  const world = createWorld({ withGroundswell: true });
  world.groundswell.addTicket("t1");
  await world.queue.publish([ticketMessage("t1")]);
  await world.clock.run(createTicketRun(world.deps)([world.event({ parameters: "1" })]));
  const { works } = world.emulator.organisation;
  const [work] = works.listedAt(Number.POSITIVE_INFINITY);
  works.put({ ...work!, stage: { name: "resolved" } }, world.clock.now());
  for (const stage of ["resolved", "work_in_progress"]) {
    const payload = { work_updated: { work: { ...work, stage: { name: stage } }, old_work: work } };
    await world.clock.run(createRun(world.deps)([world.event({ payload })]));
    assert.equal(world.groundswell.statusOf("t1"), "closed", stage);
  }
});
