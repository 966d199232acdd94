import assert from "node:assert/strict";
import { test } from "node:test";
import { TenantId } from "../../model/tenant.ts";
import { triedLoop } from "./attempts.ts";
import { Interrupted } from "./patience.ts";

test("what fails while the runner is in a hurry to stop is no try, not even the last one", async () => {
  const hurry = new AbortController();
  let tries = 0;
  const loop = triedLoop<string, string>({
    name: "denoiser",
    concurrency: 1,
    read: async () => [],
    async stage() {
      tries++;
      if (tries < 3) throw new Error("a fault of its own");
      hurry.abort();
      throw new Error("the text thread is closed");
    },
    write: async () => ({ outcomes: [], sent: [] }),
  });
  const batch = { tenant: TenantId.parse("acme"), batch: "b", part: "0", refused: {}, foreign: false };
  const context = { batch, app: "notes", source: "push", signal: hurry.signal };
  await assert.rejects(async () => loop.stage(["a record"], context), Interrupted);
  assert.equal(tries, 3);
});
