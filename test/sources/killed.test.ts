/** The embedded daemon is killed while it pulls from every provider. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { freePort } from "../daemon.ts";
import { sized } from "../full.ts";
import { testKills } from "./killed.testsuite.ts";

it("pulls that are killed lose and double nothing, from any provider", { timeout: 400_000 }, async (t) => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), "groundswell-pulls-"));
  const environment = { DATA_DIR, EMBEDDED_SQS_PORT: String(await freePort()) };
  const atPages = sized([15], [7, 30, 75], [7, 30, 47, 75, 90, 120]);
  t.diagnostic(await testKills({ runners: 1, environment, more: sized(20, 60, 180), atPages }));
  await rm(DATA_DIR, { recursive: true, force: true });
});
