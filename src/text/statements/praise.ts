/** A reader of statements that takes no praise and no bare fact for a problem: "it keeps my kids busy", "the app has three profiles". */
import { DENIED_HARMS, MILD, SOUGHT } from "../lexicon/en/denied-harms.ts";
import {
  IS_RIGHT,
  LOVED,
  NEUTRAL_OF_WRITERS,
  NO_WISH,
  OF_WRITERS,
  SURROUNDS,
  THERE_IS,
  TOOK_ONCE,
} from "../lexicon/en/ill-words.ts";
import { EXPOSED } from "../lexicon/en/total-words.ts";
import { ALL_BUT, ALL_IS_WELL, LIKELY_WELL_PHRASES, WELL_PHRASES } from "../lexicon/en/well-phrases.ts";
import type { ReadStatement, Span, StatementInput, StatementReader } from "./reader.ts";
import { wordCount } from "./span.ts";
import { hasPraise, isWell } from "./well.ts";

/** Chance that the text as a whole is meant badly: below the first, what says nothing ill is no problem; below the second, what praises. */
const MEANT_WELL = 0.5;
const MEANT_WELL_WITH_PRAISE = 0.7;
/** The first, without stars: the text alone is then read as worse than it is meant. Tried .8 to 1 on texts of nine apps. */
const MEANT_WELL_STARLESS = 0.9;
/** Who gives so many stars complains in plain words, if at all. */
const CONTENT_STARS = 4;

function meantWellBelow(stars: number): number {
  if (stars >= CONTENT_STARS) return Number.POSITIVE_INFINITY;
  return stars === 0 ? MEANT_WELL_STARLESS : MEANT_WELL;
}

/** With so few stars, denied harms and likely praise do not count as praise. */
const FEW_STARS = 2;
/** Nor do they, without stars, from this chance on that the text is meant badly. */
const MEANT_ILL = 0.9;
/** Characters before a denied harm that are searched for words that say it is only wanted. */
const AHEAD = 200;

/** Whether denied harms and likely praise count as praise. */
const mayPraise = (negative: number, stars: number): boolean =>
  stars === 0 ? negative < MEANT_ILL : stars > FEW_STARS;

/** Without the praise that is told by words which are ill elsewhere. */
function withoutWellPhrases(quote: string, negative: number, stars: number): string {
  const sure = quote.replace(WELL_PHRASES, " ");
  if (!mayPraise(negative, stars)) return sure;
  const rest = sure
    .replace(DENIED_HARMS, (said, at: number, all: string) =>
      SOUGHT.test(all.slice(Math.max(0, at - AHEAD), at)) ? said : " ",
    )
    .replace(LIKELY_WELL_PHRASES, " ");
  return rest === quote ? quote : rest.replace(MILD, " ");
}

/** `negative`: how likely the text as a whole is meant badly; `stars`: 0 when none were given. */
export function isPraise(quote: string, negative: number, stars: number): boolean {
  const rest = withoutWellPhrases(quote, negative, stars);
  if (rest !== quote) return isWell(rest);
  if (stars === 0 && negative < MEANT_WELL && hasPraise(quote) && isWell(quote.replace(MILD, " "))) return true;
  const below = meantWellBelow(stars);
  return negative < Math.max(below, MEANT_WELL_WITH_PRAISE) && isWell(quote) && (negative < below || hasPraise(quote));
}

/** Stars from which on who tells only of themselves, or how long one thing took, complains of nothing; 0 when none were given. */
const CONTENT = { ofWriters: 3, took: CONTENT_STARS };

/** Whether it tells what its writer is, has or did, or what is there, and nothing ill. */
export function isBareFact(quote: string, stars: number): boolean {
  if (stars >= CONTENT.took && TOOK_ONCE.test(quote)) return isWell(quote.replace(TOOK_ONCE, " "));
  if (stars > 0 && stars < CONTENT.ofWriters) return false;
  if (THERE_IS.test(quote)) return isWell(quote);
  return OF_WRITERS.test(quote) && isWell(quote.replace(NEUTRAL_OF_WRITERS, " "));
}

/** Longer texts are seldom praise throughout. */
const LONGEST_PRAISE = 400;

/** Whether a text without stars praises, and nothing that it says is ill. */
function isPraiseThroughout({ text, stars }: StatementInput, negative: number): boolean {
  if (stars > 0 || text.length > LONGEST_PRAISE) return false;
  const rest = withoutWellPhrases(text, negative, stars);
  return isWell(rest) && (rest !== text || hasPraise(text));
}

const LONGEST_REST = 80;

/** Whether what a sentence tells is all meant well, by what it says itself: "I hate when it ends because it is that good". */
function isAllWell(text: string, { start, end }: Span, negative: number, stars: number): boolean {
  if (!mayPraise(negative, stars)) return false;
  const [rest = ""] = /^[^.!?\n]*/.exec(text.slice(end, end + LONGEST_REST)) ?? [];
  const said = text.slice(start, end) + rest;
  return ALL_IS_WELL.test(said) && !ALL_BUT.test(said);
}

const LONGEST_LOVED = 80;

/** Whether what is named is there, and maybe liked as it is: "love the dark mode". */
function isThere(text: string, { start, end }: Span): boolean {
  const [clause = ""] = /[^.!?,;\n]*$/.exec(text.slice(Math.max(0, start - LONGEST_LOVED), start)) ?? [];
  const said = clause + text.slice(start, end);
  return (LOVED.test(said) || THERE_IS.test(said)) && isWell(said);
}

const LONGEST_CLAUSE_OF_WISH = 120;

/** Whether a clause only sounds like a wish: "if you like old films", "nice to be able to watch at home". */
function isNoWish(text: string, { start, end }: Span): boolean {
  const [clause = ""] = /[^.!?,;:()\n]*$/.exec(text.slice(Math.max(0, start - LONGEST_CLAUSE_OF_WISH), start)) ?? [];
  return NO_WISH.test(clause + text.slice(start, end));
}

const CLAUSE_END = /[.,;:!?\n]|\b(?:but|and|so|because|though)\b/i;
const FEW_WORDS = 3;
const LONGEST_CLAUSE = 40;

/** Where the clause ends that a span of few words begins: what is wrong may stand behind what it is about. `next`: where the next statement begins. */
function clauseEnd(text: string, { start, end }: Span, next = text.length): number {
  if (wordCount(text.slice(start, end)) > FEW_WORDS) return end;
  const rest = text.slice(end, Math.min(next, end + LONGEST_CLAUSE));
  const stop = rest.search(CLAUSE_END);
  const cut = stop < 0 ? (rest.length < LONGEST_CLAUSE ? rest.length : rest.lastIndexOf(" ")) : stop;
  return end + rest.slice(0, Math.max(0, cut)).trimEnd().length;
}

/** Whether more speaks against a problem than for it. */
const isDoubted = ({ evidence = 0 }: ReadStatement): boolean => evidence < 0;

/** Words that deny that something is right. */
const NOT_RIGHT = /\b(?:after|but|cannot|never|no|not|nothing|only|when)\b|n['’]t\b/i;

/** Without what only leads to a problem that the text tells: when it is, where, what its writer did, and what is as it should be. */
function withoutSurroundings(text: string, statements: readonly ReadStatement[]): readonly ReadStatement[] {
  const quoteOf = ({ start, end, whole }: ReadStatement): string =>
    text.slice(whole?.start ?? start, whole?.end ?? end);
  const isRight = (one: ReadStatement): boolean => IS_RIGHT.test(quoteOf(one)) && !NOT_RIGHT.test(quoteOf(one));
  const mayLead = statements.map((one) => one.kind === "problem" && (isDoubted(one) || isRight(one)));
  if (!mayLead.includes(true)) return statements;
  const isIll = ({ start, end }: Span): boolean => !isWell(text.slice(start, end));
  if (!statements.some((one) => one.kind === "problem" && isIll(one) && !isRight(one))) return statements;
  const leads = (one: ReadStatement): boolean =>
    isRight(one) || (isDoubted(one) && SURROUNDS.test(text.slice(one.start, one.end)) && !isIll(one));
  return statements.filter((one, at) => !(mayLead[at] && leads(one)));
}

export const withoutPraise =
  (read: StatementReader): StatementReader =>
  (input) => {
    const reading = read(input);
    const [negative = 1] = reading.sentiment;
    let isPraised: boolean | undefined;
    const isProblem = ({ start, end }: Span): boolean => {
      const quote = input.text.slice(start, end);
      if (EXPOSED.test(quote)) return true;
      isPraised ??= isPraiseThroughout(input, negative);
      if (isPraised) return false;
      if (isAllWell(input.text, { start, end }, negative, input.stars)) return false;
      return !isPraise(quote, negative, input.stars) && !isBareFact(quote, input.stars);
    };
    const statements = reading.statements.flatMap((one, at) => {
      if (one.kind === "wish")
        return isThere(input.text, one) || (one.sureness < 1 && isNoWish(input.text, one)) ? [] : [one];
      if (one.sureness >= 1) return [one];
      const isOne = isProblem(one.whole ?? one);
      const quote = input.text.slice(one.start, one.end);
      if (isOne && (wordCount(quote) > FEW_WORDS || !isWell(quote))) return [one];
      const told = { ...one, end: clauseEnd(input.text, one, reading.statements[at + 1]?.start) };
      const saysMore = told.end > one.end && !isWell(input.text.slice(told.start, told.end)) && isProblem(told);
      if (saysMore) return [told];
      return isOne ? [one] : [];
    });
    const told = withoutSurroundings(input.text, statements);
    const isSame = told.length === reading.statements.length && told.every((one, at) => one === reading.statements[at]);
    return isSame ? reading : { ...reading, statements: told };
  };
