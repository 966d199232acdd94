/** What is nearest by sketches is what is nearest of all, whatever was written since they were made. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFilter } from "../filter.ts";
import type { Write } from "../store.ts";
import { freshTenant, insight, normalised, unitVector } from "../testsuite/fixtures.ts";
import { toInt8 } from "./columns.ts";
import { type Doc, openFile } from "./file.testing.ts";
import { spreadOf, VectorSketches } from "./vector-sketches.ts";

/** Around some middles, none of which is at the origin, as texts lie. */
const near = (middle: number, seed: number): Float32Array => {
  const [common, own, noise] = [unitVector(1), unitVector(100 + middle), unitVector(10_000 + seed)];
  return normalised(common.map((value, d) => 0.3 * value + own[d]! + 1.2 * noise[d]!));
};

const signed = (vector: Float32Array): Int8Array => new Int8Array(toInt8(vector).buffer);
const PARTITION = ["tenant", "app"];

test("of the nearest hardly any is missed among the best by sketch", () => {
  const vectors = Array.from({ length: 4_000 }, (_, at) => near(at % 40, at));
  const sketches = new VectorSketches(spreadOf(vectors.slice(0, 500).map(signed), 256), 10);
  const code = sketches.partition(PARTITION);
  for (const [k, vector] of vectors.entries()) sketches.put(k, code, signed(vector));
  let found = 0;
  for (let query = 0; query < 40; query++) {
    const asked = near(query, 90_000 + query);
    const likeness = vectors.map((vector) => vector.reduce((sum, value, d) => sum + value * asked[d]!, 0));
    const nearest = [...vectors.keys()].sort((a, b) => likeness[b]! - likeness[a]!).slice(0, 25);
    const best = new Set(sketches.best(asked, 200, () => true));
    assert.equal(best.size, 200);
    found += nearest.filter((k) => best.has(k)).length;
  }
  assert.ok(found / (40 * 25) > 0.97, `${found} of 1000`);
});

test("only keys that are there, of the partitions and among those asked for", () => {
  const sketches = new VectorSketches(spreadOf([signed(unitVector(1)), signed(unitVector(2))], 256), 0);
  const [one, other] = [sketches.partition(["a", "x"]), sketches.partition(["a", "y"])];
  for (let k = 0; k < 3_000; k++) sketches.put(k, k % 2 === 0 ? one : other, signed(unitVector(k)));
  for (let k = 0; k < 1_500; k++) sketches.remove(k);
  const inX = ([, app]: readonly string[]): boolean => app === "x";
  assert.equal(sketches.best(unitVector(5), 10_000, inX).length, 750);
  assert.ok(sketches.best(unitVector(5), 100, inX).every((k) => k % 2 === 0 && k >= 1_500));
  assert.deepEqual(sketches.best(unitVector(5), 100, inX, Uint32Array.of(4, 2_000, 2_001, 9_999)), [2_000]);
  assert.equal(sketches.partition(["a", "x"]), one);
});

test("sketches follow whatever is written, moved between apps, deleted and written in its place", async (t) => {
  const { write, reader } = await openFile(t);
  const [tenant, stranger] = [freshTenant(), freshTenant()];
  const [held, all] = [reader({ leastVectors: 0 }), reader({ leastVectors: Number.POSITIVE_INFINITY })];
  const put = (at: number, parts: object, seed = at): Write<Doc> => ({
    op: "put",
    id: `i${at}`,
    doc: insight(parts),
    vector: near(seed % 10, seed),
  });
  const same = (asked: number): void => {
    for (const where of [{}, { app_name: "one" }, { app_name: "two", kind: "problem" }, { kind: "praise" }] as const) {
      const filter = readFilter("insights", { where });
      const request = { tenant, collection: "insights", filter, vector: near(asked % 10, asked), k: 20 } as const;
      const [by, exact] = [held.nearest(request), all.nearest(request)];
      assert.ok(exact.length > 0);
      assert.deepEqual(by, exact);
    }
  };
  const parts = (at: number) =>
    ({ app_name: at % 3 === 0 ? "one" : "two", kind: at % 2 === 0 ? "problem" : "praise" }) as const;
  write(
    stranger,
    Array.from({ length: 300 }, (_, at) => put(at, parts(at))),
  );
  write(
    tenant,
    Array.from({ length: 700 }, (_, at) => put(at, parts(at), at + 5_000)),
  );
  same(1);
  write(tenant, [put(3, { app_name: "two", kind: "problem" }), put(700, { app_name: "one", kind: "praise" }, 7)]);
  same(7);
  write(tenant, [{ op: "update", id: "i6", set: { app_name: "two" } as never, removed: [] } as never]);
  same(5_006);
  write(
    tenant,
    Array.from({ length: 20 }, (_, at): Write<Doc> => ({ op: "delete", id: `i${at * 7}` })),
  );
  same(2);
  write(
    tenant,
    Array.from({ length: 20 }, (_, at) => put(900 + at, parts(at), 7_000 + at)),
  );
  write(tenant, [{ op: "put", id: "i10", doc: insight(parts(10)) }]);
  same(7_003);
  // More than are followed one by one.
  write(
    tenant,
    Array.from({ length: 400 }, (_, at) => put(at, parts(at + 1), at + 20_000)),
  );
  same(20_004);
});
