/** Keys and sessions below HTTP: what is kept, how long it counts, and where the server may listen. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { DEFAULT_TENANT, INSTALLATION, type TenantId } from "../model/tenant.ts";
import { createSqliteStore } from "../store/sqlite.ts";
import { type Store, StoreUnavailable } from "../store/store.ts";
import { refusingStore } from "../store/testsuite/refusing.ts";
import { assertBootable } from "./authenticate.ts";
import { createKeyRing } from "./keys.ts";
import { createOriginPolicy, isLoopback } from "./origins.ts";
import { createSessions, SESSION_SECONDS } from "./sessions.ts";
import { createTenants } from "./tenants.ts";

let folder: string;
let store: Store;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "groundswell-auth-"));
  store = await createSqliteStore({ dataDir: folder });
});

after(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

/** A store of which everything fails while it is down. */
function interruptible(real: Store): { readonly store: Store; down: boolean } {
  const state = { store: real, down: false };
  const store = new Proxy(real, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== "function") return member;
      return (...values: unknown[]) => {
        if (state.down) return Promise.reject(new StoreUnavailable("down"));
        return member.apply(target, values);
      };
    },
  });
  return Object.assign(state, { store });
}

const now = () => 1_000;
const newKey = { tenant: DEFAULT_TENANT, name: "test", scopes: ["read"] as const };

test("the server boots on loopback without a key, elsewhere only once one exists", async () => {
  await assertBootable({ HOST: "127.0.0.1", SERVER: true }, store);
  await assertBootable({ HOST: "0.0.0.0", SERVER: false }, store);
  await assert.rejects(assertBootable({ HOST: "0.0.0.0", SERVER: true }, store), /no API key exists/);
  await createKeyRing(store, { now }).create(newKey);
  await assertBootable({ HOST: "0.0.0.0", SERVER: true }, store);
});

test("only the hash of a key is kept", async () => {
  const { key, id, doc } = await createKeyRing(store, { now }).create(newKey);
  const stored = await store.get(INSTALLATION, "keys", id);
  assert.deepEqual(stored?.doc, doc);
  assert.ok(!JSON.stringify(stored).includes(key));
  assert.equal(Buffer.from(key.slice(4), "base64url").length, 32);
});

test("a revocation counts in other processes within five seconds", async () => {
  let clock = 0;
  const [here, there] = [
    createKeyRing(store, { now, clock: () => clock }),
    createKeyRing(store, { now, clock: () => clock }),
  ];
  const { key, id } = await here.create(newKey);
  assert.ok(await there.verify(key));
  assert.equal(await here.revoke("other" as TenantId, id), false);
  assert.equal(await here.revoke(DEFAULT_TENANT, id), true);
  assert.equal(await here.verify(key), undefined);
  clock += 5_000;
  assert.equal(await there.verify(key), undefined);
  assert.equal(await there.anyCreated(), true);
});

test("who was known stays known while the store is away; nobody else gets in", async () => {
  let clock = 0;
  const outage = interruptible(store);
  const keys = createKeyRing(outage.store, { now, clock: () => clock });
  const [known, other] = [await keys.create(newKey), await createKeyRing(store, { now }).create(newKey)];
  assert.ok(await keys.verify(known.key));
  outage.down = true;
  clock += 60_000;
  assert.equal((await keys.verify(known.key))?.id, known.id);
  await assert.rejects(keys.verify(other.key), StoreUnavailable);
});

test("a session ends with its time", async () => {
  let time = 1_000;
  let clock = 0;
  const options = { now: () => time, clock: () => clock };
  const keys = createKeyRing(store, options);
  const sessions = createSessions(store, keys, options);
  const { key } = await keys.create(newKey);
  const opened = await sessions.open(key);
  assert.ok(opened);
  assert.equal((await sessions.find(opened.token))?.via, "session");
  time += SESSION_SECONDS;
  clock += 10_000;
  assert.equal(await sessions.find(opened.token), undefined);
  const kept = async () => {
    const ids: string[] = [];
    for await (const { id } of store.scan(INSTALLATION, "progress")) ids.push(id);
    return ids.length;
  };
  assert.equal(await kept(), 1);
  await sessions.open(key);
  assert.equal(await kept(), 1);
  assert.equal(await sessions.open("gsw_nonsense"), undefined);
});

test("a sign-out that the store did not take says so, and the session goes on until it is taken", async () => {
  let refused = false;
  const keys = createKeyRing(store, { now });
  const busy = refusingStore(store, () => refused);
  const sessions = createSessions(busy, keys, { now });
  const opened = await sessions.open((await keys.create(newKey)).key);
  assert.ok(opened);
  refused = true;
  await assert.rejects(sessions.end(opened.token), StoreUnavailable);
  refused = false;
  assert.ok(await createSessions(store, keys, { now }).find(opened.token));
  await sessions.end(opened.token);
  assert.equal(await createSessions(store, keys, { now }).find(opened.token), undefined);
});

test("tenants are made once; the default one is always there", async () => {
  const tenants = createTenants(store, now);
  assert.equal(await tenants.create("shop" as TenantId, "The shop"), true);
  assert.equal(await tenants.create("shop" as TenantId, "Again"), false);
  assert.equal(await tenants.create(DEFAULT_TENANT, "Mine"), false);
  assert.deepEqual(
    (await tenants.list()).map(({ id, name }) => [id, name]),
    [
      ["default", "default"],
      ["shop", "The shop"],
    ],
  );
});

test("loopback is what this machine alone can reach", () => {
  for (const host of ["127.0.0.1", "127.8.9.1", "localhost", "LOCALHOST", "::1", "[::1]"])
    assert.ok(isLoopback(host), host);
  for (const host of ["0.0.0.0", "::", "10.0.0.1", "127.0.0.1.example.com", "1270.0.0.1", ""])
    assert.ok(!isLoopback(host), host);
});

test("hosts are compared whole, with their port", () => {
  const config = {
    HOST: "127.0.0.1",
    PUBLIC_URL: "https://feedback.example.com",
    CORS_ORIGINS: ["http://localhost:3000"],
  };
  const policy = createOriginPolicy(config, () => 8080);
  for (const host of ["127.0.0.1:8080", "localhost:8080", "[::1]:8080", "feedback.example.com"])
    assert.ok(policy.isOurHost(host), host);
  for (const host of [
    undefined,
    "",
    "localhost",
    "localhost:80",
    "localhost:8080.evil",
    "evil:8080",
    "[::1]",
    "localhost:8080:1",
  ]) {
    assert.ok(!policy.isOurHost(host), host);
  }
  assert.ok(createOriginPolicy(config, () => 80).isOurHost("localhost"));
  const kinds = {
    "http://localhost:3000": "allowed",
    "HTTP://LOCALHOST:3000": "allowed",
    "http://localhost:3001": "foreign",
    "http://localhost:8080": "ours",
    "https://feedback.example.com": "ours",
    "https://feedback.example.com.evil": "foreign",
    null: "foreign",
    "": "foreign",
  } as const;
  for (const [origin, kind] of Object.entries(kinds))
    assert.equal(policy.kindOf(origin, "127.0.0.1:8080"), kind, origin);
  assert.equal(policy.kindOf(undefined, "127.0.0.1:8080"), "none");
});
