/** Brings verbs that end a clause to where English has them: infinitives, participles, and the verb of a subordinate clause. */
// cspell:ignore gekündigt gestellt hatte
import { endOfNoun, isPlain, swap } from "./clauses.ts";
import { inTense } from "./english-forms.ts";
import type { Piece } from "./pieces.ts";

const SUBORDINATES =
  /(?:^|\s)(?:although|as soon as|because|but when|how|if|only when|so that|that|when|where|whether|which|while|who)$/;
const JOINS = /^(?:and|but|or|because|only|otherwise|so)$/;
const PRONOUN = /^(?:i|we|you|one|he|she|it|they|nobody|somebody|someone|everyone|this|that)$/;
const THAT = /^(?:this|that)$/;
const NEGATION = /^(?:not|no longer|never|not yet|still not)$/;
const MODAL = /^(?:can|could|may|must|please|should|want|will|would)$/;
const HAS = /^(?:has|have|had)$/;
const IS = /^(?:is|are|am|was|were|been|would be)$/;
const LETS = /^(?:can be|cannot be|could not be)$/;

const isAuxiliary = ({ english }: Piece): boolean => MODAL.test(english) || HAS.test(english) || IS.test(english);
const isTold = (piece: Piece): boolean =>
  isAuxiliary(piece) || (piece.role === "verb" && !/^(?:base|past|doing)$/.test(piece.tense ?? ""));

const asParticiple = (piece: Piece): Piece =>
  piece.base === undefined ? piece : { ...piece, english: inTense(piece.base, "past"), tense: "past" };

/** What `auxiliary` is put before, as it is said after that; undefined where the two don't go together. */
function completing(auxiliary: Piece, verb: Piece): Piece | undefined {
  const isInfinitive = verb.role === "verb" && verb.tense === "base";
  if (MODAL.test(auxiliary.english)) return isInfinitive || verb.english === "do" ? verb : undefined;
  if (LETS.test(auxiliary.english)) return isInfinitive ? asParticiple(verb) : undefined;
  // "bezahlt" is a present, too.
  if (verb.role === "verb") return verb.tense === "past" || verb.tense === "present" ? asParticiple(verb) : undefined;
  return /^(?:done|made|gone|given|set|used|deleted|blocked|arrived|said|solved|logged out|found|promised)$|^[a-z]+ed$/.test(
    verb.english,
  )
    ? verb
    : undefined;
}

/** The end of the subject that begins at `from`; one before it where there is none. */
function endOfSubject(clause: readonly Piece[], from: number): number {
  const first = clause[from];
  if (first === undefined) return from - 1;
  if (PRONOUN.test(first.english)) return from;
  const end = endOfNoun(clause, from);
  return end < 0 ? from - 1 : end;
}

/** "obwohl ich das Abo gekündigt hatte": "although i had cancelled the subscription". */
function subordinate(clause: readonly Piece[], text: string): readonly Piece[] {
  // Without a comma, the verb of the main clause follows that of this one.
  const end = clause.findIndex((piece, at) => at > 1 && isTold(piece) && startsMain(clause[at + 1]));
  if (end < 0) return clause;
  return [...finiteForward(clause.slice(0, end + 1)), ...main(clause.slice(end + 1), text, false)];
}

const startsMain = (piece: Piece | undefined): boolean => piece === undefined || isTold(piece);

/** `clause` ends in its finite verb. */
function finiteForward(clause: readonly Piece[]): readonly Piece[] {
  const last = clause.length - 1;
  const finite = clause[last]!;
  const group = [finite];
  let rest = last;
  const verb = completing(finite, clause[rest - 1]!);
  if (verb !== undefined && isAuxiliary(finite)) {
    group[0] = leading(finite, undefined);
    group.push(verb);
    rest--;
  }
  if (rest > 1 && NEGATION.test(clause[rest - 1]!.english)) {
    group.splice(isAuxiliary(finite) ? 1 : 0, 0, clause[rest - 1]!);
    rest--;
  }
  const subject = endOfSubject(clause, 1);
  if (subject >= rest) return clause;
  return [...clause.slice(0, subject + 1), ...group, ...clause.slice(subject + 1, rest)];
}

/** "storniert", "verkauft": a present and a participle, which at the end of a clause without another verb is meant. */
const EITHER = /(?:^(?:be|ver|er|ent|zer|emp|miss|über|unter|de|re).+|ier)t$/;
/** What nothing is done to. */
const OF_ITSELF = /^(?:answer|appear|disappear|exist|expire|freeze|happen|hang|react|work)/;

/** "warte ich", "kann ich": the pronoun goes before its verb. */
function pronounFirst(clause: readonly Piece[]): Piece[] {
  const at = clause.findIndex((piece) => isTold(piece) || LETS.test(piece.english));
  const subject = clause[at + 1];
  const isBehind = at >= 0 && subject !== undefined && PRONOUN.test(subject.english) && !THAT.test(subject.english);
  if (!isBehind || (at > 0 && PRONOUN.test(clause[at - 1]!.english))) return [...clause];
  return [...clause.slice(0, at), subject, clause[at]!, ...clause.slice(at + 2)];
}

/** Whether the last piece is a participle, though it may be a present, too. */
function endsInParticiple(clause: readonly Piece[], text: string): boolean {
  const [before, last] = clause.slice(-2);
  if (last?.role !== "verb" || last.tense !== "present" || PRONOUN.test(before!.english)) return false;
  const said = text.slice(last.start, last.end).toLowerCase();
  return EITHER.test(said) && !OF_ITSELF.test(last.base ?? "") && !clause.slice(0, -1).some(isTold);
}

/** What is put before the verb: "want to", and "be able to" of a "können" behind it. */
function leading(finite: Piece, behind: Piece | undefined): Piece {
  const english = finite.english === "want" ? "want to" : finite.english;
  const isAble = MODAL.test(finite.english) && behind?.english === "can";
  return { ...finite, english: isAble ? `${english} be able to` : english };
}

const silent = (piece: Piece): Piece => ({ ...piece, english: "" });

/** What is done to something, of a verb or of a word that is only known as that. */
function givenOf({ base, tense, english }: Piece): string | undefined {
  if (base === undefined) return /ed$/.test(english) ? english : undefined;
  return /^(?:past|present|did)$/.test(tense ?? "") ? inTense(base, "past") : undefined;
}

/** "kann nicht beendet werden": "cannot be ended". */
function joinPassive(clause: readonly Piece[], text: string): readonly Piece[] {
  const at = clause.findLastIndex(({ start, end }) => text.slice(start, end).toLowerCase() === "werden");
  const isHelped = clause
    .slice(0, Math.max(0, at - 1))
    .some(({ english }) => MODAL.test(english) || english === "cannot");
  const verb = isHelped ? clause[at - 1] : undefined;
  const given = verb && givenOf(verb);
  if (verb === undefined || given === undefined) return clause;
  const english = `be ${given}`;
  const joined: Piece = { ...verb, english, role: "verb", tense: "base", base: english };
  return [...clause.slice(0, at - 1), joined, silent(clause[at]!), ...clause.slice(at + 1)];
}

/** "hab den Wecker auf 6 gestellt": "have set the alarm on 6"; "kann ich das nicht ändern": "i cannot change it". */
function main(clause: readonly Piece[], text: string, isQuestion: boolean): readonly Piece[] {
  const pieces = isQuestion ? [...clause] : pronounFirst(clause);
  const at = pieces.findIndex((piece) => isAuxiliary(piece) || LETS.test(piece.english));
  const finite = pieces[at];
  if (finite === undefined) {
    return endsInParticiple(pieces, text) ? [...pieces.slice(0, -1), asParticiple(pieces.at(-1)!)] : pieces;
  }
  const place = pieces.findLastIndex((piece, index) => index > at + 1 && completing(finite, piece) !== undefined);
  if (place < 0) {
    const next = pieces[at + 1];
    const given = LETS.test(finite.english) && next !== undefined ? completing(finite, next) : undefined;
    return given === undefined ? pieces : [...pieces.slice(0, at + 1), given, ...pieces.slice(at + 2)];
  }
  const verb = completing(finite, pieces[place]!)!;
  const lead = leading(finite, pieces[place + 1]);
  const rest = pieces
    .slice(place + 1)
    .map((piece, index) => (index === 0 && lead.english.endsWith("able to") ? silent(piece) : piece));
  const between = pieces.slice(at + 1, place);
  const denial = NEGATION.test(between.at(-1)!.english) ? between.at(-1)! : undefined;
  if (LETS.test(finite.english) && denial !== undefined) {
    const subject = between.slice(0, -1);
    const group = [{ ...finite, english: "cannot be" }, verb, silent(denial)];
    const isAtStart = at === 0 && subject.at(-1)?.role === "thing";
    // "lässt sich das Abo nicht kündigen": its subject follows.
    return [...pieces.slice(0, at), ...(isAtStart ? [...subject, ...group] : [...group, ...subject]), ...rest];
  }
  const inverted = isQuestion && PRONOUN.test(between[0]!.english) ? 1 : 0;
  if (between[inverted] !== undefined && NEGATION.test(between[inverted].english)) {
    return [
      ...pieces.slice(0, at),
      lead,
      ...between.slice(0, inverted + 1),
      verb,
      ...between.slice(inverted + 1),
      ...rest,
    ];
  }
  const middle = denial === undefined ? between : between.slice(0, -1);
  const denials = denial === undefined ? [] : [denial];
  return [
    ...pieces.slice(0, at),
    lead,
    ...middle.slice(0, inverted),
    ...denials,
    verb,
    ...middle.slice(inverted),
    ...rest,
  ];
}

/** What people ask for by the verb alone. */
const ASKED = /^(?:add|bring back|fix|give|improve|restore)$/;
const POLITE = /\b(?:bitte|bidde|doch|endlich|mal)\b/i;

/** "baut das bitte ein", "gebt uns mehr": a request, where another verb without a subject tells. */
function asRequest(clause: readonly Piece[], text: string): readonly Piece[] {
  const [first, next] = clause;
  if (first?.role !== "verb" || first.tense !== "present" || next === undefined || PRONOUN.test(next.english))
    return clause;
  const said = text.slice(first.start, clause.at(-1)!.end);
  if (!ASKED.test(first.base!) && !POLITE.test(said)) return clause;
  const asks = clause.some(({ english }) => english === "please");
  return [{ ...first, english: asks ? first.base! : `please ${first.base}`, tense: "base" }, ...clause.slice(1)];
}

/** Changes `pieces` clause by clause. */
export function bringVerbs(pieces: Piece[], text: string): void {
  if (pieces.length === 0) return;
  let from = 0;
  for (let at = 1; at <= pieces.length; at++) {
    const next = pieces[at];
    const starts = next !== undefined && (JOINS.test(next.english) || SUBORDINATES.test(next.english));
    if (next !== undefined && isPlain(next) && !starts) continue;
    // What joins two clauses stays before the second.
    const begin =
      JOINS.test(pieces[from]!.english) && at - from > 1 && !SUBORDINATES.test(pieces[from]!.english) ? from + 1 : from;
    const clause = joinPassive(pieces.slice(begin, at), text);
    const isQuestion = /^\s*\?/.test(text.slice(clause.at(-1)!.end));
    const isSubordinate = SUBORDINATES.test(clause[0]!.english);
    swap(
      pieces,
      begin,
      isSubordinate && !isQuestion ? subordinate(clause, text) : main(asRequest(clause, text), text, isQuestion),
    );
    from = at;
  }
}
