/** The newest of many: the same as sorting all of them, whatever their days, their order and what is left out. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { TenantId } from "../model/tenant.ts";
import { newest } from "./newest.ts";
import { describeOnBothStores } from "./testsuite/both-stores.ts";
import { createInsights, freshTenant } from "./testsuite/fixtures.ts";

const DAY = 86_400;
const NOON = 1_700_049_600;

describeOnBothStores("the newest documents", (current) => {
  /** Ids in another order than times: a hash of the place. */
  const idOf = (at: number): string => `${(Math.imul(at + 1, 2_654_435_761) >>> 0).toString(16)}-${at}`;

  const take = (tenant: TenantId, most: number, more: { from?: number; praised?: boolean } = {}) =>
    newest(current(), tenant, "insights", {
      where: { app_name: "notes" },
      by: "date",
      most,
      from: more.from,
      take: ({ id, doc }) => (more.praised && doc.kind !== "praise" ? undefined : id),
    });

  test("are all of them, by id, when there are not too many", async () => {
    const tenant = freshTenant();
    await createInsights(current(), tenant, { b: { date: 5 }, a: { date: 9 }, c: { date: 7, app_name: "other" } });
    assert.deepEqual(await take(tenant, 2), { items: ["a", "b"], isCut: false });
    assert.deepEqual(await take(tenant, 2, { from: 6 }), { items: ["a"], isCut: false });
    assert.deepEqual(await take(tenant, 1), { items: ["a"], isCut: true });
  });

  test("go back over days until there are enough that count", async () => {
    const tenant = freshTenant();
    const parts = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        idOf(at),
        { date: NOON - at * DAY, kind: at % 5 === 0 ? ("praise" as const) : ("problem" as const) },
      ]),
    );
    await createInsights(current(), tenant, parts);
    const { items, isCut } = await take(tenant, 6, { praised: true });
    assert.deepEqual([...items].sort(), [0, 5, 10, 15, 20, 25].map(idOf).sort());
    assert.equal(isCut, true);
    assert.equal((await take(tenant, 20, { praised: true })).items.length, 8);
  });

  test("are those that sorting all of them gives", async () => {
    const instances = fc.record({
      dates: fc.array(fc.integer({ min: -3 * DAY, max: 3 * DAY }), { minLength: 1, maxLength: 60 }),
      most: fc.integer({ min: 1, max: 30 }),
      from: fc.option(fc.integer({ min: -3 * DAY, max: 3 * DAY }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(instances, async ({ dates, most, from }) => {
        const tenant = freshTenant();
        const parts = Object.fromEntries(dates.map((date, at) => [idOf(at), { date: NOON + date }]));
        await createInsights(current(), tenant, parts);
        const { items } = await take(tenant, most, from === undefined ? {} : { from: NOON + from });
        const expected = Object.entries(parts)
          .filter(([, { date }]) => from === undefined || date >= NOON + from)
          .sort(([a, { date: one }], [b, { date: other }]) => other - one || (a < b ? -1 : 1))
          .slice(0, most)
          .map(([id]) => id);
        assert.deepEqual(items, expected.sort());
      }),
      { numRuns: 15 },
    );
  });
});
