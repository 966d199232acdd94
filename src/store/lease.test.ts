import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createLeases, type Lease } from "./lease.ts";
import { createSqliteStore } from "./sqlite.ts";
import type { Store } from "./store.ts";

const TTL = 1_000;

/** Time that passes only while somebody sleeps; `during` happens at the end of each sleep. */
function createTestClock(during: () => Promise<void> = async () => {}) {
  let time = 0;
  return {
    now: () => time,
    sleep: async (milliseconds: number) => {
      time += milliseconds;
      await during();
    },
  };
}

describe("leases", () => {
  let store: Store;
  let dataDir: string;
  let leases = 0;
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "groundswell-lease-"));
    store = await createSqliteStore({ dataDir });
  });
  after(async () => {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const freshName = () => `work-${++leases}`;
  const never = new AbortController().signal;
  const runner = (holder: string, clock = createTestClock()) => createLeases(store, { holder, ...clock });
  const acquired = (lease: Lease | undefined): Lease => {
    assert.ok(lease !== undefined);
    return lease;
  };

  test("the first to ask holds it in term 1, and renews it", async () => {
    const lease = acquired(await runner("a").acquire(freshName(), TTL, never));
    assert.equal(lease.term, 1);
    assert.equal(await lease.renew(), true);
    assert.equal(await lease.renew(), true);
  });

  test("all that are renewed in one moment share a write, and one that is lost takes no other along", async () => {
    const names = [freshName(), freshName(), freshName()];
    let writes = 0;
    const write: Store["write"] = (...call) => {
      writes++;
      return store.write(...call);
    };
    const mine = createLeases({ ...store, write }, { holder: "a", ...createTestClock() });
    const held = await Promise.all(names.map(async (name) => acquired(await mine.acquire(name, TTL, never))));
    // Somebody took it over, since nobody had renewed it.
    const taken = acquired(await runner("b").acquire(names[1]!, TTL, never));
    writes = 0;
    assert.deepEqual(await Promise.all(held.map((lease) => lease.renew())), [true, false, true]);
    assert.equal(writes, 1);
    assert.equal(await taken.renew(), true);
  });

  test("of two who ask at the same time one holds it", async () => {
    for (let round = 0; round < 20; round++) {
      const name = freshName();
      const renewing = createTestClock(async () => void (await Promise.all(held.map((lease) => lease?.renew()))));
      const held: (Lease | undefined)[] = [];
      const acquire = async (holder: string) => {
        const lease = await runner(holder, renewing).acquire(name, TTL, never);
        held.push(lease);
        return lease;
      };
      const both = await Promise.all([acquire("a"), acquire("b")]);
      assert.equal(both.filter((lease) => lease !== undefined).length, 1);
    }
  });

  test("nobody takes over from a holder that renews, however rarely within its time", async () => {
    const name = freshName();
    const lease = acquired(await runner("a").acquire(name, TTL, never));
    let sleeps = 0;
    const clock = createTestClock(async () => {
      if (++sleeps % 3 === 0) await lease.renew();
    });
    for (let round = 0; round < 3; round++) assert.equal(await runner("b", clock).acquire(name, TTL, never), undefined);
    assert.equal(await lease.renew(), true);
  });

  test("a dead holder's lease is taken over after its time on the watcher's clock, in the next term", async () => {
    const name = freshName();
    const dead = acquired(await runner("a").acquire(name, TTL, never));
    const clock = createTestClock();
    const lease = acquired(await runner("b", clock).acquire(name, TTL, never));
    assert.equal(clock.now(), TTL);
    assert.equal(lease.term, dead.term + 1);
  });

  test("of two who watch the same dead holder one takes over", async () => {
    const name = freshName();
    await runner("dead").acquire(name, TTL, never);
    const both = await Promise.all(["a", "b"].map((holder) => runner(holder).acquire(name, TTL, never)));
    assert.deepEqual(
      both.map((lease) => lease?.term).filter((term) => term !== undefined),
      [2],
    );
  });

  test("a stalled holder that comes back learns that it lost, and disturbs nobody by renewing or releasing", async () => {
    const name = freshName();
    const stalled = acquired(await runner("a").acquire(name, TTL, never));
    const next = acquired(await runner("b").acquire(name, TTL, never));
    assert.equal(await stalled.renew(), false);
    assert.equal(await stalled.renew(), false);
    await stalled.release();
    assert.equal(await next.renew(), true);
    assert.ok(next.term > stalled.term);
  });

  test("a stalled holder that starts again under its own name does not mistake the new term for its old one", async () => {
    const name = freshName();
    const stalled = acquired(await runner("a").acquire(name, TTL, never));
    const restarted = acquired(await runner("a").acquire(name, TTL, never));
    assert.equal(await stalled.renew(), false);
    assert.equal(await restarted.renew(), true);
  });

  test("a released lease is free at once, in the next term", async () => {
    const name = freshName();
    const first = acquired(await runner("a").acquire(name, TTL, never));
    await first.release();
    await first.release();
    assert.equal(await first.renew(), false);
    const clock = createTestClock();
    const second = acquired(await runner("b", clock).acquire(name, TTL, never));
    assert.deepEqual([second.term, clock.now()], [2, 0]);
  });

  test("a renewal whose reply was lost keeps the lease", async () => {
    const name = freshName();
    let lose = false;
    const losing: Store = {
      ...store,
      write: async (...call) => {
        const results = await store.write(...call);
        if (lose) throw new Error("the reply was lost");
        return results;
      },
    };
    const lease = acquired(await createLeases(losing, { holder: "a", ...createTestClock() }).acquire(name, TTL, never));
    lose = true;
    await assert.rejects(lease.renew());
    lose = false;
    assert.equal(await lease.renew(), true);
  });

  test("watching ends when the signal does", async () => {
    const name = freshName();
    await runner("a").acquire(name, TTL, never);
    const stop = new AbortController();
    const clock = createTestClock(async () => stop.abort());
    assert.equal(await runner("b", clock).acquire(name, TTL, stop.signal), undefined);
    assert.ok(clock.now() < TTL);
  });
});
