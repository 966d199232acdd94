/** The demo, as somebody runs it: what it prints is how things stay. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { sleep } from "../src/lifecycle.ts";
import { freePort } from "./daemon.ts";

const DEMO = fileURLToPath(new URL("../tools/demo.ts", import.meta.url));
/** Longer than rounds of clustering and of the ticket generator take to come round in the demo. */
const LATER_MS = 8_000;

test("the demo prints how many tickets there are once no more come, and books that balance", async () => {
  const folder = await mkdtemp(join(tmpdir(), "groundswell-demo-test-"));
  const port = await freePort();
  const env = { PATH: process.env.PATH, PORT: String(port), EMBEDDED_SQS_PORT: "0", DATA_DIR: folder };
  const child = spawn(process.execPath, [DEMO], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  try {
    let said = "";
    for await (const piece of child.stdout.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
      said += piece as string;
      if (said.includes("Ctrl-C")) break;
    }
    const printed = Number(/tickets raised: (\d+)$/m.exec(said)?.[1]);
    assert.ok(printed > 3, said);
    assert.match(said, /the books balance/);
    await sleep(LATER_MS);
    const reply = await fetch(`http://127.0.0.1:${port}/api/v1/tickets`);
    assert.equal(((await reply.json()) as { total: number }).total, printed);
  } finally {
    child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
});
