import assert from "node:assert/strict";
import { test } from "node:test";
import { createFairTurns } from "./fair-turns.ts";
import { Problem } from "./problem.ts";

/** Work that ends when it is told, and the order in which it began. */
function createWork() {
  const began: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => () => {
    began.push(name);
    return new Promise<string>((resolve) => ends.push(() => resolve(name)));
  };
  const endFirst = async () => {
    ends.shift()!();
    await new Promise(setImmediate);
  };
  return { began, work, endFirst };
}

test("a tenant that asks once is next, however much another one has asked before", async () => {
  const { began, work, endFirst } = createWork();
  const turns = createFairTurns({ most: 2, mostWaiting: 100 });
  for (let number = 1; number <= 20; number++) void turns.run("busy", work(`busy ${number}`));
  void turns.run("quiet", work("quiet"));
  void turns.run("third", work("third"));
  for (let ended = 0; ended < 4; ended++) await endFirst();
  assert.deepEqual(began, ["busy 1", "busy 2", "busy 3", "quiet", "third", "busy 4"]);
});

test("no more is done at a time than may be, and everything is done in the end, also after work that failed", async () => {
  const turns = createFairTurns({ most: 3, mostWaiting: 100 });
  let [running, highest] = [0, 0];
  const tasks = Array.from({ length: 30 }, (_, index) =>
    turns.run(`tenant ${index % 4}`, async () => {
      running++;
      highest = Math.max(highest, running);
      await new Promise(setImmediate);
      running--;
      if (index % 5 === 0) throw new Error("failed");
      return index;
    }),
  );
  const settled = await Promise.allSettled(tasks);
  assert.equal(highest, 3);
  assert.equal(settled.filter(({ status }) => status === "rejected").length, 6);
  assert.equal(await turns.run("tenant 0", async () => "done"), "done");
});

test("whoever goes away before its turn is not waited for", async () => {
  const { began, work, endFirst } = createWork();
  const turns = createFairTurns({ most: 1, mostWaiting: 100 });
  void turns.run("a", work("first"));
  const leaving = new AbortController();
  const left = turns.run("a", work("left"), leaving.signal);
  void turns.run("a", work("last"));
  leaving.abort(new Error("gone"));
  await assert.rejects(left, /gone/);
  await endFirst();
  assert.deepEqual(began, ["first", "last"]);
});

test("a tenant of which too many wait is told to come back, and others are not", async () => {
  const { work, endFirst } = createWork();
  const turns = createFairTurns({ most: 1, mostWaiting: 2 });
  for (const name of ["runs", "waits", "waits too"]) void turns.run("busy", work(name));
  await assert.rejects(turns.run("busy", work("too many")), (error: Problem) => {
    assert.deepEqual(
      [error instanceof Problem, error.status, error.options.headers],
      [true, 429, { "Retry-After": "1" }],
    );
    return true;
  });
  const other = turns.run("other", work("other"));
  for (let ended = 0; ended < 4; ended++) await endFirst();
  assert.equal(await other, "other");
});
