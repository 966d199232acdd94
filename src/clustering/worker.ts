/** The clustering thread: one task at a time, so that nothing else waits for it. Starts only as a worker. */
import { serve } from "../threads/serve.ts";
import { stepBack } from "../threads/step-back.ts";
import { type ClusteringJobs, runTask } from "./task.ts";

stepBack();
serve<ClusteringJobs>({ find: runTask });
