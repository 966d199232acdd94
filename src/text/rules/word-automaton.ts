// cspell:ignore Corasick
/** Finds all of many stretches of words in one walk over a text (Aho and Corasick's automaton). */
import { BORDER, type Needle } from "./needs.ts";

const SYMBOLS = 38;
const BORDER_SYMBOL = 37;
/** Letters that an expression may take for ones of ASCII: whoever meets one knows nothing. */
const LIKE_ASCII: ReadonlySet<number> = new Set([0x17f, 0x212a]);
const UNKNOWN = 38;
/** Half of the bytes of more, and twice as near. */
const MOST_STATES = 1 << 16;

/** What each UTF-16 unit is: 0 to 36 "a" to "z", "0" to "9", "_"; the border, which all others are; or unknown. */
const symbols = new Uint8Array(65_536).fill(BORDER_SYMBOL);
for (let code = 0; code < 26; code++) symbols[97 + code] = symbols[65 + code] = code;
for (let digit = 0; digit < 10; digit++) symbols[48 + digit] = 26 + digit;
symbols[95] = 36;
for (const code of LIKE_ASCII) symbols[code] = UNKNOWN;

const symbolOf = (letter: string): number => (letter === BORDER ? BORDER_SYMBOL : symbols[letter.charCodeAt(0)]!);

export interface WordAutomaton {
  /**
   * Writes to `into` the numbers of the groups of which a needle stands in a text, each once, and returns how many they are; -1 where
   * the text holds what may stand for a letter of ASCII, so that nothing can be said of it.
   */
  walk(text: string, into: Int32Array): number;
}

/** The last of so many walks by one number: a group is written once a walk. */
const LAST_WALK = 0x7fffffff;

/** `needles`: by what they are, the numbers of the groups that they are in. */
export function createWordAutomaton(
  needles: ReadonlyMap<Needle, readonly number[]>,
  groupCount: number,
): WordAutomaton {
  const next: number[] = new Array(SYMBOLS).fill(0);
  const found: number[][] = [[]];
  for (const [needle, groups] of needles) {
    let state = 0;
    for (const letter of needle) {
      const to = state * SYMBOLS + symbolOf(letter);
      if (next[to] === 0) {
        next[to] = found.length;
        for (let symbol = 0; symbol < SYMBOLS; symbol++) next.push(0);
        found.push([]);
      }
      state = next[to]!;
    }
    found[state]!.push(...groups);
  }
  if (found.length > MOST_STATES) throw new Error("rules: too many words");
  const moves = Uint16Array.from(next);
  followLinks(moves, found);
  const lists = found.map((groups) => [...new Set(groups)]);
  /** Of the groups of all states: where each state's begin. */
  const starts = new Int32Array(lists.length + 1);
  for (const [state, { length }] of lists.entries()) starts[state + 1] = starts[state]! + length;
  const groups = Int32Array.from(lists.flat());
  /** The walk that met each group last. */
  const met = new Int32Array(groupCount);
  let walks = 0;

  return {
    walk(text, into) {
      if (walks === LAST_WALK) met.fill(0);
      walks = (walks % LAST_WALK) + 1;
      let count = 0;
      let state = moves[BORDER_SYMBOL]!;
      let before = BORDER_SYMBOL;
      for (let at = 0; at <= text.length; at++) {
        const symbol = at === text.length ? BORDER_SYMBOL : symbols[text.charCodeAt(at)]!;
        if (symbol === UNKNOWN) return -1;
        if (symbol === BORDER_SYMBOL && before === BORDER_SYMBOL) continue;
        before = symbol;
        state = moves[state * SYMBOLS + symbol]!;
        for (let place = starts[state]!; place < starts[state + 1]!; place++) {
          const group = groups[place]!;
          if (met[group] === walks) continue;
          met[group] = walks;
          into[count++] = group;
        }
      }
      return count;
    },
  };
}

/** Where no needle goes on, the walk does with the longest end of what was read that begins one. */
function followLinks(moves: Uint16Array, found: number[][]): void {
  const links = new Int32Array(found.length);
  const waiting: number[] = [];
  for (let symbol = 0; symbol < SYMBOLS; symbol++) if (moves[symbol] !== 0) waiting.push(moves[symbol]!);
  for (let at = 0; at < waiting.length; at++) {
    const state = waiting[at]!;
    found[state]!.push(...found[links[state]!]!);
    for (let symbol = 0; symbol < SYMBOLS; symbol++) {
      const to = state * SYMBOLS + symbol;
      const onward = moves[links[state]! * SYMBOLS + symbol]!;
      if (moves[to] === 0) moves[to] = onward;
      else {
        links[moves[to]!] = onward;
        waiting.push(moves[to]!);
      }
    }
  }
}
