/**
 * Cursors: where a page ended, tied to the search it belongs to. They hold nothing secret and grant nothing: the
 * tenant always comes from the call.
 */
import { createHash } from "node:crypto";
import { InvalidCursor } from "./store.ts";

/** The sort values of the last document of a page, its id last. */
export type CursorValue = string | number | boolean | null;

/** Same for equal searches only. Everything that decides which documents come in which order belongs into it. */
export function fingerprint(...parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 16);
}

export function writeCursor(search: string, state: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify([search, ...state])).toString("base64url");
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
