import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, it, type TestContext } from "node:test";
import { promisify } from "node:util";
import { eventually } from "../../test/testbed.ts";
import { ThreadError } from "./jobs.ts";
import { startPool } from "./pool.ts";
import type { TestData, TestJobs } from "./thread.testing.ts";
import { createThread, startThread, type ThreadOptions } from "./thread.ts";

const file = new URL("./thread.testing.ts", import.meta.url);

const createCounts = () => new Int32Array(new SharedArrayBuffer(8));

function optionsFor({ counts = createCounts(), ...data }: Partial<TestData> = {}): Omit<ThreadOptions, "idleMs"> {
  return {
    name: "the test's thread",
    file,
    worker: { workerData: { counts, ...data } },
    onDeath: "restart",
    pauseMs: () => 10,
  };
}

async function start(t: TestContext, options = optionsFor()) {
  const thread = await startThread<TestJobs>(options);
  t.after(() => thread.end());
  return thread;
}

/** What became of each: its value, or the message of what it failed with. */
const settled = async (tasks: readonly Promise<unknown>[]): Promise<unknown[]> =>
  (await Promise.allSettled(tasks)).map((one) => (one.status === "fulfilled" ? one.value : one.reason.message));

const isDeath = (error: unknown): boolean => error instanceof ThreadError && error.code === "died";

describe("a thread", () => {
  it("answers each task, one after the other", async (t) => {
    const thread = await start(t);
    const tasks = [1, 2, 3].map((value) => thread.run("echo", { value }));
    assert.equal(thread.waiting(), 3);
    assert.deepEqual(await Promise.all(tasks), [{ value: 1 }, { value: 2 }, { value: 3 }]);
    assert.equal(thread.waiting(), 0);
  });

  it("passes on the message, place and code of what is thrown in it", async (t) => {
    const thread = await start(t);
    await assert.rejects(thread.run("fail", { message: "no room", code: "ENOSPC" }), (error: ThreadError) => {
      assert.deepEqual([error.message, error.code], ["no room", "ENOSPC"]);
      assert.match(error.stack ?? "", /thread\.testing/);
      return true;
    });
    assert.equal(await thread.run("echo", "and goes on"), "and goes on");
  });

  it("throws what the caller makes of its errors", async (t) => {
    const thread = await start(t, {
      ...optionsFor(),
      toError: ({ code, message }) => new RangeError(`${code} ${message}`),
    });
    await assert.rejects(thread.run("fail", { message: "no room", code: "ENOSPC" }), new RangeError("ENOSPC no room"));
  });

  it("fails alone the task that can't be copied on its way there or back", async (t) => {
    const thread = await start(t);
    const tasks = [thread.run("echo", () => 1), thread.run("callback", undefined), thread.run("echo", 2)];
    const [there, back, other] = await settled(tasks);
    assert.match(String(there), /could not be cloned/);
    assert.match(String(back), /could not be cloned/);
    assert.equal(other, 2);
    assert.equal(thread.waiting(), 0);
  });

  it("moves the buffers of a reply rather than copying them", async (t) => {
    const thread = await start(t);
    assert.deepEqual(await thread.run("vector", undefined), new Float32Array([1, 2, 3, 4]));
    assert.equal(await thread.run("gone", undefined), true);
  });

  it("takes all tasks that wait together where it serves so", async (t) => {
    const thread = await start(t, optionsFor({ together: true }));
    const tasks = [200, 0, 0, 0, 0].map((milliseconds) => thread.run("compute", milliseconds));
    const together = await Promise.all(tasks);
    // How many came in time for the first turn is up to the system: three small ones at most, and the other.
    assert.ok(together.every((count) => count <= 4) && together.some((count) => count > 1), String(together));
  });

  it("takes the small ones of what waits first, and always one of the others", async (t) => {
    const thread = await start(t, optionsFor({ together: true }));
    const order: string[] = [];
    const run = (name: string, milliseconds: number) =>
      thread.run("compute", milliseconds).then(() => void order.push(name));
    const busy = run("busy", 300);
    const tasks = [["big 1", 10] as const, ["big 2", 11] as const, ["small 1", 0] as const, ["small 2", 0] as const];
    await Promise.all([busy, ...tasks.map(([name, milliseconds]) => run(name, milliseconds))]);
    assert.deepEqual(
      order.filter((name) => name !== "busy"),
      ["small 1", "small 2", "big 1", "big 2"],
    );
  });

  it("answers what was asked before it closes, and nothing after", async (t) => {
    const thread = await start(t);
    const before = thread.run("compute", 20);
    const closing = thread.close();
    await assert.rejects(thread.run("echo", 1), (error: ThreadError) => error.code === "closed");
    assert.equal(await before, 1);
    await closing;
  });

  it("fails what was asked when it is ended", async (t) => {
    const thread = await start(t);
    const tasks = [thread.run("compute", 60_000), thread.run("echo", 1)];
    const outcomes = settled(tasks);
    await thread.end();
    assert.deepEqual(await outcomes, Array(2).fill("the test's thread is closed"));
  });

  it("keeps no process alive that waits for no answer, and one that does until it came", async () => {
    const source = (rest: string) => `
      const { startThread } = await import(${JSON.stringify(new URL("./thread.ts", import.meta.url).href)});
      const counts = new Int32Array(new SharedArrayBuffer(8));
      const file = new URL(${JSON.stringify(file.href)});
      const thread = await startThread({ name: "it", file, worker: { workerData: { counts }, execArgv: [] }, onDeath: "final" });
      ${rest}`;
    const outputOf = async (rest: string) => {
      const args = ["--input-type=module", "-e", source(rest)];
      return (await promisify(execFile)(process.execPath, args, { timeout: 10_000 })).stdout;
    };
    assert.equal(await outputOf("await thread.run('echo', 1)"), "");
    assert.equal(await outputOf("thread.run('compute', 300).then((count) => console.log(count))"), "1\n");
  });
});

describe("the death of a thread", () => {
  it("fails each task that it had, once, and none is done twice; the next is done by another", async (t) => {
    const counts = createCounts();
    const deaths: Error[] = [];
    const thread = await start(t, { ...optionsFor({ counts }), onRestart: (error) => deaths.push(error) });
    const compute = () => thread.run("compute", 1);
    const outcomes = await settled([compute(), compute(), thread.run("die", undefined), compute(), compute()]);
    const death = "the test's thread died: it ended with code 3";
    assert.deepEqual(outcomes, [1, 2, death, death, death]);
    assert.equal(await compute(), 3);
    assert.deepEqual(
      deaths.map(({ message }) => message),
      ["it ended with code 3"],
    );
    assert.equal(counts[0], 2);
  });

  it("when final is the end: all that is asked fails, and the reason is told", async (t) => {
    const thread = await start(t, { ...optionsFor(), onDeath: "final" });
    await thread.run("throwLater", undefined);
    assert.equal((await thread.died).message, "thrown as asked");
    await assert.rejects(thread.run("echo", 1), isDeath);
  });

  it("is no end where the next can't be started: it is tried again, told each time, and tasks wait", async (t) => {
    const deaths: string[] = [];
    const pauses: number[] = [];
    const thread = await start(t, {
      ...optionsFor({ failing: [2, 3] }),
      pauseMs: (attempt) => attempt,
      onRestart: (error, pauseMs) => {
        deaths.push(error.message);
        pauses.push(pauseMs);
      },
    });
    await assert.rejects(thread.run("die", undefined), isDeath);
    assert.equal(thread.running(), false);
    assert.deepEqual(await settled([thread.run("echo", 1), thread.run("echo", 2)]), [1, 2]);
    assert.deepEqual(deaths, ["it ended with code 3", "start 2 fails", "start 3 fails"]);
    assert.deepEqual(pauses, [0, 1, 2]);
  });

  it("while it starts for the first time fails the start with the reason", async () => {
    await assert.rejects(startThread<TestJobs>(optionsFor({ failing: [1] })), /start 1 fails/);
  });

  it("leaves nobody waiting once the thread is closed that could not be started again", async (t) => {
    const failedAgain = Promise.withResolvers<void>();
    const thread = await start(t, {
      ...optionsFor({ failing: [2] }),
      pauseMs: () => 60_000,
      onRestart: (_, pauseMs) => pauseMs > 0 && failedAgain.resolve(),
    });
    await assert.rejects(thread.run("die", undefined), isDeath);
    await failedAgain.promise;
    const waiting = settled([thread.run("echo", 1)]);
    await thread.close();
    assert.deepEqual(await waiting, ["the test's thread is closed"]);
  });
});

describe("cutting a task off", () => {
  const lazy = (data?: Partial<TestData>) => ({ ...optionsFor(data), idleMs: 5_000, oneAtATime: true });

  it("ends what is computed, and the tasks behind it are done by another thread", async (t) => {
    const thread = createThread<TestJobs>(lazy());
    t.after(() => thread.end());
    const abort = new AbortController();
    const endless = thread.run("compute", 60_000, { signal: abort.signal });
    const late = thread.run("compute", 60_000, { deadlineMs: 50 });
    const next = thread.run("echo", 1);
    setTimeout(() => abort.abort(new Error("stop")), 200);
    await assert.rejects(endless, /stop/);
    await assert.rejects(late, { name: "TimeoutError" });
    assert.equal(await next, 1);
  });

  it("of one that waits leaves the thread alone", async (t) => {
    const thread = createThread<TestJobs>(lazy());
    t.after(() => thread.end());
    const abort = new AbortController();
    const first = thread.run("compute", 100);
    const waiting = thread.run("compute", 1, { signal: abort.signal });
    abort.abort(new Error("stop"));
    await assert.rejects(waiting, /stop/);
    await assert.rejects(thread.run("echo", 1, { signal: abort.signal }), /stop/);
    assert.equal(await first, 1);
  });

  it("is not needed where a thread that starts when asked can't: the task fails, and the next one tries again", async (t) => {
    const thread = createThread<TestJobs>(lazy({ failing: [1] }));
    t.after(() => thread.end());
    await assert.rejects(thread.run("echo", 1), /start 1 fails/);
    assert.equal(await thread.run("echo", 2), 2);
  });
});

describe("cutting off a task of a thread that may stop by itself", () => {
  const stopping = (stopMs: number, data?: Partial<TestData>) => ({ ...optionsFor(data), oneAtATime: true, stopMs });

  it("fails the task at once and keeps the thread, which goes on with the next", async (t) => {
    const thread = await start(t, stopping(60_000));
    await assert.rejects(thread.run("stoppable", 60_000, { deadlineMs: 50 }), { name: "TimeoutError" });
    assert.equal(await thread.run("generation", undefined), 1);
    const abort = new AbortController();
    const left = thread.run("stoppable", 60_000, { signal: abort.signal });
    setTimeout(() => abort.abort(new Error("gone")), 50);
    await assert.rejects(left, /gone/);
    assert.equal(await thread.run("generation", undefined), 1);
    // What one was told is not heard by the next.
    assert.ok((await thread.run("stoppable", 20)) > 0);
  });

  it("that doesn't in time has another take its place", async (t) => {
    const thread = await start(t, stopping(50));
    await assert.rejects(thread.run("compute", 60_000, { deadlineMs: 50 }), { name: "TimeoutError" });
    assert.equal(await thread.run("generation", undefined), 2);
  });

  it("waits for what the next would have to do again", async (t) => {
    const counts = createCounts();
    const thread = await start(t, stopping(50, { counts }));
    const abort = new AbortController();
    const needed = thread.run("needed", 1_500, { signal: abort.signal });
    await eventually("the thread is at it", async () => counts[1]! > 0);
    abort.abort(new Error("gone"));
    await assert.rejects(needed, /gone/);
    assert.equal(await thread.run("generation", undefined), 1);
  });
});

describe("a pool", () => {
  it("gives each task to the thread with the least to do", async (t) => {
    const pool = await startPool<TestJobs>(2, optionsFor());
    t.after(() => pool.end());
    const long = pool.run("compute", 60_000);
    const outcome = settled([long]);
    for (const value of [1, 2, 3]) assert.equal(await pool.run("echo", value), value);
    await pool.end();
    assert.deepEqual(await outcome, ["the test's thread is closed"]);
  });

  it("gives nothing to a thread that is being replaced while another runs", async (t) => {
    const pool = await startPool<TestJobs>(2, { ...optionsFor({ failing: [3] }), pauseMs: () => 60_000 });
    t.after(() => pool.end());
    const dead = pool.leastBusy();
    await assert.rejects(dead.run("die", undefined), isDeath);
    assert.deepEqual(await Promise.all([pool.run("echo", 1), pool.run("echo", 2)]), [1, 2]);
  });

  it("of which one can't start does not start, and leaves none behind", async () => {
    const counts = createCounts();
    await assert.rejects(startPool<TestJobs>(2, optionsFor({ counts, failing: [2] })), /start 2 fails/);
    assert.equal(counts[0], 2);
  });
});
