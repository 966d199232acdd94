import assert from "node:assert/strict";
import { test } from "node:test";
import { createWorld, SNAP_IN } from "../testing/world.ts";
import { createTimelineCursors, takeFresh } from "./cursors.ts";
import { startRun } from "./deps.ts";

const item = (id: string, at: number) => ({ id, at });

test("an item is fresh once, however often and in whatever order it is fetched", () => {
  const first = takeFresh([item("b", 20), item("a", 10), item("b", 20)], undefined);
  assert.deepEqual(
    first.fresh.map(({ id }) => id),
    ["a", "b"],
  );
  const second = takeFresh([item("c", 30), item("b", 20), item("a", 10)], first.cursor);
  assert.deepEqual(
    second.fresh.map(({ id }) => id),
    ["c"],
  );
  assert.deepEqual(takeFresh([item("a", 10), item("c", 30)], second.cursor).fresh, []);
});

test("an item that turns up late is still taken, and one from long before is not", () => {
  const day = 24 * 3_600;
  const { cursor } = takeFresh([item("a", 10 * day)], undefined);
  const { fresh } = takeFresh([item("late", 9.5 * day), item("old", 8 * day)], cursor);
  assert.deepEqual(
    fresh.map(({ id }) => id),
    ["late"],
  );
});

test("a cursor does not grow without bounds", () => {
  const many = Array.from({ length: 1_000 }, (_, index) => item(`i${index}`, index));
  const { cursor } = takeFresh(many, undefined);
  assert.equal(cursor.ids.length, 200);
  assert.equal(cursor.newest, 999);
});

test("cursors outlive the process in one private timeline entry", async () => {
  const world = createWorld();
  const store = () => createTimelineCursors(startRun(world.deps, world.event()).devRev, SNAP_IN);
  const first = store();
  assert.deepEqual(await first.read("#pay"), { ok: true, value: undefined });
  await first.write("#pay", { newest: 5, ids: ["1"] });
  await first.write("#bank", { newest: 6, ids: ["2"] });
  const second = store();
  assert.deepEqual(await second.read("#pay"), { ok: true, value: { newest: 5, ids: ["1"] } });
  await second.write("#pay", { newest: 9, ids: ["1", "3"] });
  assert.deepEqual(await store().read("#pay"), { ok: true, value: { newest: 9, ids: ["1", "3"] } });
  assert.deepEqual(await store().read("#bank"), { ok: true, value: { newest: 6, ids: ["2"] } });
  const entries = world.emulator.organisation.entries.listedAt(Number.POSITIVE_INFINITY);
  assert.deepEqual(
    entries.map(({ visibility }) => visibility),
    ["private"],
  );
});

test("many feeds have room in one entry: of each the newest ids are kept, and none is forgotten", async () => {
  const world = createWorld();
  const store = () => createTimelineCursors(startRun(world.deps, world.event()).devRev, SNAP_IN);
  const ids = Array.from({ length: 200 }, (_, index) => `18000000000000${index}`);
  const one = store();
  for (let feed = 0; feed < 40; feed += 1) await one.write(`#tag${feed}`, { newest: feed, ids });
  const read = await store().read("#tag7");
  assert.ok(read.ok);
  assert.deepEqual([read.value?.newest, read.value?.ids.at(-1)], [7, ids.at(-1)]);
});
