/** Dead letters reach the store whole, whoever named them. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { eventually, openTestbed, type Testbed } from "../../../test/testbed.ts";
import { TenantId } from "../../model/tenant.ts";
import { startDeadLetterCollector } from "./collector.ts";

const tenant = TenantId.parse("acme");
let bed: Testbed;
before(async () => {
  bed = await openTestbed();
});
after(() => bed.close());

it("keeps a letter that a stranger named as no store can", async () => {
  const attributes = { tenant, reason: "told to fail", letter: "x".repeat(1_000) };
  await bed.queue.send("raw-dead", [{ body: '[{"text":"kept"}]', attributes }]);
  const collector = startDeadLetterCollector("raw", bed);
  const [letter] = await eventually("the letter", async () => {
    const { items } = await bed.store.search(tenant, "dead_letters", {});
    return items.length > 0 && items;
  });
  assert.deepEqual([letter?.doc.body, letter?.doc.reason], ['[{"text":"kept"}]', "told to fail"]);
  await collector.stop(1_000);
});
