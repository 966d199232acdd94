/** Threads for strangers' schemas: who takes too long waits apart from others, then rests; nobody pays for another tenant's schema. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createSchemas, type KeyedSchema, type Schemas } from "./schemas.ts";

/** Each level asks twice for the next: it never ends. */
const endless = (name: string): KeyedSchema => {
  const level = (at: number) => ({ allOf: [{ $ref: `#/$defs/l${at + 1}` }, { $ref: `#/$defs/l${at + 1}` }] });
  const levels = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`l${at}`, level(at)]));
  return { key: name, schema: { $ref: "#/$defs/l0", $defs: { ...levels, l40: { type: "object" } }, title: name } };
};
/** Within the time that it has, and much more than it should take. */
const costly: KeyedSchema = {
  key: "costly",
  schema: { properties: { l: { type: "array", uniqueItems: true, maxItems: 10_000 } } },
};
/** The more, the longer it takes: as many as are too many for the machine at hand. */
const manyLists = [4_000, 5_600, 8_000, 10_000].map((length) => ({ l: Array.from({ length }, (_, at) => [at]) }));
const simple: KeyedSchema = { key: "simple", schema: { type: "object", required: ["a"] } };

describe("the schema threads", () => {
  let schemas: Schemas;
  before(() => {
    schemas = createSchemas({ validateMs: 400 });
  });
  after(() => schemas.close());

  const validate = async (tenant: string, schema: KeyedSchema, value: unknown) =>
    (await schemas.validate(tenant, schema, [value]))[0]!.errors.map(({ message }) => message);
  const timed = async (work: () => Promise<unknown>) => {
    const began = performance.now();
    await work();
    return performance.now() - began;
  };

  it("hold up nobody whose schemas are known to be fast while somebody's takes for ever", async () => {
    assert.deepEqual(await validate("good", simple, { a: 1 }), []);
    await validate("good", simple, { a: 1 });
    const ended: string[] = [];
    const stuck = validate("bad", endless("first"), {}).finally(() => ended.push("stuck"));
    await validate("good", simple, { a: 1 }).finally(() => ended.push("good"));
    assert.match((await stuck)[0]!, /within the time/);
    assert.deepEqual(ended, ["good", "stuck"]);
  });

  it("let a schema rest that took too much of a processor, for the tenant whose data it was", async () => {
    let refused: string | undefined;
    for (const lists of manyLists) {
      await validate("heavy", costly, lists);
      [refused] = await validate("heavy", costly, { l: [] });
      if (refused !== undefined) break;
    }
    assert.match(refused!, /within the time/);
    assert.deepEqual(await validate("other", costly, { l: [] }), []);
    assert.deepEqual(await validate("heavy", simple, { a: 1 }), []);
  });

  it("let all of a tenant's schemas rest that is slow again and again", async () => {
    // However many are asked about at once.
    const atOnce = Array.from({ length: 20 }, (_, at) => validate("worst", endless(`one of many ${at}`), {}));
    const ended: string[] = [];
    const all = Promise.all(atOnce).finally(() => ended.push("many"));
    await validate("patient", simple, { a: 1 }).finally(() => ended.push("patient"));
    for (const errors of await all) assert.match(errors[0]!, /within the time/);
    assert.deepEqual(ended, ["patient", "many"]);
    const took = await timed(async () => {
      assert.match((await validate("worst", simple, { a: 1 }))[0]!, /within the time/);
      for (let at = 0; at < 50; at++) await validate("worst", endless(`more ${at}`), {});
    });
    // Each of them would have taken a fifth of a second.
    assert.ok(took < 5_000, `took ${took} ms`);
    assert.deepEqual(await validate("good", simple, { a: 1 }), []);
  });
});
