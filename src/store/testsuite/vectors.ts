/** Contract: the nearest by meaning. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type CurrentStore,
  collected,
  cosine,
  createInsights,
  freshTenant,
  insight,
  normalised,
  unitVector,
  writeAll,
} from "./fixtures.ts";

/** Vectors are kept in 256 steps a dimension at worst: similarities are right to this much. */
const TOLERANCE = 0.01;
/** Of the ten nearest. Both stores read all that match; what rounding to eight bits may cost is left to them. */
const MIN_RECALL = 0.95;

export function vectorTests(current: CurrentStore): void {
  test("answers with the k nearest that match, nearest first, with their cosine", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const axes = [0, 1, 2].map((axis) => new Float32Array(256).map((_, at) => (at === axis ? 1 : 0)));
    const [x, y, z] = axes as [Float32Array, Float32Array, Float32Array];
    const between = normalised(x.map((value, at) => value + 0.5 * y[at]!));
    const vectors = { between, opposite: x.map((value) => -value), x, y, z };
    const writes = Object.entries(vectors).map(
      ([id, vector]) => ({ op: "create", id, doc: insight({ data_id: id }), vector }) as const,
    );
    await writeAll(store, tenant, "insights", [...writes, { op: "create", id: "none", doc: insight() }]);
    const nearest = await store.nearest(tenant, "insights", x, { k: 5 });
    assert.deepEqual(
      nearest.slice(0, 2).map(({ id }) => id),
      ["x", "between"],
    );
    assert.equal(nearest.at(-1)!.id, "opposite");
    const wanted = [1, 1 / Math.hypot(1, 0.5), 0, 0, -1];
    for (const [at, { similarity }] of nearest.entries()) assert.ok(Math.abs(similarity - wanted[at]!) < TOLERANCE);
    assert.equal(nearest[0]!.doc.data_id, "x");
    assert.equal(nearest[0]!.version, (await store.get(tenant, "insights", "x"))!.version);
    const two = await store.nearest(tenant, "insights", x, { k: 2 });
    assert.deepEqual(
      two.map(({ id }) => id),
      ["x", "between"],
    );
  });

  test("finds at least 95% of the exact ten nearest, also under conditions", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const docs = Array.from({ length: 600 }, (_, at) => ({
      id: `i${at}`,
      vector: unitVector(at),
      parts: { app_name: `app${at % 3}`, lang: at % 2 === 0 ? "en" : "de" },
    }));
    await writeAll(
      store,
      tenant,
      "insights",
      docs.map(({ id, vector, parts }) => ({ op: "create", id, doc: insight(parts), vector })),
    );
    const wheres = [
      {},
      { app_name: "app1" },
      { app_name: ["app1", "app2"], lang: "de" },
      { app_name: "app0", lang: "en" },
    ] as const;
    let [hits, wanted] = [0, 0];
    for (const where of wheres) {
      for (let seed = 10_000; seed < 10_005; seed++) {
        const query = unitVector(seed);
        const matching = docs.filter(({ parts }) =>
          Object.entries(where).every(([field, value]) => [value].flat().includes(parts[field as "lang"] as never)),
        );
        const exact = matching.map(({ id, vector }) => ({ id, similarity: cosine(vector, query) }));
        const best = exact.sort((a, b) => b.similarity - a.similarity).slice(0, 10);
        const found = await store.nearest(tenant, "insights", query, { where, k: 10 });
        assert.equal(found.length, 10);
        found.forEach(({ id, similarity }) => {
          const right = exact.find((candidate) => candidate.id === id);
          assert.ok(right && Math.abs(right.similarity - similarity) < TOLERANCE);
        });
        hits += best.filter(({ id }) => found.some((candidate) => candidate.id === id)).length;
        wanted += best.length;
      }
    }
    assert.ok(hits / wanted >= MIN_RECALL, `recall ${hits / wanted}`);
  });

  test("fewer match than asked for: those come; none match: none", async () => {
    const [store, tenant] = [current(), freshTenant()];
    assert.deepEqual(await store.nearest(tenant, "insights", unitVector(1), { k: 3 }), []);
    await writeAll(store, tenant, "insights", [{ op: "create", id: "a", doc: insight(), vector: unitVector(2) }]);
    assert.equal((await store.nearest(tenant, "insights", unitVector(1), { k: 3 })).length, 1);
    assert.deepEqual(await store.nearest(tenant, "insights", unitVector(1), { k: 3, where: { app_name: "else" } }), []);
  });

  test("a vector follows its document: kept by an update, also into another app, replaced by a put, gone with a delete", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const similar = async (app_name: string) =>
      (await store.nearest(tenant, "insights", unitVector(1), { k: 9, where: { app_name } })).map(
        ({ similarity }) => similarity > 0.99,
      );
    await writeAll(store, tenant, "insights", [
      { op: "create", id: "a", doc: insight({ app_name: "one" }), vector: unitVector(1) },
    ]);
    await writeAll(store, tenant, "insights", [{ op: "update", id: "a", set: { app_name: "two", cluster_id: "c" } }]);
    assert.deepEqual([await similar("one"), await similar("two")], [[], [true]]);
    await writeAll(store, tenant, "insights", [
      { op: "put", id: "a", doc: insight({ app_name: "two" }), vector: unitVector(7) },
    ]);
    assert.deepEqual(await similar("two"), [false]);
    await writeAll(store, tenant, "insights", [{ op: "put", id: "a", doc: insight({ app_name: "two" }) }]);
    assert.deepEqual(await similar("two"), []);
    await writeAll(store, tenant, "insights", [
      { op: "put", id: "a", doc: insight({ app_name: "two" }), vector: unitVector(1) },
    ]);
    await writeAll(store, tenant, "insights", [{ op: "delete", id: "a" }]);
    assert.deepEqual(await similar("two"), []);
  });

  test("a vector that is zero, not finite or of other dimensions makes its write invalid and no other", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const vectors = [new Float32Array(256), unitVector(1).map(() => Number.NaN), unitVector(1).slice(1), unitVector(1)];
    const results = await store.write(
      tenant,
      "insights",
      vectors.map((vector, at) => ({ op: "create", id: `${at}`, doc: insight(), vector })),
    );
    assert.deepEqual(
      results.map((result) => (result.ok ? "ok" : result.reason)),
      ["invalid", "invalid", "invalid", "ok"],
    );
  });

  test("gives vectors and search words out by scan, where asked for", async () => {
    const [store, tenant] = [current(), freshTenant()];
    await createInsights(store, tenant, { plain: {} });
    await writeAll(store, tenant, "insights", [
      { op: "create", id: "with", doc: insight(), vector: unitVector(5), search: "some words" },
    ]);
    const scanned = await collected(store.scan(tenant, "insights", { vectors: true }));
    assert.deepEqual(
      scanned.map(({ id, search, vector }) => [id, search, vector?.length]),
      [
        ["plain", undefined, undefined],
        ["with", "some words", 256],
      ],
    );
    assert.ok(cosine(scanned[1]!.vector!, unitVector(5)) > 1 - TOLERANCE);
    assert.ok(Math.abs(cosine(scanned[1]!.vector!, scanned[1]!.vector!) - 1) < 1e-4);
    for await (const stored of store.scan(tenant, "insights")) assert.equal(stored.vector, undefined);
  });
}
