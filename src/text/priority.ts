/** How urgent a piece of feedback is, from severity, reach and stars. Recency plays no part: ranking adds it when asked. */
import type { Kind, Priority, Reason, Sentiment } from "../model/insight.ts";

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

export const choosePriority = (input: PriorityInput): { priority: Priority; reasons: Reason[] } => {
  if (input.kind === "problem" && input.sentiment === "negative") {
    return { priority: "High", reasons: [{ field: "priority", why: "a problem that upsets its writer" }] };
  }
  const priority = input.kind === "problem" || input.kind === "request" ? "Moderate" : "Low";
  return { priority, reasons: [{ field: "priority", why: `kind is ${input.kind}` }] };
};
