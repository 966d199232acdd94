/**
 * Patterns that are asked only of texts that hold the words without which they never match. Which words these are is worked out from
 * the pattern (needs.ts); one walk over a text finds those of all rules (rule-finder.ts). The answers are the pattern's own.
 */
import { createRuleFinder } from "./rule-finder.ts";

export interface Rule {
  readonly pattern: RegExp;
  /** Whether a text holds the words of a match; false: it matches nowhere. */
  mayMatch(text: string): boolean;
  /** As of the pattern, whose `lastIndex` counts where it is global. */
  test(text: string): boolean;
  exec(text: string): RegExpExecArray | null;
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

  function prepare(): (text: string, into: Uint8Array) => void {
    find = createRuleFinder(patterns);
    for (let at = 0; at < REMEMBERED; at++) {
      texts[at] = "";
      told[at] = new Uint8Array(patterns.length);
      find("", told[at]!);
    }
    return find;
  }

  function read(text: string): Uint8Array {
    const reader = find ?? prepare();
    if (texts[newest] === text) return told[newest]!;
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
  };
}

const reading = createReading();

/** The pattern, asked only where it may match. */
export function rule(pattern: RegExp): Rule {
  const number = reading.add(pattern);
  const mayMatch = (text: string): boolean => reading.mayMatch(number, text);
  return {
    pattern,
    mayMatch,
    test: (text) => mayMatch(text) && pattern.test(text),
    exec: (text) => (mayMatch(text) ? pattern.exec(text) : null),
    matchAll: (text) => (mayMatch(text) ? text.matchAll(pattern) : []),
  };
}
