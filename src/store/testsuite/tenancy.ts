/** Contract: whatever other tenants do, a tenant reads, counts, finds and fails exactly as if it were alone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { TenantId } from "../../model/tenant.ts";
import type { Store, Write } from "../store.ts";
import { type CurrentStore, collected, freshTenant, insight, reasonOf, unitVector } from "./fixtures.ts";

type InsightWrite = Write<ReturnType<typeof insight>>;

/** Few ids and words, so that tenants hold the same ones. */
const id = fc.constantFrom("a", "b", "c", "t-1", "-");
const parts = fc.record({ app_name: fc.constantFrom("one", "two"), date: fc.integer({ min: 0, max: 200_000 }) });
const words = fc.constantFrom("crash", "login crash", "slow");
const writes: fc.Arbitrary<InsightWrite> = fc.oneof(
  fc.record({
    op: fc.constantFrom("create" as const, "put" as const),
    id,
    doc: parts.map(insight),
    search: words,
    vector: fc.integer({ min: 1, max: 50 }).map(unitVector),
  }),
  fc.record({ op: fc.constant("update" as const), id, set: parts }),
  fc.record({ op: fc.constant("delete" as const), id }),
);

export function tenancyTests(current: CurrentStore): void {
  test("two tenants writing at the same time answer every read as each would alone", async () => {
    const steps = fc.array(fc.record({ whose: fc.nat({ max: 1 }), write: writes }), { minLength: 1, maxLength: 25 });
    const property = fc.asyncProperty(steps, async (steps) => {
      const store = current();
      const tenants = [freshTenant(), freshTenant()];
      const alone = [freshTenant(), freshTenant()];
      const results = await Promise.all([
        writeInTurn(store, (whose) => tenants[whose]!, steps),
        writeInTurn(
          store,
          (whose) => alone[whose]!,
          steps.filter(({ whose }) => whose === 0),
        ),
        writeInTurn(
          store,
          (whose) => alone[whose]!,
          steps.filter(({ whose }) => whose === 1),
        ),
      ]);
      await store.refresh(["insights"]);
      const [together, ...apart] = results;
      for (const whose of [0, 1]) {
        const outcomes = together!.filter((_, at) => steps[at]!.whose === whose);
        assert.deepEqual(outcomes, apart[whose]);
        assert.deepEqual(await everyRead(store, tenants[whose]!), await everyRead(store, alone[whose]!));
      }
    });
    await fc.assert(property, { numRuns: 12, seed: 17 });
  });

  test("another tenant's id, version, words, vector and cursor open nothing", async () => {
    const [store, mine, other] = [current(), freshTenant(), freshTenant()];
    const secret = {
      op: "create",
      id: "s",
      doc: insight({ app_name: "secret" }),
      search: "secret",
      vector: unitVector(1),
    } as const;
    const [written] = await store.write(mine, "insights", [secret]);
    await store.refresh(["insights"]);
    const version = written?.ok ? written.version : "";
    assert.deepEqual(await store.getMany(other, "insights", ["s", `${mine}/s`, `../${mine}/s`]), [
      undefined,
      undefined,
      undefined,
    ]);
    const results = await store.write(other, "insights", [
      { op: "replace", id: "s", version, doc: insight() },
      { op: "update", id: "s", set: { app_name: "stolen" } },
      { op: "delete", id: "s", version },
      { op: "delete", id: "s" },
    ]);
    assert.deepEqual(results.map(reasonOf), ["missing", "missing", "missing", "ok"]);
    assert.equal((await store.get(mine, "insights", "s"))?.version, version);
    assert.equal(await store.count(other, "insights", { words: ["secret"] }), 0);
    assert.equal(await store.count(other, "insights", { where: { app_name: "secret" } }), 0);
    assert.deepEqual(
      await store.nearest(other, "insights", unitVector(1), { k: 3, where: { app_name: "secret" } }),
      [],
    );
  });

  test("tenants whose names run into ids or into each other stay apart", async () => {
    const store = current();
    const base = freshTenant();
    const names = [base, `${base}-`, `${base}_`, `${base}z`, `${base}zz`, `${base}z002d`] as TenantId[];
    await Promise.all(
      names.map((tenant, at) =>
        store.write(tenant, "insights", [
          {
            op: "create",
            id: "a",
            doc: insight({ data_id: `${at}` }),
            search: `zz z002d w${at}`,
            vector: unitVector(1),
          },
        ]),
      ),
    );
    await store.refresh(["insights"]);
    for (const [at, tenant] of names.entries()) {
      assert.equal((await store.get(tenant, "insights", "a"))?.doc.data_id, `${at}`);
      assert.equal(await store.count(tenant, "insights", { words: ["zz", `w${at}`] }), 1);
      assert.equal(await store.count(tenant, "insights", { words: [`w${(at + 1) % names.length}`] }), 0);
      assert.equal((await store.nearest(tenant, "insights", unitVector(1), { k: 9 })).length, 1);
    }
  });
}

async function writeInTurn(
  store: Store,
  tenantOf: (whose: number) => TenantId,
  steps: readonly { readonly whose: number; readonly write: InsightWrite }[],
): Promise<string[]> {
  const outcomes: string[] = [];
  for (const { whose, write } of steps) {
    const [result] = await store.write(tenantOf(whose), "insights", [write]);
    outcomes.push(reasonOf(result));
  }
  return outcomes;
}

/** What a tenant can see, by every method that reads; versions aside, which differ by nature. */
async function everyRead(store: Store, tenant: TenantId): Promise<unknown> {
  const where = { app_name: "one" } as const;
  const search = { words: ["crash"], sort: [{ by: "date", order: "asc" }], limit: 2 } as const;
  const page = await store.search(tenant, "insights", search);
  const nearest = await store.nearest(tenant, "insights", unitVector(3), { where, k: 3 });
  const scanned = await collected(store.scan(tenant, "insights", { where, vectors: true }));
  const many = await store.getMany(tenant, "insights", ["a", "b", "c", "t-1"]);
  return {
    many: many.map((stored) => stored?.doc),
    page: [page.items.map(({ id, doc }) => [id, doc]), page.total, page.next_cursor === null],
    count: await store.count(tenant, "insights", { where }),
    facets: await store.facets(tenant, "insights", ["app_name"], { words: ["login"] }),
    values: await store.values(tenant, "insights", "app_name", {}),
    histogram: await store.histogram(tenant, "insights", { field: "date", interval: "day", by: "app_name" }),
    nearest: nearest.map(({ id, similarity }) => [id, similarity.toFixed(3)]),
    scanned: scanned.map(({ id, doc, search }) => [id, doc, search]),
  };
}
