/** What was wrong with the rows of an upload, one for each row and field, in pages. */
import type { TenantId } from "../model/tenant.ts";
import type { RowError, UploadDocument } from "../model/upload.ts";
import { readCursor, writeCursor } from "../store/cursor.ts";
import { InvalidCursor, type Store } from "../store/store.ts";
import type { ListOf } from "./insights.ts";
import { scanUploadErrors } from "./uploads.ts";

const DEFAULT_LIMIT = 50;

/** A page begins with some error of the first row after the store's own cursor. */
interface Place {
  readonly cursor: string | undefined;
  readonly skip: number;
}

function placeOf(upload: string, cursor: string | undefined): Place {
  if (cursor === undefined) return { cursor, skip: 0 };
  const [skip, rows] = readCursor(upload, cursor, 2);
  if (!Number.isSafeInteger(skip) || (skip as number) < 0 || (rows !== null && typeof rows !== "string"))
    throw new InvalidCursor("the cursor is unreadable");
  return { cursor: rows ?? undefined, skip: skip as number };
}

/** Counted while the file is read; an earlier version did not. */
async function countErrors(store: Store, tenant: TenantId, id: string, { wrong }: UploadDocument): Promise<number> {
  if (wrong !== undefined) return wrong;
  let count = 0;
  for await (const { errors } of scanUploadErrors(store, tenant, id)) count += errors.length;
  return count;
}

/** By row. */
export async function listUploadErrors(
  store: Store,
  tenant: TenantId,
  id: string,
  upload: UploadDocument,
  { limit = DEFAULT_LIMIT, cursor }: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
): Promise<ListOf<RowError>> {
  const place = placeOf(id, cursor);
  await store.refresh(["upload_errors"]);
  const rowsOf = (count: number) =>
    store.search(tenant, "upload_errors", {
      where: { upload: id },
      sort: [{ by: "id", order: "asc" }],
      cursor: place.cursor,
      limit: count,
    });
  const page = await rowsOf(limit);
  const all = page.items.flatMap(({ doc }, at) =>
    doc.errors.map((error, index) => ({ row: doc.row, at, index, error })),
  );
  const shown = all.slice(place.skip, place.skip + limit);
  const next = all[place.skip + limit];
  const before =
    next === undefined ? page.next_cursor : next.at === 0 ? place.cursor : (await rowsOf(next.at)).next_cursor;
  const isEnd = next === undefined && page.next_cursor === null;
  return {
    items: shown.map(({ row, error }) => ({ row, ...error })),
    total: await countErrors(store, tenant, id, upload),
    next_cursor: isEnd ? null : writeCursor(id, [next?.index ?? 0, before ?? null]),
  };
}
