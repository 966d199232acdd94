/** Responses: reading, looking for, counting, exporting and deleting them. */
import type { Principal } from "../auth/principal.ts";
import { receiptId } from "../forms/compose-receipt.ts";
import { shownResponse } from "../forms/documents.ts";
import { responseKey } from "../forms/read-response.ts";
import type { FormResponse, ResponseDocument } from "../model/response.ts";
import { DELETED } from "../model/response.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store, Stored } from "../store/store.ts";
import { won } from "../store/written.ts";
import { recordAudit } from "./audit.ts";
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
  const { items } = await store.search(tenant, "responses", { where: { response_id: id }, limit: 2 });
  return items.length > 1 ? "several" : (items[0] ?? "missing");
}

/** Who a receipt went to and what it said go with the answers; one that was not sent yet never is. */
async function forgetReceipts(store: Store, tenant: TenantId, key: string): Promise<void> {
  const ids = [receiptId(key, "thanks"), receiptId(key, "closed")];
  for (const stored of await store.getMany(tenant, "receipts", ids)) {
    if (stored === undefined) continue;
    const { due_at: _, ...doc } = stored.doc;
    const state = doc.state === "pending" ? "suppressed" : doc.state;
    await store.write(tenant, "receipts", [{ op: "put", id: stored.id, doc: { ...doc, state, to: "", body: "" } }]);
  }
}

/** Its answers go; that it was, and says something to nobody any more, stays, so that it can't come back and the books agree. */
export async function deleteResponse(
  store: Store,
  principal: Principal,
  { id, version, doc }: Stored<ResponseDocument>,
  now: number,
): Promise<boolean> {
  if (doc.deleted) return false;
  const { session_id: _, notes: _n, ...rest } = doc;
  const gone: ResponseDocument = {
    ...rest,
    form: `${DELETED}${doc.form}`,
    metadata: {},
    answers: [],
    tallies: [],
    deleted: true,
  };
  const [result] = await store.write(principal.tenant, "responses", [{ op: "replace", id, version, doc: gone }]);
  if (!won(result)) return false;
  await forgetReceipts(store, principal.tenant, id);
  await recordAudit(store, principal, now, { action: "response.deleted", subject: id });
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
