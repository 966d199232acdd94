/** The newest of many: the same as sorting all of them, whatever their days, their order and what is left out. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { TenantId } from "../model/tenant.ts";
import { type Held, newest } from "./newest.ts";
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

  test("are read again only where they changed, and are the same as read anew", async () => {
    const tenant = freshTenant();
    const store = current();
    const parts = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [idOf(at), { date: NOON - (at % 9) * DAY, kind: "praise" as const }]),
    );
    await createInsights(store, tenant, parts);
    let taken: string[] = [];
    const held: Held<string> = new Map();
    const read = async (more: { held?: Held<string> }) => {
      taken = [];
      const options = { where: { app_name: "notes" }, by: "date", most: 12, ...more } as const;
      return newest(store, tenant, "insights", {
        ...options,
        take({ id, doc }) {
          taken.push(id);
          return doc.kind === "praise" ? `${id} ${doc.lang}` : undefined;
        },
      });
    };
    const all = await read({});
    assert.deepEqual(await read({ held }), all);
    assert.ok(taken.length >= 12);
    assert.deepEqual(await read({ held }), all);
    assert.deepEqual(taken, []);

    const [revised, erased, silent] = [idOf(0), idOf(9), idOf(18)];
    await store.write(tenant, "insights", [
      { op: "update", id: revised, set: { lang: "fr" } },
      { op: "delete", id: erased },
      { op: "update", id: silent, set: { kind: "problem" } },
    ]);
    await createInsights(store, tenant, { new: { date: NOON + 5, kind: "praise" } });
    const { items } = await read({ held });
    assert.ok([revised, silent, "new"].every((id) => taken.includes(id)));
    // And of those that were too old before, what takes the place of the two that went.
    assert.ok(taken.length <= 3 + 4);
    assert.deepEqual(items, (await read({})).items);
    assert.ok(items.includes(`${revised} fr`) && items.some((item) => item.startsWith("new ")));
    assert.ok(!items.some((item) => item.startsWith(`${erased} `) || item.startsWith(`${silent} `)));
  });

  test("hold no more than twice as many as are wanted, and where there are more, nothing", async () => {
    const tenant = freshTenant();
    const parts = Object.fromEntries(Array.from({ length: 25 }, (_, at) => [idOf(at), { date: NOON + at }]));
    await createInsights(current(), tenant, parts);
    for (const [most, size] of [
      [13, 25],
      [11, 0],
    ] as const) {
      const held: Held<string> = new Map();
      const read = () =>
        newest(current(), tenant, "insights", { where: {}, by: "date", most, take: ({ id }) => id, held });
      const { items } = await read();
      assert.deepEqual([items.length, held.size], [most, size]);
      assert.deepEqual((await read()).items, items);
    }
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
