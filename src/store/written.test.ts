import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { type Store, StoreUnavailable, type Write } from "./store.ts";
import { freshTenant } from "./testsuite/fixtures.ts";
import { writeInTurns } from "./written.ts";

type Sessions = Write<never>[];
const writesOf = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ op: "delete", id: `s${at}` })) as Sessions;

test("what is written in turns is answered in order, and others have theirs in between", async () => {
  const happened: string[] = [];
  const write: Store["write"] = async (_, __, writes) => {
    happened.push(`${writes.length}`);
    if (happened.length === 1) setImmediate(() => happened.push("another"));
    return writes.map(({ id }) => ({ ok: true, version: id }));
  };
  const results = await writeInTurns({ write }, [freshTenant(), "sessions"], writesOf(25), 10);
  assert.deepEqual(
    results.map((result) => result.ok && result.version),
    Array.from({ length: 25 }, (_, at) => `s${at}`),
  );
  assert.deepEqual(happened, ["10", "another", "10", "5"]);
});

test("an outage of one piece is told once all have ended", async () => {
  let ended = 0;
  const write: Store["write"] = async (_, __, [first]) => {
    if (first?.id === "s0") throw new StoreUnavailable("away");
    await setTimeout(20);
    ended++;
    return [];
  };
  await assert.rejects(writeInTurns({ write }, [freshTenant(), "sessions"], writesOf(30), 10), StoreUnavailable);
  assert.equal(ended, 2);
});
