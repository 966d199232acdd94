/** Boots that can't go well end soon, with the variable or file that is to blame and what to do. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { COMPILED_FOLDER } from "../src/compile-cache.ts";
import { sleep } from "../src/lifecycle.ts";
import { RUNNER, startDaemon } from "./daemon.ts";
import { isFull } from "./full.ts";

/** Milliseconds after a file is there. More of them at full size. */
const moments: readonly (readonly [file: string, wait: number])[] = [
  ["store.sqlite", 0],
  ["queue/fauxqs.db", 0],
  ["queue/fauxqs.db", 10],
  ...(isFull
    ? ([
        ["store.sqlite", 15],
        ["queue/fauxqs.db", 3],
        ["queue/fauxqs.db", 30],
      ] as const)
    : []),
];

/** How a start ended at its way into src/boot.ts, where it does `there` instead, and what it said. */
async function startUntilBoot(there: string, settings: Record<string, string> = {}) {
  const instead = `import { registerHooks } from "node:module";
    registerHooks({ load(url, context, next) {
      if (url.endsWith("/src/boot.ts")) { ${there} }
      return next(url, context);
    } });`;
  const folder = await mkdtemp(join(tmpdir(), "groundswell-boot-"));
  const flags = ["--import", `data:text/javascript,${encodeURIComponent(instead)}`];
  const child = spawn(process.execPath, [...flags, RUNNER], {
    ...{ cwd: folder, stdio: ["ignore", "pipe", "ignore"], timeout: 60_000, killSignal: "SIGKILL" },
    env: {
      ...{ PATH: process.env.PATH, DATA_DIR: join(folder, "data"), PORT: "0", EMBEDDED_SQS_PORT: "0", LOOPS: "none" },
      ...settings,
    },
  });
  const ended = new Promise((resolve) => child.once("exit", (...how) => resolve(how)));
  const said = Buffer.concat(await child.stdout!.toArray()).toString();
  const how = await ended;
  await rm(folder, { recursive: true });
  return { how, said, pid: child.pid };
}

it("takes the place of the process that was started, with what takes memory off it unless it is set", async (t) => {
  if (process.platform !== "linux") return t.skip("glibc's");
  const names = ["MALLOC_ARENA_MAX", "MALLOC_TRIM_THRESHOLD_", "NODE_COMPILE_CACHE"];
  const settingsOf = async (settings: Record<string, string>) => {
    const tell = "console.log(JSON.stringify({ pid: process.pid, env: process.env })); process.exit(0);";
    const { said, pid } = await startUntilBoot(tell, settings);
    const told = JSON.parse(said) as { readonly pid: number; readonly env: Record<string, string> };
    assert.equal(told.pid, pid);
    return names.map((name) => told.env[name]);
  };
  assert.deepEqual(await settingsOf({}), ["2", "131072", COMPILED_FOLDER]);
  const own = { MALLOC_ARENA_MAX: "5", MALLOC_TRIM_THRESHOLD_: "1", NODE_COMPILE_CACHE: join(tmpdir(), "compiled") };
  assert.deepEqual(await settingsOf(own), Object.values(own));
  assert.deepEqual(await settingsOf({ NODE_DISABLE_COMPILE_CACHE: "1" }), ["2", "131072", undefined]);
});

it("hears that it is to stop before its parts are loaded, which process 1 of a container has to", async () => {
  const { how } = await startUntilBoot('process.kill(process.pid, "SIGTERM");');
  // Not by the signal, which is what the system would have done of itself.
  assert.deepEqual(how, [0, null]);
});

describe("a boot that fails", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "groundswell-boot-"));
  });
  after(() => rm(folder, { recursive: true }));

  async function boot(
    settings: Record<string, string>,
  ): Promise<{ readonly code: number | null; readonly said: string }> {
    const env = { PATH: process.env.PATH, LOG_LEVEL: "error", EMBEDDED_SQS_PORT: "0", LOOPS: "none" };
    const child = spawn(process.execPath, [RUNNER], {
      cwd: folder,
      env: { ...env, DATA_DIR: join(folder, "data"), ...settings },
      stdio: ["ignore", "ignore", "pipe"],
      timeout: 60_000,
    });
    const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
    const said = Buffer.concat(await child.stderr.toArray()).toString();
    return { code: await exited, said };
  }

  it("names DATA_DIR when nothing can be written there", async () => {
    await writeFile(join(folder, "file"), "");
    const places = [join(folder, "file"), join(folder, "file", "below"), "/dev/null/below"];
    // Where Node's own recursive mkdir never ends.
    if (process.platform === "linux") places.push("/proc/x", "/proc/x/y");
    for (const DATA_DIR of places) {
      const { code, said } = await boot({ DATA_DIR });
      assert.equal(code, 1, said);
      assert.ok(said.includes(`DATA_DIR=${DATA_DIR}: `) && said.trim().split("\n").length < 3, said);
    }
    // Too long a name, since root may write everywhere. In a container only the number tells whose the folder has to be.
    const { said } = await boot({ DATA_DIR: join(folder, "x".repeat(300)) });
    assert.match(said, new RegExp(`ENAMETOOLONG.*number ${process.getuid?.()}, the right`));
  });

  it("names the variable of a port that is taken, and of an address that is none of this machine's", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { readonly port: number };
    for (const variable of ["PORT", "METRICS_PORT", "EMBEDDED_SQS_PORT"]) {
      const { code, said } = await boot({ PORT: "0", [variable]: String(port) });
      assert.equal(code, 1, said);
      assert.match(said, new RegExp(`\\b${variable}\\b`));
      assert.match(said, /EADDRINUSE|in use/);
    }
    other.close();
    const { said } = await boot({ PORT: "0", METRICS_PORT: "0", METRICS_HOST: "192.0.2.1" });
    assert.match(said, /METRICS_HOST/);
  });

  it("names ELASTICSEARCH_URL where something else answers, without what is secret in it", async () => {
    const other = createHttpServer((_, response) => {
      response.writeHead(404, { "content-type": "application/json", "x-elastic-product": "Elasticsearch" }).end("{}");
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { readonly port: number };
    const url = `http://user:hidden@127.0.0.1:${port}`;
    const { code, said } = await boot({ PORT: "0", STORE: "elasticsearch", ELASTICSEARCH_URL: url });
    other.closeAllConnections();
    other.close();
    assert.equal(code, 1, said);
    assert.match(
      said,
      /ELASTICSEARCH_URL=http:\/\/127\.0\.0\.1:\d+: status 404, .*the address of Elasticsearch itself/,
    );
    assert.doesNotMatch(said, /hidden/);
  });

  it("reads an .env in UTF-16, and names one that can't be read", async () => {
    const wrongPort = Buffer.from("\uFEFFPORT=nonsense\r\n", "utf16le");
    await writeFile(join(folder, ".env"), wrongPort);
    assert.match((await boot({})).said, /PORT: /);
    await writeFile(join(folder, ".env"), "DATADIR=./x\n");
    const { code, said } = await boot({});
    assert.equal(code, 2);
    assert.match(said, /\.env: DATADIR: no setting of that name; did you mean DATA_DIR\?/);
    await rm(join(folder, ".env"));
  });

  it("names the store's file when it is gone beside a queue, and starts after a first start that was killed at any moment", async () => {
    const DATA_DIR = join(folder, "killed");
    const env = { PATH: process.env.PATH ?? "", LOG_LEVEL: "error", PORT: "0", EMBEDDED_SQS_PORT: "0", LOOPS: "none" };
    const start = () => spawn(process.execPath, [RUNNER], { cwd: folder, env: { ...env, DATA_DIR }, stdio: "ignore" });
    const killedAt: string[] = [];
    for (const [file, wait] of moments) {
      await rm(DATA_DIR, { recursive: true, force: true });
      const child = start();
      const gone = new Promise((resolve) => child.once("exit", resolve));
      while (!existsSync(join(DATA_DIR, file)) && child.exitCode === null) await sleep(1);
      await sleep(wait);
      child.kill("SIGKILL");
      await gone;
      killedAt.push(`${file} + ${wait} ms`);
      const daemon = await startDaemon({ DATA_DIR, LOOPS: "none" });
      assert.equal((await fetch(`${daemon.url}/readyz`)).status, 200, killedAt.at(-1));
      await daemon.kill("SIGTERM");
    }
    await rm(join(DATA_DIR, "store.sqlite"));
    const { code, said } = await boot({ DATA_DIR, PORT: "0" });
    assert.equal(code, 1);
    assert.match(said, /store\.sqlite is missing or empty, beside a queue/);
  });
});
