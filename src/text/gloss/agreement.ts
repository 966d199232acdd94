/** Verbs agree with who does it: "i pay", "the photos do not load". */
import { isPlain, ofMany } from "./clauses.ts";
import { isPlural } from "./english-forms.ts";
import type { Piece } from "./pieces.ts";

/** Pieces of a noun that are looked through for its main thing. */
const LONGEST_NOUN = 3;

const isSpeaker = ({ english }: Piece): boolean => /^(?:i|we|you|they)$/.test(english);

/** Whether the subject of what stands at `at` is "i", "we", "you" or "they". */
export function speaksAt(pieces: readonly Piece[], at: number): boolean {
  let before = at - 1;
  while (before >= 0 && isPlain(pieces[before + 1]!) && pieces[before]!.english === "") before--;
  return before >= 0 && isPlain(pieces[before + 1]!) && isSpeaker(pieces[before]!);
}

/** Whether the things right before `at` are many: "the photos", "the photos of the dish". */
export function areManyBefore(pieces: readonly Piece[], at: number): boolean {
  let head = at - 1;
  const isThing = (place: number) => pieces[place]?.role === "thing" && isPlain(pieces[place + 1]!);
  while (head >= 0 && isPlain(pieces[head + 1]!) && pieces[head]!.english === "") head--;
  if (!isThing(head)) return false;
  for (let before = head - 1; before >= 0 && head - before <= LONGEST_NOUN && isPlain(pieces[before + 1]!); before--) {
    if (pieces[before]!.english === "of" && isThing(before - 1)) head = --before;
    else if (pieces[before]!.role === "thing") break;
  }
  return isPlural(pieces[head]!.english);
}

/** Whether "i" and the like are in the clause before `at`. */
function speaksBefore(pieces: readonly Piece[], at: number): boolean {
  for (let before = at - 1; before >= 0 && isPlain(pieces[before + 1]!); before--)
    if (isSpeaker(pieces[before]!)) return true;
  return false;
}

const ONE_DOES = /^(?:does not |is\b|was\b|keeps |gets )/;

/** "i pays" is "i pay"; "no encuentro" is "i do not find", where `drops` says that a first person needs no "i". */
export function agree(pieces: Piece[], drops: boolean): void {
  for (const [at, piece] of pieces.entries()) {
    const { role, tense, base, english } = piece;
    // "the buttons does not work", of a phrase.
    if (role === "word" && ONE_DOES.test(english) && areManyBefore(pieces, at))
      pieces[at] = { ...piece, english: ofMany(piece) };
    if (tense === undefined || base === undefined) continue;
    const speaks = speaksAt(pieces, at);
    const isSaid = speaks || speaksBefore(pieces, at);
    if (role === "verb" && tense === "present" && (speaks || areManyBefore(pieces, at)))
      pieces[at] = { ...piece, english: speaks ? base : ofMany(piece) };
    else if (drops && !isSaid && tense === "first") pieces[at] = { ...piece, english: `i ${english}` };
  }
}
