/** Reads of the embedded store that take too long, or that nobody waits for any more. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { eventually } from "../../../test/testbed.ts";
import { DEFAULT_TENANT } from "../../model/tenant.ts";
import { readFor } from "../asker.ts";
import { createSqliteStore } from "../sqlite.ts";
import { StoreUnavailable } from "../store.ts";
import { DOCUMENTS, putDocuments, slowCount } from "../testsuite/slow.ts";

async function openWith(t: TestContext, requestTimeoutMs: number) {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-deadline-"));
  const store = await createSqliteStore({ dataDir, requestTimeoutMs });
  t.after(async () => {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  await putDocuments(store, DEFAULT_TENANT);
  const slow = () => slowCount(store, DEFAULT_TENANT);
  const fast = () => store.count(DEFAULT_TENANT, "insights", {});
  return { slow, fast };
}

describe("a read of the embedded store", () => {
  it("that takes longer than it may is an outage, as on a server, and the next is answered", async (t) => {
    const { slow, fast } = await openWith(t, 200);
    await assert.rejects(slow(), StoreUnavailable);
    // On a busy machine the next one may take too long as well.
    assert.equal(await eventually("an answer", () => fast().catch(() => undefined)), DOCUMENTS);
  });

  it("fails with the reason of whoever is gone, before it begins, while it waits and while it is read", async (t) => {
    const { slow, fast } = await openWith(t, 60_000);
    const leaving = new AbortController();
    const [read, waiting] = readFor(leaving.signal, () => [slow(), slow()] as const);
    const others = fast();
    setTimeout(() => leaving.abort(new Error("gone")), 50);
    await Promise.all([assert.rejects(read, /gone/), assert.rejects(waiting, /gone/)]);
    await assert.rejects(readFor(leaving.signal, fast), /gone/);
    assert.equal(await others, DOCUMENTS);
  });
});
