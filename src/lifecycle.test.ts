/** Starting and stopping, in the right order and in time. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { backoff, createScope, mapInTurns, sharedFor, sleep, withDeadline } from "./lifecycle.ts";

const part = (name: string, log: string[]) => () => ({ value: name, stop: () => void log.push(name) });

describe("a scope", () => {
  it("stops in reverse order, once", async () => {
    const log: string[] = [];
    const scope = createScope();
    await scope.add("first", part("first", log));
    await scope.add("second", part("second", log));
    assert.deepEqual(await Promise.all([scope.stop(), scope.stop()]), [[], []]);
    assert.deepEqual(log, ["second", "first"]);
  });

  it("takes down what was started when a later start fails", async () => {
    const log: string[] = [];
    const scope = createScope();
    await scope.add("first", part("first", log));
    const failing = scope.add("second", () => Promise.reject(new Error("no port")));
    await assert.rejects(failing, /no port/);
    assert.deepEqual(log, ["first"]);
  });

  it("goes on stopping the others when one fails or hangs past the deadline, and says which", async () => {
    const log: string[] = [];
    const scope = createScope();
    await scope.add("calm", part("calm", log));
    await scope.add("hanging", () => ({ value: 0, stop: () => new Promise<void>(() => {}) }));
    await scope.add("broken", () => ({
      value: 0,
      stop: () => {
        throw new Error("broken");
      },
    }));
    const failures = await scope.stop(50);
    assert.deepEqual(failures.map((failure) => failure.name).sort(), ["broken", "hanging"]);
    assert.deepEqual(log, ["calm"]);
  });
});

describe("sleep", () => {
  it("ends at once when its signal aborts", async () => {
    const abort = new AbortController();
    const started = performance.now();
    setTimeout(() => abort.abort(), 10);
    await sleep(60_000, abort.signal);
    assert.ok(performance.now() - started < 5_000);
  });
});

describe("backoff", () => {
  it("waits at least the base and at most the cap, longer at most as tries go on", () => {
    for (let attempt = 0; attempt < 12; attempt++) {
      assert.equal(backoff(attempt, { base: 100, cap: 2_000, random: () => 0 }), 100);
      assert.ok(backoff(attempt, { base: 100, cap: 2_000, random: () => 1 }) <= Math.min(2_000, 100 * 2 ** attempt));
    }
  });
});

describe("a deadline", () => {
  it("changes nothing for work that ends in time, and leaves no timer behind", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const before = timers();
    const late = () => assert.fail("it was in time");
    assert.equal(await withDeadline(60_000, async () => 1, late), 1);
    await assert.rejects(
      withDeadline(60_000, () => Promise.reject(new Error("broken")), late),
      /broken/,
    );
    assert.equal(timers(), before);
  });

  it("answers or throws in place of late work, and tells it to stop", async () => {
    let told: AbortSignal | undefined;
    const hang = (signal: AbortSignal): Promise<number> => {
      told = signal;
      return new Promise(() => {});
    };
    assert.equal(await withDeadline(10, hang, () => 2), 2);
    assert.equal(told?.aborted, true);
    const tooLate = () => {
      throw new Error("too late");
    };
    await assert.rejects(withDeadline(10, hang, tooLate), /too late/);
  });
});

describe("a shared answer", () => {
  it("serves all who ask within its time, and is asked for again after it", async () => {
    let [asked, at] = [0, 0];
    const get = sharedFor(
      1_000,
      async () => ++asked,
      () => at,
    );
    assert.deepEqual(await Promise.all([get(), get()]), [1, 1]);
    at = 999;
    assert.equal(await get(), 1);
    at = 1_000;
    assert.equal(await get(), 2);
  });

  it("that failed is asked for again", async () => {
    let asked = 0;
    const get = sharedFor(1_000, async () => {
      if (++asked === 1) throw new Error("away");
      return asked;
    });
    await assert.rejects(get(), /away/);
    assert.equal(await get(), 2);
  });
});

describe("mapping in turns", () => {
  it("keeps the order, and lets whatever waits go first after so many", async () => {
    const happened: (number | string)[] = [];
    setImmediate(() => happened.push("waited"));
    const mapped = await mapInTurns([1, 2, 3, 4, 5], 2, (item, index) => {
      happened.push(item);
      return item * 10 + index;
    });
    assert.deepEqual(mapped, [10, 21, 32, 43, 54]);
    assert.deepEqual(happened, [1, 2, "waited", 3, 4, 5]);
  });
});
