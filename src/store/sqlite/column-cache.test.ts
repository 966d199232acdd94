/** Answers from columns in memory are those that the file gives, whatever was written since they were read. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { TenantId } from "../../model/tenant.ts";
import { readFilter } from "../filter.ts";
import type { Filter } from "../store.ts";
import { freshTenant, insight } from "../testsuite/fixtures.ts";
import { REMEMBERED_VERSIONS } from "./column-spec.ts";
import { type Doc, openFile } from "./file.testing.ts";
import type { ReaderJobs } from "./protocol.ts";

const oneOf = (...values: unknown[]) => fc.constantFrom(...values) as fc.Arbitrary<never>;
const apps = ["one", "two", 'it\'s "quoted"', "\x01odd"] as const;
const some = (...values: string[]) => fc.uniqueArray(oneOf(...values), { maxLength: 3 });

const anyDoc = fc
  .record({
    app_name: oneOf(...apps, undefined),
    lang: oneOf("en", "de", "fr", undefined),
    date: fc.oneof(fc.integer({ min: -400_000, max: 400_000 }), fc.integer({ min: 0, max: 3 })),
    kind: oneOf("problem", "request", "praise"),
    themes: some("a", "b", "c\x01d"),
    version: oneOf("1.0", "1.10", undefined),
    untranslated: oneOf(true, false, undefined),
    priority_rank: oneOf(0, 1, 2, 3),
    impact: oneOf(0.5, 1.25, undefined),
    labels: some("Payments", "Sign-in"),
    sentiment: oneOf("negative", "neutral", "positive"),
    words: some("crash", "slow", "login"),
  })
  .map(({ words, app_name, ...parts }) => {
    const { app_name: _, ...rest } = insight(parts as object);
    return { words, doc: (app_name === undefined ? rest : { ...rest, app_name }) as Doc };
  });

const anyWhere = fc
  .record({
    app_name: oneOf(undefined, "one", apps, { not: "one" }, { exists: false }),
    date: oneOf(undefined, undefined, { gte: 0 }, { gt: -10, lt: 90_000 }, { exists: true }),
    kind: oneOf(undefined, undefined, "problem", ["problem", "praise"], []),
    themes: oneOf(undefined, undefined, "a", ["a", "c\x01d"], { not: "b" }, { exists: true }, { gte: "b" }),
    version: oneOf(undefined, undefined, { gte: "1.1" }, "1.0", { exists: false }),
    untranslated: oneOf(undefined, undefined, true, { not: true }),
    impact: oneOf(undefined, undefined, { lte: 1 }, { not: 0.5 }, 1.25),
    "attributes.first_order_labels": oneOf(undefined, undefined, "Payments", { exists: false }),
    created_batch: oneOf(undefined, undefined, undefined, "b1"),
  })
  .map((where) => JSON.parse(JSON.stringify(where)) as Filter<"insights">["where"]);

const anyFilter = fc.record({
  where: anyWhere,
  words: oneOf(undefined, undefined, ["crash"], ["crash", "slow"]),
  without: oneOf(undefined, undefined, undefined, [["login"]]),
});

const anySort = oneOf(
  [{ by: "date", order: "desc" }],
  [{ by: "date", order: "asc" }],
  [
    { by: "priority_rank", order: "desc" },
    { by: "date", order: "desc" },
  ],
  [{ by: "impact", order: "asc" }],
  [{ by: "id", order: "asc" }],
  [{ by: "version", order: "asc" }],
  [{ by: "relevance", order: "desc" }],
) as fc.Arbitrary<{ by: string; order: "asc" | "desc" }[]>;

const FIELDS = [
  ...["app_name", "lang", "kind", "themes", "version", "untranslated", "priority_rank", "attributes.keywords"],
  ...["attributes.first_order_labels", "impact"],
];

/** All that can be asked of a filter. */
function ask(reader: ReaderJobs, tenant: TenantId, filter: object, sort: { by: string; order: "asc" | "desc" }[]) {
  const scope = { tenant, collection: "insights", filter: readFilter("insights", filter) } as const;
  const pages: unknown[] = [];
  let after: readonly (string | number | null)[] | null = null;
  do {
    const page = reader.page({ ...scope, sort, limit: 3, after, counted: true });
    assert.ok(pages.push(page) < 20, "pages without an end");
    after = page.next as typeof after;
  } while (after !== null);
  const histogram = (interval: "day" | "week" | "month", by?: string) =>
    reader.histogram({ ...scope, field: "date", interval, by });
  return {
    count: reader.count(scope),
    facets: reader.facets({ ...scope, fields: FIELDS, size: 10 }),
    trends: [
      histogram("day"),
      histogram("week", "kind"),
      histogram("month", "themes"),
      histogram("week", "created_batch"),
    ],
    pages,
    all: reader.scan({ ...scope, after: "i1", limit: 5, vectors: false }),
  };
}

test("any question has the same answer, after any writes", async (t) => {
  const { write, reader } = await openFile(t);
  const tenants = [freshTenant(), freshTenant()] as const;
  const [held, file] = [reader({ least: 0 }), reader({ least: Number.POSITIVE_INFINITY })];
  const change = fc.record({
    id: fc.integer({ min: 0, max: 12 }),
    tenant: fc.integer({ min: 0, max: 1 }),
    op: oneOf("put", "put", "put", "update", "delete"),
    content: anyDoc,
  });
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 30 }),
      fc.array(fc.tuple(anyFilter, anySort), { maxLength: 3 }),
      (changes, questions) => {
        for (const { id, tenant, op, content } of changes) {
          const { words, doc } = content;
          const key = `i${id}`;
          if (op === "delete") write(tenants[tenant]!, [{ op, id: key }]);
          else if (op === "update")
            write(tenants[tenant]!, [{ op, id: key, set: { themes: doc.themes, kind: doc.kind } }]);
          else write(tenants[tenant]!, [{ op: "put", id: key, doc, search: words.join(" ") }]);
        }
        for (const [filter, sort] of questions)
          for (const tenant of tenants)
            assert.deepEqual(ask(held, tenant, filter, sort), ask(file, tenant, filter, sort));
      },
    ),
    { numRuns: 120, endOnFailure: true },
  );
});

test("who has not looked for longer than removals are remembered reads all anew", async (t) => {
  const { db, write, reader } = await openFile(t);
  const tenant = freshTenant();
  const held = reader({ least: 0 });
  const filter = readFilter("insights", { where: { kind: "problem" } });
  const count = () => held.count({ tenant, collection: "insights", filter });
  write(
    tenant,
    [1, 2, 3].map((at) => ({ op: "create", id: `i${at}`, doc: insight() })),
  );
  assert.equal(count(), 3);
  write(tenant, [{ op: "delete", id: "i1" }]);
  db.exec(`UPDATE sequence SET last = last + ${REMEMBERED_VERSIONS + 1}`);
  write(tenant, [{ op: "delete", id: "i2" }]);
  assert.equal(db.prepare(`SELECT count(*) AS n FROM "insights.removed"`).get()!.n, 1);
  assert.equal(count(), 1);
});
