/** Events that can't be stored become dead letters, are redriven once that is mended, and go when their person is erased. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { EventDocument } from "../../src/model/event.ts";
import type { Store } from "../../src/store/store.ts";
import { describeOnBothStores } from "../../src/store/testsuite/both-stores.ts";
import type { CurrentStore } from "../../src/store/testsuite/fixtures.ts";
import { eventually } from "../testbed.ts";
import { type EventBed, event, openEventBed } from "./bed.ts";

/** Throws at any event that is called "poison" while `broken` says so. */
const breakable = (store: Store, broken: () => boolean): Store => ({
  ...store,
  async write(tenant, collection, writes) {
    const isPoison = writes.some((write) => "doc" in write && (write.doc as EventDocument).name === "poison");
    if (collection === "events" && broken() && isPoison) throw new TypeError("a fault of ours");
    return store.write(tenant, collection, writes);
  },
});

/** Within a suite of its own, so that all of it is closed before the store is. */
function tests(current: CurrentStore): void {
  let bed: EventBed;
  let broken = true;
  let received = 0;
  before(async () => {
    bed = await openEventBed(
      {},
      breakable(current(), () => broken),
    );
  });
  after(() => bed.close());

  interface Letters {
    readonly items: readonly { readonly id: string; readonly body: string; readonly state: string }[];
  }
  const letters = (state = "dead") => bed.ask<Letters>("GET", `/api/v1/dead/events?state=${state}`);
  const isGone = async (session: string) =>
    (await bed.ask<{ total: number }>("GET", `/api/v1/events?session_id=${session}`)).body.total === 0;

  async function sentToDeath(events: readonly unknown[], dead: number) {
    broken = true;
    await bed.send(events);
    received += events.length;
    const books = await bed.settled(received);
    assert.deepEqual([books.dead, books.balanced], [dead, true]);
    return eventually("a dead letter", async () => {
      await bed.testbed.store.refresh(["dead_letters"]);
      const { items } = (await letters()).body;
      return items.length === 1 && items[0]!;
    });
  }
  async function redriven() {
    broken = false;
    const { redriven } = (await bed.ask<{ redriven: number }>("POST", "/api/v1/dead/events/redrive", { json: {} }))
      .body;
    return redriven;
  }

  it("die alone, are stored by a redrive, and are known when they come again", async () => {
    const poison = event({ session_id: "d1", name: "poison" });
    const letter = await sentToDeath([event({ session_id: "d1" }), poison], 1);
    assert.equal((JSON.parse(letter.body) as unknown[]).length, 1, "its neighbour is stored");
    assert.equal(await redriven(), 1);
    const books = await eventually("stored by the redrive", async () => {
      const found = await bed.balance();
      return found.stored === 2 && found;
    });
    assert.deepEqual([books.dead, books.balanced], [0, true]);
    await bed.send(poison);
    received += 1;
    assert.equal((await bed.settled(received)).duplicate, 1);
  });

  it("go with their person: the whole session, and nobody else's", async () => {
    const of = (session_id: string, data: unknown) => event({ session_id, name: "poison", data });
    const events = [of("d2", { step: 1 }), of("d2", { user_id: "u8" }), of("d3", { user_id: "u9" })];
    await sentToDeath(events, 3);
    const { status, body } = await bed.ask<{ dead_letters: number }>("DELETE", "/api/v1/people/u8");
    assert.deepEqual([status, body.dead_letters], [200, 1]);
    await bed.testbed.store.refresh(["dead_letters"]);
    const { items } = (await letters()).body;
    assert.deepEqual(
      items.map((letter) => (JSON.parse(letter.body) as { session_id: string }[]).map(({ session_id }) => session_id)),
      [["d3"]],
    );
    assert.equal((await bed.ask("DELETE", "/api/v1/people/u8")).status, 404);
  });

  it("go with their session, and a letter that holds nothing more is given up", async () => {
    assert.equal((await bed.ask("DELETE", "/api/v1/sessions/d3")).status, 200);
    await bed.testbed.store.refresh(["dead_letters"]);
    const purged = (await letters("purged")).body.items;
    assert.deepEqual([(await letters()).body.items.length, purged.length, purged[0]?.body], [0, 1, ""]);
    assert.equal(await redriven(), 0);
    assert.ok((await isGone("d2")) && (await isGone("d3")));
    assert.equal((await bed.balance()).balanced, true);
  });
}

describeOnBothStores("events that can't be stored", (current) => describe("die", () => tests(current)));
