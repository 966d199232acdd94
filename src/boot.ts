/** Boots the daemon: configuration → daemon → signals. Runs when it is loaded, as runner.ts does. */

import { flushCompiled } from "./compile-cache.ts";
import { ConfigError, readConfig } from "./config.ts";
import { startDaemon } from "./daemon.ts";
import { loadEnvironment } from "./env-file.ts";
import { stayWhenTold } from "./leave-early.ts";
import { sleep } from "./lifecycle.ts";
import { createLog } from "./log.ts";

/** How long a graceful stop may take; a second signal does not wait for it. */
const STOP_DEADLINE_MS = 25_000;
/** How long a runner that is told to stop while it starts may go on starting. */
const START_GRACE_MS = 5_000;

async function main(): Promise<void> {
  const { environment, doubtful } = loadEnvironment(process.env);
  // The AWS SDK and Node's own clients read theirs from the process.
  Object.assign(process.env, environment);
  const config = readConfig(environment);
  const log = createLog(config.LOG_LEVEL);
  for (const doubt of doubtful) log.warn({ event: "unknown_setting" }, doubt);
  const starting = startDaemon(config, log);

  let stopping = false;
  const stop = async (signal: string, code: number): Promise<void> => {
    if (stopping) {
      log.warn({ event: "forced", signal }, "a second signal: leaving at once");
      process.exit(1);
    }
    stopping = true;
    log.info({ event: "stopping", signal }, "finishing what is under way");
    const daemon = await Promise.race([starting, sleep(START_GRACE_MS)]);
    if (daemon === undefined) {
      log.warn({ event: "not_started", signal }, "still waiting for the queue or the store: leaving");
      process.exit(code);
    }
    const failures = await daemon.stop(STOP_DEADLINE_MS);
    for (const { name, error } of failures)
      log.error({ event: "stop_failed", part: name, err: error }, "did not stop cleanly");
    process.exit(failures.length > 0 ? 1 : code);
  };
  // From the first moment on: a runner that is told to stop while it starts stops once it has.
  process.on("SIGTERM", () => void stop("SIGTERM", 0));
  process.on("SIGINT", () => void stop("SIGINT", 0));
  stayWhenTold();

  const daemon = await starting;
  flushCompiled();
  const error = await daemon.failed;
  log.fatal({ event: "failed", err: error }, "a part that everything needs has died");
  await stop("failure", 1);
}

main().catch((error: unknown) => {
  // What stops a boot is said in words; where in the code it happened helps nobody who sets it up.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
});
