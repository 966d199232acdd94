/** Event types over HTTP and in the event writer: what a schema may be, what it refuses, and what hostile ones do to others. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Event, EventError } from "../../src/model/event.ts";
import type { EventType } from "../../src/model/event-type.ts";
import type { FieldError } from "../../src/model/outcome.ts";
import { type EventBed, event, openEventBed } from "./bed.ts";

describe("event types", () => {
  let bed: EventBed;
  let received = 0;
  before(async () => {
    bed = await openEventBed();
  });
  after(() => bed.close());

  const put = (name: string, schema: unknown, mode?: string) =>
    bed.ask<EventType & { errors: FieldError[] }>("PUT", "/api/v1/event-types", {
      json: { category: "shop", name, schema, ...(mode === undefined ? {} : { mode }) },
    });
  const check = async (name: string, data: unknown) =>
    (
      await bed.ask<{ errors: FieldError[] }>("POST", "/api/v1/event-types/check", {
        json: { category: "shop", name, data },
      })
    ).body.errors;
  const fieldsOf = (errors: readonly FieldError[]) => errors.map(({ field }) => field).sort();
  async function sent(...events: readonly Record<string, unknown>[]) {
    const { batch_ids } = await bed.send(events);
    received += events.length;
    await bed.settled(received);
    return (await bed.ask<{ items: EventError[] }>("GET", `/api/v1/errors?batch=${batch_ids[0]}`)).body.items;
  }

  const order = {
    type: "object",
    required: ["amount", "currency"],
    properties: {
      amount: { type: "number", minimum: 0 },
      currency: { type: "string", pattern: "^[A-Z]{3}$", maxLength: 3 },
      items: { type: "array", items: { type: "object", required: ["sku"], properties: { sku: { type: "string" } } } },
    },
    additionalProperties: false,
  };

  it("keeps versions, and an event keeps the one that it was checked by", async () => {
    const first = (await put("order", order)).body;
    assert.deepEqual([first.version, first.mode, first.versions.length], [1, "enforce", 1]);
    assert.equal((await put("order", order)).body.version, 1);
    await sent(event({ id: "o1", category: "shop", name: "order", data: { amount: 1, currency: "EUR" } }));
    const second = (await put("order", { ...order, required: ["amount"] })).body;
    assert.deepEqual([second.version, second.versions.map(({ version }) => version)], [2, [2, 1]]);
    await sent(event({ id: "o2", category: "shop", name: "order", data: { amount: 1 } }));
    const versions = await Promise.all(
      ["o1", "o2"].map(async (id) => (await bed.ask<Event>("GET", `/api/v1/events/${id}`)).body.type_version),
    );
    assert.deepEqual(versions, [1, 2]);
    assert.deepEqual((await bed.ask("GET", `/api/v1/event-types/${first.id}`)).body, second);
    const list = await bed.ask<{ total: number }>("GET", "/api/v1/event-types");
    assert.equal(list.body.total, 1);
  });

  it("gives one error for each failing property, wherever it lies", async () => {
    await put("order", order);
    const data = { amount: -1, currency: "euros", items: [{ sku: "a" }, {}, { sku: 3 }], more: 1 };
    const fields = ["data.amount", "data.currency", "data.items.1.sku", "data.items.2.sku", "data.more"];
    assert.deepEqual(fieldsOf(await check("order", data)), fields);
    const errors = await sent(event({ category: "shop", name: "order", data }), event());
    assert.deepEqual(fieldsOf(errors), fields);
    assert.ok(errors.every(({ code, event }) => code === "schema" && event === 0));
    assert.deepEqual(fieldsOf(await check("order", { amount: 1 })), ["data.currency"]);
    assert.deepEqual(fieldsOf(await check("order", [])), ["data"]);
  });

  it("tells of what is wrong within anyOf, oneOf and if, not of these", async () => {
    await put("pay", {
      type: "object",
      properties: { by: { anyOf: [{ type: "number" }, { type: "string", maxLength: 5 }] } },
      if: { required: ["card"] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ["holder"] },
      oneOf: [{ required: ["by"] }, { required: ["card"] }],
    });
    assert.deepEqual(fieldsOf(await check("pay", { by: true })), ["data.by"]);
    assert.deepEqual(fieldsOf(await check("pay", { card: 1 })), ["data.holder"]);
    assert.deepEqual(fieldsOf(await check("pay", { card: 1, holder: 1, by: 1 })), ["data"]);
  });

  it("stores what breaks a type that only warns, with the warnings", async () => {
    await put("soft", { type: "object", required: ["a"] }, "warn");
    assert.deepEqual(await sent(event({ id: "w", category: "shop", name: "soft", data: { b: 1 } })), []);
    const { body } = await bed.ask<Event>("GET", "/api/v1/events/w");
    assert.deepEqual(fieldsOf(body.warnings ?? []), ["data.a"]);
    assert.equal((await bed.ask<{ total: number }>("GET", "/api/v1/events?warned=true")).body.total, 1);
  });

  it("keeps 50 errors of an event, and says how many more there are", async () => {
    await put("wide", { type: "object", additionalProperties: { type: "number" } });
    const data = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`p${at}`, "text"]));
    const errors = await sent(event({ category: "shop", name: "wide", data }));
    assert.deepEqual([errors.length, errors[0]?.more], [50, 10]);
  });

  it("takes events without a type, unless the tenant is strict", async () => {
    assert.deepEqual(await sent(event({ category: "shop", name: "unknown" })), []);
    await bed.ask("PUT", "/api/v1/event-settings", { json: { strict: true } });
    const errors = await sent(event({ category: "shop", name: "unknown" }));
    assert.deepEqual(
      errors.map(({ field, code }) => `${field} ${code}`),
      ["name schema"],
    );
    await bed.ask("PUT", "/api/v1/event-settings", { json: { strict: false } });
  });

  it("refuses a schema that is wrong or unsafe, and says where", async () => {
    const deep = (levels: number): unknown => (levels === 0 ? {} : { properties: { a: deep(levels - 1) } });
    const cases: readonly (readonly [unknown, string])[] = [
      [{ type: "nothing" }, "schema.type"],
      [{ properties: { a: { minimum: "x" } } }, "schema.properties.a.minimum"],
      [{ properties: { a: { type: "string", pattern: "^a" } } }, "schema.properties.a.maxLength"],
      [{ $defs: { a: { format: "email" } } }, "schema.$defs.a.maxLength"],
      [{ prefixItems: [{ uniqueItems: true }] }, "schema.prefixItems.0.maxItems"],
      [{ pattern: "(a)\\1", maxLength: 9 }, "schema.pattern"],
      [{ $ref: "https://example.com/schema.json" }, "schema.$ref"],
      [{ $dynamicRef: "#a" }, "schema.$dynamicRef"],
      [{ $schema: "http://json-schema.org/draft-07/schema#" }, "schema.$schema"],
      [{ description: "x".repeat(70_000) }, "schema"],
      [deep(10), "schema"],
      [{ $ref: "#/$defs/none" }, "schema"],
      [{ properties: Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`p${at}`, {}])) }, "schema"],
    ];
    for (const [schema, field] of cases) {
      const { status, body } = await put("bad", schema);
      assert.equal(status, 400, field);
      assert.ok(fieldsOf(body.errors).includes(field), `${field} in ${fieldsOf(body.errors)}`);
    }
    assert.equal((await put("good", { $ref: "#/$defs/a", $defs: { a: { type: "object" } } })).status, 200);
  });

  it("cuts off a schema that takes for ever, refuses what it should have judged, and goes on with the others", async () => {
    // Each level asks twice about the next.
    const bomb = {
      $ref: "#/$defs/n",
      $defs: {
        n: { anyOf: [{ $ref: "#/$defs/o" }, { $ref: "#/$defs/o" }] },
        o: {
          type: "object",
          required: ["never"],
          properties: { a: { $ref: "#/$defs/n" } },
        },
      },
    };
    assert.equal((await put("bomb", bomb)).status, 200);
    await put("order", { type: "object" });
    let data: unknown = {};
    for (let level = 0; level < 30; level++) data = { a: data };
    const errors = await sent(
      event({ category: "shop", name: "bomb", data }),
      event({ category: "shop", name: "order" }),
    );
    assert.deepEqual(fieldsOf(errors), ["data"]);
    assert.match(errors[0]?.message ?? "", /within the time/);
    assert.equal((await bed.balance()).balanced, true);
  });
});
