/** A reader of statements that end where what they say ends: "notifications don't" goes on, "nothing loads which" stops before. */
import { ENDINGS, ENDS_TOO_LATE, ENDS_TOO_SOON, LEADS_TO_MORE } from "../lexicon/en/clause-ends.ts";
import type { ReadStatement, StatementReader } from "./reader.ts";
import { trimSpan, wordCount } from "./span.ts";

/** Characters of a statement's end that are looked at. */
const TAIL = 60;
/** What is left of it tells something. */
const FEWEST_WORDS = 3;
/** Where a clause ends: at a mark, or where another one begins. */
const CLAUSE_END =
  /[,;:!?()\n]|\.(?:\s|$)|\s-+\s|\s(?:and|but|or|so|because|though|although|unless|until|while|which|who|since|if|when|i|we|they|he|she)\b/i;
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
    const ended = statements.map((one, at) => whole(input.text, one, statements[at + 1]?.start ?? input.text.length));
    return ended.every((one, at) => one === statements[at]) ? reading : { ...reading, statements: ended };
  };
