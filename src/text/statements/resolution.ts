/** Whether a statement tells of a problem that is over: "the upload problem is gone since 6.0.1". */
import { FAILS_NO_MORE, OVER, QUICK, SLOW_ALL_THE_SAME, STILL } from "../lexicon/en/resolution-words.ts";

/** Whether a clause that reads as slow praises how quick it is; `negative`: how likely the text as a whole is meant badly. */
export const isQuick = (quote: string, negative: number): boolean =>
  negative < 0.5 && QUICK.test(quote) && !SLOW_ALL_THE_SAME.test(quote);

/** Characters after a statement that may say that it is over. */
const AHEAD = 60;

export function isResolved(text: string, start: number, end: number): boolean {
  const stop = text.slice(end, end + AHEAD).search(/[.!?](?=\s|$)|\n/);
  const said = text.slice(start, stop < 0 ? Math.min(text.length, end + AHEAD) : end + stop);
  // What is denied there is the failing; it has to be the statement's own.
  const denied = FAILS_NO_MORE.exec(said);
  if (denied !== null && denied.index < end - start) return true;
  return OVER.test(said) && !STILL.test(said);
}
