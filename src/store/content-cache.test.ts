/** What was paid for is kept by content: the first value counts, for everybody and for good. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type ContentCache, createContentCache } from "./content-cache.ts";
import { type Store, StoreUnavailable } from "./store.ts";
import { describeOnBothStores } from "./testsuite/both-stores.ts";
import { freshTenant } from "./testsuite/fixtures.ts";
import { refusingStore } from "./testsuite/refusing.ts";

const parse = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const open = (store: Store): ContentCache<string> =>
  createContentCache({ store, collection: "translations", parse, now: () => 1_700_000_000 });

describeOnBothStores("the cache by content", (current) => {
  test("of two values for one content the first counts, for both who asked and whoever comes later", async () => {
    const tenant = freshTenant();
    const [mine, theirs] = [open(current()), open(current())];
    assert.deepEqual(
      await mine.keep(
        tenant,
        new Map([
          ["a", "first"],
          ["b", "mine"],
        ]),
      ),
      new Map([
        ["a", "first"],
        ["b", "mine"],
      ]),
    );
    const kept = await theirs.keep(
      tenant,
      new Map([
        ["a", "second"],
        ["c", "theirs"],
      ]),
    );
    assert.deepEqual([kept.get("a"), kept.get("c")], ["first", "theirs"]);
    assert.deepEqual(
      await open(current()).read(tenant, ["a", "c", "none"]),
      new Map([
        ["a", "first"],
        ["c", "theirs"],
      ]),
    );
  });

  test("nothing counts before it is durable; what was paid for goes with the next try", async () => {
    const tenant = freshTenant();
    let full = true;
    const cache = open(refusingStore(current(), (_, id) => full && id === "b"));
    const values = new Map([
      ["a", "one"],
      ["b", "two"],
    ]);
    await assert.rejects(cache.keep(tenant, values), StoreUnavailable);
    await assert.rejects(cache.read(tenant, ["a", "b"]), StoreUnavailable);
    full = false;
    assert.deepEqual(await cache.read(tenant, ["a", "b"]), values);
    assert.deepEqual(await open(current()).read(tenant, ["a", "b"]), values);
  });
});
