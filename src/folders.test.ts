import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { makeFolder } from "./folders.ts";

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "groundswell-folders-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test("a folder is made with all above it, once, by however many ask", async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, "a", "b", "c");
  await Promise.all(Array.from({ length: 5 }, () => makeFolder(path, { mode: 0o700 })));
  await makeFolder(path);
  await makeFolder(`${path}/`);
  assert.equal((await stat(join(folder, "a"))).mode & 0o777, 0o700);
  await symlink(path, join(folder, "linked"));
  await makeFolder(join(folder, "linked", "d"));
  await makeFolder(join(folder, "linked"));
  assert.ok((await stat(join(path, "d"))).isDirectory());
});

test("what is a file, lies in one or leads nowhere is refused by its code", async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, "file"), "");
  await symlink(join(folder, "gone"), join(folder, "dangling"));
  await assert.rejects(makeFolder(join(folder, "file")), { code: "EEXIST" });
  await assert.rejects(makeFolder(join(folder, "file", "below", "it")), { code: "ENOTDIR" });
  await assert.rejects(makeFolder(join(folder, "dangling")), { code: "EEXIST" });
});

test("a relative path is made where the process is", async (t) => {
  const folder = await temporaryFolder(t);
  const before = process.cwd();
  process.chdir(folder);
  try {
    await makeFolder("one");
    await makeFolder("./two/three");
  } finally {
    process.chdir(before);
  }
  await mkdir(join(folder, "one", "more"));
  assert.ok((await stat(join(folder, "two", "three"))).isDirectory());
});

test("a file system that holds nothing new refuses at once", { skip: process.platform !== "linux" }, async () => {
  for (const path of ["/proc/x", "/proc/x/y/z", "/proc/self/fd/x"])
    await assert.rejects(makeFolder(path), { code: "ENOENT" });
});

test("nothing else makes folders recursively", () => {
  const src = fileURLToPath(new URL(".", import.meta.url));
  const files = globSync("**/*.ts", { cwd: src }).filter((file) => !/\.(test|testing|testsuite)\.ts$/.test(file));
  const others = files.filter((file) =>
    /mkdir(?:Sync)?\([^;]*recursive: true/.test(readFileSync(join(src, file), "utf8")),
  );
  assert.deepEqual(others, []);
});
