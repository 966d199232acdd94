/** Whether a statement tells of a problem that is over: "the upload problem is gone since 6.0.1". */
import {
  BUT,
  FAILS_NO_MORE,
  OVER,
  QUICK,
  SLOW_ALL_THE_SAME,
  SO_NO_MORE,
  STILL,
  WAS_BAD,
  WAS_SO,
  WELL_NOW,
} from "../lexicon/en/resolution-words.ts";

/** Whether a clause that reads as slow praises how quick it is; `negative`: how likely the text as a whole is meant badly. */
export const isQuick = (quote: string, negative: number): boolean =>
  negative < 0.5 && QUICK.test(quote) && !SLOW_ALL_THE_SAME.test(quote);

/** Characters after a statement that may say that it is over. */
const AHEAD = 60;
/** Characters into the next sentence by which it says so: "But not any more". */
const NEXT_BEGINS = 20;
const SENTENCE_END = /[.!?](?=\s|$)|\n/;

export function isResolved(text: string, start: number, end: number): boolean {
  const stop = text.slice(end, end + AHEAD).search(SENTENCE_END);
  const rest = stop < 0 ? Math.min(text.length, end + AHEAD) : end + stop;
  // Who asks doesn't know.
  if (text[rest] === "?") return false;
  const said = text.slice(start, rest);
  // What is denied there is the failing; it has to be the statement's own.
  const denied = FAILS_NO_MORE.exec(said);
  if (denied !== null && denied.index < end - start) return true;
  OVER.lastIndex = start;
  if (OVER.test(text.slice(0, rest)) && !STILL.test(said)) return true;
  return isSoNoMore(text.slice(start, end), text.slice(end, rest), text.slice(rest));
}

/** Whether what was so is said to be so no more, in its own sentence or as the next one begins. */
function isSoNoMore(statement: string, sentence: string, next: string): boolean {
  const past = WAS_SO.exec(statement);
  if (past === null) return false;
  const begins = /^[.!?\s]*([^.!?\n]{0,60})/.exec(next)![1]!;
  return isEnded(statement.slice(past.index) + sentence, "") || isEnded(begins, statement, NEXT_BEGINS);
}

/** `before`: what was said ahead of `said`; `within`: characters by which it has to be said. */
function isEnded(said: string, before: string, within = said.length): boolean {
  const well = WELL_NOW.exec(said);
  const end = well ?? SO_NO_MORE.exec(said);
  if (end === null || end.index > within) return false;
  const isGood = well !== null || WAS_BAD.test(before + said.slice(0, end.index));
  const rest = said.slice(end.index + end[0].length);
  return isGood && !STILL.test(rest) && !BUT.test(rest);
}

/** The first sentence of a text that tells of something that is over. */
export function resolvedSentence(text: string): string | undefined {
  for (const { index, 0: sentence } of text.matchAll(/[^.!?\n]+/g)) {
    if (isResolved(text, index, index + sentence.length)) return sentence.trim();
  }
  return undefined;
}
