/** A full disk under a whole daemon: the queue's, the store's, or one that both share; and a kill while it is full. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import { sleep } from "../../src/lifecycle.ts";
import { type Daemon, freePort, RUNNER, startDaemon } from "../daemon.ts";
import { type FeedbackRecord, readInsights, sendFeedback, settled } from "../feedback.ts";
import { isFull, isLong } from "../full.ts";
import { eventually } from "../testbed.ts";
import { createJudge } from "./judge.ts";
import { chaosRecords } from "./rig.ts";
import { type DataFolder, mountDataFolder, whyNoMount } from "./small-disk.ts";

const REQUEST = isLong || isFull ? 100 : 35;
const records = chaosRecords(isLong || isFull ? 1_800 : 315);
/** Stored before the disk is full, so that there is something to read while it is. */
const first = records.slice(0, REQUEST);
const requests = Array.from({ length: records.length / REQUEST - 1 }, (_, at) =>
  records.slice((at + 1) * REQUEST, (at + 2) * REQUEST),
);
/** Milliseconds; more than three tries take. */
const HELD_MS = isLong ? 60_000 : 4_000;
const judge = createJudge();
after(() => judge.print());

type Part = "queue" | "store";

/** By the sender's id. */
async function insightsOf(daemon: Daemon): Promise<Map<string, string>> {
  const insights = await readInsights(daemon.url);
  return new Map([...insights.values()].map((json) => [(JSON.parse(json) as { data_id: string }).data_id, json]));
}

async function notReady(daemon: Daemon): Promise<Part[]> {
  const reply = await fetch(`${daemon.url}/readyz`);
  const { checks } = (await reply.json()) as { checks: Record<Part, string> };
  const parts = (["queue", "store"] as const).filter((part) => checks[part] !== "ok");
  assert.equal(reply.status, parts.length === 0 ? 200 : 503);
  return parts;
}

interface Fed {
  readonly taken: FeedbackRecord[];
  readonly refused: FeedbackRecord[][];
}

/** Each request once. What is not taken is refused as it should be. */
async function feed(daemon: Daemon, some: readonly FeedbackRecord[][], fed: Fed): Promise<void> {
  for (const request of some) {
    const reply = await fetch(`${daemon.url}/api/v1/feedback`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(request),
    });
    const { accepted } = (await reply.json()) as { accepted?: number };
    if (reply.status === 202) {
      assert.equal(accepted, request.length);
      fed.taken.push(...request);
    } else {
      assert.equal(reply.status, 503);
      assert.ok(Number(reply.headers.get("retry-after")) > 0);
      fed.refused.push(request);
    }
  }
}

/** Lines of its log so far. */
function countLines(daemon: Daemon): () => number {
  let lines = 0;
  daemon.process.stderr?.on("data", (chunk: Buffer) => {
    lines += chunk.toString().split("\n").length - 1;
  });
  return () => lines;
}

describe("a full disk", { skip: whyNoMount() }, () => {
  let undisturbed: Map<string, string>;
  before(async () => {
    const daemon = await startDaemon();
    for (const request of [first, ...requests]) await sendFeedback(daemon.url, request);
    await settled(daemon.url, records.length);
    undisturbed = await insightsOf(daemon);
    await daemon.close();
    assert.ok(undisturbed.size > records.length / 2);
  });

  async function start(folder: DataFolder): Promise<Daemon> {
    const ports = { PORT: String(await freePort()), EMBEDDED_SQS_PORT: String(await freePort()) };
    const daemon = await startDaemon({ DATA_DIR: folder.path, LOG_LEVEL: "info", ...ports }, [], "pipe");
    daemon.process.stderr?.resume();
    return daemon;
  }

  /**
   * Alive, idle, and as good for reading as ever. A part says that it can't write, but for a moment in which it can: a
   * log that was just written back is written again from its beginning, which takes no room.
   */
  async function checkWhileFull(
    t: TestContext,
    daemon: Daemon,
    folder: DataFolder,
    parts: readonly Part[],
    lines: () => number,
  ): Promise<void> {
    const [since, cpu, said] = [performance.now(), daemon.cpu(), lines()];
    let [looks, truthful] = [0, 0];
    while (performance.now() - since < HELD_MS) {
      await sleep(500);
      folder.fill();
      const missing = await notReady(daemon);
      assert.ok(
        missing.every((part) => parts.includes(part)),
        `${missing} cannot write, though there is room`,
      );
      looks += 1;
      if (missing.length > 0) truthful += 1;
      assert.equal((await fetch(`${daemon.url}/healthz`)).status, 200);
      assert.ok((await insightsOf(daemon)).size > first.length / 2);
    }
    assert.ok(truthful > looks / 2, `ready in ${looks - truthful} of ${looks} looks`);
    const seconds = (performance.now() - since) / 1000;
    const [load, talk] = [(daemon.cpu() - cpu) / seconds, (lines() - said) / seconds];
    t.diagnostic(`${load.toFixed(2)} of a core and ${talk.toFixed(1)} lines a second while it is full`);
    assert.ok(load < 0.5 && talk < 3);
    assert.equal(daemon.process.exitCode, null);
  }

  /** Everything that was taken is there once and says the same, and so is the rest when it is sent again. */
  async function verdict(fault: string, daemon: Daemon, { taken, refused }: Fed, healedAt: number): Promise<void> {
    const books = await settled(daemon.url, taken.length, 120_000);
    const recovered = (performance.now() - healedAt) / 1000;
    const found = await insightsOf(daemon);
    const expected = new Map(
      taken.flatMap(({ id }) => {
        const insight = undisturbed.get(String(id));
        return insight === undefined ? [] : [[String(id), insight] as const];
      }),
    );
    const lost = [...expected.keys()].filter((id) => !found.has(id)).length;
    const doubled = [...found.keys()].filter((id) => !expected.has(id)).length + books.received - taken.length;
    judge.note({ fault, pair: "embedded", lost, doubled, recovered });
    assert.deepEqual([lost, doubled, books.dead, books.balanced], [0, 0, 0, true]);
    assert.deepEqual(found, expected);
    for (const request of refused) await sendFeedback(daemon.url, request);
    const { received, dead, balanced } = await settled(daemon.url, records.length);
    assert.deepEqual([received, dead, balanced], [records.length, 0, true]);
    assert.deepEqual(await insightsOf(daemon), undisturbed);
  }

  async function fillUp(daemon: Daemon, folder: DataFolder, parts: readonly Part[]): Promise<Fed> {
    const fed: Fed = { taken: [], refused: [] };
    await feed(daemon, [first], fed);
    await settled(daemon.url, first.length);
    folder.squeeze(1024 * 1024);
    await feed(daemon, requests.slice(0, -5), fed);
    folder.fill();
    await feed(daemon, requests.slice(-5), fed);
    await eventually(`no room for ${parts}`, async () => (await notReady(daemon)).join() === parts.join());
    return fed;
  }

  const cases: readonly {
    readonly fault: string;
    readonly small: "queue" | "store" | "both";
    readonly parts: readonly Part[];
  }[] = [
    { fault: "disk full", small: "both", parts: ["queue", "store"] },
    { fault: "the queue's disk full", small: "queue", parts: ["queue"] },
    { fault: "the store's disk full", small: "store", parts: ["store"] },
  ];
  for (const { fault, small, parts } of cases) {
    const skip = isFull || isLong || small === "both" ? false : "TESTS=full";
    it(`${fault}: what was taken is kept, the rest is refused, and all goes on once there is room`, {
      skip,
    }, async (t) => {
      const folder = mountDataFolder(small);
      let started: Daemon | undefined;
      t.after(async () => {
        await started?.kill("SIGTERM");
        folder.remove();
      });
      const daemon = await start(folder);
      started = daemon;
      const lines = countLines(daemon);
      const fed = await fillUp(daemon, folder, parts);
      if (parts.includes("queue")) assert.ok(fed.refused.length > 0);
      else assert.equal(fed.refused.length, 0);
      await checkWhileFull(t, daemon, folder, parts, lines);
      const healedAt = performance.now();
      folder.grow();
      await verdict(fault, daemon, fed, healedAt);
    });
  }

  const killed = { skip: isFull || isLong ? false : "TESTS=full" };
  it("killed while it is full, it has all that was taken when it starts again with room", killed, async (t) => {
    const folder = mountDataFolder("both");
    let daemon: Daemon | undefined;
    t.after(async () => {
      await daemon?.kill("SIGTERM");
      folder.remove();
    });
    daemon = await start(folder);
    const fed = await fillUp(daemon, folder, ["queue", "store"]);
    await daemon.kill("SIGKILL");
    await assert.rejects(start(folder), /the daemon ended with 1/);
    const healedAt = performance.now();
    folder.grow();
    daemon = await start(folder);
    await verdict("killed while the disk is full", daemon, fed, healedAt);
  });
});

describe("a first start on a disk that has no room for it", { skip: whyNoMount() }, () => {
  /** The disk's bytes, and when it is killed: milliseconds after a file is there, unless it has ended by itself. More of them at full size. */
  const moments: readonly (readonly [small: "queue" | "both", bytes: number, file: string, wait: number])[] = [
    ["both", 16_384, "store.sqlite", 0],
    ["queue", 65_536, "queue/fauxqs.db", 10],
    ...(isFull
      ? ([
          ["both", 4_096, "store.sqlite", 3],
          ["both", 65_536, "store.sqlite", 15],
          ["both", 500_000, "store.sqlite", 30],
          ["queue", 16_384, "queue/fauxqs.db", 0],
          ["queue", 16_384, "queue/fauxqs.db", 30],
        ] as const)
      : []),
  ];
  for (const [small, bytes, file, wait] of moments)
    it(`killed ${wait} ms after ${file} is there, on ${bytes} bytes, it starts once there is room`, async (t) => {
      const folder = mountDataFolder(small);
      let daemon: Daemon | undefined;
      t.after(async () => {
        await daemon?.kill("SIGTERM");
        folder.remove();
      });
      folder.squeeze(bytes);
      const environment = { DATA_DIR: folder.path, LOOPS: "none", PORT: "0", EMBEDDED_SQS_PORT: "0" };
      const env = { PATH: process.env.PATH, LOG_LEVEL: "silent", ...environment };
      const child = spawn(process.execPath, [RUNNER], { env, stdio: "ignore" });
      const gone = new Promise((resolve) => child.once("exit", resolve));
      while (!existsSync(join(folder.path, file)) && child.exitCode === null) await sleep(1);
      await sleep(wait);
      child.kill("SIGKILL");
      await gone;
      folder.grow();
      daemon = await startDaemon({ DATA_DIR: folder.path, LOOPS: "none" });
      assert.deepEqual(await notReady(daemon), []);
    });
});
