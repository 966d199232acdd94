import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { DEFAULT_TENANT } from "../../model/tenant.ts";
import { insight, unitVector } from "../testsuite/fixtures.ts";
import { isOutage, openConnection } from "./connection.ts";
import { encodeWrites } from "./encode.ts";
import type { ThreadWrite, WriteRequest } from "./protocol.ts";
import { migrate } from "./schema.ts";
import { createCommitWrites } from "./writer.ts";

async function open(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), "groundswell-writer-"));
  const db = openConnection(join(folder, "store.sqlite"), 4);
  t.after(async () => {
    db.close();
    await rm(folder, { recursive: true, force: true });
  });
  migrate(db);
  const rows = (table: string) => (db.prepare(`SELECT count(*) AS n FROM "${table}"`).get() as { n: number }).n;
  return { db, commit: createCommitWrites(db), rows };
}

const creating = (ids: readonly string[], main_text = ""): readonly ThreadWrite[] =>
  encodeWrites(
    "insights",
    ids.map((id) => ({ op: "create", id, doc: insight({ main_text }), search: "some words", vector: unitVector(1) })),
  ).encoded;
const call = (writes: readonly ThreadWrite[]): WriteRequest => ({
  tenant: DEFAULT_TENANT,
  collection: "insights",
  writes,
});

test("a write that SQLite itself refuses is invalid, and every other one of the same commit is stored", async (t) => {
  const { commit, rows } = await open(t);
  const [broken] = creating(["broken"]) as [ThreadWrite & { readonly op: "create" }];
  const unstorable = { ...broken, content: { ...broken.content, vector: new Uint8Array(3) } };
  const results = commit([call(creating(["a"])), call([...creating(["b"]), unstorable, ...creating(["c"])])]);
  assert.equal(typeof results[0]![0], "number");
  assert.deepEqual(
    results[1]!.map((result) => (typeof result === "number" ? "ok" : result.reason)),
    ["ok", "invalid", "ok"],
  );
  assert.deepEqual([rows("insights"), rows("insights.vectors")], [3, 3]);
});

test("a full disk is an outage: nothing of the commit is kept, and it goes through once there is room", async (t) => {
  const { db, commit, rows } = await open(t);
  commit([call(creating(["a"]))]);
  const { page_count } = db.prepare("PRAGMA page_count").get() as { page_count: number };
  db.exec(`PRAGMA max_page_count = ${page_count + 4}`);
  const large = call(creating(["b", "c", "d"], "x".repeat(200_000)));
  assert.throws(() => commit([call(creating(["e"])), large]), isOutage);
  assert.deepEqual([rows("insights"), rows("insights.vectors")], [1, 1]);
  db.exec("PRAGMA max_page_count = 1000000");
  commit([call(creating(["e"])), large]);
  assert.deepEqual([rows("insights"), rows("insights.vectors")], [5, 5]);
});
