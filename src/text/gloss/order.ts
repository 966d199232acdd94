/** Puts the pieces of a clause in the order of English, a little: what is denied, qualities, names of two words, verbs at the end. */
import { agree, areManyBefore, speaksAt } from "./agreement.ts";
import { isPlain, move, rearrange, swap } from "./clauses.ts";
import { inTense, type Tense } from "./english-forms.ts";
import type { GlossLanguage } from "./language.ts";
import {
  AUXILIARY,
  countThings,
  dropDoubles,
  dropRepeats,
  sayArticles,
  sayPassives,
  settleWords,
} from "./neighbours.ts";
import type { Piece } from "./pieces.ts";
import { turnRound } from "./postpositions.ts";
import { bringVerbs } from "./verb-last.ts";

const NEGATION = /^(?:not|no longer|never|not yet|still not)$/;
/** Pieces between a negation and what it denies. */
const REACH = 3;
/** Pieces of a clause that its end is brought together with its verb over. */
const LONGEST_CLAUSE = 20;

/** "editable". */
const isPossible = ({ english }: Piece): boolean => english.startsWith("can be ");
const isAuxiliary = ({ english }: Piece): boolean => AUXILIARY.test(english);
const isConjugated = ({ role, tense }: Piece): boolean => role === "verb" && tense !== "base" && tense !== "doing";

/** What goes before a verb when it is denied. */
const DENIALS: Readonly<Partial<Record<Tense, string>>> = {
  present: "does not",
  base: "does not",
  first: "do not",
  did: "did not",
  firstDid: "did not",
};

/** What who does not do it cannot do: "no encuentro", "finde nicht". */
const TRIED = /^(?:access|enter|find|get in|hear|log in|open|see)$/;

/** "works" denied: "does not work", "no longer works". */
function denied(verb: Piece, negation: string, isSpoken: boolean): string {
  if (verb.english === "can") return "cannot";
  if (isPossible(verb)) return verb.english.replace("can be", negation === "not" ? "cannot be" : `can ${negation} be`);
  if (verb.tense === "first" && negation === "not" && TRIED.test(verb.base ?? "")) return `cannot ${verb.base}`;
  const denial = verb.tense && DENIALS[verb.tense];
  if (denial === undefined || negation !== "not") {
    const isMany = isSpoken && verb.tense === "present";
    return `${negation} ${isMany ? verb.base : verb.english}`;
  }
  return `${isSpoken && denial === "does not" ? "do not" : denial} ${verb.base}`;
}

/** Index of the nearest verb of the clause from `at` in a direction, or -1. */
function verbNear(pieces: readonly Piece[], at: number, step: 1 | -1, reach: number): number {
  for (let far = 1; far <= reach; far++) {
    const place = at + step * far;
    const piece = pieces[place];
    if (piece === undefined || !isPlain(pieces[step > 0 ? place : place + 1]!)) return -1;
    if (NEGATION.test(piece.english)) return -1;
    if (isAuxiliary(piece) || isConjugated(piece) || isPossible(piece)) return place;
    if (step < 0 && piece.role === "verb" && piece.tense === "base" && areManyBefore(pieces, place)) return place;
    if (step > 0 && piece.role === "verb") return place;
  }
  return -1;
}

/** The negation at `at` becomes part of the verb, where that stands. */
function joinNegation(pieces: Piece[], at: number, verb: number): void {
  const [negation, piece] = [pieces[at]!, pieces[verb]!];
  const isFirst = verb > at;
  const subject = isFirst ? at : verb;
  pieces[verb] = {
    ...piece,
    english: denied(piece, negation.english, speaksAt(pieces, subject) || areManyBefore(pieces, subject)),
    role: "word",
    start: Math.min(negation.start, piece.start),
    end: Math.max(negation.end, piece.end),
    words: negation.words + piece.words,
    known: negation.known + piece.known,
  };
  // What follows takes over the mark that stood before the negation.
  if (isFirst) pieces[at + 1] = { ...pieces[at + 1]!, before: negation.before };
  pieces.splice(at, 1);
}

function placeNegations(pieces: Piece[], { denied: denies, deniedReach = REACH }: GlossLanguage): void {
  const steps = denies === "before" ? ([-1, 1] as const) : ([1, -1] as const);
  for (let at = 0; at < pieces.length; at++) {
    if (!NEGATION.test(pieces[at]!.english)) continue;
    // On the other side of it, only what it stands beside.
    const verb = steps
      .map((step, turn) => verbNear(pieces, at, step, turn === 0 ? deniedReach : 1))
      .find((place) => place >= 0);
    if (verb === undefined) continue;
    const isCannot = pieces[verb]!.english === "can" && pieces[at]!.english === "not";
    if (isCannot || !isAuxiliary(pieces[verb]!)) {
      joinNegation(pieces, at, verb);
      at--;
    } else if (verb > at) move(pieces, verb, at);
    else if (verb < at - 1) move(pieces, at, verb + 1);
  }
}

/** "écran noir": "black screen"; "code de vérification", "kode verifikasi": "verification code"; "koleksi buku baru": "new book collection". */
function nameThings(pieces: Piece[], { qualityFollows, compounds }: GlossLanguage): void {
  /** Where the name that ends at `at` begins. */
  let from = 0;
  for (let at = 0; at + 1 < pieces.length; at++) {
    const [one, two, three] = [pieces[at]!, pieces[at + 1]!, pieces[at + 2]];
    if (one.role !== "thing" || !isPlain(two)) continue;
    if (at === 0 || !isPlain(one) || pieces[at - 1]!.role !== "thing") from = at;
    if (qualityFollows && two.role === "quality") {
      move(pieces, at + 1, from);
      at++;
    } else if (compounds === "bare" && two.role === "thing") move(pieces, at + 1, from);
    else if (compounds === "joined" && two.english === "of" && three?.role === "thing" && isPlain(three)) {
      swap(pieces, at, [three, one, { ...two, english: "" }]);
    }
  }
}

/** What a phrase of a verb and its denial ends in. */
const DENIAL = /^ (?:nicht|nich|net|ned|nie|nimmer|nicht mehr)$/;

/** "stürzt … ab": the prefix at the end tells which verb it is. */
function joinPrefixes(
  pieces: Piece[],
  separable: ReadonlySet<string>,
  text: string,
  find: (word: string) => Piece | undefined,
  strongPasts: GlossLanguage["strongPasts"],
): void {
  /** "kam … an". */
  const findPast = (prefix: string, said: string): Piece | undefined => {
    const present = strongPasts?.get(said);
    const verb = present === undefined ? undefined : find(prefix + present);
    return verb?.base === undefined ? undefined : { ...verb, english: inTense(verb.base, "did"), tense: "did" };
  };
  for (let at = 1; at < pieces.length; at++) {
    const prefix = text.slice(pieces[at]!.start, pieces[at]!.end).toLowerCase();
    if (!separable.has(prefix)) continue;
    for (let back = at - 1; back >= Math.max(0, at - LONGEST_CLAUSE) && isPlain(pieces[back + 1]!); back--) {
      const { start, end, before } = pieces[back]!;
      const said = text.slice(start, end).toLowerCase();
      const denial = / .+$/.exec(said)?.[0] ?? "";
      const plain = said.slice(0, said.length - denial.length);
      const verb = denial === "" || DENIAL.test(denial) ? (find(prefix + plain) ?? findPast(prefix, plain)) : undefined;
      if (verb === undefined) continue;
      const words = denial === "" ? 1 : pieces[back]!.words;
      const english =
        denial === "" ? verb.english : denied(verb, find(denial.trim())?.english ?? "not", speaksAt(pieces, back));
      pieces[back] = {
        ...verb,
        english,
        role: denial === "" ? verb.role : "word",
        start,
        end,
        before,
        words,
        known: words,
      };
      pieces[at] = { ...pieces[at]!, english: "", words: 1, known: 1 };
      break;
    }
  }
}

/** "no longer/more": the first behind a verb, the second elsewhere. */
function chooseByPlace(pieces: Piece[]): void {
  for (const [at, piece] of pieces.entries()) {
    const [behind, elsewhere] = piece.english.split("/");
    if (elsewhere === undefined || piece.known < 1) continue;
    const before = pieces[at - 1];
    const follows = before !== undefined && isPlain(piece) && (isAuxiliary(before) || isConjugated(before));
    pieces[at] = { ...piece, english: follows ? behind! : elsewhere };
  }
}

/** "je l'utilise", "lo uso": the article is a pronoun; "di kirim": the preposition is a prefix. */
function dropPronouns(pieces: Piece[], text: string): void {
  for (const [at, piece] of pieces.entries()) {
    const next = pieces[at + 1];
    const isPrefix = text.slice(piece.start, piece.end).toLowerCase() === "di";
    if (!(piece.english === "the" || isPrefix) || next === undefined || !isPlain(next)) continue;
    if (next.role === "verb" || AUXILIARY.test(next.english)) pieces[at] = { ...piece, english: "" };
  }
}

export function inOrder(
  pieces: Piece[],
  language: GlossLanguage,
  text: string,
  find: (word: string) => Piece | undefined,
): void {
  if (language.separable !== undefined) joinPrefixes(pieces, language.separable, text, find, language.strongPasts);
  chooseByPlace(pieces);
  if (language.settle !== undefined) settleWords(pieces, text, language.settle);
  if (language.doubles) dropDoubles(pieces, text);
  dropPronouns(pieces, text);
  nameThings(pieces, language);
  if (language.postpositions !== undefined) turnRound(pieces, language.postpositions);
  if (language.verbLast) bringVerbs(pieces, text);
  placeNegations(pieces, language);
  if (language.barePassive) sayPassives(pieces);
  countThings(pieces);
  agree(pieces, language.dropsSubject ?? false);
  rearrange(pieces, language);
  dropRepeats(pieces);
  sayArticles(pieces);
}
