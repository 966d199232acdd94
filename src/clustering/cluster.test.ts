import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { eventually } from "../../test/testbed.ts";
import { createEmbedder } from "../text/embedding/embedder.ts";
import { cluster, UNCLUSTERED } from "./cluster.ts";
import { mostAlike } from "./near-duplicates.ts";
import { createClusteringThread } from "./pool.ts";

const embedder = createEmbedder(readFileSync(new URL("../../models/reference-15k-256.semb", import.meta.url)));
const withVector = <T extends { text: string }>(item: T) => ({ ...item, vector: embedder.embed(item.text).slice() });

const themes = {
  keyboard: [
    "the keyboard does not pop up",
    "keyboard does not pop up when I tap the field",
    "my keyboard does not pop up since monday",
    "why does the keyboard not pop up any more",
    "the keyboard does not pop up at all on my tablet",
  ],
  refund: [
    "still waiting for my refund",
    "refund not received after two weeks",
    "where is my refund, not received yet",
    "my refund was not received",
    "refund not received and nobody answers",
  ],
  battery: [
    "it drains the battery in two hours",
    "drains the battery even in the background",
    "this drains the battery like mad",
    "the battery drains far too fast",
    "it drains the battery overnight",
  ],
};
const texts = Object.values(themes).flat();
const items = texts.map((text, at) => withVector({ id: `t${at}`, text }));

test("texts that say the same share a cluster with a readable name", () => {
  const found = cluster(items, { k: 3 });
  assert.deepEqual(
    found.map(({ id }) => id),
    items.map(({ id }) => id),
  );
  for (const from of [0, 5, 10]) assert.equal(new Set(found.slice(from, from + 5).map((row) => row.cluster)).size, 1);
  assert.equal(new Set(found.map((row) => row.cluster)).size, 3);
  assert.match(found[0]!.name, /keyboard .*pop up/);
  assert.match(found[5]!.name, /refund/);
  assert.match(found[10]!.name, /drains|battery/);
});

test("the same texts give the same clusters", () => {
  assert.deepEqual(cluster(items), cluster(items));
});

test("texts without a word are unclustered, and no texts are no clusters", () => {
  const found = cluster([...items, { id: "x", text: "👍👍" }, { id: "y", text: "" }], { k: 3 });
  assert.deepEqual(
    found.slice(-2).map((row) => row.cluster),
    [UNCLUSTERED, UNCLUSTERED],
  );
  assert.deepEqual(cluster([]), []);
  assert.equal(cluster([{ id: "a", text: "alone" }], { k: 5 }).length, 1);
});

const task = {
  ...{ tenant: "t", app: "a", known: [], used: [], at: 1_000 },
  statements: texts.map((quote, at) => ({ id: `m${at}`, record: `r${at}`, at, kind: "problem" as const, quote })),
};

test("the thread answers the same for the same statements", async () => {
  const thread = createClusteringThread();
  const found = await thread.find(task);
  assert.equal(found.themes.length, 3);
  for (const { members } of found.themes) assert.equal(members.length, 5);
  assert.deepEqual(await thread.find(task), found);
  await thread.close();
});

test("an abort and a deadline end the thread's work, and the next task runs", async () => {
  const thread = createClusteringThread({ deadlineMs: 20_000 });
  const many = {
    ...task,
    statements: Array.from({ length: 3_000 }, (_, at) => ({ ...task.statements[at % 15]!, id: `n${at}` })),
  };
  const abort = new AbortController();
  const running = thread.find(many, abort.signal);
  setTimeout(() => abort.abort(new Error("stop")), 50);
  await assert.rejects(running, /stop/);
  assert.ok((await thread.find(task)).themes.length > 0);
  await thread.close();
  const hasty = createClusteringThread({ deadlineMs: 1 });
  await assert.rejects(hasty.find(many), { name: "TimeoutError" });
  await hasty.close();
});

test("a thread with nothing to do ends, and another does the next task", {
  skip: process.platform === "linux" ? false : "threads are counted in /proc",
}, async () => {
  const nameOf = (id: string): string => {
    try {
      return readFileSync(`/proc/self/task/${id}/comm`, "utf8");
    } catch {
      return "ended meanwhile";
    }
  };
  const threads = (): number => readdirSync("/proc/self/task").filter((id) => nameOf(id).includes("Worker")).length;
  const thread = createClusteringThread({ idleMs: 200 });
  const before = threads();
  const first = await thread.find(task);
  assert.ok(threads() > before);
  await eventually("no thread of its own", async () => threads() <= before);
  assert.deepEqual(await thread.find(task), first);
  await thread.close();
});

test("the most alike text of a repeated one is its repeat", () => {
  const [first] = mostAlike([...items, withVector({ id: "again", text: "the keyboard does not pop up!!" })], 3);
  assert.equal(first!.others[0]!.id, "again");
  assert.equal(first!.others.length, 3);
});
