/** A round over tenants: what fails is skipped and counted, what concerns everybody ends it, and the figures tell. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pino } from "pino";
import { createMetrics } from "../../metrics.ts";
import { INSTALLATION, TenantId } from "../../model/tenant.ts";
import { QueueUnavailable } from "../../queue/queue.ts";
import { StoreUnavailable } from "../../store/store.ts";
import { LostRace } from "../../store/written.ts";
import type { PeriodicLoop, TenantRound } from "./periodic-loop.ts";
import { createRound } from "./round.ts";

const [one, two, three] = ["one", "two", "three"].map((name) => TenantId.parse(name)) as [TenantId, TenantId, TenantId];
const never = new AbortController().signal;
const NOW = 1_700_000_000;

function rig(run: TenantRound, more: Partial<PeriodicLoop> = {}) {
  const metrics = createMetrics();
  const said: Record<string, unknown>[] = [];
  const log = pino({ level: "info" }, { write: (line) => void said.push(JSON.parse(line)) });
  const deps = { tenants: async () => [one, two, three], log, metrics, now: () => NOW };
  const round = createRound({ name: "clustering", intervalMs: 1_000, run, ...more }, deps);
  const figure = async (name: string, labels = "") => {
    const text = await metrics.registry.metrics();
    const line = text.split("\n").find((row) => row.startsWith(`${name}{loop="clustering"${labels}}`));
    return line === undefined ? undefined : Number(line.split(" ").at(-1));
  };
  return {
    round,
    said,
    rounds: (result: string) => figure("groundswell_rounds_total", `,result="${result}"`),
    failures: (what: string) => figure("groundswell_round_failures_total", `,what="${what}"`),
    timed: () => figure("groundswell_round_seconds_count"),
    succeededAt: () => figure("groundswell_round_last_success_timestamp_seconds"),
  };
}

test("every figure is there from the start, at 0", async () => {
  const { rounds, failures, timed, succeededAt } = rig(async () => {});
  for (const result of ["ok", "failed", "outage", "lost_race", "stopped"])
    assert.equal(await rounds(result), 0, result);
  for (const what of ["round", "tenant", "app", "item"]) assert.equal(await failures(what), 0, what);
  assert.deepEqual([await timed(), await succeededAt()], [0, 0]);
});

test("goes over each tenant with the term, and over the installation first where the loop says so", async () => {
  const seen: string[] = [];
  const run: TenantRound = async (tenant, term) => void seen.push(`${tenant} ${term}`);
  const { round, rounds, timed, succeededAt } = rig(run, {
    ofInstallation: true,
    begin: async (tenants) => void seen.push(`${tenants.length} tenants`),
  });
  assert.equal(await round(7, never), "ok");
  assert.deepEqual(seen, ["3 tenants", `${INSTALLATION} 7`, "one 7", "two 7", "three 7"]);
  assert.deepEqual([await rounds("ok"), await timed(), await succeededAt()], [1, 1, NOW]);
});

test("a tenant, an app and an item that fail are skipped, counted and named; all others have their turn", async () => {
  const seen: string[] = [];
  const { round, said, rounds, failures, succeededAt } = rig(async (tenant, _term, _signal, each) => {
    if (tenant === one) throw new Error("a bad tenant");
    await each("app", ["a", "b"], async (app) => {
      if (tenant === two && app === "a") throw new Error("a bad app");
      async function* items() {
        yield { id: "x" };
        yield { id: "y" };
      }
      await each("item", items(), async ({ id }) => {
        if (tenant === three && id === "x") throw new Error("a bad item");
        seen.push(`${tenant}/${app}/${id}`);
      });
    });
  });
  assert.equal(await round(1, never), "failed");
  assert.deepEqual(seen, ["two/b/x", "two/b/y", "three/a/y", "three/b/y"]);
  assert.deepEqual(
    [await failures("tenant"), await failures("app"), await failures("item"), await failures("round")],
    [1, 1, 2, 0],
  );
  assert.deepEqual([await rounds("failed"), await rounds("ok"), await succeededAt()], [1, 0, 0]);
  assert.deepEqual(
    said.map(({ event, what, which, tenant }) => [event, what, which, tenant]),
    [
      ["round_skipped", "tenant", "one", "one"],
      ["round_skipped", "app", "a", "two"],
      ["round_skipped", "item", "x", "three"],
      ["round_skipped", "item", "x", "three"],
    ],
  );
});

test("a lost race ends its tenant's turn, whatever wall it is behind, and no other's", async () => {
  const seen: string[] = [];
  const { round, rounds, failures } = rig(async (tenant, _term, _signal, each) => {
    await each("app", ["a", "b"], async (app) => {
      if (tenant === one && app === "a") throw new LostRace("a later term");
      seen.push(`${tenant}/${app}`);
    });
  });
  assert.equal(await round(1, never), "lost_race");
  assert.deepEqual(seen, ["two/a", "two/b", "three/a", "three/b"]);
  assert.deepEqual([await rounds("lost_race"), await failures("app"), await failures("tenant")], [1, 0, 0]);
});

test("an outage ends the round, and is no failure of what was at hand", async () => {
  for (const outage of [new StoreUnavailable("down"), new QueueUnavailable("down")]) {
    const seen: string[] = [];
    const { round, rounds, failures } = rig(async (tenant, _term, _signal, each) => {
      seen.push(tenant);
      await each("item", ["x"], () => Promise.reject(outage));
    });
    assert.equal(await round(1, never), "outage");
    assert.deepEqual(seen, ["one"]);
    assert.deepEqual([await rounds("outage"), await failures("item"), await failures("round")], [1, 0, 0]);
  }
});

test("what fails before the first tenant's turn is the round's own failure", async () => {
  const { round, failures } = rig(async () => {}, { begin: () => Promise.reject(new Error("a bug")) });
  assert.equal(await round(1, never), "failed");
  assert.equal(await failures("round"), 1);
});

test("told to stop, it begins nothing more, and what is cut short counts as no failure", async () => {
  const stop = new AbortController();
  const seen: string[] = [];
  const { round, said, rounds, failures } = rig(async (tenant, _term, _signal, each) => {
    await each("item", ["x", "y", "z"], async (item) => {
      seen.push(`${tenant}/${item}`);
      if (item !== "y") return;
      stop.abort();
      throw new Error("cut short");
    });
  });
  assert.equal(await round(1, stop.signal), "stopped");
  assert.deepEqual([seen, said], [["one/x", "one/y"], []]);
  assert.deepEqual([await rounds("stopped"), await failures("item")], [1, 0]);
});
