/** What a person sees: tickets made, updated, merged, reopened; and what the timeline says when something is wrong. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createWorld, type EventChanges, SNAP_IN, type World } from "../../../../../shared/testing/world.ts";
import { allWorks, entriesOf, ticketMessage } from "../../testing/tickets.ts";
import { createRun } from "./index.ts";

async function runOnce(world: World, changes: EventChanges = { parameters: "50" }): Promise<string[]> {
  await world.clock.run(createRun(world.deps)([world.event(changes)]));
  return entriesOf(world.emulator, SNAP_IN);
}

async function withMessages(messages: readonly string[], options: Parameters<typeof createWorld>[0] = {}) {
  const world = createWorld(options);
  for (const id of ["t1", "t2", "t3"]) world.groundswell.addTicket(id);
  await world.queue.publish(messages);
  return world;
}

const tagNames = (world: World): string[] => (allWorks(world.emulator)[0]?.tags ?? []).map(({ tag }) => tag.name);

test("a ticket becomes a work item with severity, tags, links back and its marker; the message is gone", async () => {
  const world = await withMessages([ticketMessage("t1", 1, { tags: ["login", "android"] })], { withGroundswell: true });
  const said = await runOnce(world);
  const [work] = allWorks(world.emulator);
  assert.equal(work?.title, "Problem t1");
  assert.equal(work?.severity, "high");
  assert.deepEqual(tagNames(world), ["groundswell", "login", "android"]);
  assert.match(work?.body ?? "", /\(https:\/\/groundswell\.test\/tickets\/t1\)/);
  assert.match(work?.body ?? "", /^groundswell:t1$/m);
  assert.equal(world.queue.size(), 0);
  assert.deepEqual(said, ["Groundswell: 1 ticket created."]);
  assert.equal(world.groundswell.claimOf("t1")?.id, work?.id);
});

test("what customers wrote goes to the timeline, for the organisation's own people only", async () => {
  const quotes = ["I can't log in\nsince Monday", "groundswell:t2"];
  const world = await withMessages([ticketMessage("t1", 1, { quotes })]);
  await runOnce(world);
  const entries = world.emulator.organisation.entries.listedAt(Number.POSITIVE_INFINITY);
  const evidence = entries.find((entry) => entry.object !== SNAP_IN);
  assert.equal(evidence?.visibility, "internal");
  assert.match(evidence?.body ?? "", /> I can't log in\n> since Monday/);
  assert.doesNotMatch(evidence?.body ?? "", /^> groundswell:t2/m);
});

test("priorities become severities", async () => {
  for (const [priority, severity] of [
    [0, "medium"],
    [1, "high"],
    [2, "high"],
    [3, "blocker"],
  ] as const) {
    const world = await withMessages([ticketMessage("t1", 1, { priority })]);
    await runOnce(world);
    assert.equal(allWorks(world.emulator)[0]?.severity, severity);
  }
});

test("a new revision updates the same work item and keeps the tags that people added", async () => {
  const world = await withMessages([ticketMessage("t1", 1)], { withGroundswell: true });
  await runOnce(world);
  const { works, tags } = world.emulator.organisation;
  const [work] = allWorks(world.emulator);
  const theirs = {
    ...tags.listedAt(Number.POSITIVE_INFINITY)[0]!,
    id: "don:core:dvrv-us-1:devo/0:tag/900",
    display_id: "TAG-900",
    name: "theirs",
  };
  tags.put(theirs, 0);
  works.put({ ...work!, tags: [...work!.tags, { tag: theirs }] }, world.clock.now());
  await world.queue.publish([ticketMessage("t1", 2, { title: "It got worse", priority: 3, tags: ["login", "ios"] })]);
  const said = await runOnce(world);
  const all = allWorks(world.emulator);
  assert.equal(all.length, 1);
  // What people know it by stays.
  assert.deepEqual([all[0]?.title, all[0]?.severity], ["Problem t1", "blocker"]);
  assert.deepEqual(tagNames(world).sort(), ["groundswell", "ios", "login", "theirs"]);
  assert.equal(entriesOf(world.emulator, work!.id).length, 2);
  assert.equal(said.at(-1), "Groundswell: 1 ticket updated.");
});

test("an older revision that arrives late changes nothing", async () => {
  for (const withGroundswell of [true, false]) {
    const world = await withMessages([ticketMessage("t1", 2, { title: "New" })], { withGroundswell });
    await runOnce(world);
    await world.queue.publish([ticketMessage("t1", 1, { title: "Old" })]);
    await runOnce(world);
    assert.deepEqual(
      allWorks(world.emulator).map(({ title }) => title),
      ["New"],
    );
    assert.equal(world.queue.size(), 0);
  }
});

test("a merged ticket says where to go on, and a regression reopens what was closed", async () => {
  const world = await withMessages([ticketMessage("t1"), ticketMessage("t2")], { withGroundswell: true });
  await runOnce(world);
  const [first, second] = allWorks(world.emulator);
  world.emulator.organisation.works.put({ ...second!, stage: { name: "resolved" } }, world.clock.now());
  await world.queue.publish([
    ticketMessage("t1", 2, { merged_into: "t2" }),
    ticketMessage("t2", 2, { regression: true }),
  ]);
  await runOnce(world);
  const [merged, reopened] = allWorks(world.emulator);
  assert.deepEqual([merged?.title, merged?.stage.name], ["Problem t1", "canceled"]);
  assert.match(entriesOf(world.emulator, first!.id).at(-1) ?? "", new RegExp(`^Merged into ${second!.display_id}: `));
  assert.match(merged?.body ?? "", new RegExp(`Merged into ${second!.display_id}: please go on there`));
  assert.deepEqual([reopened?.stage.name, reopened?.title], ["queued", "Problem t2"]);
  assert.match(entriesOf(world.emulator, second!.id).at(-1) ?? "", /^Regression:/);
});

test("a work item that a person deleted is not made again", async () => {
  const world = await withMessages([ticketMessage("t1")], { withGroundswell: true });
  await runOnce(world);
  world.emulator.organisation.works.remove(allWorks(world.emulator)[0]!.id, world.clock.now());
  await world.queue.publish([ticketMessage("t1", 2)]);
  const said = await runOnce(world);
  assert.equal(allWorks(world.emulator).length, 0);
  assert.match(said.at(-1) ?? "", /was deleted in DevRev and is left so/);
});

test("titles and bodies are cut to what DevRev takes, and keep their marker", async () => {
  const long = { title: "😀".repeat(300), description: "x\n".repeat(60_000) };
  const world = await withMessages([ticketMessage("t1", 1, long)]);
  await runOnce(world);
  const [work] = allWorks(world.emulator);
  assert.ok(work!.title.length <= 256 && work!.title.isWellFormed());
  assert.ok(work!.body!.length <= 65_536);
  assert.match(work!.body!, /\ngroundswell:t1\ngroundswell-revision:1\n$/);
});

test("text that imitates a marker misleads nobody", async () => {
  const world = await withMessages([
    ticketMessage("t1", 1, { description: "groundswell:t2\n groundswell-revision:9" }),
  ]);
  await runOnce(world);
  await world.queue.publish([ticketMessage("t2")]);
  await runOnce(world);
  assert.equal(allWorks(world.emulator).length, 2);
});

test("a command does as many as it says, one by default, and a timer's tick many", async () => {
  const messages = ["t1", "t2", "t3"].map((id) => ticketMessage(id));
  const one = await withMessages(messages);
  await runOnce(one, { parameters: "" });
  assert.equal(allWorks(one.emulator).length, 1);
  await runOnce(one, {});
  assert.equal(allWorks(one.emulator).length, 3);
});

test("a count that is none is answered in words, and nothing is done", async () => {
  const world = await withMessages([ticketMessage("t1")]);
  assert.match((await runOnce(world, { parameters: "lots" }))[0] ?? "", /whole number from 1 to 1000, not “lots”/);
  assert.equal(world.queue.size(), 1);
});

test("a timer's tick on an empty queue says nothing; a command does", async () => {
  const world = createWorld();
  assert.deepEqual(await runOnce(world, {}), []);
  assert.match((await runOnce(world))[0] ?? "", /holds no tickets/);
});

test("one bad message does not keep the others from being filed, and stays in the queue", async () => {
  const world = await withMessages(["no JSON", '[{"title":""}]', ticketMessage("t1")]);
  const said = await runOnce(world);
  assert.equal(allWorks(world.emulator).length, 1);
  assert.equal(world.queue.size(), 2);
  assert.match(said[0] ?? "", /1 ticket created, 2 messages left for a later run/);
  assert.match(said[0] ?? "", /the message is no JSON/);
});

test("a storm longer than the run ends it in words, loses nothing, and the next run goes on", async () => {
  const world = await withMessages([ticketMessage("t1"), ticketMessage("t2")], { withGroundswell: true });
  const start = world.clock.now();
  world.emulator.faults.stormUntil = start + 290_000;
  await runOnce(world);
  assert.equal(allWorks(world.emulator).length, 0);
  assert.equal(world.queue.size(), 2);
  world.clock.advance(700_000);
  await runOnce(world);
  assert.equal(allWorks(world.emulator).length, 2);
  assert.equal(world.queue.size(), 0);
});

test("a token that DevRev does not take stops the run and leaves the messages", async () => {
  const world = await withMessages([ticketMessage("t1"), ticketMessage("t2")]);
  const event = world.event({ parameters: "5" });
  const wrong = { ...event, context: { ...event.context, secrets: {} } };
  await world.clock.run(createRun(world.deps)([wrong]));
  assert.equal(world.queue.size(), 2);
  assert.equal(world.queue.maxReceives(), 0);
});

test("Groundswell out of reach: nothing is made, for it could be made twice", async () => {
  const world = await withMessages([ticketMessage("t1")], { withGroundswell: true, groundswell: { errorRate: 1 } });
  const said = await runOnce(world);
  assert.equal(allWorks(world.emulator).length, 0);
  assert.equal(world.queue.size(), 1);
  assert.match(said[0] ?? "", /Groundswell: error 503/);
});

test("missing settings are named on the timeline", async () => {
  const world = createWorld();
  const said = await runOnce(world, { parameters: "1", inputs: { queue_url: "" }, keyrings: { aws_secret_key: "" } });
  assert.match(said[0] ?? "", /please set input queue_url, keyring aws_secret_key/);
});

test("a message of the original system, without ids, makes one work item however often it comes", async () => {
  const item = {
    title: "App Functionality Issues",
    description: "",
    tags: ["App not working"],
    metadata: { common_label: "Bug Reports", "source review ids": ["a", "b"] },
    priority: 3,
  };
  const world = await withMessages([JSON.stringify([item]), JSON.stringify([item])]);
  await runOnce(world);
  assert.deepEqual(
    allWorks(world.emulator).map(({ title, severity }) => [title, severity]),
    [["App Functionality Issues", "blocker"]],
  );
});

test("a ticket that comes again is not reported as created again", async () => {
  const message = ticketMessage("t1");
  for (const withGroundswell of [true, false]) {
    const world = await withMessages([message], { withGroundswell });
    await runOnce(world);
    await world.queue.publish([message]);
    const said = await runOnce(world);
    assert.equal(said.filter((line) => line.includes("1 ticket created")).length, 1);
    assert.equal(world.queue.size(), 0);
  }
});

test("a queue that can't be reached is said in words", async () => {
  const world = createWorld();
  const broken = { ...world.queue, receive: () => Promise.reject(new Error("getaddrinfo ENOTFOUND")) };
  const deps = { ...world.deps, openQueue: () => broken };
  await world.clock.run(createRun(deps)([world.event({ parameters: "1" })]));
  assert.match(entriesOf(world.emulator, SNAP_IN)[0] ?? "", /the queue can't be reached/);
});
