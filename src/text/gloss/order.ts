/** Puts the pieces of a clause in the order of English, a little: what is denied, qualities, names of two words, verbs at the end. */
import { isPlain, move, rearrange, swap } from "./clauses.ts";
import type { GlossLanguage } from "./language.ts";
import type { Piece } from "./pieces.ts";

/** Verbs that take a negation behind them. */
const AUXILIARY = /^(?:is|are|am|was|were|has|have|had|can|could|must|should|will|would|be|been|do|does)$/;
/** What the infinitive at the end of a clause belongs to. */
const MODAL = /^(?:can|could|must|should|want|will|would|please)$/;
const NEGATION = /^(?:not|no longer|never|not yet|still not)$/;
/** Pieces between a negation and what it denies. */
const REACH = 3;
/** Pieces of a clause that its end is brought together with its verb over. */
const LONGEST_CLAUSE = 20;
/** Pieces of a noun that what stands behind it moves over. */
const LONGEST_NOUN = 3;

/** "editable". */
const isPossible = ({ english }: Piece): boolean => english.startsWith("can be ");
const isAuxiliary = ({ english }: Piece): boolean => AUXILIARY.test(english);
const isConjugated = ({ role, tense }: Piece): boolean => role === "verb" && (tense === "present" || tense === "past");

/** "works" denied: "does not work", "no longer works". */
function denied(verb: Piece, negation: string): string {
  if (isPossible(verb)) return verb.english.replace("can be", negation === "not" ? "cannot be" : `can ${negation} be`);
  if ((verb.tense === "present" || verb.tense === "base") && negation === "not") return `does not ${verb.base}`;
  return `${negation} ${verb.english}`;
}

/** Index of the nearest verb of the clause from `at` in a direction, or -1. */
function verbNear(pieces: readonly Piece[], at: number, step: 1 | -1, reach: number): number {
  for (let far = 1; far <= reach; far++) {
    const place = at + step * far;
    const piece = pieces[place];
    if (piece === undefined || !isPlain(pieces[step > 0 ? place : place + 1]!)) return -1;
    if (NEGATION.test(piece.english)) return -1;
    if (isAuxiliary(piece) || isConjugated(piece) || isPossible(piece)) return place;
    if (step > 0 && piece.role === "verb") return place;
  }
  return -1;
}

/** The negation at `at` becomes part of the verb, where that stands. */
function joinNegation(pieces: Piece[], at: number, verb: number): void {
  const [negation, piece] = [pieces[at]!, pieces[verb]!];
  const isFirst = verb > at;
  pieces[verb] = {
    ...piece,
    english: denied(piece, negation.english),
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
    if (!isAuxiliary(pieces[verb]!)) {
      joinNegation(pieces, at, verb);
      at--;
    } else if (verb > at) move(pieces, verb, at);
    else if (verb < at - 1) move(pieces, at, verb + 1);
  }
}

/** "écran noir": "black screen"; "code de vérification", "kode verifikasi": "verification code". */
function nameThings(pieces: Piece[], { qualityFollows, compounds }: GlossLanguage): void {
  for (let at = 0; at + 1 < pieces.length; at++) {
    const [one, two, three] = [pieces[at]!, pieces[at + 1]!, pieces[at + 2]];
    if (one.role !== "thing" || !isPlain(two)) continue;
    if (qualityFollows && two.role === "quality") {
      swap(pieces, at, [two, one]);
      at++;
    } else if (compounds === "bare" && two.role === "thing") swap(pieces, at, [two, one]);
    else if (compounds === "joined" && two.english === "of" && three?.role === "thing" && isPlain(three)) {
      swap(pieces, at, [three, one, { ...two, english: "" }]);
    }
  }
}

/** "stürzt … ab": the prefix at the end tells which verb it is. */
function joinPrefixes(
  pieces: Piece[],
  separable: ReadonlySet<string>,
  text: string,
  find: (word: string) => Piece | undefined,
): void {
  for (let at = 1; at < pieces.length; at++) {
    const prefix = text.slice(pieces[at]!.start, pieces[at]!.end).toLowerCase();
    if (!separable.has(prefix)) continue;
    for (let back = at - 1; back >= Math.max(0, at - LONGEST_CLAUSE) && isPlain(pieces[back + 1]!); back--) {
      const { start, end, before } = pieces[back]!;
      const verb = find(prefix + text.slice(start, end).toLowerCase());
      if (verb === undefined) continue;
      pieces[back] = { ...verb, start, end, before, words: 1, known: 1 };
      pieces[at] = { ...pieces[at]!, english: "", words: 1, known: 1 };
      break;
    }
  }
}

/** "kann das Abo kündigen": the infinitive that ends the clause follows its modal. */
function bringInfinitives(pieces: Piece[]): void {
  for (let at = 0; at < pieces.length; at++) {
    if (!MODAL.test(pieces[at]!.english)) continue;
    let last = at;
    while (last + 1 < pieces.length && last - at < LONGEST_CLAUSE && isPlain(pieces[last + 1]!)) last++;
    const place = pieces.findLastIndex(
      (piece, index) => index > at + 1 && index <= last && piece.role === "verb" && piece.tense === "base",
    );
    if (place < 0) continue;
    const from = NEGATION.test(pieces[at + 1]!.english) ? at + 2 : at + 1;
    if (place > from) move(pieces, place, from);
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

/** "phone me": "in phone"; "price sahi hai": "price is correct"; "batata hai": "tells". */
function turnRound(pieces: Piece[], postpositions: ReadonlySet<string>): void {
  for (let at = 1; at < pieces.length; at++) {
    const [before, piece] = [pieces[at - 1]!, pieces[at]!];
    if (!isPlain(piece)) continue;
    if (/^(?:is|are|was|am)$/.test(piece.english)) {
      if (before.role === "quality") move(pieces, at, at - 1);
      else if (before.role === "verb") pieces[at] = { ...piece, english: "" };
      continue;
    }
    if (!postpositions.has(piece.english)) continue;
    if (piece.english === "of") {
      pieces[at] = { ...piece, english: "" };
      continue;
    }
    let from = at;
    while (from > 0 && at - from < LONGEST_NOUN && isPlain(pieces[from]!) && isNoun(pieces[from - 1]!)) from--;
    if (from < at) move(pieces, at, from);
  }
}

const isNoun = ({ role, english }: Piece): boolean =>
  role === "thing" || role === "quality" || /^(?:my|your|this|that|it|i|you|own|one|two|all)$/.test(english);

/** "je l'utilise", "lo uso": the article is a pronoun; "di kirim": the preposition is a prefix. */
function dropPronouns(pieces: Piece[]): void {
  for (const [at, piece] of pieces.entries()) {
    const next = pieces[at + 1];
    if (!/^(?:the|at)$/.test(piece.english) || next === undefined || !isPlain(next)) continue;
    if (next.role === "verb" || AUXILIARY.test(next.english)) pieces[at] = { ...piece, english: "" };
  }
}

export function inOrder(
  pieces: Piece[],
  language: GlossLanguage,
  text: string,
  find: (word: string) => Piece | undefined,
): void {
  if (language.separable !== undefined) joinPrefixes(pieces, language.separable, text, find);
  chooseByPlace(pieces);
  dropPronouns(pieces);
  nameThings(pieces, language);
  if (language.postpositions !== undefined) turnRound(pieces, language.postpositions);
  placeNegations(pieces, language);
  if (language.infinitiveLast) bringInfinitives(pieces);
  rearrange(pieces, language);
}
