/** Faults of the runner: killed at any moment and at the worst ones, and told to stop while it waits and while it works. */
import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { sleep } from "../../src/lifecycle.ts";
import { freePort, startDaemon } from "../daemon.ts";
import { sendFeedback, settled } from "../feedback.ts";
import { isLong } from "../full.ts";
import { eventually } from "../testbed.ts";
import { createJudge } from "./judge.ts";
import type { KillPoint } from "./killed-runner.ts";
import { chaosRecords, describeOnBothPairs, type Places, type Rig } from "./rig.ts";

const records = chaosRecords(isLong ? 10_000 : 200);
/** Milliseconds between kills: odd and fixed, so that a failure can be run again. */
const waits = isLong ? [1_000, 3_700, 1_900, 4_800, 2_300, 5_000, 1_100, 4_100, 2_900, 3_300] : [60, 350, 180];
const judge = createJudge();
after(() => judge.print());

const program = fileURLToPath(new URL("./killed-runner.ts", import.meta.url));

interface Victim {
  readonly process: ChildProcess;
  readonly ended: Promise<void>;
  readonly ready: Promise<void>;
}

function startVictim(places: Places, point?: KillPoint): Victim {
  const env = { PATH: process.env.PATH, PLACES: JSON.stringify(places), KILL_POINT: JSON.stringify(point ?? null) };
  const child = fork(program, { env, execPath: process.execPath, stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const ready = new Promise<void>((resolve) => child.once("message", () => resolve()));
  return { process: child, ended, ready: Promise.race([ready, ended]) };
}

describeOnBothPairs("a runner that is killed", (open, real) => {
  let rig: Rig;
  let undisturbed: Map<string, string>;
  const batches = (size: number) =>
    Array.from({ length: Math.ceil(records.length / size) }, (_, at) => records.slice(at * size, (at + 1) * size));
  before(async () => {
    rig = await open();
    const tenant = rig.freshTenant();
    const runner = rig.start();
    await rig.send(tenant, records);
    await rig.settled(tenant, records.length, 120_000);
    await runner.stop();
    undisturbed = await rig.insights(tenant);
  });
  after(() => rig.close());

  // On the embedded pair test/end-to-end.test.ts kills whole daemons in every run.
  const killed = { skip: real || isLong ? false : "CHAOS=long" };
  it("at any moment leaves nothing undone and does nothing twice", killed, async (t) => {
    const tenant = rig.freshTenant();
    let victim = startVictim(rig.places);
    t.after(async () => {
      victim.process.kill("SIGKILL");
      await victim.ended;
    });
    await victim.ready;
    // A steady stream, so that each kill finds it at work; a runner takes about a second to start.
    const work = batches(20);
    const pause = waits.reduce((sum, wait) => sum + wait + 1_000, 0) / work.length;
    const sending = (async () => {
      for (const batch of work) {
        await rig.send(tenant, batch);
        await sleep(pause);
      }
    })();
    for (const wait of waits) {
      await sleep(wait);
      victim.process.kill("SIGKILL");
      await victim.ended;
      victim = startVictim(rig.places);
      await victim.ready;
    }
    await sending;
    const healedAt = performance.now();
    const fault = `kill -9 after ${Math.min(...waits)} to ${Math.max(...waits)} ms, ${waits.length} times`;
    await judge.judge(rig, { fault, tenant, sent: records, undisturbed, healedAt, milliseconds: 120_000 });
  });

  it("between a write and what follows it does the same again", async (t) => {
    const points: KillPoint[] = [
      // Passed on, and neither booked nor acknowledged.
      { after: "filtered", times: 2 },
      // Stored, and neither booked nor acknowledged.
      { after: "insights", times: 1 },
      // Booked, and not acknowledged.
      { after: "ledger", times: 3 },
    ];
    const tenant = rig.freshTenant();
    for (const batch of batches(isLong ? 500 : 30)) await rig.send(tenant, batch);
    for (const point of points) {
      const victim = startVictim(rig.places, point);
      const late = setTimeout(() => victim.process.kill("SIGTERM"), 20_000);
      await victim.ended;
      clearTimeout(late);
      assert.equal(victim.process.signalCode, "SIGKILL", `it never came to ${point.after}`);
    }
    const runner = rig.start();
    t.after(() => runner.stop());
    const healedAt = performance.now();
    const fault = "killed between a write and the ack, 3 places";
    await judge.judge(rig, { fault, tenant, sent: records, undisturbed, healedAt, milliseconds: 120_000 });
  });
});

describe("a daemon that is told to stop", () => {
  let dataDir: string;
  let environment: Record<string, string>;
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "groundswell-stop-"));
    environment = { DATA_DIR: dataDir, PORT: String(await freePort()), EMBEDDED_SQS_PORT: String(await freePort()) };
  });
  after(() => rm(dataDir, { recursive: true, force: true }));

  it("leaves at once when told twice; the next one finishes the work, and ends its polls when told to stop", async () => {
    const work = chaosRecords(600);
    const daemon = await startDaemon({ ...environment, LOG_LEVEL: "info" }, [], "pipe");
    let said = "";
    daemon.process.stderr!.on("data", (piece) => {
      said += piece;
    });
    await sendFeedback(daemon.url, work);
    daemon.process.kill("SIGTERM");
    await eventually("it has heard the first", async () => said.includes('"event":"stopping"'));
    await daemon.kill("SIGTERM");
    // An orderly end would be 0.
    assert.equal(daemon.process.exitCode, 1);
    const next = await startDaemon(environment);
    const books = await settled(next.url, work.length);
    assert.deepEqual([books.balanced, books.received, books.dead], [true, work.length, 0]);

    // With nothing left to do it waits in its long polls, of twenty seconds each.
    const idle = performance.now();
    await next.kill("SIGTERM");
    assert.equal(next.process.exitCode, 0);
    assert.ok(performance.now() - idle < 15_000);
  });
});
