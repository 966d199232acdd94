/**
 * What is read off a collection once and held in memory, and then follows what is written: by the version that each document
 * last changed at, and by which documents are gone since.
 */
import type { DatabaseSync } from "node:sqlite";
import type { CollectionName } from "../collections.ts";
import { REMEMBERED_VERSIONS, removedTable } from "./column-spec.ts";
import { tallyTable } from "./schema.ts";

/** How it is read, and how it changes. */
export interface Followable<Held> {
  readAll(): Held;
  remove(held: Held, k: number): void;
  /** Puts what has changed after this version; false when all is better read anew. */
  change(held: Held, since: number): boolean;
}

export interface FollowOptions {
  /** Around what the next question would have to do again: reading all, and what changed. */
  readonly kept?: <T>(work: () => T) => T;
}

export interface Followed<Held> {
  /** Documents of the collection, whoever's they are. */
  count(): number;
  forget(): undefined;
  /** As of the snapshot that the connection has begun. */
  current(): Held;
}

export function createFollowed<Held>(
  db: DatabaseSync,
  collection: CollectionName,
  { readAll, remove, change }: Followable<Held>,
  kept: FollowOptions["kept"] = (work) => work(),
): Followed<Held> {
  const count = db.prepare(`SELECT coalesce(sum(n), 0) AS n FROM ${tallyTable(collection)}`);
  const last = db.prepare("SELECT last FROM sequence");
  const removed = db.prepare(`SELECT k FROM ${removedTable(collection)} WHERE version > ?`);
  let held: { readonly value: Held; readonly version: number } | undefined;

  function follow(value: Held, version: number, now: number): boolean {
    if (now === version) return true;
    if (now - version > REMEMBERED_VERSIONS) return false;
    // A key that was freed may be another document's since: removals come first.
    for (const { k } of removed.all(version)) remove(value, k as number);
    return change(value, version);
  }

  return {
    count: () => count.get()!.n as number,
    forget() {
      held = undefined;
      return undefined;
    },
    current() {
      const now = last.get()!.last as number;
      const known = held;
      // Nothing is held while it changes: what fails half way is read anew.
      held = undefined;
      const value = kept(() =>
        known !== undefined && follow(known.value, known.version, now) ? known.value : readAll(),
      );
      held = { value, version: now };
      return value;
    },
  };
}
