/** Whether what was called fixed is over, which only the app's own feedback of later can tell. Pages ask it, too. */

const DAY = 86_400;
/** Fewer days without a complaint may be chance. */
const LEAST_DAYS = 3;

/** Whole days from the fix to the app's newest feedback, if it has any; both in unix seconds. */
export const daysSinceFix = (at: number, newestAt = at): number => Math.max(0, Math.floor((newestAt - at) / DAY));

export const isTelling = (days: number): boolean => days >= LEAST_DAYS;
