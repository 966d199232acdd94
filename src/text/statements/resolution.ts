/** Whether a statement tells of a problem that is over: "the upload problem is gone since 6.0.1". */
import {
  BUT,
  CAN_AGAIN,
  DENIED,
  DID_NOT_COME,
  FAILS_NO_MORE,
  FEARED,
  GIVEN_BACK,
  IF_ONLY,
  NEVER_WAS,
  NOT_GIVEN_BACK,
  OTHERS_FAIL,
  OTHERS_WORK,
  OVER,
  QUICK,
  SLOW_ALL_THE_SAME,
  SO_NO_MORE,
  STILL,
  UNFIXED,
  WAS_BAD,
  WAS_SO,
  WELL_AS_EVER,
  WELL_NOW,
  YET_IS,
} from "../lexicon/en/resolution-words.ts";

/** Whether a clause that reads as slow praises how quick it is; `negative`: how likely the text as a whole is meant badly. */
export const isQuick = (quote: string, negative: number): boolean =>
  negative < 0.5 && QUICK.test(quote) && !SLOW_ALL_THE_SAME.test(quote);

/** Characters after a statement that may say that it is over. */
const AHEAD = 60;
/** Characters into the next sentence by which it says so: "But not any more". */
const NEXT_BEGINS = 20;
/** Or where a small comfort begins, which is said of something else. */
const SENTENCE_END = /[.!?](?=\s|$)|\n|\bat least\b/i;

export function isResolved(text: string, start: number, end: number): boolean {
  const stop = text.slice(end, end + AHEAD).search(SENTENCE_END);
  const rest = stop < 0 ? Math.min(text.length, end + AHEAD) : end + stop;
  // Who asks doesn't know.
  if (text[rest] === "?") return false;
  if (UNFIXED.testIn(text, start, rest)) return false;
  // What is denied there is the failing; it has to be the statement's own.
  const denied = FAILS_NO_MORE.execIn(text, start, rest);
  if (denied !== null && denied.index < end - start) return true;
  if (isOver(text, start, rest) && !STILL.test(text.slice(start, rest))) return true;
  if (neverWas(text, start, end, rest)) return true;
  return isSoNoMore(text, start, end, rest);
}

function isOver(text: string, start: number, rest: number): boolean {
  if (!OVER.mayMatchIn(text, start, rest)) return false;
  OVER.pattern.lastIndex = start;
  return OVER.pattern.test(text.slice(0, rest));
}

/** Whether the sentence says that it came right, never was, is feared only, or is others'. */
function neverWas(text: string, start: number, end: number, rest: number): boolean {
  const from = sentenceStart(text, start);
  if (OTHERS_FAIL.testIn(text, from, rest) && !OTHERS_WORK.test(text.slice(from, rest))) return true;
  if (FEARED.testIn(text, from, rest) && DID_NOT_COME.test(text.slice(from, rest))) return true;
  if (CAN_AGAIN.mayMatchIn(text, from, rest) && CAN_AGAIN.test(text.slice(from, rest).trim())) return true;
  if (wasGivenBack(text, start, end, { from, rest })) return true;
  const denied = DENIED.execIn(text, start, end);
  if (denied !== null && isPlainDenial(text, from, start + denied.index, start + denied.index + denied[0].length, rest))
    return true;
  const never = NEVER_WAS.execIn(text, start, end);
  return never !== null && !YET_IS.test(text.slice(start + never.index + never[0].length, rest));
}

/** Whether neither what leads to it in its sentence nor what follows takes it back. */
const isPlainDenial = (text: string, from: number, at: number, after: number, rest: number): boolean =>
  !IF_ONLY.test(text.slice(from, at)) && !YET_IS.test(text.slice(after, rest));

/** `from` and `rest`: where its sentence begins, and where it ends or what is looked at does. */
function wasGivenBack(
  text: string,
  start: number,
  end: number,
  { from, rest }: { readonly from: number; readonly rest: number },
): boolean {
  const back =
    GIVEN_BACK.execIn(text, start, rest) ??
    (GIVEN_BACK.mayMatchIn(text, from, rest) && /\bgone\b/i.test(text.slice(start, end))
      ? GIVEN_BACK.execIn(text, from, rest)
      : null);
  if (back === null) return false;
  const said = text.slice(start, rest);
  const isWhole = !/\bwrong\b/i.test(said.slice(back.index + back[0].length));
  return isWhole && !NOT_GIVEN_BACK.test(said.replace(/unlocked again\b/gi, ""));
}

/** Characters before a statement in which its sentence begins. */
const BACK = 80;

function sentenceStart(text: string, start: number): number {
  const from = Math.max(0, start - BACK);
  let begins = from;
  for (const { index, 0: mark } of text.slice(from, start).matchAll(/[.!?](?=\s)|\n/g))
    begins = from + index + mark.length;
  return begins;
}

/** Whether what was so is said to be so no more, in its own sentence or as the next one begins. */
function isSoNoMore(text: string, start: number, end: number, rest: number): boolean {
  const past = WAS_SO.execIn(text, start, end);
  if (past === null) return false;
  const statement = text.slice(start, end);
  const sentence = text.slice(end, rest);
  const next = text.slice(rest);
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

/** "No problems so far", "works as expected": nothing is wrong, and nothing was. */
const isNoNews = (sentence: string): boolean => NEVER_WAS.test(sentence) || WELL_AS_EVER.test(sentence);

/** The first sentence of a text that tells of something that is over: that something never was is no news. */
export function resolvedSentence(text: string): string | undefined {
  for (const { index, 0: sentence } of text.matchAll(/[^.!?\n]+/g)) {
    if (isResolved(text, index, index + sentence.length) && !isNoNews(sentence)) return sentence.trim();
  }
  return undefined;
}
