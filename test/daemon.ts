/** A daemon in a process of its own, as users run it, for whole-system tests and the benchmark. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import project from "../package.json" with { type: "json" };
import { sleep } from "../src/lifecycle.ts";

export const RUNNER = fileURLToPath(new URL("../runner.ts", import.meta.url));
/** Of Node, as `npm start` gives them. */
const FLAGS = project.scripts.start.split(" ").filter((word) => word.startsWith("--"));

export interface Daemon {
  readonly url: string;
  readonly process: ChildProcess;
  /** Resident memory, in MiB. */
  rss(): number;
  /** CPU time so far, all threads, in seconds. */
  cpu(): number;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Stops gracefully and removes the data folder. */
  close(): Promise<void>;
}

/** Below those that a system gives to whoever asks for any (from 32,768 on Linux), so that no other process is given it meanwhile. */
const PORTS = { from: 11_000, to: 32_000 };
/** Test files run beside each other, each in a process: each has ports of its own, since one that was chosen stays free until a daemon listens. */
const SLICE = 100;
const first = PORTS.from + (process.pid % ((PORTS.to - PORTS.from) / SLICE)) * SLICE;
let chosen = new Set<number>();

/** A port on which nobody listens, and that was not chosen lately. */
export async function freePort(): Promise<number> {
  for (;;) {
    if (chosen.size === SLICE) chosen = new Set();
    const port = first + randomInt(SLICE);
    if (chosen.has(port)) continue;
    chosen.add(port);
    const probe = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once("error", () => resolve(false));
      probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}

/** A runner without a server cannot be asked: it counts as started once its process has. */
async function ready(url: string, child: ChildProcess): Promise<void> {
  for (let waited = 0; ; waited += 50) {
    if (child.exitCode !== null) throw new Error(`the daemon ended with ${child.exitCode}`);
    const answers = await fetch(`${url}/readyz`).then(
      (reply) => reply.ok,
      () => false,
    );
    if (answers) return;
    if (waited > 60_000) throw new Error("the daemon is not ready after a minute");
    await sleep(50);
  }
}

/** A test that fails before it closes its daemon neither waits for it for ever nor leaves it behind. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Clock ticks a second, as Linux reports CPU times. */
const TICKS = 100;

/** CPU time of a process so far, all threads, in seconds. */
export function cpuOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** `flags` are more of Node itself; `log` "pipe" keeps what it logs for who reads `process.stderr`, a number is an open file. */
export async function startDaemon(
  environment: Record<string, string> = {},
  flags: readonly string[] = [],
  log: "inherit" | "pipe" | number = "inherit",
): Promise<Daemon> {
  const dataDir = environment.DATA_DIR ?? (await mkdtemp(join(tmpdir(), "groundswell-daemon-")));
  const port = await freePort();
  const child = spawn(process.execPath, [...FLAGS, ...flags, RUNNER], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      LOG_LEVEL: "warn",
      PORT: String(port),
      EMBEDDED_SQS_PORT: String(await freePort()),
      DATA_DIR: dataDir,
      ...environment,
    },
    stdio: ["ignore", "inherit", log],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.unref();
  (child.stderr as Socket | null)?.unref();
  running.add(child);
  child.once("exit", () => running.delete(child));
  const url = `http://127.0.0.1:${environment.PORT ?? port}`;
  if (environment.SERVER !== "off") await ready(url, child);
  const kill = async (signal: NodeJS.Signals) => {
    child.ref();
    child.kill(signal);
    await exited;
  };
  return {
    url,
    process: child,
    rss: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? 0) / 1024,
    cpu: () => cpuOf(child),
    kill,
    async close() {
      await kill("SIGTERM");
      if (environment.DATA_DIR === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
