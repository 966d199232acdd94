/**
 * A reader of statements that misses no plain short complaint: a failure that is only named ("lag", "so many bugs"), asked to be put
 * right, or told by what is well elsewhere or was so before ("other apps work, this one doesn't", "never crashed until today").
 */
import { LACKED, NO_LACK, TOLD_AROUND, TOLD_BY_FEW_STARS } from "../lexicon/en/plain-complaints.ts";
import { ASKED_PLAINLY, ASKS_REPAIR, PLAIN_FAILURES } from "../lexicon/en/repair-words.ts";
import type { ReadStatement, StatementReader } from "./reader.ts";
import { isResolved } from "./resolution.ts";
import { trimSpan } from "./span.ts";
import { isWell } from "./well.ts";

const MOST_CHARACTERS = 80;
const MOST_CLAUSE_CHARACTERS = 100;
const SENTENCE = /[^.!?\n]+/g;
/** Of a long sentence; what stands behind "but" counts for itself. */
const CLAUSE = /(?:[^,;:]|,(?=\d))+/g;
const TURNS = /\b(?:but|however|although|though|except)\b/gi;

type Told = Pick<ReadStatement, "failures" | "object">;

const only = (name: string | undefined): Told => ({ failures: name === undefined ? [] : [{ name, share: 1 }] });

/** What is said to have trouble stands behind it, in so many characters. */
const LONGEST_THING = 40;
const THING_END = /\s+(?:other than|apart from|besides|since|when|while|after|because|and|but)\b/i;

/** That something is in trouble, was well before or is elsewhere, or isn't there at all. `start`: of the sentence or clause. */
function toldAround(sentence: string, start: number, isWhole: boolean): Told | undefined {
  for (const { said, unless, failure } of TOLD_AROUND) {
    const found = said.exec(sentence);
    if (found === null || unless?.test(sentence)) continue;
    const behind = sentence.slice(found.index + found[0].length);
    const from = sentence.length - behind.trimStart().length;
    const thing = sentence.slice(from).split(THING_END)[0]!.trimEnd();
    const isNamed = unless !== undefined && thing !== "" && thing.length <= LONGEST_THING;
    return { ...only(failure), ...(isNamed && { object: { start: start + from, end: start + from + thing.length } }) };
  }
  const [, before, lacked] = isWhole ? (LACKED.exec(sentence) ?? []) : [];
  if (before === undefined || lacked === undefined || !isWell(lacked) || NO_LACK.test(lacked)) return undefined;
  const from = start + before.length;
  return { ...only("missing-content"), object: { start: from, end: from + lacked.length } };
}

/** Which failures a sentence names: nothing else is in it, or it asks that one be put right. */
function toldBy(sentence: string, start: number, isWhole: boolean, stars: number): Told | undefined {
  const [name] = PLAIN_FAILURES.find(([, pattern]) => pattern.test(sentence)) ?? [];
  if (name !== undefined) return only(name);
  const around = toldAround(sentence, start, isWhole);
  if (around !== undefined) return around;
  const isTold =
    (stars > 0 && stars <= FEW_STARS && TOLD_BY_FEW_STARS.test(sentence)) ||
    (ASKED_PLAINLY.test(sentence) && ASKS_REPAIR.test(sentence));
  return isTold ? only(undefined) : undefined;
}

const MANY_STARS = 4;
const FEW_STARS = 2;

/** Nobody who names a failure and nothing else means it well, unless their stars say so. In order: negative, neutral, positive, mixed. */
function ill(sentiment: readonly number[], stars: number): readonly number[] {
  const [negative = 0, neutral = 0, positive = 0, mixed = 0] = sentiment;
  return stars >= MANY_STARS || negative > Math.max(neutral, positive, mixed)
    ? sentiment
    : [neutral + positive + mixed, 0, 0, negative];
}

interface Clause {
  readonly index: number;
  readonly said: string;
  /** It is a sentence. */
  readonly isWhole: boolean;
}

/** Sentences, and the clauses of those that are too long to say one thing plainly. */
function clausesOf(text: string): Clause[] {
  return [...text.matchAll(SENTENCE)].flatMap(({ index, 0: sentence }): Clause[] => {
    if (sentence.length <= MOST_CHARACTERS) return [{ index, said: sentence, isWhole: true }];
    return [...sentence.replace(TURNS, (word) => ";".repeat(word.length)).matchAll(CLAUSE)].map((clause) => {
      const start = index + clause.index;
      return { index: start, said: text.slice(start, start + clause[0].length), isWhole: false };
    });
  });
}

export const withPlainComplaints =
  (read: StatementReader): StatementReader =>
  (input) => {
    const { text, stars } = input;
    const reading = read(input);
    if (reading.statements.length > 0) return reading;
    const statements = clausesOf(text).flatMap(({ index, said: sentence, isWhole }): ReadStatement[] => {
      const end = index + sentence.length;
      if (sentence.length > MOST_CLAUSE_CHARACTERS || (stars >= MANY_STARS && text.length > MOST_CHARACTERS)) return [];
      const told = toldBy(sentence, index, isWhole, stars);
      const span = told && trimSpan(text, index, end);
      if (told === undefined || span === undefined || isResolved(text, index, end)) return [];
      return [{ ...span, kind: "problem", ...told, sureness: 1 }];
    });
    return statements.length === 0 ? reading : { ...reading, sentiment: ill(reading.sentiment, stars), statements };
  };
