/** Tells of all rules together which of them may match a text: those of which it holds each group of words of one alternative. */
import { type Group, type Needle, needsOf } from "./needs.ts";
import { createWordAutomaton } from "./word-automaton.ts";

/** What a rule needs at least: a word of each group. */
interface Alternative {
  readonly rule: number;
  /** The rarest first. */
  readonly groups: Int32Array;
}

/** Groups by number: which needles are in which, and which of them the rules need. */
function numberAlternatives(patterns: readonly RegExp[]) {
  const numbers = new Map<string, number>();
  const needles = new Map<Needle, number[]>();
  const numberOf = (group: Group): number => {
    const key = group.toSorted().join(" ");
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = numbers.size;
    numbers.set(key, number);
    for (const needle of group) needles.set(needle, [...(needles.get(needle) ?? []), number]);
    return number;
  };
  const alternatives = patterns.flatMap((pattern, rule): Alternative[] =>
    needsOf(pattern).map((groups) => ({ rule, groups: Int32Array.from(groups, numberOf) })),
  );
  return { needles, groupCount: numbers.size, alternatives };
}

/** Writes 1 for each rule that may match a text, and 0 for the others; where nothing can be said of a text, all may. */
export function createRuleFinder(patterns: readonly RegExp[]): (text: string, into: Uint8Array) => void {
  const { needles, groupCount, alternatives } = numberAlternatives(patterns);
  const { walk } = createWordAutomaton(needles, groupCount);
  const always = alternatives.filter(({ groups }) => groups.length === 0);
  /** By the rarest group: an alternative is looked at where a text holds that one. */
  const byRarest: Alternative[][] = Array.from({ length: groupCount }, () => []);
  for (const one of alternatives) if (one.groups.length > 0) byRarest[one.groups[0]!]!.push(one);
  const held = new Int32Array(groupCount);
  const isHeld = new Uint8Array(groupCount);

  const holdsAll = ({ groups }: Alternative): boolean => {
    for (let at = 1; at < groups.length; at++) if (isHeld[groups[at]!] === 0) return false;
    return true;
  };

  return (text, into) => {
    const count = walk(text, held);
    if (count < 0) {
      into.fill(1);
      return;
    }
    into.fill(0);
    for (const { rule } of always) into[rule] = 1;
    for (let at = 0; at < count; at++) isHeld[held[at]!] = 1;
    for (let at = 0; at < count; at++) {
      const some = byRarest[held[at]!]!;
      for (let one = 0; one < some.length; one++) if (holdsAll(some[one]!)) into[some[one]!.rule] = 1;
    }
    for (let at = 0; at < count; at++) isHeld[held[at]!] = 0;
  };
}

/** As `\w` has it. */
export const isWordUnit = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;
