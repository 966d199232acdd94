/** What is deleted at its source while it is on its way here: no insight, wish or rejection of it stays, and the books balance. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { createAppLookup } from "../src/enrichment/app-lookup.ts";
import type { TextPool } from "../src/enrichment/pool.ts";
import { createSqsWriter } from "../src/ingestion/sqs-writer.ts";
import { readBalance } from "../src/ledger/balance.ts";
import { createFeatureRequestsLoop } from "../src/loops/feature-requests/loop.ts";
import { startDeadLetterCollector } from "../src/loops/frame/collector.ts";
import { startLoop } from "../src/loops/frame/start.ts";
import { insightId } from "../src/model/identity.ts";
import { DEFAULT_TENANT } from "../src/model/tenant.ts";
import { createErase } from "../src/operations/erase.ts";
import type { Store } from "../src/store/store.ts";
import { openTexts, startRunner } from "./chaos/runner.ts";
import { eventually, type Testbed } from "./testbed.ts";
import { describeOnBothBeds } from "./testbeds.ts";

const tenant = DEFAULT_TENANT;
const place = { app: "notes", source: "reddit" } as const;
const SAID = [
  { id: "crash", text: "The application crashes every time I open a note with a picture in it." },
  { id: "wish", text: "Please add a dark mode to the application, my eyes hurt at night when I read notes." },
  // The denoiser drops it.
  { id: "noise", text: "ok" },
  { id: "kept", text: "Search does not find notes that I wrote yesterday." },
] as const;

describeOnBothBeds("what was deleted at its source", (open) => {
  let bed: Testbed;
  let text: TextPool;
  let now = 1_780_000_000;
  before(async () => {
    [bed, text] = [await open(), await openTexts()];
  });
  after(async () => {
    await text.close();
    await bed.close();
  });

  const send = (said: readonly { readonly id: string; readonly text: string }[]) => {
    const write = createSqsWriter({ ...bed, apps: createAppLookup(bed.store), defaultApp: "default", now: () => now });
    return write.write({ tenant, records: said.map((one) => ({ ...place, ...one })), sourceId: "r1" });
  };
  const left = async () => {
    const { store } = bed;
    await store.refresh(["insights", "rejections", "feature_requests"]);
    const found = { insights: [] as string[], rejections: 0, wishes: 0 };
    for await (const { doc } of store.scan(tenant, "insights", {})) found.insights.push(doc.data_id);
    found.rejections = await store.count(tenant, "rejections", {});
    for await (const { doc } of store.scan(tenant, "feature_requests", {})) found.wishes += doc.items.length;
    return { ...found, insights: found.insights.sort() };
  };

  it("a record on its way when it is deleted at its source leaves nothing, and is there when it is sent again", async () => {
    const erase = createErase({ store: bed.store, now: () => now });
    const retract = (data_id: string) => erase(tenant, { ...place, source_id: "r1", data_id });
    await send(SAID);
    now += 5;
    for (const { id } of SAID) if (id !== "kept") assert.equal(await retract(id), 0, "nothing is stored yet");

    const runner = startRunner({ ...bed, text, now: () => now });
    const features = startLoop(createFeatureRequestsLoop({ store: bed.store, text, defaultApp: "default" }), bed);
    const settled = (received: number) =>
      eventually("all of it is through", async () => {
        const books = await readBalance(bed.store, tenant, { pipeline: "feedback" });
        const wishes = await readBalance(bed.store, tenant, { pipeline: "features" });
        return books.received === received && books.in_flight === 0 && wishes.in_flight === 0 && books;
      });
    const books = await settled(4);
    assert.deepEqual([books.balanced, books.stored, books.erased], [true, 3, 2]);
    assert.deepEqual(await left(), { insights: ["kept"], rejections: 0, wishes: 0 });

    now += 60;
    await send(SAID.slice(0, 3));
    assert.equal((await settled(7)).balanced, true);
    const again = await left();
    assert.deepEqual([again.insights, again.rejections], [["crash", "kept", "wish"], 1]);
    assert.ok(again.wishes > 0);
    await features.stop(1_000);
    await runner.stop();
  });

  it("a wish that is grouped after its insight was erased is taken out again", async () => {
    const { store } = bed;
    const erase = createErase({ store, now: () => now });
    const { items } = await store.search(tenant, "insights", { where: {}, limit: 10 });
    const insight = items.find(({ doc }) => doc.data_id === "wish")!;
    assert.equal(await erase(tenant, { ...place, source_id: "r1", data_id: "wish" }), 1);
    const wish = { title: "add a dark mode", text: "Please", date: now, insight_id: insight.id, app: "notes" };
    await bed.queue.send("features", [
      { body: JSON.stringify([wish]), attributes: { tenant, batch: "late", part: "0" } },
    ]);
    const features = startLoop(createFeatureRequestsLoop({ store, text, defaultApp: "default" }), bed);
    await eventually("the wish is through", async () => {
      await store.refresh(["ledger"]);
      return (await store.count(tenant, "ledger", { where: { batch: "late" } })) > 0;
    });
    await features.stop(1_000);
    assert.equal((await left()).wishes, 0);
  });

  const letters = async () => {
    const found: (readonly [queue: string, state: string, body: string])[] = [];
    await bed.store.refresh(["dead_letters"]);
    for await (const { doc } of bed.store.scan(tenant, "dead_letters", {}))
      found.push([doc.queue, doc.state, doc.body]);
    return found;
  };
  const raw = (data_id: string, ingested_at: number) => ({
    ...{ ...place, id: data_id, source_id: "r1", text: `${data_id} says something` },
    ingested_at,
  });
  const sendDead = (queue: "raw-dead" | "features-dead", batch: string, items: readonly object[]) =>
    bed.queue.send(queue, [
      {
        body: JSON.stringify(items),
        attributes: { tenant, batch, part: "0", reason: "told to", records: String(items.length), ...place },
      },
    ]);

  it("a letter that dies after a retraction keeps nothing of what was deleted, and what others wrote stays", async () => {
    const erase = createErase({ store: bed.store, now: () => now });
    for (const data_id of ["late", "later"]) await erase(tenant, { ...place, source_id: "r1", data_id });
    await sendDead("raw-dead", "mixed", [raw("late", now - 5), raw("other", now - 5)]);
    await sendDead("raw-dead", "alone", [raw("later", now)]);
    await sendDead("raw-dead", "again", [raw("late", now + 5)]);
    const collector = startDeadLetterCollector("raw", bed);
    const found = await eventually("three letters", async () => {
      const all = await letters();
      return all.length === 3 && all.some(([, state]) => state === "purged") && all;
    });
    await collector.stop(1_000);
    const idsOf = (body: string) => (body === "" ? [] : (JSON.parse(body) as { id: string }[]).map(({ id }) => id));
    assert.deepEqual(
      found.map(([, state, body]) => `${state} ${idsOf(body)}`).sort(),
      ["dead late", "dead other", "purged "],
      "what was sent again afterwards is there again",
    );
  });

  it("a retraction takes what died before it out of its letters, and the wishes of it, without reading others", async () => {
    const id = insightId({ tenant, ...place, source_id: "r1", data_id: "wishful" });
    await sendDead("raw-dead", "before", [raw("wishful", now), raw("third", now)]);
    await sendDead("features-dead", "wishes", [{ title: "a dark mode", text: "Please", insight_id: id, app: "notes" }]);
    const collectors = [startDeadLetterCollector("raw", bed), startDeadLetterCollector("features", bed)];
    await eventually("the letters", async () => (await letters()).length === 5);
    for (const collector of collectors) await collector.stop(1_000);
    const read: string[] = [];
    const scan: Store["scan"] = (of, collection, options) => {
      read.push(`${collection} ${JSON.stringify(options?.where)}`);
      return bed.store.scan(of, collection, options);
    };
    const erase = createErase({ store: { ...bed.store, scan }, now: () => now });
    await erase(tenant, { ...place, source_id: "r1", data_id: "wishful" });
    assert.ok((await letters()).every(([, , body]) => !/wishful|dark mode/.test(body)));
    assert.ok((await letters()).some(([, , body]) => body.includes("third")));
    const lookedFor = read.filter((name) => /^(rejections|dead_letters)/.test(name));
    assert.equal(lookedFor.length, 4);
    for (const one of lookedFor) assert.match(one, /"insight_id"|"insights"/, "found by an index");
  });
});
