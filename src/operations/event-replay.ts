/** Wrong events, run again: judged by the types as they are now, first as a preview that stores nothing. */
import type { Principal } from "../auth/principal.ts";
import { type Judge, readQueuedEvent } from "../events/judge.ts";
import type { EventWriter } from "../ingestion/event-intake.ts";
import type { EventIntake } from "../model/event.ts";
import { isObject } from "../model/read-event.ts";
import type { Rejection } from "../model/rejection.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { recordAudit } from "./audit.ts";
import { type ErrorCount, type EventErrorFilter, errorsWhere } from "./event-errors.ts";

/** The stage that rejects events. */
export const EVENT_STAGE = "event-writer";
/** Events that are held at a time. */
const EVENTS_AT_A_TIME = 200;

export interface EventReplayDeps {
  readonly store: Store;
  readonly writeEvents: EventWriter;
  /** By the types as they are now. */
  readonly judge: Judge;
  /** Unix seconds. */
  readonly now: () => number;
}

/** Errors by their ids, or all that the filter chooses and that have not been run again. */
export type EventReplaySelection = { readonly ids: readonly string[] } | { readonly filter: EventErrorFilter };

export interface ReplayedEvents {
  /** Events sent as new batches. */
  readonly replayed: number;
  /** Nothing is left to run: cut away at the edge because of its size or depth, no JSON, or erased. */
  readonly skipped: number;
  readonly batch_ids: readonly string[];
}

export interface ReplayPreview {
  readonly would_pass: number;
  readonly would_fail: number;
  readonly skipped: number;
  /** Of those that would fail, most first. */
  readonly errors: readonly ErrorCount[];
}

/** The whole events behind errors, some at a time; undefined for one that is gone. */
async function* selected(
  store: Store,
  tenant: TenantId,
  selection: EventReplaySelection,
): AsyncGenerator<(Rejection | undefined)[]> {
  const seen = new Set<string>();
  let ids: string[] = [];
  const load = async () => {
    const found = await store.getMany(tenant, "rejections", ids);
    ids = [];
    return found.map((one) => one?.doc);
  };
  const note = (rejection: string) => {
    if (seen.has(rejection)) return;
    seen.add(rejection);
    ids.push(rejection);
  };
  if ("ids" in selection) {
    for (const found of await store.getMany(tenant, "event_errors", [...new Set(selection.ids)]))
      if (found !== undefined) note(found.doc.rejection);
  } else {
    await store.refresh(["event_errors"]);
    const where = errorsWhere({ ...selection.filter, replayed: false });
    for await (const { doc } of store.scan(tenant, "event_errors", { where })) {
      note(doc.rejection);
      if (ids.length >= EVENTS_AT_A_TIME) yield await load();
    }
  }
  while (ids.length > 0) yield await load();
}

type Stamped = Readonly<Record<string, unknown>> & { readonly intake?: EventIntake };

/** What can be run again: what was cut away at the edge is not there any more. */
function recordOf(rejection: Rejection | undefined): Stamped | undefined {
  if (rejection === undefined || !isObject(rejection.record)) return undefined;
  const record = rejection.record as Stamped;
  return (record.intake?.refused ?? []).length > 0 ? undefined : record;
}

/** A crash between the send and the marks runs an event twice; by its identity it still is one. */
export async function replayRejectedEvents(
  { store, writeEvents }: Pick<EventReplayDeps, "store" | "writeEvents">,
  tenant: TenantId,
  rejections: readonly (Rejection | undefined)[],
): Promise<ReplayedEvents> {
  const there = rejections.flatMap((rejection) => {
    const record = recordOf(rejection);
    return record === undefined ? [] : [{ rejection: rejection!, record }];
  });
  const batch_ids: string[] = [];
  for (const group of Map.groupBy(there, ({ rejection: { app, batch } }) => JSON.stringify([app, batch])).values()) {
    const { app: application, batch: replayOf } = group[0]!.rejection;
    const events = group.map(({ record, rejection }) => {
      const identity = record.intake?.identity ?? rejection.id;
      return { ...record, intake: { ...record.intake, identity } };
    });
    const mayNameApplication = false;
    const receipt = await writeEvents({ tenant, application, mayNameApplication, events, mayBeDeep: false, replayOf });
    batch_ids.push(...receipt.batch_ids);
    await markReplayed(
      store,
      tenant,
      group.map(({ rejection }) => rejection.id),
    );
  }
  return { replayed: there.length, skipped: rejections.length - there.length, batch_ids };
}

async function markReplayed(store: Store, tenant: TenantId, rejections: readonly string[]): Promise<void> {
  const set = { replayed: true } as const;
  await store.write(
    tenant,
    "rejections",
    rejections.map((id) => ({ op: "update", id, set }) as const),
  );
  await store.refresh(["event_errors"]);
  const errors: { readonly op: "update"; readonly id: string; readonly set: typeof set }[] = [];
  for await (const { id } of store.scan(tenant, "event_errors", { where: { rejection: rejections } }))
    errors.push({ op: "update", id, set });
  await store.write(tenant, "event_errors", errors);
}

export async function replayEventErrors(
  deps: EventReplayDeps,
  principal: Principal,
  selection: EventReplaySelection,
): Promise<ReplayedEvents> {
  let [replayed, skipped] = [0, 0];
  const batch_ids: string[] = [];
  for await (const rejections of selected(deps.store, principal.tenant, selection)) {
    const some = await replayRejectedEvents(deps, principal.tenant, rejections);
    replayed += some.replayed;
    skipped += some.skipped;
    batch_ids.push(...some.batch_ids);
  }
  const detail = { replayed, skipped };
  await recordAudit(deps.store, principal, deps.now(), { action: "event_errors.replayed", subject: "errors", detail });
  return { replayed, skipped, batch_ids };
}

/** What a replay would come to now; nothing is sent and nothing stored. */
export async function previewReplay(
  { store, judge, now }: Pick<EventReplayDeps, "store" | "judge" | "now">,
  tenant: TenantId,
  selection: EventReplaySelection,
): Promise<ReplayPreview> {
  let [would_pass, would_fail, skipped] = [0, 0, 0];
  const counts = new Map<string, ErrorCount>();
  for await (const rejections of selected(store, tenant, selection)) {
    const readings = rejections.flatMap((rejection) => {
      const record = recordOf(rejection);
      const unstamped = { received_us: now() * 1_000_000, request: 0, index: 0 };
      return record === undefined ? [] : [readQueuedEvent(record, rejection!.app, unstamped)];
    });
    skipped += rejections.length - readings.length;
    const verdicts = await judge(tenant, readings);
    for (const [at, verdict] of verdicts.entries()) {
      if (!("errors" in verdict)) {
        would_pass++;
        continue;
      }
      would_fail++;
      const { application } = readings[at]!;
      for (const { field, code } of verdict.errors) {
        const key = JSON.stringify([application, field, code]);
        counts.set(key, { application, field, code, count: (counts.get(key)?.count ?? 0) + 1 });
      }
    }
  }
  return { would_pass, would_fail, skipped, errors: [...counts.values()].sort((a, b) => b.count - a.count) };
}
