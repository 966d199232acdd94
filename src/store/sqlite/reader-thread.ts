/** A thread that answers reads, one at a time, each from a snapshot of what was committed when it began. */
import { workerData } from "node:worker_threads";
import { serve } from "../../threads/serve.ts";
import { codeOf, openConnection } from "./connection.ts";
import type { ReaderJobs, ThreadData } from "./protocol.ts";
import { createReader } from "./reader.ts";

const CACHE_MEGABYTES = 4;

const { path } = workerData as ThreadData;

function open(megabytes: number) {
  const db = openConnection(path, megabytes);
  db.exec("PRAGMA query_only = ON");
  return db;
}

serve<ReaderJobs>(createReader(open(CACHE_MEGABYTES), { open: () => open(1) }), { codeOf });
