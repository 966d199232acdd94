/** Which of two contents of one identity is newer. */
export interface Dated {
  readonly updated_at: number;
  readonly ingested_at: number;
  readonly content_hash: string;
}

/** Greater (updated_at, ingested_at, content hash); the same content is never newer than itself. */
export function isNewer(a: Dated, b: Dated): boolean {
  if (a.content_hash === b.content_hash) return false;
  if (a.updated_at !== b.updated_at) return a.updated_at > b.updated_at;
  if (a.ingested_at !== b.ingested_at) return a.ingested_at > b.ingested_at;
  return a.content_hash > b.content_hash;
}
