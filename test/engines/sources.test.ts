/** Sources on Elasticsearch and SQS: every connector against a fake of its provider, and two runners that are killed while they pull. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import type { Queue } from "../../src/queue/queue.ts";
import { openRig, type Rig } from "../../src/sources/rig.testing.ts";
import type { Store } from "../../src/store/store.ts";
import { isFull, sized } from "../full.ts";
import { testConnector } from "../sources/connectors.testsuite.ts";
import { fakes } from "../sources/fakes/all.ts";
import { intercom } from "../sources/fakes/intercom.ts";
import { twitter } from "../sources/fakes/twitter.ts";
import { testKills } from "../sources/killed.testsuite.ts";
import { describeOnEngines, type Engines, openEngines } from "./engines.ts";

describeOnEngines("sources on Elasticsearch and SQS", (urls) => {
  let engines: Engines;
  let store: Store;
  let queue: Queue;
  let rig: Rig;
  before(async () => {
    engines = openEngines(urls);
    store = await engines.openStore();
    queue = engines.openQueue();
    await queue.ensure();
    rig = await openRig({ engines: { store, queue } });
  });
  after(async () => {
    await rig[Symbol.asyncDispose]();
    await queue.close();
    await store.close();
    await engines.close();
  });

  for (const fake of isFull ? fakes : [twitter, intercom]) testConnector(fake, () => rig);

  it("all that was sent lies on the queue", async () => {
    const { visible } = await queue.depth("raw");
    assert.ok(visible > 20);
  });
});

describeOnEngines("pulls on Elasticsearch and SQS", (urls) => {
  it("by two runners that are killed lose and double nothing", { timeout: 400_000 }, async (t) => {
    const engines = openEngines(urls);
    const environment = { ...engines.environment, SECRETS_KEY: Buffer.alloc(32, 7).toString("base64") };
    const atPages = sized([15], [7, 30, 75], [7, 30, 47, 75, 90, 120]);
    t.diagnostic(await testKills({ runners: 2, environment, more: sized(10, 60, 180), atPages }));
    await engines.close();
  });
});
