/**
 * Cursors: where a page ended, tied to the search it belongs to. They hold nothing secret and grant nothing: the
 * tenant always comes from the call.
 */
import { createHash } from "node:crypto";
import type { CollectionName } from "./collections.ts";
import { fieldType } from "./filter.ts";
import { InvalidCursor, type Sort } from "./store.ts";

/** The sort values of the last document of a page, its id last. */
export type CursorValue = string | number | boolean | null;

/** Same for equal searches only. Everything that decides which documents come in which order belongs into it. */
export function fingerprint(...parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 16);
}

export function writeCursor(search: string, state: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify([search, ...state])).toString("base64url");
}

/** What a list is in order of: the id comes last. */
interface Order {
  readonly collection: CollectionName;
  readonly sort: readonly Pick<Sort<CollectionName>, "by">[];
}

/** Whether a list can be in order of such a value: a cursor may come from anybody. */
function isPossible(value: CursorValue, { collection, sort }: Order, at: number): boolean {
  const by = sort[at]?.by ?? "id";
  if (by === "id") return typeof value === "string";
  if (by === "relevance") return typeof value === "number";
  if (value === null) return true;
  const type = fieldType(collection, by);
  if (type === "keyword" || type === "keywords") return typeof value === "string";
  return type === "number" ? typeof value === "number" : Number.isSafeInteger(value);
}

/** As {@link readCursor}, of a page of a collection: throws also where no such list can be at these values. */
export function readPosition(search: string, cursor: string, order: Order): CursorValue[] {
  const state = readCursor(search, cursor, order.sort.length + 1);
  if (!state.every((value, at) => isPossible(value, order, at))) throw new InvalidCursor("the cursor is unreadable");
  return state;
}

/** Throws {@link InvalidCursor} unless it was made by {@link writeCursor} for the same search, with `length` values. */
export function readCursor(search: string, cursor: string, length: number): CursorValue[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    throw new InvalidCursor("the cursor is unreadable");
  }
  if (!Array.isArray(parsed) || parsed.length !== length + 1 || !parsed.every(isCursorValue))
    throw new InvalidCursor("the cursor is unreadable");
  const [made, ...state] = parsed;
  if (made !== search) throw new InvalidCursor("the cursor belongs to another search");
  return state;
}

function isCursorValue(value: unknown): value is CursorValue {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
