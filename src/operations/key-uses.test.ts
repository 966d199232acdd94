/** Use of keys is counted without a write per request, added up over servers, and bounded whatever strangers send. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pino } from "pino";
import { createKeyRing } from "../auth/keys.ts";
import { INSTALLATION, type TenantId } from "../model/tenant.ts";
import { StoreUnavailable } from "../store/store.ts";
import { describeOnBothStores } from "../store/testsuite/both-stores.ts";
import { freshTenant } from "../store/testsuite/fixtures.ts";
import { withOffer } from "../store/testsuite/refusing.ts";
import { listAudit } from "./audit.ts";
import { createKeyUses } from "./key-uses.ts";

const log = pino({ level: "silent" });
/** Noon of a day in UTC. */
const NOON = 1_709_208_000;
const DAY = 86_400;

describeOnBothStores("use of keys", (current) => {
  let at = NOON;
  const now = () => at;

  async function makeKey() {
    const tenant = freshTenant();
    const { id } = await createKeyRing(current(), { now }).create({ tenant, name: "k", scopes: ["read"] });
    return { id, tenant };
  }
  const open = (store = current()) => createKeyUses({ store, log, now });
  const figures = async (id: string) => {
    const { doc } = (await current().get(INSTALLATION, "keys", id))!;
    return [doc.first_used_at, doc.last_used_at, doc.uses, doc.refusals];
  };
  const entries = async (tenant: TenantId) => {
    const { items } = await listAudit(current(), tenant, {});
    return items.map(({ action, actor, subject, detail }) => ({ action, actor, subject, ...(detail as object) }));
  };

  test("is in the key's document and, by day, in its tenant's audit log", async () => {
    const key = await makeKey();
    const uses = open();
    at = NOON;
    uses.used(key);
    at = NOON + 60;
    uses.used(key);
    assert.deepEqual(await figures(key.id), [undefined, undefined, undefined, undefined]);
    await uses.flush();
    at = NOON + 120;
    uses.used(key);
    await uses.flush();
    assert.deepEqual(await figures(key.id), [NOON, NOON + 120, 3, 0]);
    at = NOON + DAY;
    uses.used(key);
    uses.refused(key, "scope");
    uses.refused(key, "scope");
    await uses.flush();
    await uses.flush();
    assert.deepEqual(await figures(key.id), [NOON, NOON + DAY, 4, 2]);
    const whose = { actor: `key:${key.id.slice(0, 12)}`, subject: key.id };
    const today = { first: at, last: at };
    const told = (await entries(key.tenant)).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    assert.deepEqual(told, [
      { action: "key.refused", ...whose, ...today, count: 2, why: "scope" },
      { action: "key.used", ...whose, first: NOON, last: NOON + 120, count: 3 },
      { action: "key.used", ...whose, ...today, count: 1 },
    ]);
  });

  test("adds up over servers that write at the same time", async () => {
    const key = await makeKey();
    at = NOON;
    const servers = Array.from({ length: 6 }, () => open());
    for (const server of servers) for (let use = 0; use < 5; use++) server.used(key);
    await Promise.all(servers.map((server) => server.flush()));
    assert.deepEqual(await figures(key.id), [NOON, NOON, 30, 0]);
    assert.deepEqual(
      (await entries(key.tenant)).map((entry) => "count" in entry && entry.count),
      [30],
    );
  });

  test("is kept while the store is away, and each part of it counted once", async () => {
    const key = await makeKey();
    at = NOON;
    let away: readonly string[] = ["keys", "audit"];
    const store = withOffer(current(), (tenant, collection, writes) =>
      away.includes(collection)
        ? Promise.reject(new StoreUnavailable("away"))
        : current().offer(tenant, collection, writes),
    );
    const uses = open(store);
    uses.used(key);
    await uses.flush();
    away = ["audit"];
    uses.used(key);
    await uses.flush();
    assert.deepEqual(await figures(key.id), [NOON, NOON, 2, 0]);
    away = [];
    await uses.flush();
    assert.deepEqual(await figures(key.id), [NOON, NOON, 2, 0]);
    assert.deepEqual(
      (await entries(key.tenant)).map((entry) => "count" in entry && entry.count),
      [2],
    );
  });

  test("refused a hundred thousand times is one entry, and of a key that is not there none", async () => {
    const key = await makeKey();
    at = NOON;
    const uses = open();
    for (let use = 0; use < 100_000; use++) uses.refused(key, "revoked");
    await uses.flush();
    assert.equal((await entries(key.tenant)).length, 1);
    assert.deepEqual(await figures(key.id), [undefined, undefined, 0, 100_000]);
    uses.used({ ...key, id: "nobody" });
    await uses.flush();
    assert.equal(await current().get(INSTALLATION, "keys", "nobody"), undefined);
  });
});
