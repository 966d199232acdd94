/** Conversations: what an insight answers, up to what began it, and all that answers that, in the order in which it was said. */
import { insightId } from "../model/identity.ts";
import type { Insight } from "../model/insight.ts";
import type { InsightDocument } from "../model/insight-document.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store, Stored } from "../store/store.ts";
import { withCorrections } from "./insights.ts";

/** A conversation that is longer is cut: the first so many. */
const MAX_INSIGHTS = 1_000;
/** Answers of answers; more is hardly one conversation. */
const MAX_DEPTH = 50;

type Found = Stored<InsightDocument>;

/** A parent that was dropped or never came leaves its answers the beginning. */
async function rootOf(store: Store, tenant: TenantId, insight: Found): Promise<Found> {
  let root = insight;
  const met = new Set([root.id]);
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const { app_name: app, source, source_id, parent_id } = root.doc;
    if (parent_id === undefined) return root;
    const id = insightId({ tenant, app, source, source_id, data_id: parent_id });
    const parent = met.has(id) ? undefined : await store.get(tenant, "insights", id);
    if (parent === undefined) return root;
    met.add(id);
    root = parent;
  }
  return root;
}

/** Those that answer any of these; siblings too, when what they all answer isn't here itself. */
async function answersTo(store: Store, tenant: TenantId, root: Found, parents: readonly string[]): Promise<Found[]> {
  const { app_name, source, source_id } = root.doc;
  const found: Found[] = [];
  for await (const one of store.scan(tenant, "insights", {
    where: { app_name, source, source_id, parent_id: parents },
  })) {
    found.push(one);
    if (found.length >= MAX_INSIGHTS) break;
  }
  return found;
}

/** The whole conversation that an insight belongs to, oldest first; itself alone when it answers nothing and nothing answers it. Undefined: no such insight. */
export async function readThread(store: Store, tenant: TenantId, id: string): Promise<Insight[] | undefined> {
  const insight = await store.get(tenant, "insights", id);
  if (insight === undefined) return undefined;
  await store.refresh(["insights"]);
  const root = await rootOf(store, tenant, insight);
  const all = new Map<string, Found>([[root.id, root]]);
  const { data_id, parent_id } = root.doc;
  let parents = [...new Set([data_id, parent_id ?? data_id])];
  for (let depth = 0; parents.length > 0 && depth < MAX_DEPTH && all.size < MAX_INSIGHTS; depth++) {
    const answers = await answersTo(store, tenant, root, parents);
    const fresh = answers.filter((one) => !all.has(one.id)).slice(0, MAX_INSIGHTS - all.size);
    for (const one of fresh) all.set(one.id, one);
    parents = fresh.map(({ doc }) => doc.data_id);
  }
  const inOrder = [...all.values()].sort((a, b) => a.doc.date - b.doc.date || (a.doc.data_id < b.doc.data_id ? -1 : 1));
  return withCorrections(store, tenant, inOrder);
}
