/** Contract: reading and writing single documents; every operation and every way it fails. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_ID_BYTES } from "../document.ts";
import type { Store, Write } from "../store.ts";
import { type CurrentStore, freshTenant, insight, reasonOf, versionOf } from "./fixtures.ts";

type LeaseWrite = Write<{ readonly holder: string; readonly term: number; readonly beat: number }>;
const lease = (holder: string, term = 1) => ({ holder, term, beat: 0 });

async function one(store: Store, tenant: ReturnType<typeof freshTenant>, write: LeaseWrite) {
  const results = await store.write(tenant, "leases", [write]);
  assert.equal(results.length, 1);
  return results[0]!;
}

export function documentTests(current: CurrentStore): void {
  test("get answers with the document as written, and undefined for what is not there", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const doc = insight({
      metadata: { score: 4, nested: { list: [1, null, "x", { y: [] }] } },
      app_name: "ünï–code 🙂",
    });
    const [written] = await store.write(tenant, "insights", [{ op: "create", id: "a", doc }]);
    const found = await store.get(tenant, "insights", "a");
    assert.deepEqual(found, { id: "a", version: versionOf(written), doc });
    assert.equal(await store.get(tenant, "insights", "b"), undefined);
  });

  test("getMany answers once per id, in order, repeats and absences too, without a refresh", async () => {
    const [store, tenant] = [current(), freshTenant()];
    await store.write(tenant, "leases", [
      { op: "create", id: "a", doc: lease("x") },
      { op: "create", id: "b", doc: lease("y") },
    ]);
    const found = await store.getMany(tenant, "leases", ["b", "none", "a", "b", ""]);
    assert.deepEqual(
      found.map((stored) => stored?.id),
      ["b", undefined, "a", "b", undefined],
    );
    assert.deepEqual(await store.getMany(tenant, "leases", []), []);
  });

  test("has answers once per id, in order, repeats and absences too, without a refresh", async () => {
    const [store, tenant] = [current(), freshTenant()];
    await one(store, tenant, { op: "create", id: "a", doc: lease("x") });
    await one(store, tenant, { op: "create", id: "b", doc: lease("y") });
    await one(store, tenant, { op: "delete", id: "b" });
    assert.deepEqual(await store.has(tenant, "leases", ["b", "a", "none", "a", ""]), [false, true, false, true, false]);
    assert.deepEqual(await store.has(freshTenant(), "leases", ["a"]), [false]);
    assert.deepEqual(await store.has(tenant, "leases", []), []);
  });

  test("create fails with `exists` when the id is taken and changes nothing", async () => {
    const [store, tenant] = [current(), freshTenant()];
    await one(store, tenant, { op: "create", id: "a", doc: lease("first") });
    assert.equal(reasonOf(await one(store, tenant, { op: "create", id: "a", doc: lease("second") })), "exists");
    assert.equal((await store.get(tenant, "leases", "a"))?.doc.holder, "first");
  });

  test("put writes whatever was there, and each write gives a new version", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const first = versionOf(await one(store, tenant, { op: "put", id: "a", doc: lease("first") }));
    const second = versionOf(await one(store, tenant, { op: "put", id: "a", doc: lease("second") }));
    assert.notEqual(first, second);
    assert.deepEqual(await store.get(tenant, "leases", "a"), { id: "a", version: second, doc: lease("second") });
  });

  test("replace is compare-and-set: `conflict` on another version, `missing` when there is nothing", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const first = versionOf(await one(store, tenant, { op: "create", id: "a", doc: lease("first") }));
    const second = await one(store, tenant, { op: "replace", id: "a", version: first, doc: lease("second") });
    assert.ok(second.ok);
    const late = await one(store, tenant, { op: "replace", id: "a", version: first, doc: lease("late") });
    assert.equal(reasonOf(late), "conflict");
    const strange = await one(store, tenant, { op: "replace", id: "a", version: "no version", doc: lease("late") });
    assert.equal(reasonOf(strange), "conflict");
    assert.equal((await store.get(tenant, "leases", "a"))?.doc.holder, "second");
    const absent = await one(store, tenant, { op: "replace", id: "b", version: first, doc: lease("late") });
    assert.equal(reasonOf(absent), "missing");
  });

  test("update sets top-level properties, removes undefined ones, and keeps the others", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const doc = insight({ cluster_id: "c1", marks: { campaign: "x", other: 1 }, metadata: { keep: true } });
    await store.write(tenant, "insights", [{ op: "create", id: "a", doc }]);
    const set = { marks: { only: true }, cluster_id: undefined, pass_term: 3 } as const;
    const [result] = await store.write(tenant, "insights", [{ op: "update", id: "a", set: set as never }]);
    const found = await store.get(tenant, "insights", "a");
    const { cluster_id: _, ...others } = doc;
    assert.deepEqual(found, {
      id: "a",
      version: versionOf(result),
      doc: { ...others, marks: { only: true }, pass_term: 3 },
    });
  });

  test("update with a version is compare-and-set; without, it still needs a document", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const first = versionOf(await one(store, tenant, { op: "create", id: "a", doc: lease("x") }));
    const second = await one(store, tenant, { op: "update", id: "a", version: first, set: { beat: 1 } });
    assert.ok(second.ok);
    assert.equal(
      reasonOf(await one(store, tenant, { op: "update", id: "a", version: first, set: { beat: 9 } })),
      "conflict",
    );
    assert.deepEqual((await store.get(tenant, "leases", "a"))?.doc, { ...lease("x"), beat: 1 });
    assert.equal(reasonOf(await one(store, tenant, { op: "update", id: "b", set: { beat: 1 } })), "missing");
    const versioned = await one(store, tenant, { op: "update", id: "b", version: first, set: { beat: 1 } });
    assert.equal(reasonOf(versioned), "missing");
  });

  test("delete succeeds on what is not there, unless a version is given", async () => {
    const [store, tenant] = [current(), freshTenant()];
    assert.ok((await one(store, tenant, { op: "delete", id: "a" })).ok);
    const version = versionOf(await one(store, tenant, { op: "create", id: "a", doc: lease("x") }));
    const changed = versionOf(await one(store, tenant, { op: "put", id: "a", doc: lease("y") }));
    assert.equal(reasonOf(await one(store, tenant, { op: "delete", id: "a", version })), "conflict");
    assert.ok((await one(store, tenant, { op: "delete", id: "a", version: changed })).ok);
    assert.equal(await store.get(tenant, "leases", "a"), undefined);
    assert.equal(reasonOf(await one(store, tenant, { op: "delete", id: "a", version: changed })), "missing");
  });

  test("a version never comes back, not even when a document is deleted and made again", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const seen = new Set<string>();
    for (let round = 0; round < 4; round++) {
      seen.add(versionOf(await one(store, tenant, { op: "create", id: "a", doc: lease("x") })));
      seen.add(versionOf(await one(store, tenant, { op: "put", id: "a", doc: lease("x") })));
      await one(store, tenant, { op: "delete", id: "a" });
    }
    assert.equal(seen.size, 8);
  });

  test("each write of a call stands alone: one result each, in order, and a failed one takes no other with it", async () => {
    const [store, tenant] = [current(), freshTenant()];
    await one(store, tenant, { op: "create", id: "taken", doc: lease("x") });
    const results = await store.write(tenant, "leases", [
      { op: "create", id: "a", doc: lease("a") },
      { op: "create", id: "taken", doc: lease("late") },
      { op: "replace", id: "none", version: "1", doc: lease("late") },
      { op: "put", id: "", doc: lease("no id") },
      { op: "put", id: "b", doc: { toJSON: () => 5n } as never },
      { op: "update", id: "a", set: { beat: 7 } },
      { op: "create", id: "c", doc: lease("c") },
    ]);
    assert.deepEqual(results.map(reasonOf), ["ok", "exists", "missing", "invalid", "invalid", "ok", "ok"]);
    const found = await store.getMany(tenant, "leases", ["a", "taken", "b", "c"]);
    assert.deepEqual(
      found.map((stored) => stored && [stored.doc.holder, stored.doc.beat]),
      [["a", 7], ["x", 0], undefined, ["c", 0]],
    );
    assert.deepEqual(await store.write(tenant, "leases", []), []);
  });

  test("of many racing creates one wins, and of many racing compare-and-sets too", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const racers = Array.from({ length: 12 }, (_, at) => String(at));
    const created = await Promise.all(
      racers.map((who) => one(store, tenant, { op: "create", id: "a", doc: lease(who) })),
    );
    assert.equal(created.filter(({ ok }) => ok).length, 1);
    const { version } = (await store.get(tenant, "leases", "a"))!;
    const replaced = await Promise.all(
      racers.map((who) => one(store, tenant, { op: "replace", id: "a", version, doc: lease(who, 2) })),
    );
    assert.equal(replaced.filter(({ ok }) => ok).length, 1);
    assert.ok(replaced.filter(({ ok }) => !ok).every((result) => reasonOf(result) === "conflict"));
    assert.equal((await store.get(tenant, "leases", "a"))?.doc.holder, String(replaced.findIndex(({ ok }) => ok)));
  });

  test("racing updates of different properties are all kept", async () => {
    const [store, tenant] = [current(), freshTenant()];
    await store.write(tenant, "progress", [{ op: "create", id: "a", doc: { value: 0 } }]);
    const names = Array.from({ length: 8 }, (_, at) => `p${at}`);
    const results = await Promise.all(
      names.map((name) => store.write(tenant, "progress", [{ op: "update", id: "a", set: { [name]: 1 } as never }])),
    );
    assert.deepEqual(
      results.flat().map(reasonOf),
      names.map(() => "ok"),
    );
    const found = await store.get(tenant, "progress", "a");
    assert.deepEqual(Object.keys(found!.doc).sort(), [...names, "value"]);
  });

  test("ids up to the limit work whatever their characters; others are invalid to write and never found", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const good = ["x".repeat(MAX_ID_BYTES), "a/b c?d=é&🙂#%", "_id", "..", '"quoted"', "A", "a"];
    const bad = ["", "y".repeat(MAX_ID_BYTES + 1), "é".repeat(MAX_ID_BYTES / 2 + 1), "\ud800", "nul\0"];
    const results = await store.write(
      tenant,
      "leases",
      [...good, ...bad].map((id) => ({ op: "create", id, doc: lease(id) })),
    );
    assert.deepEqual(results.map(reasonOf), [...good.map(() => "ok"), ...bad.map(() => "invalid")]);
    const found = await store.getMany(tenant, "leases", [...good, ...bad]);
    assert.deepEqual(
      found.map((stored) => stored?.doc.holder),
      [...good, ...bad.map(() => undefined)],
    );
  });

  test("awkward documents come back as they were: NUL, lone surrogates, __proto__, dots and many keys, big numbers", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const metadata = JSON.parse(
      `{"__proto__": {"polluted": 1}, "constructor": {"prototype": 2}, "": 1, "a.b": 2, ".": 3, "$x": 4, "nul\\u0000": "\\u0000",
        "lone": "\\ud800 x", "max": 1.7976931348623157e308, "odd": [1, "x", {"a": 1}, [[]], null], "score": 9007199254740991}`,
    ) as Record<string, unknown>;
    for (let at = 0; at < 2_000; at++) metadata[`key ${at}`] = at;
    const text = "nul \0 lone \udc00\ud800 astral 🙂 \uffff";
    const doc = insight({
      metadata,
      main_text: text,
      source_id: "nul\0 \ud800",
      keywords: ["\0", "\ud800", "\x01", "\\", '"'],
    });
    const [result] = await store.write(tenant, "insights", [{ op: "create", id: "a", doc }]);
    assert.equal(reasonOf(result), "ok");
    const found = await store.get(tenant, "insights", "a");
    assert.equal(JSON.stringify(found?.doc), JSON.stringify(doc));
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
    const [updated] = await store.write(tenant, "insights", [{ op: "update", id: "a", set: { cluster_id: "c" } }]);
    assert.equal(reasonOf(updated), "ok");
    assert.equal(JSON.stringify((await store.get(tenant, "insights", "a"))?.doc.metadata), JSON.stringify(metadata));
  });

  test("a field may change its type from document to document", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const values = [{ a: 1 }, "text", 5, [["deep"]], true, null];
    const docs = values.map((value, at) =>
      insight({ metadata: { same: value }, cluster_id: value as never, data_id: `${at}` }),
    );
    const results = await store.write(
      tenant,
      "insights",
      docs.map((doc, at) => ({ op: "create", id: `${at}`, doc })),
    );
    assert.deepEqual(
      results.map(reasonOf),
      values.map(() => "ok"),
    );
    await store.refresh(["insights"]);
    assert.equal(await store.count(tenant, "insights", { where: { cluster_id: "text" } }), 1);
    assert.equal(await store.count(tenant, "insights", { where: { cluster_id: { exists: true } } }), 1);
  });

  test("what nests too deep to be JSON, or is none, is invalid and harms nobody beside it", async () => {
    const [store, tenant] = [current(), freshTenant()];
    let deep: unknown = 1;
    for (let level = 0; level < 200_000; level++) deep = [deep];
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const values = [deep, cycle, 5n, "fine"];
    const writes = values.map((value, at) => ({ op: "create", id: `${at}`, doc: { value } }) as const);
    const results = await store.write(tenant, "progress", [
      ...writes,
      { op: "create", id: "none", doc: null as never },
    ]);
    assert.deepEqual(results.map(reasonOf), ["invalid", "invalid", "invalid", "ok", "invalid"]);
    assert.equal((await store.get(tenant, "progress", "3"))?.doc.value, "fine");
  });

  test("a 40 KB keyword is stored, and not indexed", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const long = "k".repeat(40_000);
    const [result] = await store.write(tenant, "insights", [
      { op: "create", id: "a", doc: insight({ cluster_id: long, keywords: [long, "short"] }) },
    ]);
    assert.equal(reasonOf(result), "ok");
    await store.refresh(["insights"]);
    assert.equal((await store.get(tenant, "insights", "a"))?.doc.cluster_id, long);
    assert.equal(await store.count(tenant, "insights", { where: { cluster_id: { exists: true } } }), 0);
    assert.equal(await store.count(tenant, "insights", { where: { "attributes.keywords": "short" } }), 1);
  });

  test("a document of 600 KB, and 300 documents in one call, go through", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const long = "文".repeat(200_000);
    const [result] = await store.write(tenant, "progress", [{ op: "put", id: "long", doc: { value: long } }]);
    assert.equal(reasonOf(result), "ok");
    assert.equal((await store.get(tenant, "progress", "long"))?.doc.value, long);
    const many = Array.from({ length: 300 }, (_, at) => ({ op: "create", id: `${at}`, doc: { value: at } }) as const);
    const results = await store.write(tenant, "progress", many);
    assert.ok(results.every(({ ok }) => ok));
    assert.equal(new Set(results.map(versionOf)).size, 300);
  });
}
