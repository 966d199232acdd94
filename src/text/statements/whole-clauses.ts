/**
 * A reader of statements that end where what they say ends ("notifications don't" goes on, "nothing loads which" stops before), and that
 * are shown with the whole clause where they begin or end within it: "not able to pay" of "I am not able to pay it".
 */
import { ENDINGS, ENDS_TOO_LATE, ENDS_TOO_SOON, LEADS_TO_MORE } from "../lexicon/en/clause-ends.ts";
import { clauseStart } from "./clause-starts.ts";
import type { ReadStatement, StatementReader } from "./reader.ts";
import { trimSpan, wordCount } from "./span.ts";
import { isWell } from "./well.ts";

/** Characters of a statement's end that are looked at. */
const TAIL = 60;
/** What is left of it tells something. */
const FEWEST_WORDS = 3;
/** Where a clause ends: at a mark, or where another one begins. */
const CLAUSE_END =
  /[,;:!?()\n]|\.(?:\s|$|(?=[a-z]{2}))|\s-+\s|\s(?:and|but|or|so|because|though|although|unless|until|while|which|who|since|if|when|i|we|they|he|she)\b/i;
const LONGEST_REST = 48;
const WORD = /\S+/g;
/** What a clause may go on with: neither a mark nor what joins another one. */
const GOES_ON = /^\s*(?!(?:and|but|or)\b)[\p{L}\p{N}]/iu;

/** Without a clause that only begins: its subject, or what joins it. */
function withoutBeginning(quote: string): number {
  const tail = quote.slice(-TAIL);
  const late = ENDS_TOO_LATE.exec(tail);
  if (late === null) return quote.length;
  const end = quote.length - tail.length + late.index;
  return wordCount(quote.slice(0, end)) < FEWEST_WORDS ? quote.length : end;
}

/** Where the clause goes on to: its end, where that is near, else the first word on which it may end. */
function withRest(text: string, end: number, next: number): number {
  const rest = text.slice(end, Math.min(next, end + LONGEST_REST + 1));
  if (!GOES_ON.test(rest)) return end;
  const stop = rest.slice(1).search(CLAUSE_END) + 1;
  const isAll = stop === 0 && rest.length <= LONGEST_REST;
  if (stop > 0 || isAll) return end + (stop > 0 ? stop : rest.length);
  for (const { index, 0: word } of rest.matchAll(WORD)) {
    const isWhole = index + word.length < rest.length;
    if (isWhole && !LEADS_TO_MORE.test(word)) return end + index + word.length;
  }
  return end;
}

/** Whether its last word is one on which few clauses end: the others are looked at no closer. */
function mayBreakOff(text: string, { start, end }: ReadStatement): boolean {
  const last = text.slice(Math.max(start, text.lastIndexOf(" ", end - 1) + 1), end).toLowerCase();
  return ENDINGS.has(last) || last.includes("'") || last.includes("’");
}

/** The rest of a clause is shown too when it has at most so many characters. */
const SHORT_REST = 24;
const MOST_REST_WORDS = 3;
/** A rest that begins with one of these belongs to another clause. */
const ANOTHER =
  /^\s(?:also|either|even|he|hope|i|it['’]?s|kindly|no|now|nor|please|pls|plz|really|she|so|sometimes|still|thank\w*|then|there|they|this|too|we|why|you)\b/i;
/** A clause that goes on with one of these says nothing without the rest. */
const NEEDS_REST = /^\s(?:of|than)\s/i;
/** Words at the end of a statement that lead to another clause. */
const JOINS_NEXT = /(?:[,\s]+(?:and|but|or)\s+(?:also|then)|,\s*also|\s+then)$/i;

/** Words of another sentence, at a statement's end or beginning, that are left out at most. */
const MOST_STRAY_WORDS = 3;
/** Words that no clause ends on. */
const BREAKS_OFF = new RegExp(`\\s(?:${[...ENDINGS].join("|")}|about|after|before|during|only|that|then|up)$`, "i");

/** Where the clause ends when only a few words follow; else `end`. */
function withShortRest(text: string, end: number, next: number): number {
  const rest = text.slice(end, Math.min(next, end + LONGEST_REST + 1));
  if (!GOES_ON.test(rest) || !/^\s/.test(rest)) return end;
  if (NEEDS_REST.test(rest)) return withRest(text, end, next);
  if (ANOTHER.test(rest)) return end;
  const stop = rest.slice(1).search(CLAUSE_END) + 1;
  const said = stop > 0 ? rest.slice(0, stop) : rest;
  const isNear =
    said.length <= SHORT_REST && wordCount(said) <= MOST_REST_WORDS && (stop > 0 || end + said.length === text.length);
  return isNear && !BREAKS_OFF.test(said) ? end + said.length : end;
}

/** Where a sentence ends within a statement, also without a space. */
const SENTENCE_END = /(?<![.!?])[.!?]+(?:\s+|(?=[a-z]{2}))/gi;

/** Without a word or two of another sentence. */
function withoutStrays(text: string, start: number, end: number): { start: number; end: number } {
  const said = text.slice(start, end);
  const ends = [...said.matchAll(SENTENCE_END)].map(({ index, 0: mark }) => ({ index, after: index + mark.length }));
  const [first] = ends;
  const last = ends.at(-1);
  if (first === undefined || last === undefined) return { start, end };
  const isStray = (part: string, rest: string): boolean =>
    isWell(part) && wordCount(part) <= MOST_STRAY_WORDS && wordCount(rest) > MOST_STRAY_WORDS;
  if (isStray(said.slice(last.after), said.slice(0, last.index))) return { start, end: start + last.index };
  if (isStray(said.slice(0, first.index), said.slice(first.after))) return { start: start + first.after, end };
  return { start, end };
}

/** With the clause that it tells, for a reader. `free`, `next`: where the one before it ends, and the one after it begins. */
function withClause(text: string, one: ReadStatement, free: number, next: number): ReadStatement {
  const tail = Math.max(one.start, one.end - TAIL);
  const joint = JOINS_NEXT.exec(text.slice(tail, one.end));
  const ends = joint === null || !GOES_ON.test(text.slice(one.end)) ? one.end : tail + joint.index;
  const shownEnd = ends < one.end ? ends : withShortRest(text, ends, next);
  const { start, end } = withoutStrays(text, clauseStart(text, one.start, free), shownEnd);
  if (start === one.start && end === one.end) return one;
  const span = trimSpan(text, start, end);
  const isFree = span !== undefined && span.start >= free && span.end <= next;
  return isFree ? { ...one, whole: span } : one;
}

/** `next`: where the statement after it begins. */
function whole(text: string, one: ReadStatement, next: number): ReadStatement {
  if (!mayBreakOff(text, one)) return one;
  const quote = text.slice(one.start, one.end);
  const cut = one.start + withoutBeginning(quote);
  const end = cut === one.end && ENDS_TOO_SOON.test(quote.slice(-TAIL)) ? withRest(text, cut, next) : cut;
  if (end === one.end) return one;
  const span = trimSpan(text, one.start, end);
  if (span === undefined || span.start !== one.start || span.end > next) return one;
  const { object, ...rest } = one;
  return { ...rest, ...span, ...(object !== undefined && object.end <= span.end && { object }) };
}

export const withWholeClauses =
  (read: StatementReader): StatementReader =>
  (input) => {
    const reading = read(input);
    const { statements } = reading;
    let free = 0;
    const ended = statements.map((one, at) => {
      const next = statements[at + 1]?.start ?? input.text.length;
      const told = withClause(input.text, whole(input.text, one, next), free, next);
      free = (told.whole ?? told).end;
      return told;
    });
    return ended.every((one, at) => one === statements[at]) ? reading : { ...reading, statements: ended };
  };
