/**
 * A page of a list whose documents may be large: it ends early rather than hold more than so many bytes, and its cursor
 * goes on from there. It is read piece by piece, so that no more than a piece is read in vain.
 */
import type { TenantId } from "../model/tenant.ts";
import type { CollectionName, Documents } from "./collections.ts";
import type { Page, Search, Store, Stored } from "./store.ts";

/** Of the documents as JSON. A thousand ordinary insights are a fifth of it. */
const PAGE_BYTES = 16_000_000;
const DEFAULT_LIMIT = 50;

export interface PageBounds {
  /** Documents read at a time: small where each may be large. */
  readonly piece: number;
  readonly maxBytes?: number;
}

export async function boundedPage<C extends CollectionName>(
  store: Store,
  tenant: TenantId,
  collection: C,
  search: Search<C>,
  { piece, maxBytes = PAGE_BYTES }: PageBounds,
): Promise<Page<Documents[C]>> {
  const { limit = DEFAULT_LIMIT } = search;
  const read = (wanted: number, cursor: string | undefined) =>
    store.search(tenant, collection, { ...search, limit: Math.min(piece, wanted), cursor });
  let page = await read(limit, search.cursor);
  // The number on all pages is that of the first piece, or it could change within a page.
  const { total } = page;
  const items: Stored<Documents[C]>[] = [...page.items];
  let bytes = sizeOf(page.items);
  while (page.next_cursor !== null && items.length < limit && bytes < maxBytes) {
    page = await read(limit - items.length, page.next_cursor);
    items.push(...page.items);
    bytes += sizeOf(page.items);
  }
  return { items, total, next_cursor: page.next_cursor };
}

const sizeOf = (items: readonly Stored<unknown>[]): number =>
  items.reduce((sum, { doc }) => sum + JSON.stringify(doc).length, 0);
