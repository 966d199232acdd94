/** A reader of statements that misses no breach: it is told in so many ways that few of them were learnt. */
import { EXPOSED } from "../lexicon/en/total-words.ts";
import type { ReadStatement, StatementReader } from "./reader.ts";

export const withExposures =
  (read: StatementReader): StatementReader =>
  (input) => {
    const reading = read(input);
    const match = EXPOSED.exec(input.text);
    if (match === null) return reading;
    const [start, end] = [match.index, match.index + match[0].length];
    const { statements } = reading;
    if (statements.some((one) => one.kind === "problem" && one.start < end && one.end > start)) return reading;
    const told: ReadStatement = {
      ...{ start, end, kind: "problem", sureness: 1 },
      failures: [{ name: "privacy", share: 1 }],
    };
    const others = statements.filter((one) => one.start >= end || one.end <= start);
    return { ...reading, statements: [...others, told].sort((a, b) => a.start - b.start) };
  };
