/** A daemon that finds vectors of another model makes them anew while it works, and says so in its metrics. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { DEFAULT_TENANT } from "../src/model/tenant.ts";
import { createSqliteStore } from "../src/store/sqlite.ts";
import { freePort, startDaemon } from "./daemon.ts";
import { getJson, readFeedback, readInsights, sendFeedback, settled } from "./feedback.ts";
import { eventually } from "./testbed.ts";

type List = { readonly items: readonly { readonly id: string }[] };

/** Makes the store as a daemon with another embedding model would have left it. Answers how many insights there are. */
async function pretendOtherModel(dataDir: string): Promise<number> {
  const store = await createSqliteStore({ dataDir });
  let count = 0;
  for (const collection of ["insights", "feature_requests"] as const) {
    for await (const { id } of store.scan(DEFAULT_TENANT, collection)) {
      await store.write(DEFAULT_TENANT, collection, [{ op: "update", id, set: { vector_version: "another" } }]);
      if (collection === "insights") count++;
    }
  }
  await store.close();
  return count;
}

it("makes vectors of another model anew in the background and leaves the insights as they are", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-re-embedding-"));
  const environment = { DATA_DIR: dataDir, EMBEDDED_SQS_PORT: String(await freePort()) };
  const feedback = readFeedback().slice(0, 150);
  let daemon = await startDaemon(environment);
  await sendFeedback(daemon.url, feedback);
  await settled(daemon.url, feedback.length);
  const before = await readInsights(daemon.url);
  await daemon.close();
  const count = await pretendOtherModel(dataDir);
  assert.equal(count, before.size);

  daemon = await startDaemon(environment);
  const figure = async (name: string): Promise<number> => {
    const text = await fetch(`${daemon.url}/metrics`).then((reply) => reply.text());
    return Number(new RegExp(`^${name}\\{collection="insights"\\} (\\d+)$`, "m").exec(text)?.[1] ?? -1);
  };
  await eventually(
    "all are made anew",
    async () => (await figure("groundswell_vectors_renewed_total")) === count,
    120_000,
  );
  assert.equal(await figure("groundswell_vectors_outdated"), 0);
  assert.deepEqual(await readInsights(daemon.url), before);
  const [first] = (await getJson<List>(daemon.url, "/api/v1/insights?kind=problem&limit=1")).items;
  assert.ok((await getJson<List>(daemon.url, `/api/v1/insights/${first!.id}/similar`)).items.length > 0);
  await daemon.close();
  await rm(dataDir, { recursive: true, force: true });
});
