/** Where a run of several clauses may be parted, and how clear the failures of both parts must be. */
import type { Pieces } from "../embedding/embedder.ts";

/** What joins two clauses. */
const JOINT = /(?:and|&|but|plus|also)\s/iy;
/** What says who or what does something: a clause of its own. */
const SUBJECT =
  /(?:(?:and|&|but|plus|also)\s+)?(?:also |now |then |still )?(?:the|my|our|your|it|its|they|i|we|this|that|these|those|there|half|nobody|no one|nothing|everything|support|some|all|every|most)\b/iy;
const SPACE = 32;
const SENTENCE_END = /[.!?]["')]?\s/;
/** Each part's likeliest failure is so likely that it stands alone. */
export const CLEAR_PART = 0.5;
/** Of a short text that tells nothing else less will do: of clauses with a subject, and of sentences. */
const CLEAR_CLAUSE = 0.2;
const CLEAR_SENTENCE = 0.3;
/** A part that nothing ill is said in beside it. */
export const PRAISED =
  /\b(?:good|great|nice|nicely|love[ds]?|best|excellent|perfect|perfectly|awesome|amazing|fine|well|happy|cool|easy|fun|thanks?)\b/i;
const MOST_SHORT_PIECES = 28;

export const isShort = (pieces: number): boolean => pieces <= MOST_SHORT_PIECES;

export type Joint = "clause" | "joint" | "sentence";

/** How a text may be parted before a piece: at a joint, which belongs to neither part, or at a sentence's end. */
export function jointAt(text: string, { starts }: Pieces, at: number): Joint | undefined {
  const start = starts[at]!;
  // Both stand behind a space.
  if (text.charCodeAt(start - 1) > SPACE) return undefined;
  if (SENTENCE_END.test(text.slice(starts[at - 1]!, start))) return "sentence";
  JOINT.lastIndex = start;
  if (!JOINT.test(text)) return undefined;
  SUBJECT.lastIndex = start;
  return SUBJECT.test(text) ? "clause" : "joint";
}

/** How clear the failures of both parts must be. */
export function leastShare(joint: Joint, isAll: boolean): number {
  if (!isAll || joint === "joint") return CLEAR_PART;
  return joint === "clause" ? CLEAR_CLAUSE : CLEAR_SENTENCE;
}
