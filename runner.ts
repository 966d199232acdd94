/** Boots Groundswell: configuration → app → signals. */
import { startApp } from "./src/app.ts";
import { ConfigError, loadConfig } from "./src/config.ts";
import { createLog } from "./src/log.ts";

/** How long a graceful stop may take; a second signal does not wait for it. */
const STOP_DEADLINE_MS = 25_000;

async function main(): Promise<void> {
  const config = loadConfig();
  const log = createLog(config.LOG_LEVEL);
  const app = await startApp(config, log);

  let stopping = false;
  const stop = (signal: string, code: number): void => {
    if (stopping) {
      log.warn({ event: "forced", signal }, "a second signal: leaving at once");
      process.exit(1);
    }
    stopping = true;
    log.info({ event: "stopping", signal }, "finishing what is under way");
    void app.stop(STOP_DEADLINE_MS).then((failures) => {
      for (const { name, error } of failures)
        log.error({ event: "stop_failed", part: name, err: error }, "did not stop cleanly");
      process.exit(failures.length > 0 ? 1 : code);
    });
  };
  process.on("SIGTERM", () => stop("SIGTERM", 0));
  process.on("SIGINT", () => stop("SIGINT", 0));
  void app.failed.then((error) => {
    log.fatal({ event: "failed", err: error }, "a part that everything needs has died");
    stop("failure", 1);
  });
}

main().catch((error: unknown) => {
  const message =
    error instanceof ConfigError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`${message}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
});
