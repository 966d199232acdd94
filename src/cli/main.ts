/** `npm run -s groundswell -- COMMAND`: gives the process to the chosen command and its exit code to the shell. */
import { keepCompiled } from "../compile-cache.ts";
import type { Shell } from "./shell.ts";

keepCompiled();
const { loadEnvironment } = await import("../env-file.ts");
const { run } = await import("./run.ts");
const { folderOf } = await import("./shell.ts");

// A reader that has seen enough (`| head`) is no error: end at once and quietly.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
}

const interruption = new AbortController();
const signals = ["SIGINT", "SIGTERM"] as const;
for (const name of signals) {
  process.on(name, () => {
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort();
  });
}

try {
  Object.assign(process.env, loadEnvironment(process.env).environment);
} catch (error) {
  process.stderr.write(`groundswell: ${(error as Error).message}\n`);
  process.exit(2);
}
const shell: Shell = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  folder: folderOf(process.env, process.cwd()),
  signal: interruption.signal,
  handBackSignals: () => {
    for (const name of signals) process.removeAllListeners(name);
  },
};
const exitCode = await run(process.argv.slice(2), shell);
// What a slow reader has not taken yet must not be cut off by the exit.
for (const stream of [process.stdout, process.stderr]) await new Promise((resolve) => stream.write("", resolve));
// Not `process.exitCode`: an unread stdin or a kept-alive connection must not hold a finished command.
process.exit(exitCode);
