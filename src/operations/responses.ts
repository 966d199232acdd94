/** Responses: reading, looking for, counting, exporting and deleting them. */
import type { Principal } from "../auth/principal.ts";
import { receiptId } from "../forms/compose-receipt.ts";
import { shownResponse } from "../forms/documents.ts";
import { responseKey } from "../forms/read-response.ts";
import type { FormResponse, ResponseDocument } from "../model/response.ts";
import { DELETED, FORM_SOURCE } from "../model/response.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store, Stored } from "../store/store.ts";
import { won } from "../store/written.ts";
import { recordAudit } from "./audit.ts";
import { createErase, type EraseDeps } from "./erase.ts";
import type { ListOf } from "./insights.ts";

export interface ResponseQuery {
  /** By when they were submitted; unix seconds, half-open. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface ResponseListQuery extends ResponseQuery {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** The one condition that lists, exports, summaries and totals are all counted by. */
const whereOf = (form: string, { from, to }: ResponseQuery) => ({
  form,
  ...(from === undefined && to === undefined ? {} : { submitted_at: { gte: from, lt: to } }),
});

/** Newest first. */
export async function listResponses(
  store: Store,
  tenant: TenantId,
  form: string,
  query: ResponseListQuery,
): Promise<ListOf<FormResponse>> {
  await store.refresh(["responses"]);
  const page = await store.search(tenant, "responses", {
    where: whereOf(form, query),
    sort: [{ by: "submitted_at", order: "desc" }],
    limit: query.limit,
    cursor: query.cursor,
  });
  return { ...page, items: page.items.map(({ doc }) => shownResponse(doc)) };
}

export const countResponses = (store: Store, tenant: TenantId, form: string, query: ResponseQuery): Promise<number> =>
  store.count(tenant, "responses", { where: whereOf(form, query) });

/** Every one that the list counts, in bounded memory. */
export async function* scanResponses(
  store: Store,
  tenant: TenantId,
  form: string,
  query: ResponseQuery,
): AsyncGenerator<FormResponse> {
  await store.refresh(["responses"]);
  for await (const { doc } of store.scan(tenant, "responses", { where: whereOf(form, query) }))
    yield shownResponse(doc);
}

/** `several`: more than one form has a response of this id. */
export type FoundResponse = Stored<ResponseDocument> | "missing" | "several";

/** By the id that its sender gave it, or that we gave it. */
export async function findResponse(
  store: Store,
  tenant: TenantId,
  id: string,
  form?: string | undefined,
): Promise<FoundResponse> {
  const keys = form === undefined ? [id] : [responseKey(form, id), id];
  const known = (await store.getMany(tenant, "responses", keys)).find((one) => one?.doc.response_id === id);
  if (known !== undefined) return known;
  if (form !== undefined) return "missing";
  await store.refresh(["responses"]);
  const items = await store.first(tenant, "responses", { where: { response_id: id }, limit: 2 });
  return items.length > 1 ? "several" : (items[0] ?? "missing");
}

/** Who a receipt went to and what it said go with the answers; one that was not sent yet never is. */
export async function forgetReceipts(store: Store, tenant: TenantId, key: string): Promise<void> {
  const ids = [receiptId(key, "thanks"), receiptId(key, "closed")];
  for (const stored of await store.getMany(tenant, "receipts", ids)) {
    if (stored === undefined) continue;
    const { due_at: _, ...doc } = stored.doc;
    const state = doc.state === "pending" ? "suppressed" : doc.state;
    await store.write(tenant, "receipts", [{ op: "put", id: stored.id, doc: { ...doc, state, to: "", body: "" } }]);
  }
}

/** What stays of a response that is deleted: that it was, so that it can't come back and the books agree. */
export function markOf(doc: ResponseDocument): ResponseDocument {
  const { session_id: _, notes: _n, ...rest } = doc;
  const nothing = { metadata: {}, answers: [], tallies: [], submitted_at: 0 };
  return { ...rest, ...nothing, form: `${DELETED}${doc.form}`, deleted: true };
}

/** Insights of what was written in it, with all that was quoted of them; also those that are still on their way. */
async function eraseFeedback(deps: EraseDeps, tenant: TenantId, doc: ResponseDocument): Promise<number> {
  const erase = createErase(deps);
  let count = 0;
  for (const { id, answer_text } of doc.answers) {
    const of = { app: doc.app, source: FORM_SOURCE, source_id: doc.form, data_id: id };
    if (answer_text !== undefined) count += await erase(tenant, of);
  }
  return count;
}

/** Its answers go, everywhere; done again after a crash it goes on where it was. Undefined when somebody else changed it meanwhile. */
export async function forgetResponse(
  deps: EraseDeps,
  tenant: TenantId,
  { id, version, doc }: Stored<ResponseDocument>,
): Promise<{ readonly insights: number } | undefined> {
  // First what is found by its answers.
  const insights = await eraseFeedback(deps, tenant, doc);
  const [result] = await deps.store.write(tenant, "responses", [{ op: "replace", id, version, doc: markOf(doc) }]);
  if (!won(result)) return undefined;
  await forgetReceipts(deps.store, tenant, id);
  return { insights };
}

export async function deleteResponse(
  deps: EraseDeps,
  principal: Principal,
  stored: Stored<ResponseDocument>,
): Promise<boolean> {
  if (stored.doc.deleted) return false;
  const detail = await forgetResponse(deps, principal.tenant, stored);
  if (detail === undefined) return false;
  const entry = { action: "response.deleted", subject: stored.doc.response_id, detail } as const;
  await recordAudit(deps.store, principal, deps.now(), entry);
  return true;
}

export interface CheckedIds {
  readonly stored: readonly string[];
  readonly rejected: readonly string[];
  readonly deleted: readonly string[];
  readonly unknown: readonly string[];
}

/** What became of each id that a sender knows. */
export async function checkResponses(
  store: Store,
  tenant: TenantId,
  form: string,
  ids: readonly string[],
): Promise<CheckedIds> {
  const keys = ids.map((id) => responseKey(form, id));
  const [bySender, byUs, refused] = await Promise.all([
    store.getMany(tenant, "responses", keys),
    store.getMany(tenant, "responses", ids),
    store.getMany(tenant, "response_refusals", keys),
  ]);
  const states = ids.map((_, at): keyof CheckedIds => {
    const ours = byUs[at]?.doc;
    const doc = bySender[at]?.doc ?? (ours?.form.replace(DELETED, "") === form ? ours : undefined);
    if (doc !== undefined) return doc.deleted ? "deleted" : "stored";
    return refused[at] === undefined ? "unknown" : "rejected";
  });
  const of = (state: keyof CheckedIds) => ids.filter((_, at) => states[at] === state);
  return { stored: of("stored"), rejected: of("rejected"), deleted: of("deleted"), unknown: of("unknown") };
}
