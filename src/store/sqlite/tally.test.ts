/** Counts by the first field are kept as documents are written; they must agree with what is there, whatever happened. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import fc from "fast-check";
import type { OperatorStore } from "../operator-store.ts";
import { createSqliteStore } from "../sqlite.ts";
import { freshTenant, insight } from "../testsuite/fixtures.ts";

const apps = ["one", "two", undefined] as const;

/** An insight's first field is its app; a document without one is counted as well. */
const documentOf = (app: (typeof apps)[number]) => {
  const { app_name: _, ...rest } = insight({});
  return (app === undefined ? rest : { ...rest, app_name: app }) as ReturnType<typeof insight>;
};

async function open(t: { after(work: () => Promise<void>): void }) {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-tally-"));
  const opened: OperatorStore[] = [];
  t.after(async () => {
    await Promise.all(opened.map((store) => store.close()));
    await rm(dataDir, { recursive: true, force: true });
  });
  return {
    path: join(dataDir, "store.sqlite"),
    open: async () => {
      const store = await createSqliteStore({ dataDir });
      opened.push(store);
      return store;
    },
  };
}

test("counts agree with what is stored after any creations, changes of app and deletions", async (t) => {
  const store = await (await open(t)).open();
  const change = fc.record({ id: fc.integer({ min: 0, max: 5 }), app: fc.constantFrom(...apps), remove: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 25 }), async (changes) => {
      const tenant = freshTenant();
      const held = new Map<string, (typeof apps)[number]>();
      for (const { id: number, app, remove } of changes) {
        const id = `i${number}`;
        const write = remove ? ({ op: "delete", id } as const) : ({ op: "put", id, doc: documentOf(app) } as const);
        await store.write(tenant, "insights", [write]);
        if (remove) held.delete(id);
        else held.set(id, app);
      }
      const of = (app: (typeof apps)[number]) => [...held.values()].filter((one) => one === app).length;
      const count = (where?: object) => store.count(tenant, "insights", where === undefined ? {} : { where });
      assert.equal(await count(), held.size);
      assert.equal(await count({ app_name: "one" }), of("one"));
      assert.equal(await count({ app_name: ["one", "two"] }), of("one") + of("two"));
      assert.equal(await count({ app_name: { not: "one" } }), of("two") + of(undefined));
      assert.equal((await store.search(tenant, "insights", { limit: 1 })).total, held.size);
    }),
    { numRuns: 40 },
  );
});

test("a store that was written without tallies gets them when it is opened", async (t) => {
  const place = await open(t);
  const tenant = freshTenant();
  const before = await place.open();
  await before.write(tenant, "insights", [
    { op: "create", id: "a", doc: documentOf("one") },
    { op: "create", id: "b", doc: documentOf(undefined) },
  ]);
  await before.close();
  const db = new DatabaseSync(place.path);
  for (const name of ["added", "removed", "moved"]) db.exec(`DROP TRIGGER "insights.${name}"`);
  db.exec(`DROP TABLE "insights.tally"; UPDATE layout SET layout = json_remove(layout, '$.tally')`);
  db.close();

  const after = await place.open();
  await after.write(tenant, "insights", [{ op: "create", id: "c", doc: documentOf("one") }]);
  assert.equal(await after.count(tenant, "insights", {}), 3);
  assert.equal(await after.count(tenant, "insights", { where: { app_name: "one" } }), 2);
});
