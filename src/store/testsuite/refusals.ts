/** Contract: a store that does not take writes now. `write` answers for every write or for none; `offer` says which. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFor } from "../asker.ts";
import { type Offered, StoreUnavailable } from "../store.ts";
import { type CurrentStore, freshTenant, type OpenStore, reasonOf } from "./fixtures.ts";
import { refusingStore } from "./refusing.ts";

const creating = (ids: readonly string[]) => ids.map((id) => ({ op: "create", id, doc: { value: id } }) as const);

export function refusalTests(current: CurrentStore): void {
  test("write rejects when one item was not taken, though the others are written; written again, it meets them", async () => {
    const [store, tenant] = [current(), freshTenant()];
    let full = true;
    const refusing = refusingStore(store, (_, id) => full && id === "b");
    await assert.rejects(refusing.write(tenant, "progress", creating(["a", "b", "c"])), StoreUnavailable);
    const found = await store.getMany(tenant, "progress", ["a", "b", "c"]);
    assert.deepEqual(
      found.map((stored) => stored?.doc.value),
      ["a", undefined, "c"],
    );
    full = false;
    const again = await refusing.write(tenant, "progress", creating(["a", "b", "c"]));
    assert.deepEqual(again.map(reasonOf), ["exists", "ok", "exists"]);
  });

  test("offer answers as write does, and `unavailable` for what was not taken", async () => {
    const [store, tenant] = [current(), freshTenant()];
    await store.write(tenant, "progress", creating(["taken"]));
    const refusing = refusingStore(store, (_, id) => id === "b");
    const offered = await refusing.offer(tenant, "progress", creating(["a", "b", "taken", ""]));
    assert.deepEqual(offered.map(reasonOf), ["ok", "unavailable", "exists", "invalid"]);
    const taken = await store.offer(tenant, "progress", creating(["a", "b", "taken", ""]));
    assert.deepEqual(taken.map(reasonOf), ["exists", "ok", "exists", "invalid"]);
  });
}

/** Reads that nobody waits for any more. */
export function goneTests(current: CurrentStore): void {
  test("a read for somebody who is gone fails with the reason, and others are answered", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const gone = AbortSignal.abort(new Error("gone"));
    const read = (): Promise<unknown>[] => [
      store.get(tenant, "progress", "a"),
      store.count(tenant, "insights", {}),
      store.search(tenant, "insights", { limit: 1 }),
      store.facets(tenant, "insights", ["source"], {}),
      store.scan(tenant, "progress")[Symbol.asyncIterator]().next(),
    ];
    for (const asked of readFor(gone, read)) await assert.rejects(asked, /gone/);
    await Promise.all(read());
  });
}

/** These open a store of their own. */
export function blockedTests(open: OpenStore): void {
  test("while nothing can be written, write rejects with StoreUnavailable and changes nothing, and offer says so", async (t) => {
    const { store, block, close } = await open();
    t.after(async () => {
      await store.close();
      await close();
    });
    if (block === undefined) return t.skip("this store can't be kept from writing");
    const tenant = freshTenant();
    const unblock = await block();
    const asked = [
      assert.rejects(store.write(tenant, "progress", creating(["a", "b"])), StoreUnavailable),
      store.offer(tenant, "progress", creating(["c"])).then(
        (answers: readonly Offered[]) => assert.deepEqual(answers.map(reasonOf), ["unavailable"]),
        (error: unknown) => assert.ok(error instanceof StoreUnavailable, String(error)),
      ),
    ];
    await Promise.all(asked).finally(unblock);
    assert.deepEqual(await store.getMany(tenant, "progress", ["a", "b", "c"]), [undefined, undefined, undefined]);
    assert.deepEqual((await store.write(tenant, "progress", creating(["a"]))).map(reasonOf), ["ok"]);
  });
}
