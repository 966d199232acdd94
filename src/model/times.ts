/** Times: unix seconds that everybody agrees on. */

/** Years 1970 to 9999: what Elasticsearch, JavaScript and people agree on. */
export const LATEST = 253_402_300_799;

/**
 * The date of any number, so that one impossible time in the store makes no page and no round fail: what lies outside is
 * taken for the nearest end.
 */
export const dateOf = (seconds: number): Date =>
  new Date(Number.isNaN(seconds) ? 0 : Math.min(Math.max(seconds, 0), LATEST) * 1000);

/** `2024-02-22`, in UTC. */
export const isoDay = (seconds: number): string => dateOf(seconds).toISOString().slice(0, 10);
