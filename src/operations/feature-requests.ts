/** Feature requests as they are read, and what people say of them: how they stand, and that they want them, too. */
import { actorOf, type Principal } from "../auth/principal.ts";
import { FeatureRequest, type FeatureRequestDocument } from "../model/feature-request.ts";
import type { RequestStatus } from "../model/request-names.ts";
import type { Sort, Store } from "../store/store.ts";
import { won } from "../store/written.ts";
import { readSearchQuery } from "../text/search-query.ts";
import { recordAudit } from "./audit.ts";
import { type ListOf, MAX_WORDS, pick } from "./insights.ts";

export const featureRequestSorts = ["count", "newest"] as const;

export interface FeatureRequestQuery {
  readonly app?: string | undefined;
  readonly q?: string | undefined;
  readonly status?: RequestStatus | undefined;
  readonly sort?: (typeof featureRequestSorts)[number] | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

type Kept = Omit<FeatureRequest, "status" | "votes" | "voted">;
const { status: _, votes: _v, voted: _o, ...kept } = FeatureRequest.shape;
const keptFields = Object.keys(kept) as (keyof Kept)[];

function toFeatureRequest(document: FeatureRequestDocument, actor: string): FeatureRequest {
  const { status = "open", voters = [] } = document;
  return { ...pick<Kept>(document, keptFields), status, votes: voters.length, voted: voters.includes(actor) };
}

const byCount: Sort<"feature_requests"> = { by: "count", order: "desc" };
const byDate: Sort<"feature_requests"> = { by: "last_seen", order: "desc" };

/** Those asked for most first. A group that was founded and not joined yet (count 0) is not there for anybody. */
export async function listFeatureRequests(
  store: Store,
  principal: Principal,
  { app, q, status, sort = "count", limit, cursor }: FeatureRequestQuery,
): Promise<ListOf<FeatureRequest>> {
  const sought = q === undefined ? undefined : readSearchQuery(q, MAX_WORDS);
  if (sought !== undefined && Object.values(sought).every((list) => list.length === 0))
    return { items: [], total: 0, next_cursor: null };
  const page = await store.search(principal.tenant, "feature_requests", {
    where: { app, count: { gte: 1 }, status: status === "open" ? { exists: false } : status },
    ...sought,
    sort: sort === "count" ? [byCount, byDate] : [byDate],
    limit,
    cursor,
  });
  return { ...page, items: page.items.map(({ doc }) => toFeatureRequest(doc, actorOf(principal))) };
}

export async function readFeatureRequest(
  store: Store,
  principal: Principal,
  id: string,
): Promise<FeatureRequest | undefined> {
  const stored = await store.get(principal.tenant, "feature_requests", id);
  return stored === undefined || stored.doc.count < 1 ? undefined : toFeatureRequest(stored.doc, actorOf(principal));
}

export interface RequestChange {
  readonly status?: RequestStatus | undefined;
  /** Whether the caller wants it, too. */
  readonly voted?: boolean | undefined;
}

function changeOf(
  { voters = [] }: FeatureRequestDocument,
  { status, voted }: RequestChange,
  actor: string,
): Partial<FeatureRequestDocument> {
  const others = voters.filter((one) => one !== actor);
  return {
    ...(status === undefined ? {} : { status: status === "open" ? undefined : status }),
    ...(voted === undefined ? {} : { voters: voted ? [...others, actor] : others }),
  };
}

/** Against wishes that join at the same time, by compare-and-set. Undefined: no such request. */
export async function changeFeatureRequest(
  store: Store,
  principal: Principal,
  id: string,
  change: RequestChange,
  at: number,
): Promise<FeatureRequest | undefined> {
  const { tenant } = principal;
  for (;;) {
    const stored = await store.get(tenant, "feature_requests", id);
    if (stored === undefined || stored.doc.count < 1) return undefined;
    const set = changeOf(stored.doc, change, actorOf(principal));
    const [written] = await store.write(tenant, "feature_requests", [
      { op: "update", id, version: stored.version, set },
    ]);
    if (!won(written)) continue;
    if (change.status !== undefined)
      await recordAudit(store, principal, at, {
        action: "request.status",
        subject: id,
        detail: { status: change.status },
      });
    // Who did it looks for it in the list.
    await store.refresh(["feature_requests"]);
    return readFeatureRequest(store, principal, id);
  }
}
