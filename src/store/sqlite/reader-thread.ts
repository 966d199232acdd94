/** A thread that answers reads, one at a time, each from a snapshot of what was committed when it began. */
import { workerData } from "node:worker_threads";
import { goOn, kept, serve } from "../../threads/serve.ts";
import { codeOf, openConnection } from "./connection.ts";
import type { ReaderJobs, ThreadData } from "./protocol.ts";
import { createReader } from "./reader.ts";

const CACHE_MEGABYTES = 4;

const { path } = workerData as ThreadData;
const db = openConnection(path, CACHE_MEGABYTES);
db.exec("PRAGMA query_only = ON");
serve<ReaderJobs>(createReader(db, {}, { goOn, kept }), { codeOf });
