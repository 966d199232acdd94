/**
 * How urgent a piece of feedback is, from the harm it tells of, its reach (thumbs up) and its stars. Recency plays no
 * part: ranking adds it when asked. Points are added up, and every one that counts is given as a reason.
 */

import type { Kind, Priority, Reason, Sentiment } from "../model/insight.ts";
import { whyOf } from "../model/reason-sentences.ts";
import { createSeverityReader, type Harm } from "./severity.ts";

export interface PriorityInput {
  readonly text: string;
  readonly kind: Kind;
  readonly sentiment: Sentiment;
  /** In [-1, 1]. */
  readonly sentiment_score: number;
  /** Stars, 1 to 5. */
  readonly score?: number;
  readonly thumbsUp?: number;
}

/** Each is a reason of its own name. */
const harms: Readonly<Record<Harm, number>> = {
  security: 4,
  money: 4,
  data: 3.75,
  access: 2.5,
  crash: 2.25,
  blocked: 2,
  time: 2,
  fault: 1.5,
};

const kindPoints: Readonly<Record<Kind, number>> = { problem: 1, request: 0.75, question: 0.5, praise: -1, other: 0 };

/** Lowest points of each priority. */
const critical = 3.75;
const high = 2.25;
const moderate = 1;

let readSeverity: ReturnType<typeof createSeverityReader> | undefined;

export const choosePriority = (input: PriorityInput): { priority: Priority; reasons: Reason[] } => {
  const reasons: string[] = [];
  let points = 0;
  const add = (more: number, why: string): void => {
    points += more;
    reasons.push(why);
  };
  addHarm(input, add);
  addReach(input.thumbsUp ?? 0, add);
  addFeeling(input, add);
  const priority = points >= critical ? "Critical" : points >= high ? "High" : points >= moderate ? "Moderate" : "Low";
  return { priority, reasons: reasons.map((why) => ({ field: "priority", why })) };
};

type Add = (points: number, why: string) => void;

/** A harm counts in problems, and in what reads as ill feeling; in praise it is told of as past or absent. */
const addHarm = ({ text, kind, sentiment, score }: PriorityInput, add: Add): void => {
  readSeverity ??= createSeverityReader();
  const counts = kind === "problem" || (sentiment === "negative" && kind !== "praise");
  const severity = counts ? readSeverity(text) : undefined;
  if (severity === undefined) {
    add(kindPoints[kind], whyOf("itsKind", { kind }));
    return;
  }
  const points = harms[severity.harm];
  // Outside problems the words are weaker evidence, unless the stars say that it is one.
  add(
    kind === "problem" || (score !== undefined && score <= 2) ? points : points - 1,
    whyOf(severity.harm, { quote: severity.words }),
  );
};

const addReach = (thumbsUp: number, add: Add): void => {
  const points = thumbsUp >= 1_000 ? 1 : thumbsUp >= 100 ? 0.75 : thumbsUp >= 20 ? 0.5 : thumbsUp >= 5 ? 0.25 : 0;
  if (points > 0) add(points, whyOf("helpful", { count: thumbsUp }));
};

const addFeeling = ({ kind, sentiment_score, score }: PriorityInput, add: Add): void => {
  if (score === 1) add(0.25, whyOf("star"));
  if (score === 2) add(0.25, whyOf("stars", { count: score }));
  if (score === 4) add(-0.5, whyOf("stars", { count: score }));
  if (score === 5) add(-1, whyOf("stars", { count: score }));
  if (kind === "problem" && sentiment_score < -0.9) add(0.25, whyOf("veryBad"));
  if (kind === "problem" && score === undefined && sentiment_score > 0.5) add(-0.5, whyOf("goodFeelings"));
};
