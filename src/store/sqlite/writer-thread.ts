/**
 * The one thread that writes. Group commit without a timer: all calls that wait when a commit ends go into the next,
 * so that one caller has its answer after one sync and many share it.
 */
import { workerData } from "node:worker_threads";
import { serveTogether } from "../../threads/serve.ts";
import { codeOf, openConnection } from "./connection.ts";
import type { ThreadData, WriteRequest } from "./protocol.ts";
import { migrate } from "./schema.ts";
import { createCommitWrites } from "./writer.ts";

/** Writes in one transaction at most: bounds how long a commit, and what waits for it, takes. */
const MAX_WRITES = 500;
/** A call with so few writes, such as the books of what is being taken in, has somebody waiting for it. */
const FEW_WRITES = 16;
const CACHE_MEGABYTES = 8;

const { path } = workerData as ThreadData;
const db = openConnection(path, CACHE_MEGABYTES);
migrate(db);
serveTogether(createCommitWrites(db), {
  sizeOf: ({ writes }: WriteRequest) => writes.length,
  most: MAX_WRITES,
  small: FEW_WRITES,
  codeOf,
});
