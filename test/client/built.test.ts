/** The client as it is published: small, typed, one script or modules, importable without anything else. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { type Built, buildClient } from "../../client/build.ts";

const MAX_BYTES = 5 * 1024;

describe("the built client", () => {
  let folder: string;
  let built: Built;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "groundswell-built-"));
    built = buildClient(folder);
  });
  after(() => rm(folder, { recursive: true }));

  it("is at most 5 KB, compressed, as a script and as modules", () => {
    for (const [name, code] of Object.entries(built)) {
      const bytes = gzipSync(code, { level: 9 }).length;
      assert.ok(bytes <= MAX_BYTES, `${name}: ${bytes} bytes`);
    }
  });

  it("sets one global name as a script", () => {
    const scope: Record<string, unknown> = {};
    runInNewContext(built.script, scope);
    assert.deepEqual(Object.keys(scope), ["groundswell"]);
    assert.deepEqual(Object.keys(scope.groundswell as object), ["createClient"]);
  });

  it("is a module with types", async () => {
    const module: { readonly createClient: unknown } = await import(pathToFileURL(join(folder, "client.js")).href);
    assert.equal(typeof module.createClient, "function");
    for (const name of ["client.d.ts", "file-storage.d.ts", "file-storage.js"])
      assert.ok(existsSync(join(folder, name)), name);
  });
});
