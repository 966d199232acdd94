/**
 * Which fields are held in memory as columns, and what the file keeps so that they can follow it: an index of versions,
 * and which documents are gone since when.
 */
import type { DatabaseSync } from "node:sqlite";
import type { CollectionName, FieldType } from "../collections.ts";

/** What is counted and sorted by, of collections that grow long. Left out: what nearly every document has its own value of. */
const held: { readonly [C in CollectionName]?: readonly string[] } = {
  insights: [
    ...["app_name", "source", "lang", "kind", "date", "priority_rank", "impact", "ingested_at", "version"],
    ...["attributes.sentiment", "attributes.priority", "attributes.first_order_labels"],
    ...["attributes.second_order_labels", "themes", "untranslated", "marks.campaign", "has_request", "source_id"],
    ...["model_version", "app_model_version", "vector_version"],
  ],
};

export const heldFields = (collection: CollectionName): readonly string[] => held[collection] ?? [];
export const isNumeric = (type: FieldType): boolean => type === "integer" || type === "number";

export const versionIndex = (collection: CollectionName): string => `"${collection}.version"`;
export const removedTable = (collection: CollectionName): string => `"${collection}.removed"`;

/** Removals older than this many versions are forgotten: who has not looked since then reads all anew. */
export const REMEMBERED_VERSIONS = 1_000_000;

export function createFollowing(db: DatabaseSync, collection: CollectionName): void {
  if (heldFields(collection).length === 0) return;
  db.exec(`CREATE INDEX IF NOT EXISTS ${versionIndex(collection)} ON "${collection}" (version)`);
  db.exec(
    `CREATE TABLE IF NOT EXISTS ${removedTable(collection)} (version INTEGER PRIMARY KEY, k INTEGER NOT NULL) STRICT`,
  );
}
