/** Follows a pull until it ends: a bar on stderr for people, notes of waits for everybody. */
import { sleep } from "../../lifecycle.ts";
import type { Api } from "../api.ts";
import { openProgressBar } from "../ingest/progress-bar.ts";
import { Interrupted, note, type Shell } from "../shell.ts";

export interface Run {
  readonly id: string;
  readonly state: string;
  readonly progress: { readonly done: number; readonly total?: number };
  readonly error?: { readonly message: string; readonly retry_at?: number };
}

const LOOK_MS = 500;

export async function followRun(api: Api, shell: Shell, source: string, id: string): Promise<Run> {
  const path = `/api/v1/sources/${encodeURIComponent(source)}/runs/${encodeURIComponent(id)}`;
  let bar: Awaited<ReturnType<typeof openProgressBar>> | undefined;
  let waiting = 0;
  try {
    for (;;) {
      const run = (await api.call(path)) as Run;
      const { done, total } = run.progress;
      if (total !== undefined) bar ??= await openProgressBar(shell, total);
      bar?.update(done);
      if (run.state !== "running") return run;
      const retryAt = run.error?.retry_at ?? 0;
      if (retryAt > waiting) {
        waiting = retryAt;
        note(shell, `waiting until ${new Date(retryAt * 1_000).toISOString()}: ${run.error?.message}`);
      }
      await sleep(LOOK_MS, shell.signal);
      if (shell.signal.aborted) {
        note(shell, "the pull goes on without us: `sources runs` shows how it ends");
        throw new Interrupted();
      }
    }
  } finally {
    bar?.stop();
  }
}
