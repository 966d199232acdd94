/**
 * One run of one source, from where it stands: page by page, each durable on the raw queue before the run's record says so.
 * It can end at any point, by a crash or a wait, and be gone on with from that record; identity drops what comes twice.
 */
import {
  adviceOn,
  type Connector,
  faultOf,
  type Page,
  type PullWindow,
  type SourceFault,
} from "../../ingestion/connector.ts";
import { backoff } from "../../lifecycle.ts";
import type { GapReason, Run, RunDocument, SourceDocument, SourceState } from "../../model/source.ts";
import type { TenantId } from "../../model/tenant.ts";
import { type ContextDeps, openContext } from "../../operations/source-context.ts";
import { type Deliver, type Delivered, knownItems, orderTime } from "../../operations/source-delivery.ts";
import type { Store, Stored, Version } from "../../store/store.ts";
import { LostRace, won } from "../../store/written.ts";
import { createCircle } from "./circle.ts";
import type { Ending } from "./coverage.ts";
import { isUsedUp, type Spent, spend } from "./spending.ts";

/** A provider that never ends. */
const MAX_PAGES = 50_000;
/** Failed tries of one page, until the run fails. */
const MAX_TRIES = 6;
/** Of a run whose provider refuses to go on from where a page ended. */
const MAX_RESTARTS = 2;
/** Of waits that a provider asks for there may be many; past this the run fails and the schedule goes on. */
const LONGEST_WAIT_S = 3_600;
const SECONDS_A_DAY = 86_400;

export interface PullDeps extends ContextDeps {
  readonly store: Store;
  readonly deliver: Deliver;
}

export interface Pulled {
  readonly tenant: TenantId;
  readonly id: string;
  readonly doc: SourceDocument;
  readonly connector: Connector;
  readonly state: SourceState;
}

/** `ended`: it read all it could; `waiting`: it is gone on with at `retry_at`; `stopped`: told to. */
export type PullResult =
  | { readonly kind: "ended"; readonly run: RunDocument; readonly ending: Ending; readonly spent: Spent | undefined }
  | { readonly kind: "failed"; readonly run: RunDocument; readonly error: NonNullable<RunDocument["error"]> }
  | { readonly kind: "waiting" }
  | { readonly kind: "stopped" };

/** The run's record, written by compare-and-set: whoever finds another's writing is behind. */
export function createRunRecord(store: Store, tenant: TenantId, { id, version, doc }: Stored<RunDocument>) {
  let current: { readonly version: Version; readonly doc: RunDocument } = { version, doc };
  return {
    id,
    doc: () => current.doc,
    async set(change: Partial<RunDocument>): Promise<RunDocument> {
      const next = { ...current.doc, ...change };
      const write = { op: "replace", id, version: current.version, doc: next } as const;
      const [written] = await store.write(tenant, "source_runs", [write]);
      if (!won(written)) throw new LostRace(`run ${id}: ${written?.message}`);
      current = { version: written.version, doc: next };
      return next;
    },
  };
}
export type RunRecord = ReturnType<typeof createRunRecord>;

const smaller = (a: number | undefined, b: number | undefined) =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b);
const greater = (a: number | undefined, b: number | undefined) =>
  a === undefined ? b : b === undefined ? a : Math.max(a, b);

function added(before: Run["left_out"], more: Delivered["leftOut"]): Run["left_out"] {
  const sum = { ...before };
  for (const [why, count] of Object.entries(more)) sum[why] = (sum[why] ?? 0) + count;
  return Object.keys(sum).length === 0 ? undefined : sum;
}

function counted(run: RunDocument, page: Page, delivered: Delivered): Partial<RunDocument> {
  const fetched = run.fetched + delivered.fetched;
  const spent = page.spent;
  return {
    pages: run.pages + 1,
    fetched,
    accepted: run.accepted + delivered.accepted,
    duplicate: run.duplicate + delivered.duplicate,
    updated: run.updated + delivered.updated,
    retracted: run.retracted + delivered.retracted,
    rejected: run.rejected + delivered.rejected,
    left_out: added(run.left_out, delivered.leftOut),
    progress: { done: fetched, total: page.total ?? run.progress.total },
    spent: spent === undefined ? run.spent : { unit: spent.unit, amount: (run.spent?.amount ?? 0) + spent.amount },
    connector_state: page.state ?? run.connector_state,
    newest: greater(run.newest, delivered.newest),
    oldest: smaller(run.oldest, delivered.oldest),
    met_known: run.met_known === true || delivered.metKnown,
    tries: 0,
    error: undefined,
  };
}

const times = (page: Page): number[] =>
  page.items.flatMap((item) => ("record" in item ? [orderTime(item)] : [])).filter((time) => time !== undefined);

/** Where the page shows that nothing further on is wanted, or that nothing further is shown. */
function endingOf(page: Page, since: number, pages: number, inCircles: boolean): Ending | undefined {
  if (page.end !== undefined) return page.end;
  if (page.resume === undefined) return page.unchanged ? "unchanged" : "complete";
  const at = page.newestFirst === false ? [] : times(page);
  if (at.length > 0 && at.every((time) => time < since)) return "older";
  return pages >= MAX_PAGES || inCircles ? { limit: "page_limit" } : undefined;
}

/** Outside of a back-fill's window, or older than what this source is to bring at all. */
function wanted(page: Page, { doc }: Pulled, run: RunDocument): Page["items"] {
  const backfill = run.trigger === "backfill";
  const oldest = backfill
    ? run.asked.from
    : Math.min(run.asked.from, doc.created_at - doc.backfill_days * SECONDS_A_DAY);
  const newest = backfill ? run.asked.to : Number.POSITIVE_INFINITY;
  return page.items.filter((item) => {
    const time = "record" in item ? orderTime(item) : undefined;
    return time === undefined || (time >= oldest && time < newest);
  });
}

/** Milliseconds until the page at hand is asked for again; undefined: not within this run. */
function waitFor(fault: SourceFault, tries: number): number | undefined {
  const { kind, retryAfterMs } = fault;
  if (kind !== "rate_limited" && kind !== "unavailable") return undefined;
  if (retryAfterMs !== undefined && retryAfterMs > LONGEST_WAIT_S * 1_000) return undefined;
  if (kind === "unavailable" && tries >= MAX_TRIES) return undefined;
  return retryAfterMs ?? backoff(tries, kind === "unavailable" ? {} : { base: 5_000, cap: 300_000 });
}

/** How a provider says that the place where the last page ended is none any more. */
const REFUSED: readonly SourceFault["kind"][] = ["stale", "misconfigured", "gone"];

export async function pull(
  deps: PullDeps,
  pulled: Pulled,
  record: RunRecord,
  signal: AbortSignal,
): Promise<PullResult> {
  const { tenant, id, doc, connector, state } = pulled;
  const { context, requests } = openContext(deps, tenant, id, doc, signal);
  const requestsBefore = record.doc().requests;
  const backfill = record.doc().trigger === "backfill";
  let spent = state.spent;
  const soFar = () => ({ requests: requestsBefore + requests() });
  const cut = (limit: GapReason): PullResult => ({ kind: "ended", run: record.doc(), ending: { limit }, spent });

  async function readPages(): Promise<PullResult> {
    const { asked, resume, tries } = record.doc();
    const window: PullWindow = {
      ...{ since: asked.from, resume, backfill, tries },
      known: (limit, before) => knownItems(deps.store, tenant, id, { limit, before }),
      ...(backfill ? { to: asked.to } : { state: state.cursor?.state }),
    };
    if (isUsedUp(doc.budget, spent, deps.now())) return cut("budget");
    const isCircle = createCircle(connector.repeats, resume);
    let requestsSpent = 0;
    for await (const page of connector.pull!(context, window)) {
      const items = wanted(page, pulled, record.doc());
      const delivered = await deps.deliver(
        { ...pulled, run: record.id, readUntil: state.cursor?.until },
        items,
        signal,
      );
      await page.acknowledge?.();
      const newRequests = requests() - requestsSpent;
      requestsSpent = requests();
      spent = spend(spent, doc.budget?.unit === "requests" ? newRequests : (page.spent?.amount ?? 0), deps.now());
      const run = await record.set({
        ...counted(record.doc(), page, delivered),
        ...soFar(),
        resume: page.resume,
      });
      const ending = endingOf(page, asked.from, run.pages, isCircle(page));
      if (ending !== undefined) return { kind: "ended", run, ending, spent };
      if (isUsedUp(doc.budget, spent, deps.now())) return cut("budget");
      if (signal.aborted) return { kind: "stopped" };
    }
    return { kind: "ended", run: record.doc(), ending: "complete", spent };
  }

  try {
    return await readPages();
  } catch (error) {
    if (signal.aborted) return { kind: "stopped" };
    const fault = faultOf(error);
    if (fault === undefined) throw error;
    const { tries, resume, waited_s, restarts = 0 } = record.doc();
    const refused = resume !== undefined && REFUSED.includes(fault.kind);
    if (refused && restarts < MAX_RESTARTS) {
      await record.set({ ...soFar(), resume: undefined, restarts: restarts + 1, retry_at: deps.now() });
      return { kind: "waiting" };
    }
    const wait = waitFor(fault, tries);
    if (wait === undefined) {
      const retry_at =
        fault.retryAfterMs === undefined ? undefined : deps.now() + Math.ceil(fault.retryAfterMs / 1_000);
      const code = refused ? "stale" : fault.kind;
      const message = adviceOn(code, fault.message);
      return { kind: "failed", run: await record.set(soFar()), error: { code, message, retry_at } };
    }
    const seconds = Math.ceil(wait / 1_000);
    const retry_at = deps.now() + seconds;
    const waiting = { code: fault.kind, message: fault.message, retry_at };
    await record.set({ ...soFar(), tries: tries + 1, waited_s: waited_s + seconds, retry_at, error: waiting });
    return { kind: "waiting" };
  }
}
