/** A reader of statements that misses no plain short complaint: a failure that is only named ("lag", "so many bugs") or asked to be put right. */
import { ASKED_PLAINLY, ASKS_REPAIR, PLAIN_FAILURES } from "../lexicon/en/repair-words.ts";
import type { ReadStatement, StatementReader } from "./reader.ts";
import { isResolved } from "./resolution.ts";
import { trimSpan } from "./span.ts";

const MOST_CHARACTERS = 80;
const SENTENCE = /[^.!?\n]+/g;

/** Which failures a sentence names: nothing else is in it, or it asks that one be put right. */
function failuresOf(sentence: string): ReadStatement["failures"] | undefined {
  const [name] = PLAIN_FAILURES.find(([, pattern]) => pattern.test(sentence)) ?? [];
  if (name !== undefined) return [{ name, share: 1 }];
  return ASKED_PLAINLY.test(sentence) && ASKS_REPAIR.test(sentence) ? [] : undefined;
}

const MANY_STARS = 4;

/** Nobody who names a failure and nothing else means it well, unless their stars say so. In order: negative, neutral, positive, mixed. */
function ill(sentiment: readonly number[], stars: number): readonly number[] {
  const [negative = 0, neutral = 0, positive = 0, mixed = 0] = sentiment;
  return stars >= MANY_STARS || negative > Math.max(neutral, positive, mixed)
    ? sentiment
    : [neutral + positive + mixed, 0, 0, negative];
}

export const withPlainComplaints =
  (read: StatementReader): StatementReader =>
  (input) => {
    const { text, stars } = input;
    const reading = read(input);
    if (reading.statements.length > 0) return reading;
    const statements = [...text.matchAll(SENTENCE)].flatMap(({ index, 0: sentence }): ReadStatement[] => {
      const end = index + sentence.length;
      if (sentence.length > MOST_CHARACTERS || (stars >= MANY_STARS && text.length > MOST_CHARACTERS)) return [];
      const failures = failuresOf(sentence);
      const span = failures && trimSpan(text, index, end);
      if (failures === undefined || span === undefined || isResolved(text, index, end)) return [];
      return [{ ...span, kind: "problem", failures, sureness: 1 }];
    });
    return statements.length === 0 ? reading : { ...reading, sentiment: ill(reading.sentiment, stars), statements };
  };
