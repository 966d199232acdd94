/**
 * Builds the image, starts it as docs/deployment.md says, and looks whether it does what is said there: a key, a record that
 * becomes an insight, the dashboard, a restart that keeps all, and an end in time. Removes what it made. Says why and leaves
 * where no container engine is, or the base image can't be had.
 */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const NAME = `groundswell-check-${process.pid}`;
const PATIENCE_SECONDS = 60;

const engine = ["docker", "podman"].find((name) => spawnSync(name, ["version"], { stdio: "ignore" }).status === 0);
if (engine === undefined) leave("neither docker nor podman answers");

function leave(why: string): never {
  process.stderr.write(`left out: ${why}\n`);
  process.exit(0);
}

const run = (...command: string[]): string =>
  execFileSync(engine!, command, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim();

async function eventually<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + PATIENCE_SECONDS * 1_000; Date.now() < end; await wait(500)) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
  }
  throw new Error(`${what}: not within ${PATIENCE_SECONDS} s\n${run("logs", NAME)}`);
}

/** Of the image's HEALTHCHECK. Podman runs it by itself only with systemd. */
const isHealthy = async (): Promise<true | undefined> =>
  (engine === "podman"
    ? spawnSync(engine, ["healthcheck", "run", NAME]).status === 0
    : run("inspect", "-f", "{{.State.Health.Status}}", NAME) === "healthy") || undefined;

/** As docs/deployment.md, on a port of the engine's choice. */
const START = `run -d --name ${NAME} --init --stop-timeout 30 --memory 1g
  --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges
  -p 127.0.0.1::8080 -v ${NAME}:/data
  -e FIRST_KEY_FILE=/data/first-key -e PUBLIC_URL=https://feedback.example.com ${NAME}`;

async function check(): Promise<void> {
  run(...START.split(/\s+/));
  await eventually("healthy", isHealthy);
  const key = run("exec", NAME, "cat", "/data/first-key");
  const ask = async (path: string, init?: RequestInit) => {
    const address = run("port", NAME, "8080/tcp").split("\n")[0];
    const headers = { "x-api-key": key, "content-type": "application/json" };
    return fetch(`http://${address}${path}`, { headers, ...init });
  };
  const insight = async (): Promise<true | undefined> =>
    (await (await ask("/api/v1/insights")).text()).includes("Charged twice for one ticket") || undefined;
  const body = JSON.stringify({ app: "My App", text: "Charged twice for one ticket", metadata: { score: 1 } });
  assert.equal((await ask("/api/v1/feedback", { method: "POST", body })).status, 202);
  await eventually("an insight", insight);
  assert.match(await (await ask("/sign-in")).text(), /<title>Sign in/);

  run("restart", NAME);
  await eventually("healthy again", isHealthy);
  assert.ok(await insight(), "what was stored is there after a restart");
  run("stop", NAME);
  assert.equal(run("inspect", "-f", "{{.State.ExitCode}} {{.State.OOMKilled}}", NAME), "0 false");
}

/** Build options, such as a proxy's: npm run image -- --network host */
const options = process.argv.slice(2);
const [, base = ""] = /^FROM (\S+)/m.exec(readFileSync(`${ROOT}Dockerfile`, "utf8")) ?? [];
const isReplaced = options.some((option) => /^(-f|--file)/.test(option));
if (!isReplaced && spawnSync(engine, ["pull", "-q", base], { stdio: "ignore" }).status !== 0)
  leave(`${engine} can't get ${base}`);

try {
  execFileSync(engine, ["build", "-t", NAME, ...options, "."], { cwd: ROOT, stdio: "inherit" });
  await check();
  process.stdout.write("the image does what docs/deployment.md says\n");
} finally {
  for (const made of [
    ["rm", "-f", NAME],
    ["volume", "rm", NAME],
    ["rmi", NAME],
  ])
    spawnSync(engine, made, { stdio: "ignore" });
}
