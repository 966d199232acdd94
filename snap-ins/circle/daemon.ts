/** Groundswell's own demo as a child process: a daemon on a throw-away folder, fed with the bundled sample. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { localKeyrings } from "../shared/testing/local-credentials.ts";

export interface Daemon {
  readonly url: string;
  queueUrl(name: string): string;
  /** With the credentials of its queue. */
  readonly keyrings: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const DEMO = fileURLToPath(new URL("../../tools/demo.ts", import.meta.url));
const PREFIX = "groundswell-";

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

const isUp = async (url: string): Promise<boolean> =>
  (await fetch(`${url}/readyz`).catch(() => undefined))?.ok === true;

/** Resolves when the daemon answers; rejects, with what it said, when it ends before. */
export async function startDaemon(patienceMs = 30_000): Promise<Daemon> {
  const [port, queuePort] = await Promise.all([freePort(), freePort()]);
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-circle-"));
  const url = `http://127.0.0.1:${port}`;
  // Only what it needs: a developer's .env or AWS settings must not lead the demo elsewhere.
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    DATA_DIR: dataDir,
    PORT: String(port),
    EMBEDDED_SQS_PORT: String(queuePort),
    SQS_QUEUE_PREFIX: PREFIX,
    TICKET_INTERVAL: "1s",
    CLUSTER_INTERVAL: "2s",
    LOG_LEVEL: "warn",
  };
  const child = spawn(process.execPath, [DEMO], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-4_000);
    });
  }
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));

  async function stop(): Promise<void> {
    child.kill("SIGTERM");
    const killer = setTimeout(() => child.kill("SIGKILL"), 12_000);
    await ended;
    clearTimeout(killer);
    await rm(dataDir, { recursive: true, force: true });
  }

  const end = Date.now() + patienceMs;
  while (!(await isUp(url))) {
    if (child.exitCode !== null || Date.now() > end) {
      await stop();
      throw new Error(`the daemon did not start:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const keyrings = await localKeyrings({ DATA_DIR: dataDir });
  return { url, keyrings, queueUrl: (name) => `http://127.0.0.1:${queuePort}/000000000000/${PREFIX}${name}`, stop };
}
