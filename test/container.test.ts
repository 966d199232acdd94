/** The container files, checked without a Docker engine: what they copy exists, what they set is a setting, what they name is pinned. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { readConfig } from "../src/config.ts";

const root = new URL("../", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, root), "utf8");

interface Service {
  readonly image?: string;
  readonly init?: boolean;
  readonly read_only?: boolean;
  readonly stop_grace_period?: string;
  readonly tmpfs?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, unknown>>;
}
const compose = parse(read("compose.yaml"), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: object;
};
const instructions = read("Dockerfile")
  .split("\n")
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)] as const);

/** `${NAME:-default}` → default, as where nothing is set. */
const withDefaults = (value: string): string => value.replace(/\$\{\w+:-([^}]*)\}/g, "$1");

describe("the Dockerfile", () => {
  it("copies only what is there and not ignored", () => {
    const ignored = read(".dockerignore").split("\n");
    for (const [name, rest] of instructions) {
      // From another stage: made there.
      if (name !== "COPY" || rest.startsWith("--from=")) continue;
      for (const source of rest.split(" ").slice(0, -1)) {
        assert.ok(existsSync(new URL(source, root)), `${source} does not exist`);
        assert.ok(!ignored.includes(source), `${source} is ignored`);
      }
    }
  });

  it("starts what the project starts, as somebody else than root, on a pinned major of Node", () => {
    const last = (name: string) => instructions.findLast(([one]) => one === name)?.[1] ?? "";
    const scripts = (JSON.parse(read("package.json")) as { scripts: Record<string, string> }).scripts;
    assert.equal((JSON.parse(last("CMD")) as string[]).join(" "), scripts.start);
    assert.equal(last("USER"), "node");
    const { node } = (JSON.parse(read("package.json")) as { devDependencies: { node: string } }).devDependencies;
    assert.match(last("FROM"), new RegExp(`^node:${node.replaceAll(".", "\\.")}-bookworm-slim@sha256:[0-9a-f]{64}$`));
  });

  it("keeps what a start compiles for the user that runs it, who can't change it; his data are nobody else's", () => {
    const runs = instructions.map(([, rest], at) => [rest, at] as const);
    const [started, at] = runs.find(([rest]) => rest.startsWith("install -d -o node")) ?? ["", -1];
    assert.ok(at > 0 && at < instructions.findIndex(([name]) => name === "USER"), "while it is root's");
    assert.ok(!instructions.slice(at).some(([name]) => name === "COPY"), "after all that is compiled is there");
    assert.equal(started.endsWith("\\"), true);
    const file = read("Dockerfile");
    assert.match(file, /setpriv --reuid node --regid node --clear-groups node tools\/start-once\.ts/);
    assert.match(file, /chown -R root:root node_modules\/\.cache/);
    assert.match(file, /^RUN mkdir -m 700 \/data && chown node:node \/data$/m);
  });

  it("carries the licence, and what the models were made from", () => {
    const copied = instructions.filter(([name]) => name === "COPY").flatMap(([, rest]) => rest.split(" "));
    for (const file of ["LICENSE", "NOTICE"]) assert.ok(copied.includes(file), file);
  });

  it("leaves dev dependencies out and needs none of them", () => {
    const { dependencies } = JSON.parse(read("package.json")) as { dependencies: Record<string, string> };
    for (const name of [
      "express",
      "sqs-consumer",
      "@aws-sdk/client-sqs",
      "@elastic/elasticsearch",
      "franc",
      "@google-cloud/translate",
      "dotenv",
    ]) {
      assert.ok(name in dependencies, `${name} is needed at run time`);
    }
  });
});

describe("compose.yaml", () => {
  it("gives each runner a configuration that boots", () => {
    for (const name of ["groundswell", "worker"]) {
      const environment = Object.fromEntries(
        Object.entries(compose.services[name]?.environment ?? {}).map(([key, value]) => [
          key,
          withDefaults(String(value)),
        ]),
      );
      const config = readConfig(environment);
      assert.deepEqual([config.QUEUE, config.STORE], ["sqs", "elasticsearch"], name);
    }
  });

  it("boots at once: the first start makes a key, and leaves it where it stays", () => {
    const { environment = {}, volumes = [] } = compose.services.groundswell ?? {};
    assert.equal(dirname(environment.FIRST_KEY_FILE ?? ""), "/data");
    assert.deepEqual(volumes, ["groundswell:/data"]);
  });

  it("lets our containers write nowhere but to their data, and do nothing else that root may", () => {
    for (const name of ["groundswell", "worker"]) {
      const { read_only, tmpfs, cap_drop, security_opt } = compose.services[name] ?? {};
      assert.deepEqual(
        [read_only, tmpfs, cap_drop, security_opt],
        [true, ["/tmp"], ["ALL"], ["no-new-privileges:true"]],
      );
    }
  });

  it("lets a stop be heard before our code is loaded, and gives it the time that it may take", () => {
    for (const name of ["groundswell", "worker"]) {
      const { init, stop_grace_period } = compose.services[name] ?? {};
      assert.deepEqual([init, stop_grace_period], [true, "30s"], name);
    }
  });

  it("pins every image and names only services that exist", () => {
    for (const [name, service] of Object.entries(compose.services)) {
      if (service.image !== undefined) assert.match(service.image, /:\d+\.\d+\.\d+$/, name);
      for (const other of Object.keys(service.depends_on ?? {}))
        assert.ok(other in compose.services, `${name} waits for ${other}`);
    }
  });
});

describe("the systemd unit", () => {
  const settings = read("examples/deploy/groundswell.service")
    .split("\n")
    .filter((line) => /^\w+=/.test(line))
    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const);
  const all = (name: string) => settings.filter(([one]) => one === name).map(([, value]) => value);

  it("starts what npm start does, on the pinned Node, with settings that are some", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    assert.deepEqual(all("ExecStart"), [`/opt/groundswell/node_modules/.bin/${scripts.start}`]);
    const environment = Object.fromEntries(
      all("Environment")
        .flatMap((line) => line.split(" "))
        .map((one) => one.split("=")),
    );
    assert.equal(readConfig(environment as Record<string, string>).DATA_DIR, "/var/lib/groundswell");
  });

  it("waits for a stop as long as one may take, and does not start again what is set wrongly", () => {
    assert.deepEqual([all("TimeoutStopSec"), all("RestartPreventExitStatus")], [["30"], ["2"]]);
  });
});

describe("PUBLIC_URL", () => {
  it("is named wherever somebody sets one up, and shown as an address that others can open", () => {
    const places = [
      "README.md",
      "docs/operations.md",
      "docs/deployment.md",
      "compose.yaml",
      "Dockerfile",
      ".env.example",
    ];
    for (const name of places) assert.match(read(name), /\bPUBLIC_URL\b/, name);
    // Each runner writes links into tickets.
    for (const name of ["groundswell", "worker"])
      assert.match(String(compose.services[name]?.environment?.PUBLIC_URL), /^\$\{PUBLIC_URL:-http/, name);
    const examples = ["README.md", "docs/operations.md", "docs/deployment.md"].flatMap((name) => [
      ...read(name).matchAll(/PUBLIC_URL=(\S+?)(?:\\n|['`\s]|$)/gm),
    ]);
    assert.ok(examples.length > 0);
    for (const [, url = ""] of examples) assert.match(url, /^https:\/\/[\w.-]+\.example\.com$/);
  });
});

describe("docs/deployment.md", () => {
  const text = read("docs/deployment.md");

  it("names files that exist and settings that there are", () => {
    for (const [, file = ""] of text.matchAll(/`((?:docs|examples)\/[\w./-]+)`/g))
      assert.ok(existsSync(new URL(file, root)), file);
    const known = read(".env.example");
    for (const [, name = ""] of text.matchAll(/(?:-e |`|^|')([A-Z][A-Z_]{3,})=/gm))
      assert.ok(known.includes(`\n${name}=`), `${name} is no setting`);
  });

  it("runs the image as compose.yaml does", () => {
    for (const option of [
      "--init",
      "--stop-timeout 30",
      "--read-only",
      "--tmpfs /tmp",
      "--cap-drop ALL",
      "no-new-privileges",
      "-v groundswell:/data",
    ])
      assert.ok(text.includes(option), option);
  });
});
