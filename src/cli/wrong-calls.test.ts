/** What people type that is not quite right: said in words, before anything is sent. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { openTestServer, runCommand } from "./shell.testing.ts";

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "groundswell-calls-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test("an option or an argument that is empty is wrong usage: a variable that is not set means nothing", async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, "a.csv"), "text\nThe map crashes\n");
  await using server = await openTestServer(() => ({ json: {} }));
  const calls: readonly (readonly [readonly string[], RegExp])[] = [
    [["ingest", "a.csv", "--app", ""], /--app is empty/],
    [["ingest", ""], /<file> is empty/],
    [["ledger", "--source", ""], /--source is empty/],
    [["dead", "redrive", "raw", ""], /<ids> is empty/],
    [["forms", "show", ""], /<id> is empty/],
  ];
  for (const [argv, message] of calls) {
    const done = await runCommand(argv, { folder, environment: { GROUNDSWELL_URL: server.url } });
    assert.deepEqual([done.code, done.stdout], [2, ""], argv.join(" "));
    assert.match(done.stderr, message);
  }
  assert.deepEqual(server.asked, []);
});

test("JSON is read as editors and shells save it; what is no file is named", async (t) => {
  const folder = await temporaryFolder(t);
  const form = JSON.stringify({ title: "Café" });
  await writeFile(join(folder, "mark.json"), `\ufeff${form}`);
  await writeFile(join(folder, "wide.json"), Buffer.from(`\ufeff${form}`, "utf16le"));
  await writeFile(join(folder, "list.json"), "[]");
  await using server = await openTestServer(() => ({ json: {} }));
  const environment = { GROUNDSWELL_URL: server.url };
  for (const name of ["mark.json", "wide.json"]) {
    const done = await runCommand(["forms", "put", name], { folder, environment });
    assert.deepEqual([done.code, done.stderr], [0, ""], name);
  }
  assert.deepEqual(
    server.asked.map(({ body }) => JSON.parse(body)),
    [JSON.parse(form), JSON.parse(form)],
  );
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [["forms", "put", "list.json"], /list\.json holds no form/],
    [["forms", "put", "none.json"], /none\.json: there is no such file/],
    [["forms", "upload", "f1", "none.csv"], /none\.csv: there is no such file/],
    [["forms", "upload", "f1", "."], /it is a folder/],
    [["relay", "--from", "file:none.csv", "--to", "stdout"], /none\.csv: there is no such file/],
  ];
  for (const [argv, message] of wrong) {
    const done = await runCommand(argv, { folder, environment });
    assert.equal(done.code, 1, argv.join(" "));
    assert.match(done.stderr, message);
  }
});

test("an alert tells one place", async () => {
  const done = await runCommand([
    "alerts",
    "add",
    "--on",
    "digest",
    "--email",
    "a@example.com",
    "--slack",
    "https://x",
  ]);
  assert.equal(done.code, 2);
  assert.match(done.stderr, /one of --webhook, --slack and --email/);
});

test("ids that name nothing are told, after what was done", async () => {
  const answers: Readonly<Record<string, object>> = {
    "/api/v1/dead/raw/redrive": { redriven: 1, records: 3, refused: [] },
    "/api/v1/dead/raw": { purged: 0, records: 0 },
    "/api/v1/rejections/replay": { replayed: 0, rejected: 0, skipped: 0, batch_ids: [] },
  };
  await using server = await openTestServer(({ url }) => ({ json: answers[url] }));
  const environment = { GROUNDSWELL_URL: server.url };
  const some = await runCommand(["dead", "redrive", "raw", "known", "unknown"], { environment });
  assert.deepEqual([some.code, some.rows()[0]?.redriven], [1, 1]);
  assert.match(some.stderr, /1 of 2 ids name no dead letter of raw/);
  assert.equal((await runCommand(["dead", "purge", "raw", "unknown"], { environment })).code, 1);
  assert.equal((await runCommand(["dead", "purge", "raw"], { environment })).code, 0);
  assert.equal((await runCommand(["rejections", "replay", "unknown"], { environment })).code, 1);
  assert.equal((await runCommand(["rejections", "replay"], { environment })).code, 0);
});

test("a first key that may make no others says so", async (t) => {
  const folder = await temporaryFolder(t);
  const environment = { DATA_DIR: join(folder, "data"), PORT: "9", HOST: "127.0.0.1" };
  const first = await runCommand(["keys", "create"], { environment });
  assert.equal(first.code, 0);
  assert.match(first.stderr, /may not make keys: .*--scopes ingest,read,admin/);
  const admin = await runCommand(["keys", "create", "--scopes", "ingest,read,admin"], { environment });
  assert.doesNotMatch(admin.stderr, /may not make keys/);
});

test("a table for the commands that read JSON lines is told as such, after its rows", async () => {
  const stdin = "id,text\n1,The map crashes\n";
  for (const name of ["enrich", "themes"]) {
    const done = await runCommand([name], { stdin });
    assert.deepEqual([done.code, done.rows().length], [1, 2], name);
    assert.match(done.stderr, /no line is JSON: .*`ingest FILE --preview` reads tables/);
    assert.equal(
      (await runCommand([name], { stdin: `${JSON.stringify({ text: "The map crashes" })}\nnone\n` })).code,
      0,
    );
  }
});
