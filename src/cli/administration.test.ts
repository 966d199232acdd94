import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { lockDataDir } from "../store/data-dir-lock.ts";
import { openTestServer, runCommand } from "./shell.testing.ts";

async function scratch(context: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), "administration-"));
  context.after(() => rm(folder, { recursive: true, force: true }));
  // Nothing answers on port 9: the store itself is opened.
  return { DATA_DIR: folder, PORT: "9" };
}

test("without a daemon the first key is made in the store, listed without its secret, and revoked", async (context) => {
  const environment = await scratch(context);
  const made = await runCommand(["keys", "create", "--name", "shop", "--scopes", "ingest,read"], { environment });
  assert.equal(made.code, 0, made.stderr);
  const [key] = made.rows();
  assert.match(String(key?.key), /^gsw_/);
  assert.match(made.stderr, /not shown again/);
  assert.equal((await runCommand(["keys", "revoke", String(key?.id)], { environment })).code, 0);
  const listed = await runCommand(["keys", "list"], { environment });
  assert.deepEqual(
    listed.rows().map(({ id, name, revoked, uses }) => [id, name, revoked, uses]),
    [[key?.id, "shop", true, 0]],
  );
  assert.ok(!listed.stdout.includes(String(key?.key)));
  const unknown = await runCommand(["keys", "revoke", "nobody"], { environment });
  assert.deepEqual([unknown.code, unknown.stderr], [1, "groundswell: there is no key nobody\n"]);
});

test("a tenant has to exist before it gets keys", async (context) => {
  const environment = await scratch(context);
  const early = await runCommand(["keys", "create", "--tenant", "acme"], { environment });
  assert.equal(early.code, 1);
  assert.match(early.stderr, /tenants create acme/);
  assert.equal((await runCommand(["tenants", "create", "acme", "--name", "Acme Inc."], { environment })).code, 0);
  const made = await runCommand(["keys", "create", "--tenant", "acme"], { environment });
  assert.equal(made.rows()[0]?.tenant, "acme");
  const tenants = (await runCommand(["tenants", "list"], { environment })).rows();
  assert.deepEqual(
    tenants.map(({ id, name }) => [id, name]),
    [
      ["default", "default"],
      ["acme", "Acme Inc."],
    ],
  );
  assert.equal((await runCommand(["tenants", "create", "_Up"], { environment })).code, 2);
  assert.equal((await runCommand(["keys", "create", "--scopes", "everything"], { environment })).code, 2);
});

test("a data folder that a daemon holds is left alone, and it is said what to do", async (context) => {
  const environment = await scratch(context);
  const lock = await lockDataDir(environment.DATA_DIR);
  context.after(() => lock.release());
  const done = await runCommand(["keys", "list"], { environment });
  assert.equal(done.code, 1);
  assert.match(done.stderr, /in use by another runner.*GROUNDSWELL_URL/);
});

test("a daemon that answers is asked instead", async () => {
  await using server = await openTestServer(({ method }) => ({
    json: method === "POST" ? { id: "k1", key: "gsw_x" } : { items: [{ id: "k1" }], total: 1, next_cursor: null },
  }));
  const environment = { PORT: new URL(server.url).port, GROUNDSWELL_API_KEY: "admin-key" };
  await runCommand(["keys", "create", "--name", "n", "--scopes", "read"], { environment });
  await runCommand(["keys", "create", "--name", "n", "--scopes", "read", "--tenant", "acme"], { environment });
  await runCommand(["keys", "list"], { environment });
  await runCommand(["keys", "revoke", "k1"], { environment });
  const asked = server.asked.filter(({ url }) => url !== "/healthz");
  assert.deepEqual(
    asked.map(({ method, url, body }) => `${method} ${url} ${body}`.trim()),
    [
      'POST /api/v1/keys {"name":"n","scopes":["read"]}',
      'POST /api/v1/tenants/acme/keys {"name":"n","scopes":["read"]}',
      "GET /api/v1/keys?limit=1000",
      "DELETE /api/v1/keys/k1",
    ],
  );
  assert.ok(asked.every(({ headers }) => headers.authorization === "Bearer admin-key"));
  assert.equal((await runCommand(["keys", "list", "--tenant", "acme"], { environment })).code, 2);
});
