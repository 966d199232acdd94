/** A store that does not take a write: whoever asked is told, and nothing is reported that did not happen. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Principal } from "../auth/principal.ts";
import { AppModel } from "../model/app-model.ts";
import type { DeadLetter } from "../model/dead-letter.ts";
import type { TenantId } from "../model/tenant.ts";
import { type Store, StoreUnavailable } from "../store/store.ts";
import { describeOnBothStores } from "../store/testsuite/both-stores.ts";
import { freshTenant, rejection, writeAll } from "../store/testsuite/fixtures.ts";
import { refusingStore } from "../store/testsuite/refusing.ts";
import { putApp } from "./apps.ts";
import { listAudit } from "./audit.ts";
import { purgeDeadLetters, redriveDeadLetters } from "./dead-letters.ts";
import { replayRejections } from "./rejections.ts";

const NOW = 1_700_000_000;
const now = () => NOW;

const letter: DeadLetter = {
  queue: "raw",
  reason: "it failed",
  app: "notes",
  source: "s",
  at: NOW,
  records: 2,
  body: '[{"text":"what somebody wrote"}]',
  attributes: { batch: "b" },
  state: "dead",
};

describeOnBothStores("operations on a store that refuses", (current) => {
  const principalOf = (tenant: TenantId): Principal => ({ tenant, scopes: ["admin"], via: "loopback" });
  const audited = async (tenant: TenantId) => {
    return (await listAudit(current(), tenant, {})).items.map(({ action, detail }) => ({ action, detail }));
  };
  const refusing = (name: "dead_letters" | "audit" | "rejections", refused = 1): Store =>
    refusingStore(current(), (collection) => collection === name && refused-- > 0);

  async function deadLetter(): Promise<TenantId> {
    const tenant = freshTenant();
    await writeAll(current(), tenant, "dead_letters", [{ op: "create", id: "d", doc: letter }]);
    return tenant;
  }

  test("a purge that was refused is an outage, and the text that stayed can be purged again", async () => {
    const tenant = await deadLetter();
    const store = refusing("dead_letters");
    await assert.rejects(purgeDeadLetters({ store, now }, principalOf(tenant), "raw"), StoreUnavailable);
    assert.equal((await current().get(tenant, "dead_letters", "d"))?.doc.body, letter.body);
    assert.deepEqual(await audited(tenant), []);
    const done = { purged: 1, records: 2 };
    assert.deepEqual(await purgeDeadLetters({ store, now }, principalOf(tenant), "raw"), done);
    assert.equal((await current().get(tenant, "dead_letters", "d"))?.doc.body, "");
    assert.deepEqual(await audited(tenant), [{ action: "dead.purged", detail: done }]);
  });

  test("a letter that is erased while it is purged is not counted", async () => {
    const tenant = await deadLetter();
    const store: Store = {
      ...current(),
      async *scan(...call) {
        for await (const stored of current().scan(...call)) {
          await current().write(tenant, "dead_letters", [{ op: "delete", id: "d" }]);
          yield stored;
        }
      },
    };
    const done = await purgeDeadLetters({ store, now }, principalOf(tenant), "raw");
    assert.deepEqual(done, { purged: 0, records: 0 });
  });

  test("a redrive whose mark was refused says so", async () => {
    const tenant = await deadLetter();
    const store = refusing("dead_letters");
    const deps = { store, now, queue: { send: async () => {} } };
    await assert.rejects(redriveDeadLetters(deps, principalOf(tenant), "raw"), StoreUnavailable);
    assert.equal((await redriveDeadLetters(deps, principalOf(tenant), "raw")).redriven, 1);
  });

  test("a replay whose mark was refused says so", async () => {
    const tenant = freshTenant();
    const doc = rejection({ record: { text: "x" } });
    await writeAll(current(), tenant, "rejections", [{ op: "create", id: doc.id, doc }]);
    const writer = { write: async () => ({ batch_ids: ["b2"], accepted: 1, rejected: [] }) };
    const writeEvents = async () => ({ batch_ids: [], accepted: 0 });
    const queue = { send: async () => {} };
    const deps = { store: refusing("rejections"), now, writer, writeEvents, queue };
    await assert.rejects(replayRejections(deps, principalOf(tenant), { ids: [doc.id] }), StoreUnavailable);
  });

  test("an act whose audit entry was refused says so, and done again it is traced", async () => {
    const tenant = freshTenant();
    const store = refusing("audit");
    const model = AppModel.parse({ name: "Notes", description_list: [], first_order_labels: [] });
    const put = () => putApp(store, principalOf(tenant), model, NOW);
    await assert.rejects(put(), StoreUnavailable);
    assert.deepEqual(await audited(tenant), []);
    assert.equal(await put(), true);
    assert.deepEqual(
      (await audited(tenant)).map(({ action }) => action),
      ["app.put"],
    );
  });
});
