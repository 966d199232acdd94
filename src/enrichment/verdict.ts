/** What a text is as a whole, by what it states and by two readers: its kind, its sentiment and how urgent it is. */

import type { Statement } from "../model/insight.ts";
import { type Kind, type Priority, priorities, priorityRank, type Reason, type Sentiment } from "../model/insight.ts";
import { whyOf } from "../model/reason-sentences.ts";
import type { Classification } from "../text/classification/classifier.ts";
import type { StatementReading } from "../text/statements/reader.ts";
import { priorityOf, type statementsOf } from "./statements.ts";

/** How much the reader of statements counts beside the classifier, in log-odds: tried .3 to 1 on two apps, each judged by what was learnt on the other. */
const READER_COUNTS = 0.3;

const NEAR_NEVER = 1e-6;
const logOdds = (probability: number): number =>
  Math.log(Math.max(NEAR_NEVER, probability) / Math.max(NEAR_NEVER, 1 - probability));

const blend = (reader: number, classifier: number): number =>
  READER_COUNTS * logOdds(reader) + (1 - READER_COUNTS) * logOdds(classifier);

type Found = ReturnType<typeof statementsOf>;

/** It tells of nothing but what is over. */
const isOver = ({ statements, resolved }: Found): boolean => statements.length === 0 && resolved.length > 0;

/** A text that states problems and wishes is what it mainly is; one that states none is a question, praise or nothing of these. */
export function kindFrom(found: Found, read: Classification, reading: StatementReading): Kind {
  const { statements } = found;
  if (isOver(found)) return "praise";
  if (statements.length === 0) {
    if (read.kind === "question" || reading.asks) return "question";
    return reading.praise >= 0.5 || read.kind === "praise" ? "praise" : "other";
  }
  if (statements.every(({ kind }) => kind === "problem")) return "problem";
  if (statements.every(({ kind }) => kind === "wish")) return "request";
  return blend(reading.request, read.request) > blend(reading.problem, read.problem) ? "request" : "problem";
}

export function whyKind(kind: Kind, statements: readonly Statement[], read: Classification): string {
  const [first] = statements.filter((one) => (kind === "problem" ? one.kind === "problem" : one.kind === "wish"));
  if (first !== undefined && kind === "problem") return whyOf("tellsProblem", { quote: first.quote });
  if (first !== undefined) return whyOf("asksFor", { quote: first.quote });
  return read.kind === kind ? read.reasons.find(({ field }) => field === "kind")!.why : whyOf("tellsNothing");
}

/** From so few stars on, it is no joy that something is over. */
const FEW_STARS = 2;

/** How much the reader counts beside the classifier, in log-odds: tried 0 to 1 on four apps and in six languages. */
const READER_FEELS = 0.6;
const NEAR_SURE = 1 - 1e-6;
const lean = (score: number): number => Math.atanh(Math.min(NEAR_SURE, Math.max(-NEAR_SURE, score)));

/** Mixed feelings are what the better part of them is. `score`: in [-1, 1]. `read`: of the words as they were written. */
export function sentimentFrom(
  { sentiment }: StatementReading,
  found: Found,
  read: Pick<Classification, "sentiment_score">,
  stars: number | undefined,
): { readonly value: Sentiment; readonly score: number; readonly why: string } {
  const [negative, neutral, positive, mixed] = sentiment as [number, number, number, number];
  if (isOver(found) && (stars === undefined || stars > FEW_STARS)) {
    return { value: "positive", score: Math.abs(positive - negative), why: whyOf("over") };
  }
  const score = Math.tanh(READER_FEELS * lean(positive - negative) + (1 - READER_FEELS) * lean(read.sentiment_score));
  const better = score > 0 ? "positive" : "negative";
  const isMixed = mixed > Math.max(negative, neutral, positive);
  const isNeutral = !isMixed && neutral > Math.max(negative, positive);
  const value: Sentiment = isNeutral ? "neutral" : better;
  const by = stars === undefined ? "wording" : "wordingAndStars";
  const why = whyOf(isMixed ? "mixed" : by, { sentiment: value });
  return { value, score, why };
}

/** From so many readers who found it helpful, a text counts one step more. */
const MANY_READERS = 100;

export function urgencyOf(
  text: string,
  reading: StatementReading,
  { statements, resolved }: Found,
  thumbsUp: number | undefined,
): { readonly priority: Priority; readonly reasons: Reason[] } {
  const because = (why: string): Reason => ({ field: "priority", why });
  if (statements.length === 0) {
    const [over] = resolved;
    const why = over === undefined ? whyOf("tellsNothing") : whyOf("overQuoted", { quote: over });
    return { priority: "Low", reasons: [because(why)] };
  }
  const base = priorityOf(text, reading);
  const grave = statements.find(({ kind, priority }) => kind === "problem" && priority === base);
  const reasons = [
    because(grave === undefined ? whyOf("byAll") : whyOf("statement", { title: grave.title, quote: grave.quote })),
  ];
  const rank = priorityRank[base];
  if (thumbsUp === undefined || thumbsUp < MANY_READERS || rank === 3) return { priority: base, reasons };
  reasons.push(because(whyOf("helpful", { count: thumbsUp })));
  return { priority: priorities[rank + 1]!, reasons };
}
