/** Whether a statement tells of a problem that is over: "the upload problem is gone since 6.0.1". */
import { OVER, STILL } from "../lexicon/en/resolution-words.ts";

/** Characters after a statement that may say that it is over. */
const AHEAD = 60;

export function isResolved(text: string, start: number, end: number): boolean {
  const stop = text.slice(end, end + AHEAD).search(/[.!?\n]/);
  const said = text.slice(start, stop < 0 ? Math.min(text.length, end + AHEAD) : end + stop);
  return OVER.test(said) && !STILL.test(said);
}
