/** Whether whole-system tests run at their full size, as `npm run ci` does; `npm test` is for while one works. */
export const isFull = process.env.TESTS === "full";
/** Whether outages last their minutes and kills are many: more than a gate can wait for. `CHAOS=long`. */
export const isLong = process.env.CHAOS === "long";

/** What is measured out for each of the three. */
export const sized = <T>(quick: T, full: T, long: T): T => (isLong ? long : isFull ? full : quick);
