/** Cuts a text into pieces that each have a rendering: words and phrases of the language, what is English already, and the rest as it stands. */
import { createWordTable } from "../tokens.ts";
import { type Dictionary, plainLetters } from "./dictionary.ts";
import type { Entry, GlossLanguage } from "./language.ts";

export interface Piece extends Entry {
  /** What stands before it, as the rendering has it: a space, or a mark that parts it from the piece before. */
  readonly before: string;
  /** UTF-16 offsets of the original. */
  readonly start: number;
  readonly end: number;
  /** Of its words, those that were understood; numbers are no words. */
  readonly words: number;
  readonly known: number;
}

interface Token {
  readonly text: string;
  readonly folded: string;
  readonly start: number;
  readonly end: number;
  /** Nothing but spaces, an apostrophe or a hyphen parts it from the token before. */
  readonly joins: boolean;
  readonly gap: string;
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const LETTER = /\p{L}/u;
const DIGIT = /\p{N}/u;
const JOINT = /^(?: +|['’ʼ-])$/;
/** "trooop", "bagusss". */
const DRAWN = /(.)\1{2,}/gu;
/** A word that is English, though the language has it not. */
const ENGLISH_WORTH = 0.7;
/** Shorter words may be English by chance; not in a language that is mixed with it. */
const SHORTEST_ENGLISH = 4;
const SHORTEST_MIXED = 2;
/** Short English words that people of all languages mix in. */
const MIXED_IN = new Set(
  "the and is it to not for you of on in all why was new up ok pro bug lag app fun top map add pay vip pin pls".split(
    " ",
  ),
);
const LONGEST_PHRASE = 6;
const LONGEST_GROUP = 8;
/** "Connect", within a sentence. */
const CAPITAL = /^\p{Lu}\p{Ll}/u;
const SENTENCE_END = /[.!?\n…]/;

function tokensOf(text: string, fold: (word: string) => string, silent: ReadonlySet<string> | undefined): Token[] {
  const tokens: Token[] = [];
  let from = 0;
  for (const { 0: said, index } of text.matchAll(WORD)) {
    const gap = text.slice(from, index);
    from = index + said.length;
    const lower = said.toLowerCase();
    const joins = tokens.length > 0 && JOINT.test(gap);
    if (silent?.has(lower) && joins) continue;
    tokens.push({ text: lower, folded: fold(lower), start: index, end: from, joins, gap });
  }
  return tokens;
}

const marksOf = (gap: string): string => {
  const marks = gap.replace(/\s+/g, " ");
  return marks === "" || JOINT.test(marks) ? " " : marks;
};

interface Found {
  readonly entry: Entry;
  /** Words. */
  readonly count: number;
}

export function createPieces(
  { silent, takeApart, readGroup, stresses, cognates = [], englishFirst = false, capitalNouns = false }: GlossLanguage,
  dictionary: Dictionary,
  isWord: (word: string) => boolean,
): (text: string) => Piece[] {
  const { find, findExact, findPhrase, fold, longestFrom } = dictionary;
  const shortest = englishFirst ? SHORTEST_MIXED : SHORTEST_ENGLISH;
  /** "reminders", where English is mixed in. */
  const isMany = (word: string): boolean => englishFirst && /[^s]s$/.test(word) && isWord(word.slice(0, -1));
  const isEnglish = (word: string): boolean =>
    MIXED_IN.has(word) || (word.length >= shortest && (isWord(word) || isMany(word)));
  /** What a word by itself is. */
  const words = createWordTable((word): readonly Entry[] => {
    const drawn = word.replace(DRAWN, "$1");
    if (englishFirst && findExact(word) === undefined && isEnglish(word)) return [];
    const found = find(word) ?? find(drawn) ?? find(word.replace(DRAWN, "$1$1"));
    if (found !== undefined) return [found];
    const parts = takeApart?.(drawn, find);
    if (parts !== undefined) return parts;
    const cognate = cognateOf(drawn);
    // "live" of a language that mixes it in stays so, rather than to be "lived".
    return cognate === undefined ? [] : [{ english: isMixedIn(drawn, cognate) ? drawn : cognate, role: "word" }];
  }, 1 << 11);

  /** "live": its cognate is only another form of it. */
  const isMixedIn = (word: string, cognate: string): boolean =>
    cognate.startsWith(word.slice(0, -1)) && isEnglish(word);

  /** The same word in English, where that has it: "opération", "información". */
  function cognateOf(word: string): string | undefined {
    const plain = plainLetters(word);
    if (plain !== word && isEnglish(plain)) return plain;
    for (const [ending, english] of cognates) {
      const changed = plain.replace(ending, english);
      if (changed !== plain && isEnglish(changed)) return changed;
    }
    return undefined;
  }

  function phraseAt(tokens: readonly Token[], at: number): Found | undefined {
    const most = Math.min(
      longestFrom(tokens[at]!.folded) + (stresses === undefined ? 0 : 1),
      LONGEST_PHRASE,
      tokens.length - at,
    );
    for (let count = most; count > 1; count--) {
      let said = tokens[at]!.folded;
      let isWhole = true;
      let plain = said;
      for (let next = at + 1; next < at + count && isWhole; next++) {
        const { joins, folded } = tokens[next]!;
        isWhole = joins;
        said += ` ${folded}`;
        if (!stresses?.has(folded)) plain += ` ${folded}`;
      }
      const entry = isWhole ? (findPhrase(said) ?? (plain === said ? undefined : findPhrase(plain))) : undefined;
      if (entry !== undefined) return { entry, count };
    }
    return undefined;
  }

  /** Words from `at` on that nothing parts. */
  function joinedFrom(tokens: readonly Token[], at: number): readonly Token[] {
    let end = at + 1;
    while (end - at < LONGEST_GROUP && tokens[end]?.joins) end++;
    return tokens.slice(at, end);
  }

  /** The longer one of what is a phrase here and what is a verb of several words. */
  function longestAt(tokens: readonly Token[], at: number): Found | undefined {
    const phrase = phraseAt(tokens, at);
    if (readGroup === undefined) return phrase;
    const joined = joinedFrom(tokens, at);
    const group = readGroup(
      joined.map(({ folded }) => folded),
      joined.map(({ text }) => text),
      find,
    );
    return group !== undefined && group.count > (phrase?.count ?? 1) ? group : phrase;
  }

  /** What one word becomes: more than one piece where it is made of parts. */
  function wordPieces({ text: word, start, end, gap }: Token, text: string): Piece[] {
    const before = marksOf(gap);
    const said = text.slice(start, end);
    const isSpoken = LETTER.test(word);
    const found = isSpoken ? words.get(word, 0, word.length) : [];
    if (found.length === 0) {
      const known = isSpoken && isEnglish(word) ? ENGLISH_WORTH : 0;
      // Names stay, and count as little as numbers do.
      const isName = !capitalNouns && CAPITAL.test(said) && start > 0 && !SENTENCE_END.test(gap);
      const isWord = isSpoken && !DIGIT.test(word) && (known > 0 || !isName);
      // What is mixed in names things mostly.
      const role = englishFirst && known > 0 ? "thing" : "word";
      return [{ english: said, role, before, start, end, words: isWord ? 1 : 0, known: isWord ? known : 0 }];
    }
    return found.map((entry, place): Piece => {
      const own = place === 0 ? 1 : 0;
      return { ...entry, before: place === 0 ? before : " ", start, end, words: own, known: own };
    });
  }

  return (text) => {
    const tokens = tokensOf(text, fold, silent);
    const pieces: Piece[] = [];
    for (let at = 0; at < tokens.length; ) {
      const token = tokens[at]!;
      const phrase = longestAt(tokens, at);
      if (phrase === undefined) {
        pieces.push(...wordPieces(token, text));
        at++;
        continue;
      }
      const { entry, count } = phrase;
      const { end } = tokens[at + count - 1]!;
      pieces.push({ ...entry, before: marksOf(token.gap), start: token.start, end, words: count, known: count });
      at += count;
    }
    return pieces;
  };
}
