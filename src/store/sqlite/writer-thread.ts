/**
 * The one thread that writes. Group commit without a timer: all calls that wait when a commit ends go into the next,
 * so that one caller has its answer after one sync and many share it.
 */
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { isOutage, openConnection } from "./connection.ts";
import type { Answer, Numbered, ThreadData, WriteRequest } from "./protocol.ts";
import { migrate } from "./schema.ts";
import { createCommitWrites } from "./writer.ts";

/** Writes in one transaction at most: bounds how long a commit, and what waits for it, takes (about 50 ms). */
const MAX_WRITES = 2_000;
const CACHE_MEGABYTES = 16;

const port = parentPort!;
const { path } = workerData as ThreadData;
const db = openConnection(path, CACHE_MEGABYTES);
migrate(db);
const commitWrites = createCommitWrites(db);

function waitingCalls(first: Numbered<WriteRequest>): Numbered<WriteRequest>[] {
  const calls = [first];
  let writes = first.request.writes.length;
  while (writes < MAX_WRITES) {
    const next = receiveMessageOnPort(port) as { message: Numbered<WriteRequest> } | undefined;
    if (next === undefined) break;
    calls.push(next.message);
    writes += next.message.request.writes.length;
  }
  return calls;
}

port.on("message", (first: Numbered<WriteRequest>) => {
  const calls = waitingCalls(first);
  let answers: Answer[];
  try {
    const results = commitWrites(calls.map(({ request }) => request));
    answers = calls.map(({ number }, at) => ({ number, value: results[at]! }));
  } catch (error) {
    const failure = { error: String(error), unavailable: isOutage(error) };
    answers = calls.map(({ number }) => ({ number, ...failure }));
  }
  for (const answer of answers) port.postMessage(answer);
});
port.on("close", () => db.close());
port.postMessage("ready");
