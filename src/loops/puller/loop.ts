/**
 * The puller: each round starts what has come due, takes up what was asked for, interrupted or waiting, and lets it run in the
 * background. One runner holds the loop's lease, so that each source has one poller; a wait is a time in a run's record.
 */
import type { Logger } from "pino";
import type { Connectors } from "../../ingestion/connector.ts";
import { nextRun } from "../../model/schedule.ts";
import type { RunDocument, SourceDocument } from "../../model/source.ts";
import type { TenantId } from "../../model/tenant.ts";
import { incrementalRun } from "../../operations/source-runs.ts";
import type { Stored } from "../../store/store.ts";
import { LostRace, mustWin } from "../../store/written.ts";
import { isOutage } from "../frame/patience.ts";
import type { PeriodicLoop, TenantRound } from "../periodic/periodic-loop.ts";
import { changeState, type Finished, finishFailed, finishRead } from "./finish.ts";
import { createRunRecord, type PullDeps, pull, type RunRecord } from "./pull.ts";

/** What happened to a source, for who wants to hear of it. */
export type SourceEvent = "source.failed" | "source.recovered" | "source.gap" | "source.finished";
export type Notify = (
  event: SourceEvent,
  about: { readonly tenant: TenantId; readonly id: string; readonly source: SourceDocument; readonly run: RunDocument },
) => void;

export interface PullerDeps extends PullDeps {
  readonly connectors: Connectors;
  readonly notify: Notify;
  readonly log: Logger;
  readonly intervalMs?: number;
  /** Runs side by side; default 24. */
  readonly concurrency?: number;
}

const INTERVAL_MS = 1_000;
const CONCURRENCY = 24;
const TAKEN_AT_ONCE = 200;
/** After an outage of the store or queue, before a run is taken up again. */
const AFTER_OUTAGE_S = 5;

/** What the loop remembers between rounds: what runs now. Everything else is in the store. */
function createActive(concurrency: number) {
  const running = new Map<string, Promise<void>>();
  return {
    has: (key: string) => running.has(key),
    isFull: () => running.size >= concurrency,
    add(key: string, work: Promise<void>) {
      running.set(
        key,
        work.finally(() => running.delete(key)),
      );
    },
    settled: () => Promise.all(running.values()),
  };
}

export interface Puller extends PeriodicLoop {
  /** Resolves when nothing of it runs any more; after the loop has stopped. */
  settled(): Promise<unknown>;
}

export function createPuller(deps: PullerDeps): Puller {
  const { store, connectors, notify, log, now, intervalMs = INTERVAL_MS } = deps;
  const active = createActive(deps.concurrency ?? CONCURRENCY);
  const keyOf = (tenant: TenantId, source: string): string => JSON.stringify([tenant, source]);
  /** Runs that met an outage, and when they are taken up again. */
  const resting = new Map<string, number>();

  async function settle(source: Finished, record: RunRecord, signal: AbortSignal): Promise<void> {
    const { tenant, id, doc, connector } = source;
    const found = await store.get(tenant, "source_states", id);
    const state = found?.doc ?? { cursor: null, gaps: [], failures: 0, term: source.term };
    const result = await pull(deps, { tenant, id, doc, connector, state }, record, signal).catch((error: unknown) => {
      if (isOutage(error) || error instanceof LostRace) throw error;
      log.error({ event: "pull_failed", tenant, source: id, err: error }, "a pull met a fault of ours");
      return { kind: "failed", error: { code: "internal", message: "a fault here; it has been logged" } } as const;
    });
    if (result.kind === "failed") {
      const { run, first } = await finishFailed(store, source, record, result.error, now());
      if (first) notify("source.failed", { tenant, id, source: doc, run });
      notify("source.finished", { tenant, id, source: doc, run });
    }
    if (result.kind === "ended") {
      const { run, recovered } = await finishRead(store, source, record, result, now());
      const about = { tenant, id, source: doc, run };
      if (recovered) notify("source.recovered", about);
      if (run.gap !== undefined) notify("source.gap", about);
      notify("source.finished", about);
    }
  }

  /** Takes a run up: whatever its record says is done is done. */
  async function work(tenant: TenantId, term: number, found: Stored<RunDocument>, signal: AbortSignal): Promise<void> {
    if (found.doc.term > term) throw new LostRace(`run ${found.id} has a later term`);
    const record = createRunRecord(store, tenant, found);
    const registered = await store.get(tenant, "sources", found.doc.source);
    const connector = registered && connectors[registered.doc.type];
    if (registered === undefined || connector?.pull === undefined) {
      await record.set({ state: "cancelled", ended_at: now(), term });
      return;
    }
    await record.set({ term, retry_at: undefined });
    await settle({ tenant, id: registered.id, doc: registered.doc, connector, term }, record, signal);
  }

  function start(tenant: TenantId, term: number, run: Stored<RunDocument>, signal: AbortSignal): void {
    const key = keyOf(tenant, run.doc.source);
    const rest = resting.get(run.id) ?? 0;
    if (active.has(key) || active.isFull() || (run.doc.retry_at ?? 0) > now() || rest > now()) return;
    resting.delete(run.id);
    const running = work(tenant, term, run, signal).catch((error: unknown) => {
      if (signal.aborted || error instanceof LostRace) return;
      // It stays as it is, and a later round takes it up again.
      resting.set(run.id, now() + AFTER_OUTAGE_S);
      if (!isOutage(error))
        log.error({ event: "pull_failed", tenant, run: run.id, err: error }, "a pull was cut short");
    });
    active.add(key, running);
  }

  /** A scheduled run of a source that has come due; its next time is set with it. */
  async function begin(tenant: TenantId, term: number, id: string, due: number): Promise<void> {
    const registered = await store.get(tenant, "sources", id);
    const connector = registered && connectors[registered.doc.type];
    const pulls = registered?.doc.enabled && registered.doc.modes.includes("pull") && connector?.pull !== undefined;
    if (registered === undefined || connector === undefined || !pulls) {
      return changeState(store, { tenant, id, term }, () => ({ next_run_at: undefined }));
    }
    const state = (await store.get(tenant, "source_states", id))?.doc;
    const run = { ...incrementalRun(registered, "schedule", connector, state, now()), term };
    const next_run_at = nextRun(registered.doc.schedule, now(), due);
    await changeState(store, { tenant, id, term }, () => ({ next_run_at }));
    mustWin(await store.write(tenant, "source_runs", [{ op: "create", id: run.id, doc: run }]));
  }

  const run: TenantRound = async (tenant, term, signal, each) => {
    await store.refresh(["source_runs", "source_states"]);
    const open = await store.first(tenant, "source_runs", {
      where: { state: "running" },
      sort: [{ by: "started_at", order: "asc" }],
      limit: 1_000,
    });
    const busy = new Set(open.map(({ doc }) => doc.source));
    for (const one of open) start(tenant, term, one, signal);
    if (active.isFull()) return;
    const due = await store.first(tenant, "source_states", {
      where: { next_run_at: { lte: now() } },
      sort: [{ by: "next_run_at", order: "asc" }],
      limit: TAKEN_AT_ONCE,
    });
    const free = due.filter(({ id }) => !busy.has(id) && !active.has(keyOf(tenant, id)));
    await each("item", free, ({ id }) => {
      const at = due.find((one) => one.id === id)?.doc.next_run_at ?? now();
      return begin(tenant, term, id, at);
    });
  };

  return { name: "puller", intervalMs, run, settled: active.settled };
}
