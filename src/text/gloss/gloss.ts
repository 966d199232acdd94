/**
 * A gloss: a text of another language word by word in plain English, so that what reads English can tell what kind of
 * feedback it is. Each stretch of it knows which stretch of the original it renders.
 */
import { createDictionary } from "./dictionary.ts";
import type { GlossLanguage } from "./language.ts";
import { french } from "./languages/french.ts";
import { german } from "./languages/german.ts";
import { hindi } from "./languages/hindi.ts";
import { indonesian } from "./languages/indonesian.ts";
import { portuguese } from "./languages/portuguese.ts";
import { spanish } from "./languages/spanish.ts";
import { inOrder } from "./order.ts";
import { createPieces, type Piece } from "./pieces.ts";

/** By the code that the language detector gives. */
const languages: Readonly<Record<string, GlossLanguage>> = {
  fr: french,
  es: spanish,
  pt: portuguese,
  de: german,
  "hi-Latn": hindi,
  id: indonesian,
};

export const glossedLanguages: readonly string[] = Object.keys(languages);

/** Offsets are UTF-16 units. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface Gloss {
  readonly text: string;
  /** Of the original's words, the share that is known; in [0, 1]. */
  readonly known: number;
  /** The share that is in the language's own lexicon, which has words that it shares with English, too. */
  readonly own: number;
  /** Words of the original that it doesn't know, as they stand. */
  readonly unknown: readonly string[];
  /** Where what a stretch of the gloss renders stands in the original; undefined when the stretch renders nothing. */
  original(stretch: Stretch): Stretch | undefined;
}

/** Undefined for a language without a gloss. */
export type Glosser = (text: string, lang: string) => Gloss | undefined;

/** Of a longer text, its beginning is enough to tell what it is. */
const LONGEST = 6_000;

const isUnknown = ({ words, known }: Piece): boolean => words > 0 && known === 0;

/** What parts the words of one clause. */
const WITHIN_CLAUSE = /^[\s'’ʼ-]*$/;

/**
 * Where each rendered piece stands, with the words around it that have no rendering: an object that nobody knows belongs to
 * what is said of it.
 */
function placesOf(pieces: readonly Piece[], rendered: ReadonlySet<Piece>, text: string): Map<Piece, Stretch> {
  const inOrder = [...pieces].sort((a, b) => a.start - b.start || a.end - b.end);
  const places = new Map<Piece, Stretch>();
  /** The end of the silent words from a place on, in a direction. */
  const grow = (from: number, step: 1 | -1): number => {
    let at = from;
    for (;;) {
      const next = inOrder[at + step];
      if (next === undefined || rendered.has(next)) return at;
      const [left, right] = step > 0 ? [inOrder[at]!, next] : [next, inOrder[at]!];
      if (!WITHIN_CLAUSE.test(text.slice(left.end, right.start))) return at;
      at += step;
    }
  };
  inOrder.forEach((piece, at) => {
    if (!rendered.has(piece)) return;
    const end = Math.max(piece.end, inOrder[grow(at, 1)]!.end);
    places.set(piece, { start: Math.min(piece.start, inOrder[grow(at, -1)]!.start), end });
  });
  return places;
}

function written(pieces: readonly Piece[], text: string): Gloss {
  let gloss = "";
  let words = 0;
  let known = 0;
  let own = 0;
  const places: { readonly start: number; readonly end: number; readonly piece: Piece }[] = [];
  let marks = "";
  for (const piece of pieces) {
    words += piece.words;
    known += piece.known;
    if (piece.known === piece.words) own += piece.words;
    marks = piece.before === " " ? marks || " " : piece.before;
    // A word that nobody knows is left out: as it stands it would be read as English, and a title would hold it.
    if (piece.english === "" || isUnknown(piece)) continue;
    gloss += gloss === "" ? marks.trimStart() : marks;
    marks = "";
    const start = gloss.length;
    gloss += piece.english;
    places.push({ start, end: gloss.length, piece });
  }
  const last = pieces.reduce((most, { end }) => Math.max(most, end), 0);
  gloss += text.slice(last).trimEnd().replace(/\s+/g, " ");
  let original: Map<Piece, Stretch> | undefined;
  const within = ({ start, end }: Stretch) => places.filter((place) => place.start < end && place.end > start);
  return {
    text: gloss,
    known: words === 0 ? 0 : known / words,
    own: words === 0 ? 0 : own / words,
    unknown: pieces.filter(isUnknown).map(({ english }) => english),
    original(stretch) {
      const own = within(stretch);
      if (own.length === 0) return undefined;
      original ??= placesOf(pieces, new Set(places.map(({ piece }) => piece)), text);
      const stands = own.map(({ piece }) => original!.get(piece)!);
      return {
        start: Math.min(...stands.map(({ start }) => start)),
        end: Math.max(...stands.map(({ end }) => end)),
      };
    },
  };
}

/** `isEnglish`: whether a word in lower case may be an English one. A language's words are read when it is first met. */
export function createGlosser(isEnglish: (word: string) => boolean): Glosser {
  const readers = new Map<string, (text: string) => Piece[]>();
  function readerOf(lang: string, language: GlossLanguage): (text: string) => Piece[] {
    const known = readers.get(lang);
    if (known !== undefined) return known;
    const dictionary = createDictionary(language);
    const cut = createPieces(language, dictionary, isEnglish);
    const find = (word: string): Piece | undefined => {
      const entry = dictionary.find(word);
      return entry && { ...entry, before: " ", start: 0, end: 0, words: 1, known: 1 };
    };
    const read = (text: string): Piece[] => {
      const pieces = cut(text);
      inOrder(pieces, language, text, find);
      return pieces;
    };
    readers.set(lang, read);
    return read;
  }
  return (text, lang) => {
    const language = languages[lang];
    if (language === undefined) return undefined;
    const read = text.slice(0, LONGEST);
    return written(readerOf(lang, language)(read), read);
  };
}
