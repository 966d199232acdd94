/** The clustering thread: one task at a time, so that nothing else waits for it. Starts only as a worker. */
import { parentPort } from "node:worker_threads";
import { stepBack } from "../background-thread.ts";
import { runTask, type ThreadReply, type ThreadRequest } from "./task.ts";

stepBack();
const port = parentPort;
port?.on("message", ({ id, task }: ThreadRequest) => {
  const answer = (reply: ThreadReply) => port.postMessage(reply);
  try {
    answer({ id, evolution: runTask(task) });
  } catch (error) {
    answer({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
