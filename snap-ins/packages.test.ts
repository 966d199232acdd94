/** Every snap-in's package: its manifest passes DevRev's rules, names only what exists, and builds. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { Manifest } from "./shared/testing/manifest-schema.ts";

const SNAP_INS = ["ticket_creator", "other_features", "playstore", "twitter", "reddit"] as const;
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const manifestOf = (name: string): unknown => parse(readFileSync(at(`./${name}/manifest.yaml`), "utf8"));

interface Fixture {
  readonly execution_metadata: { readonly function_name: string };
  readonly input_data: { readonly global_values: object; readonly keyrings: object };
}

for (const name of SNAP_INS) {
  test(`${name}: the manifest follows DevRev's rules for version 2`, () => {
    const parsed = Manifest.safeParse(manifestOf(name));
    assert.deepEqual(parsed.error?.issues ?? [], []);
  });

  test(`${name}: every function of the manifest has its folder and its place in the function factory`, async () => {
    const manifest = Manifest.parse(manifestOf(name));
    const names = manifest.functions.map((one) => one.name).sort();
    const { functionFactory } = (await import(`./${name}/code/src/function-factory.ts`)) as { functionFactory: object };
    assert.deepEqual(Object.keys(functionFactory).sort(), names);
    for (const one of names) assert.ok(existsSync(at(`./${name}/code/src/functions/${one}/index.ts`)), one);
  });

  test(`${name}: fixtures use the functions, inputs and keyrings of the manifest`, () => {
    const manifest = Manifest.parse(manifestOf(name));
    const known = (of: { organization?: { name: string }[] | undefined } | undefined) =>
      (of?.organization ?? []).map((one) => one.name).sort();
    const files = readdirSync(at(`./${name}/code/src/fixtures`));
    assert.ok(files.length > 0);
    for (const file of files) {
      const fixture = JSON.parse(readFileSync(at(`./${name}/code/src/fixtures/${file}`), "utf8")) as Fixture;
      assert.ok(
        manifest.functions.some((one) => one.name === fixture.execution_metadata.function_name),
        file,
      );
      assert.deepEqual(Object.keys(fixture.input_data.global_values).sort(), known(manifest.inputs), file);
      assert.deepEqual(Object.keys(fixture.input_data.keyrings).sort(), known(manifest.keyrings), file);
    }
  });

  test(`${name}: builds into a package that DevRev can load`, () => {
    execFileSync("npm", ["run", "--silent", "build"], { cwd: at(`./${name}/code/`), stdio: "pipe" });
    const built = createRequire(import.meta.url)(at(`./${name}/code/dist/function-factory.js`)) as {
      functionFactory: Record<string, unknown>;
    };
    for (const run of Object.values(built.functionFactory)) assert.equal(typeof run, "function");
    const files = readdirSync(at(`./${name}/code/dist`), { recursive: true, encoding: "utf8" });
    assert.ok(
      !files.some((file) => /\.ts$|testing|test-runner|\.test\./.test(file)),
      "tests are no part of the package",
    );
  });
}

test("the manifest check can fail", () => {
  const good = manifestOf("playstore") as Record<string, unknown>;
  const wrong: Record<string, unknown>[] = [
    { ...good, version: 2 },
    { ...good, functions: [] },
    { ...good, commands: [{ ...(good.commands as object[])[0], function: "no_such_function" }] },
    { ...good, automations: [{ ...(good.automations as object[])[0], source: "no_such_source" }] },
    { ...good, automations: [{ ...(good.automations as object[])[0], event_types: ["work_created"] }] },
    { ...good, inputs: { organization: [{ name: "since", description: "d", field_type: "date", is_required: true }] } },
    { ...good, keyrings: { organization: [{ name: "key" }] } },
    { ...good, unknown_section: {} },
  ];
  for (const manifest of wrong) assert.equal(Manifest.safeParse(manifest).success, false, JSON.stringify(manifest));
});
