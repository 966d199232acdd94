/**
 * Chapter 2: what fails. A record that fails is tried three times; then it is dead: kept with its reason, counted, and in
 * nobody's way. Once what was wrong is mended, it is redriven, and the books say that it arrived after all.
 */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { createAppLookup } from "../../src/enrichment/app-lookup.ts";
import type { TextPool } from "../../src/enrichment/pool.ts";
import { createSqsWriter } from "../../src/ingestion/sqs-writer.ts";
import { readBalance } from "../../src/ledger/balance.ts";
import { DEFAULT_TENANT as tenant } from "../../src/model/tenant.ts";
import { redriveDeadLetters } from "../../src/operations/dead-letters.ts";
import { openTexts, startRunner } from "../../test/chaos/runner.ts";
import { eventually, openTestbed, type Testbed } from "../../test/testbed.ts";

let bed: Testbed;
let text: TextPool;
before(async () => {
  [bed, text] = await Promise.all([openTestbed(), openTexts()]);
});
after(async () => {
  await text.close();
  await bed.close();
});

const records = [
  "The export fails every time I open a long ride, please fix it",
  "Poison: the app crashes on every start",
].map((said, at) => ({ id: `r${at}`, app: "Pedalwick", text: said }));
const settledBooks = (received: number) =>
  eventually("all is accounted for", async () => {
    const books = await readBalance(bed.store, tenant, { pipeline: "feedback" });
    return books.received === received && books.in_flight === 0 && books;
  });

it("a record that fails three times is dead, takes no other along, and comes back by a redrive", async (t) => {
  const { queue, store, log, now } = bed;
  let mended = false;
  const failing: TextPool["enrich"] = (inputs, router) => {
    if (!mended && inputs.some((input) => input.text.startsWith("Poison"))) return Promise.reject(new Error("poison"));
    return text.enrich(inputs, router);
  };
  const runner = startRunner({ queue, store, text: { ...text, enrich: failing } });
  t.after(() => runner.stop());
  const writer = createSqsWriter({ queue, store, apps: createAppLookup(store), defaultApp: "default", log, now });
  await writer.write({ tenant, records });

  // The neighbour in the same batch is stored all the same, and the books balance with one dead.
  const first = await settledBooks(2);
  assert.deepEqual([first.stored, first.dead, first.balanced], [1, 1, true]);
  // The letter says why.
  const letter = await eventually("the letter", async () => {
    await store.refresh(["dead_letters"]);
    return (await store.search(tenant, "dead_letters", { where: { state: "dead" } })).items[0];
  });
  assert.match(JSON.stringify(letter.doc), /poison/);

  mended = true;
  const operator = { tenant, scopes: ["admin"], via: "loopback" } as const;
  assert.equal((await redriveDeadLetters({ store, queue, now }, operator, "filtered")).records, 1);
  const second = await eventually("nothing is dead", async () => {
    const books = await settledBooks(2);
    return books.dead === 0 && books;
  });
  assert.deepEqual([second.received, second.stored, second.balanced], [2, 2, true]);
});
