/** Outages are waited out around a loop and its ports; what a store did take is not asked of it again. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openTestbed, type Testbed } from "../../../test/testbed.ts";
import { TenantId } from "../../model/tenant.ts";
import { StoreUnavailable } from "../../store/store.ts";
import { withOffer } from "../../store/testsuite/refusing.ts";
import { createPatience, Interrupted, patientPorts } from "./patience.ts";

const tenant = TenantId.parse("acme");
let bed: Testbed;
before(async () => {
  bed = await openTestbed();
});
after(() => bed.close());

const writes = ["a", "b", "c"].map((id) => ({ op: "put", id, doc: { value: id } }) as const);
const patiently = createPatience({ onPause: () => {}, onResume: () => {} });

test("a write offers again only what was not taken, until all is", async () => {
  const offers: string[][] = [];
  const busy = withOffer(bed.store, async (whose, collection, some) => {
    offers.push(some.map(({ id }) => id));
    if (offers.length === 2) throw new StoreUnavailable("away");
    if (offers.length > 1) return bed.store.offer(whose, collection, some);
    const [first] = await bed.store.offer(whose, collection, some.slice(0, 1));
    return some.map((_, at) => (at === 0 ? first! : { ok: false, reason: "unavailable", message: "busy" }));
  });
  const { store } = patientPorts({ ...bed, store: busy }, patiently, new AbortController().signal);
  const results = await store.write(tenant, "progress", writes);
  assert.deepEqual(
    results.map(({ ok }) => ok),
    [true, true, true],
  );
  assert.deepEqual(offers, [
    ["a", "b", "c"],
    ["b", "c"],
    ["b", "c"],
  ]);
  assert.equal((await store.get(tenant, "progress", "c"))?.doc.value, "c");
});

test("a runner in a hurry waits for no store", async () => {
  const stop = new AbortController();
  const away = withOffer(bed.store, async () => {
    stop.abort();
    throw new StoreUnavailable("away");
  });
  const { store } = patientPorts({ ...bed, store: away }, patiently, stop.signal);
  await assert.rejects(store.write(tenant, "progress", writes), Interrupted);
});
