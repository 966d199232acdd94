/** Runs of sources: asked for, listed, and a source tried without storing anything. */
import { randomUUID } from "node:crypto";
import { adviceOn, type Connector, type Connectors, faultOf } from "../ingestion/connector.ts";
import { Run, type RunDocument, type SourceDocument, type SourceState } from "../model/source.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { mustWin } from "../store/written.ts";
import { type ListOf, pick } from "./insights.ts";
import { type ContextDeps, openContext } from "./source-context.ts";

const fields = Object.keys(Run.shape) as (keyof Run)[];
export const showRun = (run: RunDocument): Run => pick<Run>(run, fields);

/** Before anything of it has been done. */
function newRun(
  source: string,
  trigger: Run["trigger"],
  asked: Run["asked"],
  state: SourceState | undefined,
  now: number,
): RunDocument {
  const nothing = { pages: 0, requests: 0, waited_s: 0, fetched: 0, accepted: 0, duplicate: 0, updated: 0 };
  return {
    ...{ id: randomUUID(), source, started_at: now, state: "running", trigger, asked },
    ...{ ...nothing, retracted: 0, rejected: 0, progress: { done: 0 } },
    ...{ cursor_from: state?.cursor ?? null, cursor_to: state?.cursor ?? null, term: 0, tries: 0 },
  };
}

export interface PullAsked {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

const SECONDS_A_DAY = 86_400;

/** From the cursor, looking back a little; first what an earlier pull had to leave unread. */
export function incrementalRun(
  source: { readonly id: string; readonly doc: SourceDocument },
  trigger: "schedule" | "manual",
  connector: Pick<Connector, "lookback">,
  state: SourceState | undefined,
  now: number,
): RunDocument {
  const { lookback = connector.lookback, backfill_days } = source.doc;
  const { cursor, unfinished } = state ?? { cursor: null, unfinished: undefined };
  const since = cursor ? cursor.until - lookback : now - backfill_days * SECONDS_A_DAY;
  const from = Math.max(0, unfinished?.since ?? since);
  const run = newRun(source.id, trigger, { from, to: unfinished?.to ?? now }, state, now);
  if (unfinished === undefined) return run;
  const { resume, newest, oldest, state: connector_state } = unfinished;
  return { ...run, resume, newest, oldest, connector_state };
}

export async function listRuns(
  store: Store,
  tenant: TenantId,
  source: string,
  page: { readonly limit?: number; readonly cursor?: string },
): Promise<ListOf<Run>> {
  await store.refresh(["source_runs"]);
  const found = await store.search(tenant, "source_runs", {
    where: { source },
    sort: [{ by: "started_at", order: "desc" }],
    ...page,
  });
  return { ...found, items: found.items.map(({ doc }) => showRun(doc)) };
}

export async function readRun(store: Store, tenant: TenantId, source: string, id: string): Promise<Run | undefined> {
  const found = await store.get(tenant, "source_runs", id);
  return found?.doc.source === source ? showRun(found.doc) : undefined;
}

export interface RunDeps extends ContextDeps {
  readonly store: Store;
  readonly connectors: Connectors;
}

/** The run that the puller takes up; `running` while another runs, `push_only` when the source isn't pulled. Undefined: no such source. */
export async function askForPull(
  { store, connectors, now }: RunDeps,
  tenant: TenantId,
  id: string,
  { from, to }: PullAsked,
): Promise<Run | "running" | "push_only" | undefined> {
  const [found, state] = await Promise.all([store.get(tenant, "sources", id), store.get(tenant, "source_states", id)]);
  if (found === undefined) return undefined;
  const connector = connectors[found.doc.type];
  if (!found.doc.modes.includes("pull") || connector?.pull === undefined) return "push_only";
  await store.refresh(["source_runs"]);
  if ((await store.count(tenant, "source_runs", { where: { source: id, state: "running" } })) > 0) return "running";
  const backfill = from !== undefined || to !== undefined;
  const run = backfill
    ? newRun(id, "backfill", { from: from ?? 0, to: to ?? now() }, state?.doc, now())
    : incrementalRun(found, "manual", connector, state?.doc, now());
  mustWin(await store.write(tenant, "source_runs", [{ op: "create", id: run.id, doc: run }]));
  return showRun(run);
}

const SAMPLE = 3;
const TEST_MS = 30_000;

export interface Tried {
  readonly ok: boolean;
  readonly sample: readonly unknown[];
  readonly error?: { readonly code: string; readonly message: string } | undefined;
}

/** Tries the credentials and fetches one page; stores nothing. Undefined: no such source. */
export async function trySource(
  deps: RunDeps,
  tenant: TenantId,
  id: string,
  signal: AbortSignal,
): Promise<Tried | undefined> {
  const found = await deps.store.get(tenant, "sources", id);
  if (found === undefined) return undefined;
  const connector = deps.connectors[found.doc.type];
  const sample: unknown[] = [];
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(TEST_MS)]);
    const { context } = openContext(deps, tenant, id, found.doc, limited);
    await connector?.check?.(context);
    if (!found.doc.modes.includes("pull") || connector?.pull === undefined) return { ok: true, sample };
    for await (const page of connector.pull(context, { since: 0, backfill: true, known: async () => [] })) {
      for (const item of page.items) if ("record" in item && sample.length < SAMPLE) sample.push(item.record);
      break;
    }
    return { ok: true, sample };
  } catch (error) {
    const fault = faultOf(error);
    if (fault === undefined) throw error;
    return { ok: false, sample, error: { code: fault.kind, message: adviceOn(fault.kind, fault.message) } };
  }
}
