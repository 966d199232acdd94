import assert from "node:assert/strict";
import { test } from "node:test";
import { createWorld } from "../../../../../shared/testing/world.ts";
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

test("a stage of the organisation's own counts as work in progress", () => {
  assert.equal(statusOf("waiting for the vendor"), "in_progress");
  assert.equal(statusOf("Resolved"), "closed");
});
