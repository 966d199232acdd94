/** Wrong events run again, first as a preview; and types proposed from what was sent. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import type { EventError } from "../../src/model/event.ts";
import type { Proposal } from "../../src/operations/event-proposals.ts";
import type { ReplayedEvents, ReplayPreview } from "../../src/operations/event-replay.ts";
import { describeEvents, type EventBed, event } from "./bed.ts";

describeEvents("wrong events", (open) => {
  let bed: EventBed;
  let received = 0;
  before(async () => {
    bed = await open();
  });
  after(() => bed.close());

  async function sent(events: readonly unknown[]) {
    await bed.send(events);
    received += events.length;
    await bed.settled(received);
  }
  const put = (name: string, schema: unknown) =>
    bed.ask("PUT", "/api/v1/event-types", { json: { category: "shop", name, schema } });
  const replay = async <Body>(json: unknown) => (await bed.ask<Body>("POST", "/api/v1/errors/replay", { json })).body;
  const ofShop = (name: string, data: unknown, more = {}) => event({ category: "shop", name, data, ...more });
  const total = async (query: string) =>
    (await bed.ask<{ total: number }>("GET", `/api/v1/events?category=shop&${query}`)).body.total;

  it("tell in a preview what a replay would come to, and are events after it", async () => {
    await put("order", { type: "object", required: ["amount"], properties: { amount: { type: "number" } } });
    await sent([
      ofShop("order", { amount: "7" }),
      ofShop("order", { total: 7 }, { id: "named" }),
      ofShop("order", { amount: 7 }),
      ofShop("order", { amount: true }, { session_id: "" }),
    ]);
    assert.equal(await total("name=order"), 1);
    const before = await bed.balance();
    await put("order", { type: "object", properties: { amount: { type: ["number", "string", "boolean"] } } });
    const preview = await replay<ReplayPreview>({ code: "schema", preview: true });
    assert.deepEqual(preview, {
      would_pass: 2,
      would_fail: 1,
      skipped: 0,
      errors: [{ application: "default", field: "session_id", code: "blank", count: 1 }],
    });
    assert.deepEqual(await bed.balance(), before);

    const { items } = (await bed.ask<{ items: EventError[] }>("GET", "/api/v1/errors?field=data.amount")).body;
    const ids = items.map(({ id }) => id);
    const done = await replay<ReplayedEvents>({ code: "schema" });
    assert.deepEqual([done.replayed, done.skipped], [3, 0]);
    received += 3;
    const books = await bed.settled(received);
    assert.equal(await total("name=order"), 3);
    assert.equal(books.balanced, true);
    assert.equal((await bed.ask("GET", "/api/v1/events/named")).status, 200);
    const after = await bed.ask<{ items: EventError[] }>("GET", "/api/v1/errors?code=schema&replayed=false");
    assert.deepEqual(after.body.items, []);

    assert.equal((await replay<ReplayedEvents>({ code: "schema" })).replayed, 0);
    const again = await replay<ReplayedEvents>({ ids });
    received += again.replayed;
    const { duplicate } = await bed.settled(received);
    assert.ok(again.replayed > 0 && duplicate > 0, "run again by their ids, they are the same events");
    assert.equal(await total("name=order"), 3);
  });

  it("are not run again as feedback", async () => {
    await sent([ofShop("order", { amount: [] })]);
    const { replayed } = (await bed.ask<{ replayed: number }>("POST", "/api/v1/rejections/replay", { json: {} })).body;
    assert.ok(replayed >= 1);
    received += replayed;
    assert.equal((await bed.settled(received)).balanced, true);
    assert.deepEqual(bed.server.submissions, []);
  });

  it("are left out where nothing is left of them", async () => {
    await sent([ofShop("order", { text: "x".repeat(100_000) })]);
    const preview = await replay<ReplayPreview>({ code: "too_large", preview: true });
    assert.deepEqual([preview.would_pass, preview.would_fail, preview.skipped], [0, 0, 1]);
  });

  it("show in a type that is proposed from traffic, as what it would have refused", async () => {
    const usual = Array.from({ length: 60 }, (_, at) =>
      ofShop("visit", { path: `/${at}`, ms: at, tags: ["a"], ...(at % 2 === 0 ? { from: "mail" } : {}) }),
    );
    await sent([...usual, ofShop("visit", { path: 7, ms: "slow", tags: ["a"] }, { id: "odd" })]);
    const { status, body } = await bed.ask<Proposal>("GET", "/api/v1/event-types/propose?category=shop&name=visit");
    assert.equal(status, 200);
    assert.deepEqual(body.schema, {
      type: "object",
      properties: {
        path: { type: "string" },
        ms: { type: "integer" },
        tags: { type: "array", items: { type: "string" } },
        from: { type: "string" },
      },
      required: ["ms", "path", "tags"],
    });
    assert.deepEqual([body.events, body.refused.events], [61, 1]);
    assert.deepEqual(
      body.refused.examples.map(({ id }) => id),
      ["odd"],
    );
    assert.deepEqual(body.refused.fields.map(({ field }) => field).sort(), ["data.ms", "data.path"]);
    assert.equal((await put("visit", body.schema)).status, 200, "it can be set as it is");
    const none = await bed.ask("GET", "/api/v1/event-types/propose?category=shop&name=never");
    assert.equal(none.status, 404);
  });
});
