import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { addRange, openProgress, type Range, type ResumeKey } from "./resume.ts";

const key: ResumeKey = {
  content: "c0ffee",
  file: "feedback.jsonl",
  url: "http://127.0.0.1:8080",
  key: undefined,
  app: undefined,
  source: undefined,
  reading: "",
};
const fail = (error: Error) => assert.fail(error.message);

test("ranges added in any order cover exactly the rows that were added, and never touch", () => {
  const range = fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 10 })).map(([from, size]): Range => [from, from + size]);
  const property = fc.property(fc.array(range, { maxLength: 20 }), (added) => {
    const ranges = added.reduce<[number, number][]>((sum, each) => addRange(sum, each), []);
    for (let row = 0; row < 80; row++) {
      const within = (list: readonly Range[]) => list.some(([from, to]) => row >= from && row < to);
      assert.equal(within(ranges), within(added));
    }
    for (let i = 1; i < ranges.length; i++) assert.ok(ranges[i]![0] > ranges[i - 1]![1]);
  });
  fc.assert(property);
});

test("the same command twice at once: neither takes away what the other writes", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "resume-"));
  context.after(() => rm(folder, { recursive: true }));
  const runs = await Promise.all([openProgress(folder, key, fail), openProgress(folder, key, fail)]);
  for (let from = 0; from < 2_000; from += 100) {
    const range: Range = [from, from + 100];
    await Promise.all(runs.map((run) => run.add(range, { accepted: 100, rejected: 0, batches: 1 })));
  }
  assert.equal((await readdir(folder)).length, 1);
});

test("a later run knows what earlier ones sent; completing leaves nothing", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "resume-"));
  context.after(() => rm(folder, { recursive: true }));
  const first = await openProgress(folder, key, fail);
  await Promise.all([
    first.add([250, 500], { accepted: 249, rejected: 1, batches: 2 }),
    first.add([0, 250], { accepted: 250, rejected: 0, batches: 3 }),
  ]);
  const second = await openProgress(folder, key, fail);
  assert.equal(second.before, 500);
  assert.deepEqual(second.totals, { accepted: 499, rejected: 1, batches: 5 });
  assert.deepEqual([0, 499, 500].map(second.isDone), [true, true, false]);
  await second.complete();
  assert.deepEqual(await readdir(folder), []);
});

test("another content, daemon, app or key starts anew", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "resume-"));
  context.after(() => rm(folder, { recursive: true }));
  await (await openProgress(folder, key, fail)).add([0, 9], { accepted: 9, rejected: 0, batches: 1 });
  const others: Partial<ResumeKey>[] = [
    { content: "f00d" },
    { url: "http://127.0.0.1:9090" },
    { app: "other" },
    { key: "k" },
  ];
  for (const other of others) assert.equal((await openProgress(folder, { ...key, ...other }, fail)).before, 0);
});

test("a torn or foreign state file counts as none", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "resume-"));
  context.after(() => rm(folder, { recursive: true }));
  await (await openProgress(folder, key, fail)).add([0, 9], { accepted: 9, rejected: 0, batches: 1 });
  const [name] = await readdir(folder);
  await writeFile(join(folder, name!), '{"version":1,"do');
  assert.equal((await openProgress(folder, key, fail)).before, 0);
});

test("where nothing can be remembered the work goes on, and it is said once", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "resume-"));
  context.after(() => rm(folder, { recursive: true }));
  const file = join(folder, "a-file");
  await writeFile(file, "");
  const troubles: Error[] = [];
  const progress = await openProgress(join(file, "below"), key, (error) => troubles.push(error));
  await progress.add([0, 1], { accepted: 1, rejected: 0, batches: 1 });
  await progress.add([1, 2], { accepted: 1, rejected: 0, batches: 1 });
  assert.equal(troubles.length, 1);
  assert.equal(progress.totals.accepted, 2);
});
