/** A reader of statements that parts what is over from what is not, in one sentence, and misses no problem that was to be put right and is not. */
import { AT_LEAST, FAILS_AFTER, TURNS, UNFIXED } from "../lexicon/en/resolution-words.ts";
import { movedBy, type ReadStatement, type StatementInput, type StatementReader } from "./reader.ts";
import { isResolved } from "./resolution.ts";
import { trimSpan } from "./span.ts";

interface Span {
  readonly start: number;
  readonly end: number;
}

const SENTENCE = /[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*/g;
/** Longer ones are nobody's sentence. */
const LONGEST = 400;

/** The part of a sentence that tells what is not over, where another part tells what is. */
function openPart(text: string, { start, end }: Span): Span | undefined {
  const sentence = text.slice(start, end);
  for (const { index, 0: turn } of TURNS.mayMatchIn(text, start, end) ? TURNS.matchAll(sentence) : []) {
    const at = start + index;
    const after = at + turn.length;
    if (!FAILS_AFTER.test(text.slice(after, end)) || isResolved(text, after, end)) continue;
    if (isResolved(text.slice(0, at), start, at)) return { start: after, end };
  }
  const comfort = AT_LEAST.execIn(text, start, end);
  if (comfort === null || comfort.index === 0) return undefined;
  const after = start + comfort.index + comfort[0].length;
  return isResolved(text, after, end) ? { start, end: start + comfort.index } : undefined;
}

const meets = (one: Span, other: Span): boolean => one.start < other.end && one.end > other.start;

export function withTurns(read: StatementReader): StatementReader {
  /** What a part tells, read by itself; it tells a problem in any case. */
  function readPart({ text, stars }: StatementInput, part: Span): ReadStatement[] {
    const found = read({ text: text.slice(part.start, part.end), stars }).statements.filter(
      ({ kind }) => kind === "problem",
    );
    const moved = found.map((one) => movedBy(one, part.start));
    if (moved.length > 0) return moved;
    const span = trimSpan(text, part.start, part.end);
    return span === undefined ? [] : [{ ...span, kind: "problem", failures: [], sureness: 1 }];
  }

  return (input) => {
    const { text } = input;
    const reading = read(input);
    let { statements } = reading;
    for (const { index, 0: sentence } of text.matchAll(SENTENCE)) {
      if (sentence.length > LONGEST) continue;
      const whole = { start: index, end: index + sentence.length };
      const unfixed = UNFIXED.execIn(text, index, whole.end);
      const open =
        openPart(text, whole) ??
        (unfixed === null || statements.some(({ kind }) => kind === "problem") || text[whole.end] === "?"
          ? undefined
          : { start: index + unfixed.index, end: index + unfixed.index + unfixed[0].length });
      if (open === undefined) continue;
      const others = statements.filter((one) => (one.kind === "wish" ? !meets(one, open) : !meets(one, whole)));
      statements = [...others, ...readPart(input, open)].sort((a, b) => a.start - b.start);
    }
    return statements === reading.statements ? reading : { ...reading, statements };
  };
}
