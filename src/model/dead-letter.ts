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
  readonly state: "dead" | "redriven" | "purged";
}
