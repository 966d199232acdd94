/**
 * Patterns that are asked only of texts that hold the words without which they never match. Which words these are is worked out from
 * the pattern (needs.ts); one walk over the words of a text finds those of all rules (rule-finder.ts). The answers are the pattern's own.
 */
import { createRuleFinder, isWordUnit } from "./rule-finder.ts";

export interface Rule {
  readonly pattern: RegExp;
  /** Whether a text holds the words of a match; false: it matches nowhere. */
  mayMatch(text: string): boolean;
  /** The like of `text.slice(start, end)`, for several stretches of a text in turn. */
  mayMatchIn(text: string, start: number, end: number): boolean;
  /** As of the pattern, whose `lastIndex` counts where it is global. */
  test(text: string): boolean;
  exec(text: string): RegExpExecArray | null;
  /** Of `text.slice(start, end)`. */
  testIn(text: string, start: number, end: number): boolean;
  execIn(text: string, start: number, end: number): RegExpExecArray | null;
  /** Of a global pattern. */
  matchAll(text: string): Iterable<RegExpExecArray>;
}

/** What was walked over last is asked of several rules in turn: a statement, its sentence, the whole text. */
const REMEMBERED = 4;

/** The walk over texts for all rules: made when the first of them is asked, and again when there are more of them. */
function createReading() {
  const patterns: RegExp[] = [];
  let find: ((text: string, into: Uint8Array) => void) | undefined;
  const texts: string[] = [];
  /** Of each text remembered, 1 for each rule that may match. */
  const told: Uint8Array[] = [];
  let newest = 0;
  /** The text whose stretches are asked for, and what may match in it. */
  let whole = "";
  let toldWhole = new Uint8Array(0);

  function prepare(): (text: string, into: Uint8Array) => void {
    find = createRuleFinder(patterns);
    for (let at = 0; at < REMEMBERED; at++) {
      texts[at] = "";
      told[at] = new Uint8Array(patterns.length);
      find("", told[at]!);
    }
    whole = "";
    toldWhole = told[0]!.slice();
    return find;
  }

  function read(text: string): Uint8Array {
    const reader = find ?? prepare();
    if (texts[newest] === text) return told[newest]!;
    if (whole === text) return toldWhole;
    const known = texts.indexOf(text);
    if (known >= 0) return told[known]!;
    newest = (newest + 1) % REMEMBERED;
    texts[newest] = text;
    const may = told[newest]!;
    reader(text, may);
    return may;
  }

  return {
    add(pattern: RegExp): number {
      find = undefined;
      return patterns.push(pattern) - 1;
    },
    mayMatch: (rule: number, text: string): boolean => read(text)[rule] === 1,
    /** What a text as a whole lacks, no stretch of it has that cuts no word. */
    mayMatchIn(rule: number, text: string, start: number, end: number): boolean {
      if (find === undefined || whole !== text) {
        const told = read(text);
        toldWhole.set(told);
        whole = text;
      }
      if (toldWhole[rule] === 0 && !cutsWord(text, start) && !cutsWord(text, end)) return false;
      return read(text.slice(start, end))[rule] === 1;
    },
  };
}

const cutsWord = (text: string, at: number): boolean =>
  at > 0 && at < text.length && isWordUnit(text.charCodeAt(at - 1)) && isWordUnit(text.charCodeAt(at));

const reading = createReading();

/** The pattern, asked only where it may match. */
export function rule(pattern: RegExp): Rule {
  const number = reading.add(pattern);
  const mayMatch = (text: string): boolean => reading.mayMatch(number, text);
  const mayMatchIn = (text: string, start: number, end: number): boolean =>
    reading.mayMatchIn(number, text, start, end);
  return {
    pattern,
    mayMatch,
    mayMatchIn,
    testIn: (text, start, end) => mayMatchIn(text, start, end) && pattern.test(text.slice(start, end)),
    execIn: (text, start, end) => (mayMatchIn(text, start, end) ? pattern.exec(text.slice(start, end)) : null),
    test: (text) => mayMatch(text) && pattern.test(text),
    exec: (text) => (mayMatch(text) ? pattern.exec(text) : null),
    matchAll: (text) => (mayMatch(text) ? text.matchAll(pattern) : []),
  };
}
