/** Runs clustering off the main thread: one thread, tasks one after the other, each with a deadline and an abort signal. */
import { createThread } from "../threads/thread.ts";
import type { ClusteringJobs, ThemeTask } from "./task.ts";
import type { ThemesFound } from "./theme.ts";

export interface ClusteringThread {
  /** Rejects with the signal's reason when aborted, and with a TimeoutError after the deadline; either ends the thread at once. */
  find(task: ThemeTask, signal?: AbortSignal): Promise<ThemesFound>;
  /** Ends the thread; what runs is rejected. */
  close(): Promise<void>;
}

export interface ClusteringThreadOptions {
  /** 120,000 unless told: 12,000 statements take about half a minute */
  readonly deadlineMs?: number;
  /** How long the thread may have nothing to do before it ends and gives its memory back; 5,000 unless told. */
  readonly idleMs?: number;
}

/** The thread starts with the first task, and again after it was idle or cut off. */
export function createClusteringThread({
  deadlineMs = 120_000,
  idleMs = 5_000,
}: ClusteringThreadOptions = {}): ClusteringThread {
  const thread = createThread<ClusteringJobs>({
    name: "the clustering thread",
    file: new URL("./worker.ts", import.meta.url),
    onDeath: "restart",
    idleMs,
    oneAtATime: true,
  });
  return {
    find: (task, signal) => thread.run("find", task, { signal, deadlineMs }),
    close: () => thread.end(),
  };
}
