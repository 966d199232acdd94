/** What was dropped or rejected: reading it, and running it again as new batches. */

import { randomUUID } from "node:crypto";
import type { Principal } from "../auth/principal.ts";
import { responseMessages } from "../forms/response-intake.ts";
import type { EventWriter } from "../ingestion/event-intake.ts";
import type { IngestionWriter } from "../ingestion/ingestion.ts";
import { isFound, rejectionWords } from "../ledger/rejection-search.ts";
import type { Rejection } from "../model/rejection.ts";
import type { QueuedResponse } from "../model/response.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Queue } from "../queue/queue.ts";
import { boundedPage } from "../store/bounded-page.ts";
import type { Filter, Store, Where } from "../store/store.ts";
import { recordAudit } from "./audit.ts";
import { EVENT_STAGE, replayRejectedEvents } from "./event-replay.ts";
import type { ListOf } from "./insights.ts";

/** Of one submission to the writer. */
const RECORDS_AT_A_TIME = 500;

export interface RejectionFilter {
  /** Words of texts and reasons, as in a search of insights. */
  readonly q?: string | undefined;
  readonly app?: string | undefined;
  readonly source?: string | undefined;
  readonly stage?: string | undefined;
  readonly outcome?: Rejection["outcome"] | undefined;
  readonly reason?: string | undefined;
  readonly batch?: string | undefined;
  readonly replayed?: boolean | undefined;
  /** Unix seconds, half-open. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface RejectionQuery extends RejectionFilter {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

const whereOf = ({ q: _, from, to, ...equal }: RejectionFilter): Where<"rejections"> => ({
  ...equal,
  at: { gte: from, lt: to },
});

/** What the store is asked for; undefined when nothing can match. */
export function rejectionFilter(filter: RejectionFilter): Filter<"rejections"> | undefined {
  const words = rejectionWords(filter.q);
  return words && { ...words, where: whereOf(filter) };
}

/** Rejections read at a time; each holds a record, of 64 KB at most. */
const PIECE = 250;

/** Newest first. */
export async function listRejections(
  store: Store,
  tenant: TenantId,
  { limit, cursor, ...filter }: RejectionQuery,
): Promise<ListOf<Rejection>> {
  const found = rejectionFilter(filter);
  if (found === undefined) return { items: [], total: 0, next_cursor: null };
  const search = { ...found, sort: [{ by: "at", order: "desc" }], limit, cursor } as const;
  const page = await boundedPage(store, tenant, "rejections", search, { piece: PIECE });
  return { ...page, items: page.items.map(({ doc }) => doc) };
}

export interface Replayed {
  /** Records sent as new batches. */
  readonly replayed: number;
  /** Refused again at the edge. */
  readonly rejected: number;
  /** Too large or too deep to have been kept, so there is nothing to run. */
  readonly skipped: number;
  readonly batch_ids: readonly string[];
}

export interface ReplayDeps {
  readonly store: Store;
  readonly writer: IngestionWriter;
  /** Where responses to forms go again. */
  readonly queue: Pick<Queue, "send">;
  readonly writeEvents: EventWriter;
  readonly now: () => number;
}

/** These, or all that the filter chooses and that have not been run again; what a replay came to only with `again`. */
export type ReplaySelection =
  | { readonly ids: readonly string[] }
  | { readonly filter: RejectionFilter; readonly again?: boolean | undefined };

async function* selected(store: Store, tenant: TenantId, selection: ReplaySelection): AsyncGenerator<Rejection> {
  if ("ids" in selection) {
    for (const found of await store.getMany(tenant, "rejections", [...new Set(selection.ids)]))
      if (found !== undefined) yield found.doc;
    return;
  }
  const found = rejectionFilter({ ...selection.filter, replayed: false });
  if (found === undefined) return;
  const { where, ...words } = found;
  for await (const { doc } of store.scan(tenant, "rejections", { where: where ?? {} })) {
    if ((selection.again || !doc.again) && isFound(doc, words)) yield doc;
  }
}

interface Group {
  readonly stage: string;
  readonly app: string;
  readonly source: string;
  readonly batch: string;
  readonly rejections: Rejection[];
}

const hasRecord = ({ record }: Rejection): boolean => typeof record === "object" && record !== null;

/** A crash between the send and the mark runs a record twice; by its identity it still is one insight. */
async function replayGroup(deps: ReplayDeps, tenant: TenantId, group: Group): Promise<Replayed> {
  const { app, source, batch, rejections } = group;
  if (rejections[0]?.stage === EVENT_STAGE)
    return { rejected: 0, ...(await replayRejectedEvents(deps, tenant, rejections)) };
  const { store, writer } = deps;
  const records = rejections.map(({ record }) => record);
  const receipt = await writer.write({
    tenant,
    records,
    replayOf: batch,
    ...(app === "" ? {} : { app }),
    ...(source === "" ? {} : { source }),
  });
  const refused = new Set(receipt.rejected.map(({ index }) => index));
  const marks = rejections.map(({ id }) => ({ op: "update", id, set: { replayed: true } }) as const);
  if (marks.length > 0) await store.write(tenant, "rejections", marks);
  const replayed = rejections.length - refused.size;
  return { replayed, rejected: refused.size, skipped: 0, batch_ids: receipt.batch_ids };
}

/** A response that was put aside as a robot's is taken this time: a person has looked at it. */
async function replayResponses(
  { store, queue }: ReplayDeps,
  tenant: TenantId,
  { batch, rejections }: Group,
): Promise<Replayed> {
  const responses = rejections.map(({ record }) => {
    const { suspect: _, ...response } = record as QueuedResponse;
    return response;
  });
  const batch_ids: string[] = [];
  const name = () => {
    const id = randomUUID();
    batch_ids.push(id);
    return id;
  };
  await queue.send("responses", responseMessages(tenant, responses, {}, { replayOf: batch, name }));
  const marks = rejections.map(({ id }) => ({ op: "update", id, set: { replayed: true } }) as const);
  await store.write(tenant, "rejections", marks);
  return { replayed: responses.length, rejected: 0, skipped: 0, batch_ids };
}

/** Of these there is nothing to run again: an upload is sent again, a hook is redriven. */
const ENDED: ReadonlySet<string> = new Set(["hooks", "upload-reader"]);

const add = (a: Replayed, b: Replayed): Replayed => ({
  replayed: a.replayed + b.replayed,
  rejected: a.rejected + b.rejected,
  skipped: a.skipped + b.skipped,
  batch_ids: [...a.batch_ids, ...b.batch_ids],
});

/** Records of one old batch, app and source go together, so that the new batch can say what it is a replay of. */
export async function replayRejections(
  deps: ReplayDeps,
  principal: Principal,
  selection: ReplaySelection,
): Promise<Replayed> {
  const { tenant } = principal;
  let sum: Replayed = { replayed: 0, rejected: 0, skipped: 0, batch_ids: [] };
  const groups = new Map<string, Group>();
  let held = 0;
  const flush = async () => {
    for (const group of groups.values()) {
      const replay = group.stage === "response-writer" ? replayResponses : replayGroup;
      sum = add(sum, await replay(deps, tenant, group));
    }
    groups.clear();
    held = 0;
  };
  for await (const rejection of selected(deps.store, tenant, selection)) {
    if (!hasRecord(rejection) || ENDED.has(rejection.stage)) {
      sum = { ...sum, skipped: sum.skipped + 1 };
      continue;
    }
    const { stage, app, source, batch } = rejection;
    const isResponse = stage === "response-writer";
    const key = JSON.stringify([app, source, batch, isResponse]);
    const group = groups.get(key) ?? { stage, app, source, batch, rejections: [] };
    groups.set(key, group);
    group.rejections.push(rejection);
    if (++held >= RECORDS_AT_A_TIME) await flush();
  }
  await flush();
  const { batch_ids: _, ...detail } = sum;
  await recordAudit(deps.store, principal, deps.now(), {
    action: "rejections.replayed",
    subject: "rejections",
    detail,
  });
  return sum;
}
