import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { DEFAULT_TENANT } from "../../model/tenant.ts";
import { ThreadError } from "../../threads/jobs.ts";
import { createSqliteStore } from "../sqlite.ts";
import { StoreUnavailable } from "../store.ts";
import { UNAVAILABLE } from "./protocol.ts";
import { toError } from "./threads.ts";

test("a store without a thread to ask is unavailable, and so is one whose file is", () => {
  for (const code of ["died", "closed", UNAVAILABLE])
    assert.ok(toError(new ThreadError("no answer", code)) instanceof StoreUnavailable, code);
  assert.ok(!(toError(new ThreadError("no such column", "ERR_SQLITE_ERROR")) instanceof StoreUnavailable));
});

test("a closed store answers what was asked before, and is unavailable afterwards", async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-store-"));
  t.after(() => rm(dataDir, { recursive: true, force: true }));
  const store = await createSqliteStore({ dataDir });
  const writes = Array.from({ length: 50 }, (_, at) =>
    store.write(DEFAULT_TENANT, "progress", [{ op: "create", id: `${at}`, doc: { value: at } }]),
  );
  const closing = store.close();
  assert.ok((await Promise.all(writes)).flat().every(({ ok }) => ok));
  await closing;
  await assert.rejects(store.get(DEFAULT_TENANT, "progress", "0"), StoreUnavailable);
  await assert.rejects(store.write(DEFAULT_TENANT, "progress", [{ op: "delete", id: "0" }]), StoreUnavailable);
});
