/** A theme whose evidence is as it was is not read again, until its turn comes or something about it changes. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NOW, placedInsight, sampleCluster } from "../../../test/samples.ts";
import { openTestbed, type Testbed } from "../../../test/testbed.ts";
import type { ClusterDocument } from "../../model/cluster.ts";
import { shortId, ticketId } from "../../model/identity.ts";
import type { Store } from "../../store/store.ts";
import { freshTenant, writeAll } from "../../store/testsuite/fixtures.ts";
import { strictly } from "../periodic/strict.testing.ts";
import { createTicketPass } from "./pass.ts";

const INTERVAL = 300;
const never = new AbortController().signal;
let bed: Testbed;
before(async () => {
  bed = await openTestbed();
});
after(() => bed.close());

/** Two themes with three urgent insights each. */
async function begin() {
  const tenant = freshTenant();
  let [now, number, state] = [NOW + 3_600, 0, 0];
  const read: string[] = [];
  const store: Store = {
    ...bed.store,
    scan(of, collection, options) {
      const { themes } = (options?.where ?? {}) as { readonly themes?: string };
      if (collection === "insights" && themes !== undefined) read.push(themes);
      return bed.store.scan(of, collection, options);
    },
  };
  const settings = { windowDays: 30, minReviews: 3, publicUrl: "http://127.0.0.1:8080" };
  const queue = { ...bed.queue, send: async () => {} };
  const deps = { store, queue, log: bed.log, settings, now: () => now, intervalSeconds: INTERVAL };
  const run = strictly(createTicketPass(deps));
  async function tell(theme: string, count: number, changes: Partial<ClusterDocument> = {}): Promise<void> {
    const docs = Array.from({ length: count }, () => placedInsight(number++, theme));
    await writeAll(
      store,
      tenant,
      "insights",
      docs.map((doc) => ({ op: "create", id: doc.id, doc })),
    );
    const doc = sampleCluster(theme, { size: number, ...changes });
    await writeAll(store, tenant, "clusters", [{ op: "put", id: theme, doc }]);
    const value = String(state++);
    await writeAll(store, tenant, "progress", [{ op: "put", id: shortId("themes", doc.app), doc: { value } }]);
  }
  /** The themes whose evidence a round reads. */
  async function round(seconds = 10): Promise<string[]> {
    now += seconds;
    read.length = 0;
    await run(tenant, 1, never);
    return read.toSorted();
  }
  const revision = async (theme: string) => (await store.get(tenant, "tickets", ticketId(theme)))?.doc.revision;
  await tell("t-1", 3);
  await tell("t-2", 3);
  assert.deepEqual(await round(), ["t-1", "t-2"]);
  return { tell, round, revision };
}

test("only the theme that changed is read, and its ticket revised", async () => {
  const { tell, round, revision } = await begin();
  assert.deepEqual(await round(), []);
  await tell("t-1", 2);
  assert.deepEqual(await round(), ["t-1"]);
  assert.deepEqual([await revision("t-1"), await revision("t-2")], [2, 1]);
});

test("a theme that only changed its place in the app as a whole is not read", async () => {
  const { tell, round } = await begin();
  await tell("t-1", 2);
  await round();
  await tell("t-1", 0, { size: 8, share: 0.3, term: 2 });
  assert.deepEqual(await round(), []);
});

test("all are read once in an interval", async () => {
  const { round } = await begin();
  assert.deepEqual(await round(INTERVAL - 1), []);
  assert.deepEqual(await round(1), ["t-1", "t-2"]);
});
