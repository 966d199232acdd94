/** A thread that answers reads, one at a time, each from a snapshot of what was committed when it began. */
import { parentPort, workerData } from "node:worker_threads";
import { isOutage, openConnection } from "./connection.ts";
import type { Answer, Numbered, ReadRequest, ThreadData } from "./protocol.ts";
import { createReader } from "./reader.ts";

const CACHE_MEGABYTES = 8;

const port = parentPort!;
const { path } = workerData as ThreadData;
const db = openConnection(path, CACHE_MEGABYTES);
db.exec("PRAGMA query_only = ON");
const answer = createReader(db);

port.on("message", ({ number, request }: Numbered<ReadRequest>) => {
  let reply: Answer;
  try {
    reply = { number, value: answer(request) };
  } catch (error) {
    reply = { number, error: String(error), unavailable: isOutage(error) };
  }
  port.postMessage(reply);
});
port.on("close", () => db.close());
port.postMessage("ready");
