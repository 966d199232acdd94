/** Taking what one insight wished for out of the feature requests. */
import { type FeatureRequestDocument, foundingWish } from "../model/feature-request.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { titleOfWishes } from "../text/wish-likeness.ts";
import { searchWords } from "../text/words.ts";
import { ERASED, rewrite } from "./rewrite.ts";

/** Undefined where nothing in it is of the insight. Without anybody left who asks for it, it is in no list. */
function without(doc: FeatureRequestDocument, insight: string): FeatureRequestDocument | undefined {
  const items = doc.items.filter((one) => one.insight_id !== insight);
  const quotes = doc.quotes.filter((one) => one.insight_id !== insight);
  if (items.length === doc.items.length && quotes.length === doc.quotes.length) return undefined;
  // Its vector is of what founded it, and is made anew of what is left.
  const { vector_version: _, ...rest } = doc;
  const title = items.length === 0 ? ERASED : titleOfWishes(items.map(({ wish }) => wish));
  return { ...rest, title, count: items.length === 0 ? 0 : doc.count - 1, items, quotes };
}

const wordsOf = (doc: FeatureRequestDocument): string =>
  doc.items.length === 0 ? "" : searchWords(foundingWish(doc)).join(" ");

export async function eraseFromRequests(
  store: Store,
  tenant: TenantId,
  insight: { readonly id: string; readonly app: string },
): Promise<void> {
  for await (const { id } of store.scan(tenant, "feature_requests", { where: { app: insight.app } }))
    await rewrite(store, tenant, "feature_requests", id, (doc) => without(doc, insight.id), wordsOf);
}
