/** Looking up apps while the store is in trouble. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { openTestbed, type Testbed } from "../../test/testbed.ts";
import { AppModel } from "../model/app-model.ts";
import { appDocumentId } from "../model/identity.ts";
import { TenantId } from "../model/tenant.ts";
import { StoreUnavailable } from "../store/store.ts";
import { createAppLookup } from "./app-lookup.ts";

const tenant = TenantId.parse("acme");
let bed: Testbed;
before(async () => {
  bed = await openTestbed();
  const model = AppModel.parse({ name: "Pedalwick", app_id: "com.example.pedalwick" });
  await bed.store.write(tenant, "apps", [
    { op: "put", id: appDocumentId("Pedalwick"), doc: { model, name: "Pedalwick", updated_at: 1 } },
  ]);
});
after(() => bed.close());

it("goes by what it knew when the store hangs, and says that there is no answer when it knew nothing", async () => {
  let hangs = false;
  let clock = 0;
  const store = {
    ...bed.store,
    scan: (...args: Parameters<Testbed["store"]["scan"]>) => (hangs ? hanging() : bed.store.scan(...args)),
  };
  const lookup = createAppLookup(store as Testbed["store"], () => clock);
  assert.equal((await lookup.packages(tenant)).get("com.example.pedalwick"), "Pedalwick");

  hangs = true;
  clock = 10_000;
  const started = performance.now();
  assert.equal((await lookup.packages(tenant)).get("com.example.pedalwick"), "Pedalwick");
  assert.ok(performance.now() - started < 3_000);
  await assert.rejects(lookup.packages(TenantId.parse("other")), StoreUnavailable);
});

async function* hanging(): AsyncGenerator<never> {
  await new Promise(() => {});
}
