import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { getPriority } from "node:os";
import { test } from "node:test";
import { Worker } from "node:worker_threads";

test("steps back alone: the thread that answers requests keeps its priority", {
  skip: process.platform === "linux" ? false : "only Linux knows priorities of single threads",
}, async () => {
  const before = getPriority();
  const source = `
    import { stepBack } from ${JSON.stringify(new URL("step-back.ts", import.meta.url).href)};
    import { getPriority } from "node:os";
    import { parentPort } from "node:worker_threads";
    stepBack();
    parentPort.postMessage(getPriority());`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`));
  const inside = await new Promise<number>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  await worker.terminate();
  assert.equal(inside, Math.max(before, 10));
  assert.equal(getPriority(), before);
  // What the system itself says of the main thread.
  const nice = Number(
    readFileSync(`/proc/${process.pid}/task/${process.pid}/stat`, "utf8").split(") ")[1]!.split(" ")[16],
  );
  assert.equal(nice, before);
});
