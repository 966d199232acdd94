/** The container files, checked without a Docker engine: what they copy exists, what they set is a setting, what they name is pinned. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { readConfig } from "../src/config.ts";

const root = new URL("../", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, root), "utf8");

interface Service {
  readonly image?: string;
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

describe("the Dockerfile", () => {
  it("copies only what is there and not ignored", () => {
    const ignored = read(".dockerignore").split("\n");
    for (const [name, rest] of instructions) {
      if (name !== "COPY") continue;
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
    assert.match(last("FROM"), /^node:24/);
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
        Object.entries(compose.services[name]?.environment ?? {}).map(([key, value]) => [key, String(value)]),
      );
      const config = readConfig(environment);
      assert.deepEqual([config.QUEUE, config.STORE], ["sqs", "elasticsearch"], name);
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
