/** The end of a run: what it proved goes into the source's state, and then into its own record. */
import type { Connector } from "../../ingestion/connector.ts";
import { nextRun } from "../../model/schedule.ts";
import {
  DEFAULT_BACKFILL_DAYS,
  type Gap,
  type LastRun,
  type RunDocument,
  type SourceDocument,
  type SourceState,
} from "../../model/source.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Store } from "../../store/store.ts";
import { LostRace, won } from "../../store/written.ts";
import {
  type Coverage,
  coverageOf,
  cursorAfter,
  type Ending,
  gapsAfter,
  isSuspicious,
  shownSince,
  toldSinceAfter,
} from "./coverage.ts";
import type { RunRecord } from "./pull.ts";
import type { Spent } from "./spending.ts";

/** So many failures in a row slow the schedule down; none stops it. */
const FAILURES_BEFORE_SLOW = 10;
const SLOW = { base: 900, cap: 86_400 } as const;

export interface Finished {
  readonly tenant: TenantId;
  readonly id: string;
  readonly doc: SourceDocument;
  readonly connector: Connector;
  readonly term: number;
}

const emptyState: SourceState = { cursor: null, gaps: [], failures: 0, term: 0 };

/** What the puller writes of a source's state: never over a later term's; people only ever set when it comes due. */
export async function changeState(
  store: Store,
  { tenant, id, term }: Pick<Finished, "tenant" | "id" | "term">,
  change: (state: SourceState) => Partial<SourceState>,
): Promise<void> {
  for (;;) {
    const found = await store.get(tenant, "source_states", id);
    const before = found?.doc ?? emptyState;
    if (before.term > term) throw new LostRace(`source ${id} was written under a later term`);
    const doc = { ...before, ...change(before), term };
    const write =
      found === undefined
        ? ({ op: "create", id, doc } as const)
        : ({ op: "replace", id, version: found.version, doc } as const);
    const [written] = await store.write(tenant, "source_states", [write]);
    if (won(written)) return;
  }
}

/** Nobody said how far back to begin. */
const showsAll = (doc: SourceDocument): boolean => doc.backfill_days >= DEFAULT_BACKFILL_DAYS;

const lastRun = (run: RunDocument, state: RunDocument["state"], now: number): LastRun => {
  const { id, error } = run;
  return { id, state, ended_at: now, error: error && { code: error.code, message: error.message } };
};

/** Not before what the provider asked for, and later and later when nothing ever works. */
export function dueAfterFailure(doc: SourceDocument, failures: number, now: number, retryAt = 0): number {
  const slow = failures < FAILURES_BEFORE_SLOW ? 0 : SLOW.base * 2 ** Math.min(failures - FAILURES_BEFORE_SLOW, 20);
  return Math.max(nextRun(doc.schedule, now), retryAt, now + Math.min(slow, SLOW.cap));
}

export async function finishFailed(
  store: Store,
  source: Finished,
  record: RunRecord,
  error: NonNullable<RunDocument["error"]>,
  now: number,
): Promise<{ readonly run: RunDocument; readonly first: boolean }> {
  const run = { ...record.doc(), error };
  let first = false;
  await changeState(store, source, (state) => {
    const failures = state.failures + 1;
    first = state.failing_since === undefined;
    const pulled = state.next_run_at !== undefined;
    return {
      failures,
      failing_since: state.failing_since ?? now,
      last_run: lastRun(run, "failed", now),
      ...(pulled ? { next_run_at: dueAfterFailure(source.doc, failures, now, error.retry_at) } : {}),
    };
  });
  return { run: await record.set({ state: "failed", ended_at: now, error, retry_at: undefined }), first };
}

/** How many known items lie within the window of a pull that must have shown them again. */
async function expectedItems(
  store: Store,
  { tenant, id, connector }: Finished,
  run: RunDocument,
  since = 0,
): Promise<number> {
  if (!connector.repeats || run.trigger === "backfill") return 0;
  await store.refresh(["source_items"]);
  // What this run brought is no expectation.
  const before = await store.count(tenant, "source_items", {
    where: { source: id, at: { gte: Math.max(run.asked.from, since) } },
  });
  return Math.max(0, before - run.accepted);
}

/** Where the provider stopped in the middle without a reason, it may go on the next time; after that it is a gap to go on from. */
const isWorthAnotherTry = ({ gap }: Coverage, known: readonly Gap[]): boolean =>
  gap?.why === "page_limit" && !known.some(({ why, from, to }) => why === gap.why && from < gap.to && to > gap.from);

export async function finishRead(
  store: Store,
  source: Finished,
  record: RunRecord,
  { ending, spent }: { readonly ending: Ending; readonly spent: Spent | undefined },
  now: number,
): Promise<{ readonly run: RunDocument; readonly recovered: boolean }> {
  const run = record.doc();
  const since = shownSince(ending, run.started_at);
  const expected = ending === "unchanged" ? 0 : await expectedItems(store, source, run, since);
  const suspicious = isSuspicious(expected, run.fetched);
  const everything = run.cursor_from === null && run.trigger !== "backfill" && showsAll(source.doc);
  const told = (await store.get(source.tenant, "source_states", source.id))?.doc;
  const { oldestFirst } = source.connector;
  const before =
    run.trigger === "backfill" ? { backfill: { toldSince: told?.told_since } } : { toldUntil: told?.covered_until };
  const known = { everything, oldestFirst, shownSince: since, ...before };
  const coverage = suspicious ? {} : coverageOf(run, ending, known);
  const budgetLeft = typeof ending === "object" && ending.limit === "budget";
  const state = suspicious || coverage.gap !== undefined || budgetLeft ? "partial" : "succeeded";
  const mayMove = run.trigger !== "backfill" && !suspicious && !budgetLeft;
  let [recovered, cursor_to] = [false, run.cursor_to];
  await changeState(store, source, (before) => {
    recovered = before.failing_since !== undefined;
    const moves = mayMove && !isWorthAnotherTry(coverage, before.gaps);
    const cursor = moves ? cursorAfter(before.cursor, run, now) : before.cursor;
    cursor_to = cursor;
    const { resume, newest = run.asked.from, oldest = run.asked.to, connector_state } = run;
    const unfinished =
      budgetLeft && run.trigger !== "backfill"
        ? { resume, since: run.asked.from, to: run.asked.to, newest, oldest, state: connector_state }
        : undefined;
    return {
      cursor,
      failures: 0,
      failing_since: undefined,
      last_run: lastRun({ ...run, error: undefined }, state, now),
      spent,
      gaps: gapsAfter(before.gaps, coverage, suspicious ? undefined : run.asked),
      told_since: toldSinceAfter(before.told_since, coverage, run.asked),
      ...(moves ? { covered_until: Math.max(before.covered_until ?? 0, run.asked.to), unfinished } : {}),
      ...(budgetLeft ? { unfinished } : {}),
    };
  });
  const finished = { state, ended_at: now, ...coverage, suspicious: suspicious || undefined, cursor_to } as const;
  return { run: await record.set({ ...finished, retry_at: undefined, error: undefined }), recovered };
}
