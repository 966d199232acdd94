/** The proxy recipes of `examples/deploy`, each run as it stands but for its addresses, before a daemon; skipped where the proxy is not installed. */
// cspell:ignore fastcgi uwsgi scgi fullchain privkey
import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request as askHttp, type IncomingMessage } from "node:http";
import { request as askHttps } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type Daemon, freePort, startDaemon } from "./daemon.ts";
import { eventually } from "./testbed.ts";

const HOST = "feedback.example.com";
const PUBLIC_URL = `https://${HOST}`;
const recipe = (name: string): string => readFileSync(new URL(`../examples/deploy/${name}`, import.meta.url), "utf8");

const isInstalled = (command: string): boolean => {
  try {
    execFileSync(command, [command === "nginx" ? "-v" : "version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

interface Place {
  readonly folder: string;
  readonly daemon: string;
  readonly port: number;
  /** Of plain HTTP. */
  readonly plain: number;
}

/** Replaces each, and fails where a recipe has it no more. */
function replaced(text: string, ...pairs: readonly (readonly [string, string])[]): string {
  return pairs.reduce((all, [from, to]) => {
    assert.ok(all.includes(from), `the recipe has no "${from}"`);
    return all.replaceAll(from, to);
  }, text);
}

/** What it is started with, and the recipe with addresses and certificates of this test. */
const proxies = {
  nginx: {
    config: ({ folder, daemon, port, plain }: Place) => `
      ${process.getuid?.() === 0 ? "user root;" : ""}
      worker_processes 1; daemon off; pid ${folder}/pid; error_log stderr warn;
      events {}
      http {
        access_log off;
        ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`).join("\n")}
        ${replaced(
          recipe("nginx.conf"),
          ["listen 80;", `listen 127.0.0.1:${plain};`],
          ["listen 443 ssl;", `listen 127.0.0.1:${port} ssl;`],
          ["127.0.0.1:8080", daemon],
          [`/etc/letsencrypt/live/${HOST}/fullchain.pem`, `${folder}/certificate`],
          [`/etc/letsencrypt/live/${HOST}/privkey.pem`, `${folder}/key`],
        )}
      }`,
    run: (file: string, folder: string) => ["-p", folder, "-e", "stderr", "-c", file],
  },
  caddy: {
    config: ({ folder, daemon, port, plain }: Place) => `{
        admin off
        http_port ${plain}
        https_port ${port}
        default_bind 127.0.0.1
        storage file_system ${folder}
      }
      ${replaced(recipe("Caddyfile"), [`${HOST} {`, `${HOST} {\ntls ${folder}/certificate ${folder}/key`], ["127.0.0.1:8080", daemon])}`,
    run: (file: string) => ["run", "--config", file, "--adapter", "caddyfile"],
  },
} as const;

const noProxy = Object.keys(proxies).some(isInstalled) ? false : "neither nginx nor caddy is installed";

describe("the proxy recipes", { skip: noProxy }, () => {
  let folder: string;
  let daemon: Daemon;
  let certificate: Buffer;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "groundswell-proxies-"));
    const subject = ["-subj", `/CN=${HOST}`, "-addext", `subjectAltName=DNS:${HOST}`];
    const files = ["-keyout", join(folder, "key"), "-out", join(folder, "certificate")];
    const kind = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"];
    execFileSync("openssl", [...kind, ...subject, ...files], { stdio: "ignore" });
    certificate = readFileSync(join(folder, "certificate"));
    daemon = await startDaemon({ LOOPS: "none", PUBLIC_URL });
  });
  after(async () => {
    await daemon.close();
    await rm(folder, { recursive: true });
  });

  /** Of a program on the daemon's own machine. */
  async function local(path: string, body: object, headers: Record<string, string> = {}) {
    const options = { method: "POST", headers: { "content-type": "application/json", ...headers } };
    const reply = await fetch(daemon.url + path, { ...options, body: JSON.stringify(body) });
    const text = await reply.text();
    assert.ok(reply.ok, `${path}: ${reply.status} ${text}`);
    return JSON.parse(text) as Readonly<Record<string, string>>;
  }

  /** Through the proxy, as a browser would ask for the public name. */
  function through(port: number) {
    return async (method: string, path: string, { key, body }: { key?: string; body?: Buffer } = {}) => {
      const headers = {
        host: HOST,
        ...(key === undefined ? {} : { "x-api-key": key }),
        ...(body === undefined ? {} : { "content-type": path.endsWith("uploads") ? "text/csv" : "application/json" }),
      };
      const request = askHttps({ host: "127.0.0.1", port, servername: HOST, ca: certificate, method, path, headers });
      request.end(body);
      const [reply] = (await once(request, "response")) as [IncomingMessage];
      return reply;
    };
  }
  const textOf = async (reply: IncomingMessage): Promise<string> => Buffer.concat(await reply.toArray()).toString();

  const running: ChildProcess[] = [];
  async function start(name: keyof typeof proxies) {
    const place = { folder, daemon: new URL(daemon.url).host, port: await freePort(), plain: await freePort() };
    const { config, run } = proxies[name];
    const file = join(folder, name);
    await writeFile(file, config(place));
    const child = spawn(name, run(file, folder), { stdio: ["ignore", "ignore", "pipe"] });
    running.push(child);
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    const ask = through(place.port);
    await eventually(`${name} answering`, async () => {
      assert.equal(child.exitCode, null, said);
      const reply = await ask("GET", "/healthz").catch(() => undefined);
      return reply?.resume().statusCode === 200;
    });
    return { ...place, ask };
  }
  after(async () => {
    for (const child of running) {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
    }
  });

  const started: Partial<Record<keyof typeof proxies, Awaited<ReturnType<typeof start>>>> = {};
  const names = Object.keys(proxies) as (keyof typeof proxies)[];
  const skipOf = (name: string) => ({ skip: isInstalled(name) ? false : `${name} is not installed` });

  for (const name of names)
    it(`${name} lets nobody in as long as there is no key, and leads to https`, skipOf(name), async () => {
      started[name] = await start(name);
      const { ask, plain: port } = started[name];
      for (const path of ["/", "/api/v1/insights", "/api/v1/keys", "/openapi.json"])
        assert.equal((await ask("GET", path)).resume().statusCode, 401, path);
      const body = Buffer.from(JSON.stringify([{ text: "The map crashes" }]));
      assert.equal((await ask("POST", "/api/v1/feedback", { body })).resume().statusCode, 401);
      assert.equal((await ask("GET", "/metrics")).resume().statusCode, 404);
      const plain = askHttp({ host: "127.0.0.1", port, path: "/tickets", headers: { host: HOST } }).end();
      const [{ statusCode = 0, headers }] = (await once(plain, "response")) as [IncomingMessage];
      assert.ok([301, 308].includes(statusCode), String(statusCode));
      assert.equal(headers.location, `${PUBLIC_URL}/tickets`);
    });

  let key = "";
  for (const name of names)
    it(
      `${name} passes on who has one: records, large requests and files, and what changes as it does`,
      skipOf(name),
      async () => {
        if (key === "")
          key = (await local("/api/v1/keys", { name: "first", scopes: ["ingest", "read", "admin"] })).key!;
        const { ask } = started[name]!;
        assert.equal((await ask("GET", "/api/v1/insights")).resume().statusCode, 401);
        const insights = await ask("GET", "/api/v1/insights", { key });
        assert.equal(insights.resume().statusCode, 200);
        assert.match(String(insights.headers["strict-transport-security"]), /max-age/);
        const description = JSON.parse(await textOf(await ask("GET", "/openapi.json", { key })));
        assert.equal(description.servers[0].url, PUBLIC_URL);

        const largest = Buffer.alloc(10_000_000, " ");
        largest.write(JSON.stringify([{ text: "The map crashes" }]));
        const taken = await ask("POST", "/api/v1/feedback", { key, body: largest });
        assert.equal(taken.statusCode, 202, await textOf(taken));

        const questions = [{ id: "why", question_text: "Why?", question_type: "text" }];
        const form = await local("/api/v1/forms", { title: name, questions }, { "x-api-key": key });
        const file = Buffer.concat([Buffer.from("why\n"), Buffer.alloc(12_000_000, `It crashes in ${name}\n`)]);
        const uploaded = await ask("POST", `/api/v1/forms/${form.id}/uploads`, { key, body: file });
        assert.equal(uploaded.statusCode, 202, await textOf(uploaded));

        const live = await ask("GET", "/api/v1/live", { key });
        assert.equal(live.statusCode, 200);
        let heard = "";
        for await (const piece of live) {
          heard += String(piece);
          if (heard.includes("event: changed")) break;
        }
        assert.match(heard, /^retry: /);
      },
    );
});
