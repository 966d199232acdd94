/** Times: unix seconds that everybody agrees on. */

/** The end of the year 9999: what Elasticsearch, JavaScript and people agree on. */
export const LATEST = 253_402_300_799;
/** The year 0. */
const EARLIEST = -62_167_219_200;

/**
 * The date of any number, so that one impossible time in the store makes no page and no round fail: what lies outside of the
 * years 0 to 9999 is taken for the nearest end.
 */
export const dateOf = (seconds: number): Date =>
  new Date(Number.isNaN(seconds) ? 0 : Math.min(Math.max(seconds, EARLIEST), LATEST) * 1000);

/** `2024-02-22`, in UTC. */
export const isoDay = (seconds: number): string => dateOf(seconds).toISOString().slice(0, 10);
