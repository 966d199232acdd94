/** English words by the role that they play around a statement. */

/** At the start of a statement they join it to what stands before, and say nothing of it. */
export const joiningWords = "and but also so then because that which plus though although however or n & still";
