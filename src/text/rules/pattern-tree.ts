// cspell:ignore snrtfv
/** The source of a regular expression as a tree, as far as it tells which words a match holds. What it doesn't know may be anything. */

/** One character: `word` is a letter, digit or "_" of ASCII in lower case; "" is none of these, undefined may be anything. */
interface Character {
  readonly kind: "character";
  readonly word: string | undefined;
  /** As it stands in the pattern, where it stands for itself. */
  readonly written?: string;
}

/** "\b", "^", "$": what stands beside it is parted from it. */
interface Border {
  readonly kind: "border";
}

interface Look {
  readonly kind: "look";
  readonly isAhead: boolean;
  readonly isDenied: boolean;
  readonly of: Choice;
}

export interface Repeat {
  readonly kind: "repeat";
  readonly of: Item;
  readonly least: number;
  readonly most: number;
}

/** Alternatives. */
export interface Choice {
  readonly kind: "choice";
  readonly of: readonly Sequence[];
}

export type Item = Character | Border | Look | Repeat | Choice;
export type Sequence = readonly Item[];

const ANYTHING: Character = { kind: "character", word: undefined };
const NO_WORD: Character = { kind: "character", word: "" };
const BORDER: Border = { kind: "border" };

const WORD = /^\w$/;
/** Letters that are taken for ones of ASCII where case is ignored. */
const LIKE_ASCII = /[\u017f\u212a]/;

function literal(character: string): Character {
  if (LIKE_ASCII.test(character)) return ANYTHING;
  return { kind: "character", word: WORD.test(character) ? character.toLowerCase() : "", written: character };
}

/** Escapes that stand for no letter, digit or "_" of ASCII. */
const NO_WORD_ESCAPES = new Set(["s", "W", "n", "r", "t", "f", "v"]);
const QUANTIFIER = /[*+?]\??|\{(\d+)(,(\d*))?\}\??/y;
const GROUP = /\(\?(?:(:)|(<?)([=!])|<[^>=!]+>)/y;
const CLASS = /\[(\^?)((?:\\.|[^\]\\])*)\]/sy;
const ESCAPE = /\\(?:u\{([\da-f]+)\}|u([\da-f]{4})|[pP]\{[^}]*\}|x([\da-f]{2})|k<[^>]*>|(.))/isy;

/** Throws where the source is none of an expression that was compiled. */
export function parsePattern(source: string): Choice {
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found !== null) at += found[0].length;
    return found;
  };

  function group(): Item {
    const opened = take(GROUP);
    if (opened === null) at++;
    const of = choice();
    at++;
    if (opened?.[3] === undefined) return of;
    return { kind: "look", isAhead: opened[2] === "", isDenied: opened[3] === "!", of };
  }

  function escaped(): Item {
    const [, long, short, hex, letter] = take(ESCAPE)!;
    const code = long ?? short ?? hex;
    if (code !== undefined) return literal(String.fromCodePoint(Number.parseInt(code, 16)));
    if (letter === undefined) return ANYTHING;
    if (letter === "b") return BORDER;
    if (NO_WORD_ESCAPES.has(letter)) return NO_WORD;
    return WORD.test(letter) ? ANYTHING : literal(letter);
  }

  function characterClass(): Item {
    const [, denied, members] = take(CLASS)!;
    const told = members!.replace(/\\[snrtfv./[\]\\-]/g, " ");
    // A range may hold letters, whatever it goes from and to.
    const isPlain = denied === "" && !/\w|\\|.-./s.test(told) && !LIKE_ASCII.test(told);
    return isPlain ? NO_WORD : ANYTHING;
  }

  function item(): Item {
    const character = source[at]!;
    if (character === "(") return group();
    if (character === "[") return characterClass();
    if (character === "\\") return escaped();
    at++;
    if (character === "^" || character === "$") return BORDER;
    return character === "." ? ANYTHING : literal(character);
  }

  function repeated(of: Item): Item {
    const found = take(QUANTIFIER);
    if (found === null) return of;
    const [mark, exact, upTo, most] = found;
    if (exact === undefined) {
      return { kind: "repeat", of, least: mark.startsWith("+") ? 1 : 0, most: mark.startsWith("?") ? 1 : Infinity };
    }
    const least = Number(exact);
    return { kind: "repeat", of, least, most: upTo === undefined ? least : most === "" ? Infinity : Number(most) };
  }

  function choice(): Choice {
    const sequences: Item[][] = [[]];
    while (at < source.length && source[at] !== ")") {
      if (source[at] === "|") {
        at++;
        sequences.push([]);
      } else sequences.at(-1)!.push(repeated(item()));
    }
    return { kind: "choice", of: sequences };
  }

  return choice();
}
