/** A runner without the server tells how it is on a port of its own. */
import assert from "node:assert/strict";
import { it } from "node:test";
import { sleep } from "../src/lifecycle.ts";
import { dropReasons } from "../src/text/noise/rules.ts";
import { freePort, startDaemon } from "./daemon.ts";
import { isFull } from "./full.ts";
import { eventually } from "./testbed.ts";

it("answers probes and metrics with SERVER=off and METRICS_PORT, and nothing on PORT", async () => {
  const port = await freePort();
  const daemon = await startDaemon({ SERVER: "off", METRICS_PORT: String(port), LOOPS: "denoiser" });
  const ask = async (path: string) => {
    const reply = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: reply.status, text: await reply.text() };
  };
  try {
    await eventually(
      "it is ready",
      () =>
        ask("/readyz").then(
          ({ status }) => status === 200,
          () => false,
        ),
      30_000,
    );
    assert.deepEqual(JSON.parse((await ask("/healthz")).text), { status: "ok" });
    const { text } = await ask("/metrics");
    assert.match(text, /^process_resident_memory_bytes \d+$/m);
    assert.match(text, /^# TYPE groundswell_records_total counter$/m);
    // What every runner does, and not what it was not told to do.
    const figures = await eventually("figures of the periodic loops", async () => {
      const { text: now } = await ask("/metrics");
      return /^groundswell_rounds_total\{loop="re-embedding",result="ok"\} \d+$/m.test(now) && now;
    });
    // A rate needs the 0 that a counter grew from, and the version who runs.
    for (const outcome of ["ok", "updated", "duplicate", "reject", "dead"])
      assert.match(
        figures,
        new RegExp(`^groundswell_records_total\\{loop="denoiser",outcome="${outcome}",reason=""\\} 0$`, "m"),
      );
    for (const reason of dropReasons)
      assert.match(
        figures,
        new RegExp(`^groundswell_records_total\\{loop="denoiser",outcome="drop",reason="${reason}"\\} 0$`, "m"),
      );
    assert.match(figures, /^groundswell_messages_total\{loop="denoiser",result="returned"\} 0$/m);
    assert.match(figures, /^groundswell_loop_paused\{loop="denoiser"\} 0$/m);
    assert.match(figures, /^groundswell_build_info\{version="[\d.]+",node="v24[\d.]+"\} 1$/m);
    assert.match(figures, /^groundswell_rounds_total\{loop="housekeeping",result="ok"\} \d+$/m);
    assert.doesNotMatch(figures, /^groundswell_rounds_total\{loop="clustering"/m);
    assert.equal((await ask("/api/v1/insights")).status, 404);
    await assert.rejects(fetch(`${daemon.url}/healthz`));
  } finally {
    await daemon.close();
  }
});

/** Seconds of one look, and how many looks decide at least and at most. CPU time is told in hundredths of a second. */
const LOOK = 2;
const LOOKS = { least: isFull ? 10 : 5, most: 15 };

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}

it("costs an idle machine less than 1 % of a core", { skip: isFull ? false : "TESTS=full" }, async () => {
  const daemon = await startDaemon();
  try {
    // Past the start, with its first rounds.
    await sleep(7_000);
    // Half of the looks, since other tests on the same cores make some of them dearer.
    const percents: number[] = [];
    while (percents.length < LOOKS.least || (median(percents) >= 1 && percents.length < LOOKS.most)) {
      const before = daemon.cpu();
      await sleep(LOOK * 1_000);
      percents.push(((daemon.cpu() - before) / LOOK) * 100);
    }
    assert.ok(median(percents) < 1, `${percents.map((one) => one.toFixed(1)).join(", ")} % of a core`);
  } finally {
    await daemon.close();
  }
});
