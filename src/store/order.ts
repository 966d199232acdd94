/** The order of strings that all stores agree on. */

/** By code point, as SQLite and Lucene compare UTF-8. */
export function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
