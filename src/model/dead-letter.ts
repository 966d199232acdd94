/** A dead letter: a message (or the records of one) whose handling failed three times, kept until redriven or purged. */
export interface DeadLetter {
  readonly queue: string;
  readonly reason: string;
  readonly app: string;
  readonly source: string;
  readonly at: number;
  /** How many records it counts as in the books: one when the message could not be read. */
  readonly records: number;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Ids of the insights that its records would have become, or are wishes of; absent where none has one. */
  readonly insights?: readonly string[] | undefined;
  readonly state: "dead" | "redriven" | "purged";
}

/** Where feedback and the wishes in it may die. */
export const FEEDBACK_QUEUES = ["raw", "filtered", "features"] as const;
