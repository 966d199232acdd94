/** Whether whole-system tests run at their full size, as `npm run ci` does; `npm test` is for while one works. */
export const isFull = process.env.TESTS === "full";
