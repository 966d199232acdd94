/** Puts subjects, requests and owners where English has them: each language that needs one of these rules says so. */
// cspell:ignore diblokir kholo
import { inTense, isPlural } from "./english-forms.ts";
import type { GlossLanguage } from "./language.ts";
import type { Piece } from "./pieces.ts";

/** A gap without any mark. */
export const isPlain = (piece: Piece): boolean => piece.before === " ";

/** `marks` stay where they were when pieces change places. */
export function swap(pieces: Piece[], from: number, ordered: readonly Piece[]): void {
  const marks = pieces.slice(from, from + ordered.length).map(({ before }) => before);
  ordered.forEach((piece, at) => {
    pieces[from + at] = { ...piece, before: marks[at]! };
  });
}

/** Moves the piece at `from` to before the one at `to`; where that is further on, behind it. */
export function move(pieces: Piece[], from: number, to: number): void {
  const [first, last] = [Math.min(from, to), Math.max(from, to)];
  const stretch = pieces.slice(first, last + 1);
  if (to < from) stretch.unshift(stretch.pop()!);
  else stretch.push(stretch.shift()!);
  swap(pieces, first, stretch);
}

/** What happens by itself: the thing that is said behind it does it. */
const HAPPENS =
  /^(?:(?:does|do|did) not |no longer |never |not )?(?:appear|arrive|close|come|connect|crash|disappear|expire|fail|freeze|get stuck|load|open|ring|sound|start|stop|sync|work)(?:e?s|p?e?d)?(?: by itself)?$|^(?:gets stuck|arrived|came|froze|is gone|are gone|(?:is|are|was|were) missing|(?:is|are|was|were) deleted|was lost|does not (?:show|save|sync|come|respond))$/;
const DETERMINER = /^(?:all|all the|any|each|every|half|its|many|my|none|our|some|the|their|these|this|those|your)$/;
/** What may stand before a verb whose subject follows. */
const NO_SUBJECT =
  /^(?:a|are|can|cannot|could|he|how|i|is|it|must|my|nobody|not|of|she|should|that|the|they|this|to|was|we|were|what|which|who|will|would|you)$/;
const LONGEST_SUBJECT = 7;

const tellsOfItself = ({ role, tense, english }: Piece): boolean =>
  HAPPENS.test(english) && (role !== "verb" || tense === "present" || tense === "past" || tense === "did");

/** The last piece of the noun that begins at `from`, or -1. */
export function endOfNoun(pieces: readonly Piece[], from: number): number {
  let end = -1;
  for (let at = from; at < pieces.length && at - from < LONGEST_SUBJECT && isPlain(pieces[at]!); at++) {
    const { role, english } = pieces[at]!;
    if (role === "thing") end = at;
    else if (english === "" || role === "quality") continue;
    else if (
      end >= 0
        ? english !== "of" && !(pieces[at - 1]!.english === "of" && DETERMINER.test(english))
        : !DETERMINER.test(english)
    )
      break;
  }
  return end;
}

/** Whether the noun between two places is of many: the first thing in it tells where another follows with "of". */
function areMany(pieces: readonly Piece[], from: number, end: number): boolean {
  const of = pieces.findIndex(({ english }, at) => at > from && at <= end && english === "of");
  const head = pieces.slice(from, of < 0 ? end + 1 : of).findLast(({ role }) => role === "thing");
  return head !== undefined && isPlural(head.english);
}

/** What is said of one thing, as it is said of many. */
export function ofMany({ english, tense, base }: Piece): string {
  if (tense === "present" && base !== undefined && english === inTense(base, "present"))
    return base === "be" ? "are" : base;
  return english.replace(/^(?:does(?= not )|is(?= |$)|was(?= |$)|keeps(?= )|gets(?= ))/, (first) => MANY[first]!);
}

const MANY: Readonly<Record<string, string>> = { does: "do", is: "are", was: "were", keeps: "keep", gets: "get" };

/** "no llega el código", "stürzt die App ab": "the code does not arrive", "the app crashes". */
export function bringSubjects(pieces: Piece[]): void {
  for (let at = 0; at + 1 < pieces.length; at++) {
    const [before, piece] = [pieces[at - 1], pieces[at]!];
    if (!tellsOfItself(piece)) continue;
    const hasSubject =
      before !== undefined && isPlain(piece) && (before.role !== "word" || NO_SUBJECT.test(before.english));
    const end = hasSubject ? -1 : endOfNoun(pieces, at + 1);
    if (end < 0) continue;
    if (areMany(pieces, at + 1, end)) pieces[at] = { ...piece, english: ofMany(piece) };
    move(pieces, at, end);
    at = end;
  }
}

const REQUEST = /^(?:please(?: \w+){0,2}|i want|i need)$/;
const LONGEST_REQUEST = 12;

/** "dark mode add karo", "dark mode chahiye": "please add dark mode", "i want dark mode". */
export function bringRequests(pieces: Piece[]): void {
  for (let at = 1; at < pieces.length; at++) {
    if (!REQUEST.test(pieces[at]!.english)) continue;
    const before = pieces.slice(Math.max(0, at - 3), at).map(({ english }) => english);
    if (
      before.some((said) => /^(?:how|what|why|where|please)\b/.test(said)) &&
      /^please \w/.test(pieces[at]!.english)
    ) {
      pieces[at] = { ...pieces[at]!, english: pieces[at]!.english.replace("please ", "") };
      continue;
    }
    let from = at;
    while (from > 0 && at - from < LONGEST_REQUEST && isPlain(pieces[from]!)) from--;
    if (from < at) move(pieces, at, from);
  }
}

const OWNERS: Readonly<Record<string, string>> = { i: "my", we: "our", you: "your", they: "their" };

/** "akun saya diblokir": "my account was blocked". */
export function bringOwners(pieces: Piece[]): void {
  for (let at = 1; at < pieces.length; at++) {
    const owner = OWNERS[pieces[at]!.english];
    if (owner === undefined || !isPlain(pieces[at]!) || pieces[at - 1]!.role !== "thing") continue;
    let from = at - 1;
    while (from > 0 && isPlain(pieces[from]!) && pieces[from - 1]!.role === "thing") from--;
    pieces[at] = { ...pieces[at]!, english: owner };
    move(pieces, at, from);
  }
}

const DENIED = /^(?:i )?(?:(?:(?:does|do|did|is|are|was|can) )?not|cannot|never|no longer)\b/;
const CLAUSE = 4;

/** "no encuentra nada": "does not find anything". */
export function denyOnce(pieces: Piece[]): void {
  for (const [at, piece] of pieces.entries()) {
    const again = { nothing: "anything", nobody: "anybody", neither: "even", no: "any" }[piece.english];
    if (again === undefined) continue;
    for (let back = at; back > 0 && at - back < CLAUSE && isPlain(pieces[back]!); back--) {
      if (!DENIED.test(pieces[back - 1]!.english)) continue;
      pieces[at] = { ...piece, english: again };
      break;
    }
  }
}

const SAYS_ALL = /^(?:(?:does|did|do|is|are|was|were|has|have) |cannot\b|keeps? |came\b|stopp|never )/;

const BEING = /^(?:is|are|was|were|am)$/;
/** What follows a verb and says nothing of its own. */
const LIGHT =
  /^(?:is|are|was|were|am|be|becomes|became|comes?|came|do|does|did|doing|falls?|fell|fallen|gives?|gave|given|goes|gone|went|happened|happens|puts?|stays?|takes?|taken|took)$/;
/** Phrases that other words belong to. */
const AROUND =
  /(?:^| )(?:about|according to|after|before|for|from|in|like|of|on|option|than|to|until|with|without)$|^(?:i|my|if|please)\b/;

/** "awaz nahi aati hai": what was said as a whole needs no "is" behind it. */
export function dropAuxiliaries(pieces: Piece[]): void {
  for (let at = 1; at < pieces.length; at++) {
    const [before, piece] = [pieces[at - 1]!, pieces[at]!];
    if (!isPlain(piece) || before.role !== "word" || piece.words > 1) continue;
    const isWhole = before.words > 1 && !AROUND.test(before.english);
    if (isWhole ? LIGHT.test(piece.english) : BEING.test(piece.english) && SAYS_ALL.test(before.english))
      pieces[at] = { ...piece, english: "", role: "word", words: piece.words + 1 };
  }
}

export function rearrange(pieces: Piece[], { subjectFollows, requestLast, ownerFollows }: GlossLanguage): void {
  if (ownerFollows) bringOwners(pieces);
  if (subjectFollows) bringSubjects(pieces);
  denyOnce(pieces);
  if (requestLast) {
    dropAuxiliaries(pieces);
    bringRequests(pieces);
  }
}
