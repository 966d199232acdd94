/** Dead letters reach the store whole, whoever named them. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { eventually, openTestbed, type Testbed } from "../../../test/testbed.ts";
import { TenantId } from "../../model/tenant.ts";
import { redriveDeadLetters } from "../../operations/dead-letters.ts";
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

it("keeps a letter whose reason and attributes are any strings, and it can be sent again", async () => {
  const odd = ["\u0000\u0007control", "half \uD83D", "😀".repeat(7), "￿", "x".repeat(2_000)];
  const strange = Object.fromEntries(Array.from({ length: 5 }, (_, n) => [`stranger-${n}`, "x"]));
  const other = TenantId.parse("odd-reasons");
  for (const [n, reason] of odd.entries()) {
    const attributes = { tenant: other, batch: `b${n}`, part: "0", reason, records: "1e308", ...strange };
    await bed.queue.send("raw-dead", [{ body: '[{"text":"kept"}]', attributes }]);
  }
  const collector = startDeadLetterCollector("raw", bed);
  await eventually("the letters", async () => (await bed.store.count(other, "dead_letters", {})) === odd.length);
  await collector.stop(1_000);
  const { items } = await bed.store.search(other, "dead_letters", {});
  assert.deepEqual(
    items.map(({ doc }) => doc.records),
    odd.map(() => 1),
  );
  assert.ok(items.some(({ doc }) => doc.reason === "😀".repeat(7)));
  const principal = { tenant: other, name: "test", scopes: ["admin"] } as never;
  const done = await redriveDeadLetters(bed, principal, "raw");
  assert.deepEqual([done.redriven, done.refused], [odd.length, []]);
});
