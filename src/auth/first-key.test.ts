import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { openTestStore, type TestStore } from "../store/sqlite.testing.ts";
import { ensureFirstKey } from "./first-key.ts";
import { createKeyRing, type KeyRing, randomKey } from "./keys.ts";

const now = () => 1_700_000_000;
let folder: string;
let opened: TestStore;
let keys: KeyRing;
let path: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "groundswell-first-key-"));
});
after(() => rm(folder, { recursive: true }));
let number = 0;
beforeEach(async () => {
  opened = await openTestStore();
  keys = createKeyRing(opened.store, { now });
  number++;
  path = join(folder, `${number}`, "first-key");
});

const ensure = () => ensureFirstKey(path, { store: opened.store, now });
const keyInFile = async () => (await readFile(path, "utf8")).trim();

test("an installation without a key gets one with every scope, in a file that only its owner reads; the next start makes none", async () => {
  assert.equal(await ensure(), true);
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  const found = await keys.verify(await keyInFile());
  assert.deepEqual([found?.doc.tenant, found?.doc.scopes], ["default", ["ingest", "read", "admin"]]);
  assert.equal(await ensure(), false);
  assert.equal((await keys.list("default" as never, {})).total, 1);
  await opened.close();
});

test("a key that somebody put there counts, also after a start that ended before it did", async () => {
  const key = randomKey();
  await rm(path, { force: true });
  await ensure();
  await opened.close();
  opened = await openTestStore();
  keys = createKeyRing(opened.store, { now });
  await writeFile(path, `${key}\n`);
  assert.equal(await ensure(), true);
  assert.ok((await keys.verify(key)) !== undefined);
  await opened.close();
});

test("once a key was made, revoked or not, the file is not looked at", async () => {
  const { id } = await keys.create({ tenant: "default" as never, name: "own", scopes: ["read"] });
  await keys.revoke("default" as never, id);
  assert.equal(await ensure(), false);
  await assert.rejects(stat(path), { code: "ENOENT" });
  await opened.close();
});

test("what holds no key, and what can't be written, stops the start and names the variable", async () => {
  const wrong = join(folder, "wrong");
  await writeFile(wrong, "secret");
  const deps = { store: opened.store, now };
  await assert.rejects(ensureFirstKey(wrong, deps), (error: Error) => {
    assert.match(error.message, /FIRST_KEY_FILE=.*holds no key/);
    assert.ok(!error.message.includes("secret"));
    return true;
  });
  await assert.rejects(ensureFirstKey(join(wrong, "below"), deps), /FIRST_KEY_FILE=/);
  assert.equal(await keys.anyCreated(), false);
  await opened.close();
});
