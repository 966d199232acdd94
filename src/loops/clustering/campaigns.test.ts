/** Campaigns are marked, ordinary feedback is not, and a mark goes when its reason does. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { sampleInsight } from "../../../test/samples.ts";
import { openTestbed, type Testbed } from "../../../test/testbed.ts";
import { TenantId } from "../../model/tenant.ts";
import { strictly } from "../periodic/strict.testing.ts";
import { createCampaignPass } from "./campaigns.ts";

const tenant = TenantId.parse("acme");
let bed: Testbed;
before(async () => {
  bed = await openTestbed();
});
after(() => bed.close());

it("marks near-identical texts of many people in a burst, and only those", async () => {
  const copied = Array.from({ length: 8 }, (_, index) =>
    sampleInsight(index, {
      main_text: `This is the best app ever, buy your tickets with it and earn money at home ${index}`,
      metadata: { userName: `user-${index}` },
    }),
  );
  const honest = [
    "The map stays white since the update",
    "Charged twice for one ticket",
    "My watch lost two rides today",
  ].map((main_text, index) => sampleInsight(100 + index, { main_text, metadata: { userName: `person-${index}` } }));
  const docs = [...copied, ...honest];
  await bed.store.write(
    tenant,
    "insights",
    docs.map((doc) => ({ op: "create", id: doc.id, doc })),
  );
  const mark = strictly(createCampaignPass({ store: bed.store, log: bed.log }));
  await mark(tenant, 1, new AbortController().signal);

  const marked = async () => {
    const { items } = await bed.store.search(tenant, "insights", { where: { "marks.campaign": { exists: true } } });
    return items.map((item) => item.id).sort();
  };
  assert.deepEqual(await marked(), copied.map((doc) => doc.id).sort());

  await bed.store.write(
    tenant,
    "insights",
    copied.slice(2).map((doc) => ({ op: "delete", id: doc.id })),
  );
  await mark(tenant, 2, new AbortController().signal);
  assert.deepEqual(await marked(), []);
});
