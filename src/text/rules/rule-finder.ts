/** Tells of all rules together which of them may match a text: those of which it holds each group of words of one alternative. */
import { type Group, type Needle, needsOf } from "./needs.ts";
import { createWordAutomaton } from "./word-automaton.ts";

/** Alternatives of rules by number: how many groups each has, and whose it is; and in which alternatives a group stands. */
function numberAlternatives(patterns: readonly RegExp[]) {
  const groups = new Map<string, number>();
  const needles = new Map<Needle, number[]>();
  const alternativesOf: number[][] = [];
  const sizes: number[] = [];
  const ruleOf: number[] = [];
  const numberOf = (group: Group): number => {
    const key = group.toSorted().join(" ");
    const known = groups.get(key);
    if (known !== undefined) return known;
    const number = groups.size;
    groups.set(key, number);
    alternativesOf.push([]);
    for (const needle of group) needles.set(needle, [...(needles.get(needle) ?? []), number]);
    return number;
  };
  for (const [rule, pattern] of patterns.entries()) {
    for (const needed of needsOf(pattern)) {
      const alternative = sizes.push(needed.length) - 1;
      ruleOf.push(rule);
      for (const group of needed) alternativesOf[numberOf(group)]!.push(alternative);
    }
  }
  return { needles, alternativesOf: alternativesOf.map((some) => Int32Array.from(some)), sizes, ruleOf };
}

/** Writes 1 for each rule that may match a text, and 0 for the others. */
export function createRuleFinder(patterns: readonly RegExp[]): (text: string, into: Uint8Array) => void {
  const { needles, alternativesOf, sizes, ruleOf } = numberAlternatives(patterns);
  const { walk } = createWordAutomaton(needles, alternativesOf.length);
  const always = new Set(ruleOf.filter((_, alternative) => sizes[alternative] === 0));
  const missing = Int32Array.from(sizes);
  const rules = Int32Array.from(ruleOf);
  const held = new Int32Array(alternativesOf.length);

  return (text, into) => {
    const count = walk(text, held);
    into.fill(count < 0 ? 1 : 0);
    for (const rule of always) into[rule] = 1;
    for (let at = 0; at < count; at++) {
      const alternatives = alternativesOf[held[at]!]!;
      for (let one = 0; one < alternatives.length; one++) {
        const alternative = alternatives[one]!;
        missing[alternative]!--;
        if (missing[alternative] === 0) into[rules[alternative]!] = 1;
      }
    }
    // As it was before.
    for (let at = 0; at < count; at++) {
      const alternatives = alternativesOf[held[at]!]!;
      for (let one = 0; one < alternatives.length; one++) missing[alternatives[one]!]!++;
    }
  };
}
