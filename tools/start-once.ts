/**
 * Starts the daemon as `npm start` does and stops it once it runs, while an image is built: what was compiled is there for
 * every start, and an image that does not start is not made. DATA_DIR names a folder to throw away.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** A build for another processor is emulated, which is slow. In milliseconds. */
const LONGEST_START = 10 * 60_000;

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly scripts: { readonly start: string };
};
const [command = "", ...options] = scripts.start.split(" ");
const daemon = spawn(command, options, {
  env: { ...process.env, HOST: "127.0.0.1", PORT: "0", EMBEDDED_SQS_PORT: "0", LOG_LEVEL: "info" },
  stdio: ["ignore", "inherit", "pipe"],
  timeout: LONGEST_START,
  killSignal: "SIGKILL",
});
for await (const line of createInterface(daemon.stderr)) {
  process.stderr.write(`${line}\n`);
  if (line.includes('"event":"started"')) daemon.kill("SIGTERM");
}
// The output ends with the process, whose code may come a moment later.
const code = daemon.exitCode ?? (await new Promise<number | null>((resolve) => daemon.once("exit", resolve)));
if (code !== 0) throw new Error(`the daemon ended with ${code ?? daemon.signalCode}`);
