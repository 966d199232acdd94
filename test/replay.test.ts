/** Replays of a running daemon: what is dropped once more stays until somebody asks for it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { sleep } from "../src/lifecycle.ts";
import { startDaemon } from "./daemon.ts";

interface Rejections {
  readonly total: number;
  readonly items: readonly { readonly reason: string; readonly replayed: boolean; readonly again?: true }[];
}

test("what a replay drops again is not run by the next one, unless that is asked", async () => {
  const daemon = await startDaemon({ LOOPS: "denoiser" });
  try {
    const post = async (path: string, body: object): Promise<{ readonly replayed?: number }> => {
      const headers = { "content-type": "application/json" };
      return (await fetch(daemon.url + path, { method: "POST", headers, body: JSON.stringify(body) })).json() as never;
    };
    const untilThere = async (total: number): Promise<Rejections> => {
      for (let tries = 0; ; tries++) {
        const found = (await (await fetch(`${daemon.url}/api/v1/rejections`)).json()) as Rejections;
        if (found.total >= total || tries === 200) return found;
        await sleep(50);
      }
    };
    const replay = async (choice: object) => (await post("/api/v1/rejections/replay", choice)).replayed;
    await post("/api/v1/feedback", { app: "Wallet", text: "good" });
    await untilThere(1);
    assert.equal(await replay({}), 1);
    const { items } = await untilThere(2);
    assert.deepEqual(items.map(({ replayed, again }) => [replayed, again ?? false]).sort(), [
      [false, true],
      [true, false],
    ]);
    assert.equal(await replay({}), 0);
    assert.equal(await replay({ reason: items[0]?.reason }), 0);
    assert.equal(await replay({ again: true }), 1);
    assert.equal((await untilThere(3)).total, 3);
  } finally {
    await daemon.close();
  }
});
