import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ALONE, groupsOf, LONGEST, sourceOf } from "./test-groups.ts";

test("files of a folder are together where their first one stands, and others alone", () => {
  const files = ["test/b.test.ts", "src/text/a.test.ts", "src/config.test.ts", "src/text/x/b.test.ts", ALONE[0]!];
  assert.deepEqual(groupsOf(files), [
    { name: "test/b.test.ts", files: ["test/b.test.ts"] },
    { name: "src/text/", files: ["src/text/a.test.ts", "src/text/x/b.test.ts"] },
    { name: "src/config.test.ts", files: ["src/config.test.ts"] },
    { name: ALONE[0], files: [ALONE[0]] },
  ]);
});

test("those that take longest come first, in their order", () => {
  const [first, second] = [LONGEST.indexOf("src/loops/"), LONGEST.indexOf("test/browser.test.ts")];
  assert.ok(first !== -1 && first < second);
  const files = ["test/b.test.ts", "test/browser.test.ts", "src/loops/a.test.ts", "src/a.test.ts"];
  assert.deepEqual(
    groupsOf(files).map(({ name }) => name),
    ["src/loops/", "test/browser.test.ts", "test/b.test.ts", "src/a.test.ts"],
  );
});

test("what is alone or takes longest is there", () => {
  const root = fileURLToPath(new URL("..", import.meta.url));
  assert.deepEqual(
    [...ALONE, ...LONGEST].filter((name) => !existsSync(join(root, name))),
    [],
  );
});

/** Many results at once, more than a pipe holds, and a server that nobody closes. */
const hanging = `import { createServer } from "node:net";
import { test } from "node:test";
for (let at = 0; at < 3_000; at++) test("passes " + at, () => undefined);
test("opens", () => new Promise((resolve) => createServer().listen(0, resolve)));
`;

const IMPORTS = 'import { after, afterEach, before, beforeEach, test } from "node:test";\n';
/** A test file whose hooks and tests say what they are. The second test waits for what was loaded meanwhile. */
const told = (name: string, ending = ""): string =>
  `${IMPORTS}await new Promise((resolve) => setTimeout(resolve, 20));
before(() => console.log("${name} before"));
beforeEach(() => console.log("${name} beforeEach"));
afterEach(() => console.log("${name} afterEach"));
after(() => console.log("${name} after"));
test("${name} one", () => console.log("${name} one"));
test("${name} two", async () => {
  await new Promise((resolve) => setTimeout(resolve, 20));
  console.log("${name} two");${ending}
});
`;

/** What the files of a group said, in order, and how their process ended. */
async function runGroup(
  context: { after(end: () => Promise<void>): void },
  files: Readonly<Record<string, string>>,
  loadingMs?: number,
) {
  const folder = `${await mkdtemp(join(tmpdir(), "groundswell-groups-"))}/`;
  context.after(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(`${folder}${name}`, text);
  await writeFile(`${folder}group.mjs`, sourceOf(folder, Object.keys(files), loadingMs));
  // As run by hand: not as part of the tests that run this one.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${folder}group.mjs`], { env, timeout: 60_000 });
  const text = stdout.toString();
  return { status, text, errors: stderr.toString(), said: text.split("\n").filter((line) => /^[ab] \w+$/.test(line)) };
}

test("files of a group run one after the other, and hooks are only their own file's", async (context) => {
  const { status, said } = await runGroup(context, { "a.mjs": told("a"), "b.mjs": told("b") });
  const order = ["before", "beforeEach", "one", "afterEach", "beforeEach", "two", "afterEach", "after"];
  assert.deepEqual(
    said,
    ["a", "b"].flatMap((name) => order.map((step) => `${name} ${step}`)),
  );
  assert.equal(status, 0);
});

test("a test that fails, and a file that can't be loaded, fail the group and leave the others to run", async (context) => {
  const failing = { "a.mjs": told("a", '\n  throw new Error("wrong");'), "broken.mjs": 'import "./nowhere.mjs";' };
  const { status, text, said } = await runGroup(context, { ...failing, "b.mjs": told("b") });
  assert.equal(status, 1);
  assert.ok(said.includes("b two"), text);
  assert.match(text, /a two/);
  assert.match(text, /broken\.mjs/);
});

test("a file that waits for ever while it is loaded fails by its name, and the others run", async (context) => {
  const endless = { "endless.mjs": "await new Promise(() => undefined);" };
  const { status, text, said } = await runGroup(context, { ...endless, "b.mjs": told("b") }, 500);
  assert.equal(status, 1);
  assert.ok(said.includes("b two"), text);
  assert.match(text, /endless\.mjs[\s\S]*is not loaded after 500 ms/);
});

test("a file that ends the process fails the group, and it is told where", async (context) => {
  const ending = { "ending.mjs": `${IMPORTS}test("ends", () => process.exit(0));` };
  const { status, errors } = await runGroup(context, { ...ending, "b.mjs": told("b") });
  assert.equal(status, 1);
  assert.match(errors, /ends before all tests[\s\S]*ending\.mjs/);
});

test("every result of a group is told, and its process ends though a server is open", async (context) => {
  const folder = `${await mkdtemp(join(tmpdir(), "groundswell-groups-"))}/`;
  context.after(() => rm(folder, { recursive: true }));
  await writeFile(`${folder}hanging.mjs`, hanging);
  await writeFile(`${folder}group.mjs`, sourceOf(folder, ["hanging.mjs"]));
  // In a process that is no test, as tools/test.ts is none.
  const runner = `import { run } from "node:test";
let passed = 0;
run({ files: [process.argv[2]] }).on("test:pass", ({ details }) => { if (details.type !== "suite") passed++; })
  .on("end", () => console.log(passed)).resume();`;
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  await writeFile(`${folder}runner.mjs`, runner);
  const args = [`${folder}runner.mjs`, `${folder}group.mjs`];
  assert.equal(spawnSync(process.execPath, args, { env, timeout: 60_000 }).stdout.toString().trim(), "3001");
});
