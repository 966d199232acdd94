/**
 * Names of other products in a description: "Works with Zorblatt" is about a name, and nothing is called after it. A name is known by
 * how it is written: with a capital, never without, where its neighbours stand without; no list of names is needed.
 */
// cspell:ignore Zorblatt
import {
  acts,
  alsoNouns,
  determiners,
  mass,
  personal,
  prepositions,
  provides,
  verbs,
} from "../../lexicon/en/descriptions.ts";
import { slang } from "../../lexicon/en/spelling.ts";
import type { Vocabulary } from "../../vocabulary.ts";
import type { Theme } from "./themes.ts";

/** "Zorblatt", "ZorBlatt", "iZorblatt"; what is in capitals is a short form, mostly of a thing. */
const NAME_LIKE = /^(?:\p{Lu}[\p{L}\p{M}]*\p{Ll}[\p{L}\p{M}]*|\p{Ll}{1,2}\p{Lu}[\p{L}\p{M}]+)$/u;
const CAPITAL = /^\p{Lu}/u;
const PLAIN = /^[a-z]+(?:['’]s)?$/i;
const JOIN = /^(?:and|or|&|\+|und|plus)$/iu;
/** Before a name: what is done is done by its means. Without it something is left to say; of "lessons in French" too little is. */
const BY_MEANS = /^(?:with|from|via|by|on|onto|through|to|using|into|and|or|&)$/iu;
/** What says nothing without the name after it. */
const EMPTY =
  /^(?:works?|working|integrates?|integration|integrated|compatible|compatibility|available|powered|supported|supports?|connects?|includes?|including|like|now|also|fully|officially|partners?|partnered|pairs?|runs?|both|more|etc)$/iu;
/** Of the words that can be looked up, so many are English in an English description. */
const ENGLISH = 0.6;
const LONGEST = 200_000;
const LONGEST_LINE = 400;

const things: readonly ReadonlySet<string>[] = [verbs, alsoNouns, mass, personal, new Set(Object.values(acts))];

interface Word {
  readonly text: string;
  /** Without punctuation and possessive. */
  readonly bare: string;
  readonly isList: boolean;
}

const bareOf = (text: string): string =>
  text.replaceAll(/^[^\p{L}\p{N}&+]+|[^\p{L}\p{N}&+]+$/gu, "").replace(/['’]s$/u, "");

const wordsOf = (text: string): Word[] =>
  text
    .split(/\s+/u)
    .filter((word) => word !== "")
    .map((word) => ({ text: word, bare: bareOf(word), isList: /[,;/]$/u.test(word) }));

function isGlue(bare: string): boolean {
  const lower = bare.toLowerCase();
  return prepositions.has(lower) || determiners.has(lower) || JOIN.test(lower);
}

const says = ({ bare }: Word): boolean =>
  bare !== "" && !isGlue(bare) && !provides.has(bare.toLowerCase()) && !EMPTY.test(bare);

/** Places of the words that a list or a join puts beside this one. */
const joinedTo = (words: readonly Word[], at: number): number[] => [
  JOIN.test(words[at - 1]?.bare ?? "") ? at - 2 : words[at - 1]?.isList ? at - 1 : -1,
  JOIN.test(words[at + 1]?.bare ?? "") ? at + 2 : words[at]!.isList ? at + 1 : -1,
];

/** Two words written as one, "cashback": as likely a new thing as a name. */
function isCompound(word: string, { isWord }: Vocabulary): boolean {
  for (let at = 3; at <= word.length - 3; at++) if (isWord(word.slice(0, at)) && isWord(word.slice(at))) return true;
  return false;
}

/** Takes the names out of a theme; undefined where nothing is left that a label could be called after. */
export type WithoutNames = (theme: Theme) => Theme | undefined;

export function createWithoutNames(description: readonly string[], vocabulary: Vocabulary): WithoutNames {
  const { isWord, isProper } = vocabulary;
  const written = description.flatMap((entry) => wordsOf(entry.slice(0, LONGEST)));
  const small = new Set(written.filter(({ bare }) => !CAPITAL.test(bare)).map(({ bare }) => bare));
  const plain = written.filter(({ bare }) => PLAIN.test(bare));
  const english = plain.filter(({ bare }) => isWord(bare.toLowerCase())).length;
  const unknown = plain.filter(({ bare }) => !CAPITAL.test(bare) && !isWord(bare)).length;
  const isEnglish = english > 0 && english >= ENGLISH * (english + unknown);

  const isCandidate = ({ bare }: Word): boolean => NAME_LIKE.test(bare) && !small.has(bare.toLowerCase());
  /** No word of the language: whoever writes it writes a name. */
  const isSure = (word: Word): boolean =>
    isEnglish && isCandidate(word) && PLAIN.test(word.bare) && !isWord(word.bare.toLowerCase());
  /** A word as well as a name: "Mercury". */
  const isEither = (word: Word): boolean => isCandidate(word) && isProper(word.bare);

  /** Whether all words of the line begin with a capital, as in a heading: it tells no names then. */
  function isHeading(words: readonly Word[]): boolean {
    return words.some((word, at) => {
      const besideName = [words[at - 1], words[at + 1]].some((one) => one && (isSure(one) || isEither(one)));
      return at > 0 && !besideName && CAPITAL.test(word.bare) && isWord(word.bare.toLowerCase()) && !isEither(word);
    });
  }

  /** Written as a name in this place, whatever stands beside it. */
  function standsOut(words: readonly Word[], at: number, heading: boolean): boolean {
    const word = words[at]!;
    const lower = word.bare.toLowerCase();
    if (isSure(word)) return at > 0 || isProper(word.bare) || !isCompound(lower, vocabulary);
    if (!isEither(word)) return false;
    return at > 0 ? !heading : words.length === 1 && !things.some((list) => list.has(lower)) && !slang.has(lower);
  }

  /** "Mercury and Zorblatt", "Mercury Zorblatt", "Zorblatt Drive": joined to a name with nothing between, or a part of one. */
  function spread(words: readonly Word[], names: boolean[], heading: boolean): void {
    const isJoined = (at: number): boolean => joinedTo(words, at).some((other) => names[other]);
    for (const [at, word] of words.entries())
      if (isCandidate(word) && (at > 0 || isEither(word)) && isJoined(at)) names[at] = true;
    const goesOn = (at: number): boolean => names[at] === true && !words[at]!.isList;
    for (let at = words.length - 2; at >= 0; at--)
      if (names[at + 1] && !words[at]!.isList && isEither(words[at]!)) names[at] = true;
    for (let at = 1; at < words.length; at++)
      if (!heading && goesOn(at - 1) && CAPITAL.test(words[at]!.bare)) names[at] = true;
  }

  /** "Zorblatt accounts" are a thing that is called after a name. */
  function leaveThings(words: readonly Word[], names: boolean[]): void {
    for (let at = words.length - 2; at >= 0; at--) {
      const { bare } = words[at + 1]!;
      const isThing = /^\p{L}/u.test(bare) && !isGlue(bare) && !words[at]!.isList;
      if (names[at] && !names[at + 1] && isThing)
        for (let from = at; from >= 0 && names[from]; from--) names[from] = false;
    }
  }

  function marked(words: readonly Word[]): boolean[] {
    const heading = isHeading(words);
    const names = words.map((_, at) => standsOut(words, at, heading));
    spread(words, names, heading);
    leaveThings(words, names);
    return names;
  }

  function runsOf(line: string): string[] {
    const words = wordsOf(line.slice(0, LONGEST_LINE));
    const names = marked(words);
    const runs: string[][] = [];
    for (const [at, { bare }] of words.entries()) {
      if (!names[at]) continue;
      if (names[at - 1] && !words[at - 1]!.isList) runs.at(-1)!.push(bare);
      else runs.push([bare]);
    }
    return runs.filter((run) => run.length > 1).map((run) => run.join(" ").toLowerCase());
  }

  /** Undefined where nothing is left; the text itself where nothing was taken. */
  function without(text: string): string | undefined {
    const words = wordsOf(text);
    const names = marked(words);
    if (!names.includes(true)) return text;
    const first = names.indexOf(true);
    const last = names.lastIndexOf(true);
    const [head, tail] = [words.slice(0, first), words.slice(last + 1)];
    const between = words.slice(first, last + 1).filter((word, at) => !names[first + at] && says(word));
    // Names apart from each other: too much would go with them.
    if (between.length > 0) return says(words[0]!) ? text : undefined;
    const byMeans = BY_MEANS.test(head.at(-1)?.bare ?? "");
    while (head.length > 0 && !says(head.at(-1)!)) head.pop();
    const isObject = !byMeans && head.length === 1 && verbs.has(head[0]!.bare.toLowerCase());
    // "Learn Spanish" says more than that one learns: of an object only what is no word at all goes.
    if (isObject && isProper(words[first]!.bare)) return text;
    const kept = [...head, ...tail];
    if (isObject || !kept.some(says)) return undefined;
    if (!byMeans && head.length > 0) return text;
    const left = kept.map((word) => word.text).join(" ");
    return left.replaceAll(/^(?:(?:and|or)\s+|[\s,;:&/-])+|[\s,;:&/-]+$/giu, "");
  }

  /** Names of several words, which a list's items no longer show. */
  const whole = new Set(description.flatMap((entry) => entry.slice(0, LONGEST).split("\n")).flatMap(runsOf));

  return (theme) => {
    const title = whole.has(theme.title.toLowerCase()) ? undefined : without(theme.title);
    if (title === undefined || title === "") return undefined;
    return title === theme.title ? theme : { title, text: without(theme.text) ?? title };
  };
}
