/** Cursor pagination: a cursor names the last object seen, so pages hold still while objects are added. */
import type { Atom } from "./state.ts";
import { badRequest, choice, type Fields, integer } from "./validation.ts";

export interface Page<T> {
  readonly items: readonly T[];
  readonly next_cursor?: string;
}

const placeOf = (item: Atom): string => `${item.created_date} ${item.id}`;
const encode = (item: Atom): string => Buffer.from(placeOf(item)).toString("base64url");

/** `items` in the order of the list. */
export function pageOf<T extends Atom>(items: readonly T[], fields: Fields): Page<T> {
  const limit = integer(fields, "limit", 50, 1, 100);
  if (choice(fields, "mode", ["after", "before"]) === "before") throw badRequest("mode: before is not emulated");
  const cursor = fields.cursor;
  let start = 0;
  if (typeof cursor === "string" && cursor !== "") {
    const place = Buffer.from(cursor, "base64url").toString();
    const at = items.findIndex((item) => placeOf(item) === place);
    if (at === -1) throw badRequest("cursor: unknown");
    start = at + 1;
  }
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  return { items: page, ...(last !== undefined && start + limit < items.length ? { next_cursor: encode(last) } : {}) };
}
