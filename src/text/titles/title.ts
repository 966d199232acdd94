/**
 * The title of a theme, as an engineer would write it: the kind of failure in a pattern, with the object that its members
 * name most often, or what they say that they cannot do; of wishes, the thing wanted.
 */
// cspell:ignore doesn didn couldn forc
import { verbs } from "../lexicon/en/descriptions.ts";
import { failureEvidence, leastEvidence } from "../lexicon/en/failure-evidence.ts";
import { untoldThings } from "../lexicon/en/title-words.ts";
import { FAILS_AS_A_WHOLE } from "../lexicon/en/total-words.ts";
import { wordsOf } from "../lexicon/lexicon.ts";
import { isWell } from "../statements/well.ts";
import { searchWords } from "../words.ts";
import { clauseTitles, isFiniteVerb } from "./clause-titles.ts";
import { actions, vagueFailures } from "./failure-words.ts";
import { patternOf, withObject } from "./filled-pattern.ts";
import { isThing, nameable, usualWriting } from "./noun-phrase.ts";
import { type NamedObject, objectsOf, type TitledStatement } from "./objects.ts";
import { createNameTidier, createOwnName } from "./own-name.ts";
import { hardTitles, notGotTitles, notShownTitles, noWayTitles, undoneTitles } from "./undone-titles.ts";
import { briefTitles, longTitles } from "./whole-titles.ts";
import { qualified, wishTitles } from "./wish-titles.ts";

export interface TitleContext {
  /** Words of the app's name say nothing within it. */
  readonly app: string;
  /** Titles of bigger themes, in lower case: none is given twice. */
  readonly taken?: ReadonlySet<string>;
  /** How the app's people write a word; by default how these members do. */
  readonly writing?: (word: string) => string;
}

type Writing = (word: string) => string;

interface TitlingContext extends TitleContext {
  readonly writing: Writing;
  readonly isOwnName: (words: readonly string[]) => boolean;
  /** What the members name, worked out when it is first asked. */
  readonly named: () => readonly NamedObject[];
}

/** How members write a word, read when it is first asked. */
function writingOf(members: readonly TitledStatement[]): Writing {
  let known: Writing | undefined;
  return (word) => {
    known ??= usualWriting(members.map(({ quote }) => quote));
    return known(word);
  };
}

/** A failure kind with a smaller share of a theme doesn't speak for it. */
const LEAST_FAILURE_SHARE = 0.08;
/** From this share on, a kind that isn't vague is the title's: below it a third of them are right on the judged failures, above it most. */
export const CLEAR_FAILURE_SHARE = 0.3;
/** With a smaller share a failure is only guessed. */
export const GUESSED_SHARE = 0.2;
const MOST_FAILURES = 3;
/** Share of the members whose words must bear out the failure that a title names: it is guessed from meaning alone. */
const LEAST_BORNE_OUT = 0.3;
const MOST_OBJECTS = 3;
/** Of the things that members name, so many are looked at. */
const MOST_TRIED = 12;
/** What stands before something that is done. */
const DOES =
  "\\b(?:(?<!\\b(?:ask|tell|want|forc|remind|prompt)\\w{0,3}(?: me| us| you)? )to|can|cannot|can['’]?t|could|couldn['’]?t|will|won['’]?t|would|should|not|don['’]?t|doesn['’]?t|didn['’]?t|i|we|you|they|let me|lets me)";
/** An object speaks for a theme when so many members name it. */
const LEAST_OBJECT_SHARE = 0.2;
/** How often each failure kind is meant, the most first. */
export function failureVotes(members: readonly Pick<TitledStatement, "failures">[]): { name: string; share: number }[] {
  const votes = new Map<string, number>();
  for (const { failures } of members) {
    for (const { name, share } of failures) votes.set(name, (votes.get(name) ?? 0) + share / members.length);
  }
  return [...votes]
    .map(([name, share]) => ({ name, share }))
    .sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1));
}

function isBorneOut(name: string, members: readonly TitledStatement[]): boolean {
  const evidence = failureEvidence[name] ?? leastEvidence[name];
  if (evidence === undefined) return true;
  const telling = members.filter(({ quote }) => evidence.test(quote)).length;
  return telling >= LEAST_BORNE_OUT * members.length;
}

/** Whether most who say the words tell of doing it: "to watch", "I can't scroll"; `word`: the verb. */
function isDone(words: readonly string[], members: readonly TitledStatement[]): boolean {
  const [word] = words;
  const phrase = words.join(" ");
  if (word === undefined || !verbs.has(word.toLowerCase()) || !/^[\p{L} ]+$/u.test(phrase)) return false;
  const said = new RegExp(`(?<!\\p{L})${phrase}(?!\\p{L})`, "iu");
  const done = new RegExp(`${DOES}\\s+${phrase}(?!\\p{L})`, "iu");
  const saying = members.filter(({ quote }) => said.test(quote));
  return saying.filter(({ quote }) => done.test(quote)).length * 2 > saying.length;
}

/** What is named, without the verb of who does something with it: "movies" of "I cannot stream movies"; nothing where only that is said. */
function thingOf(words: readonly string[], members: readonly TitledStatement[]): readonly string[] {
  const isAct = words.length === 1 && actions.test(words[0]!);
  return !isAct && isDone(words.slice(0, 2), members)
    ? (nameable(words.slice(1).join(" "), words.length) ?? [])
    : words;
}

/** "Latency makes recording". */
const isClause = (words: readonly string[]): boolean =>
  words.some((word, place) => place > 0 && place < words.length - 1 && isFiniteVerb(word, words[place - 1]!));

const untold = new Set(wordsOf(untoldThings));
/** A lone name of what every product has many of: "button", "status". */
const isUntold = (words: readonly string[]): boolean => words.length === 1 && untold.has(words[0]!.toLowerCase());

/** Things that `least` members or more name, the most telling first. */
function thingsOf(members: readonly TitledStatement[], named: readonly NamedObject[], least: number) {
  return named
    .filter(({ count }) => count >= least)
    .slice(0, MOST_TRIED)
    .map(({ words, count }) => thingOf(isUntold(words) ? whichOne(words, count, members) : words, members))
    .filter((words) => words.length > 0 && isThing(words) && !isClause(words))
    .slice(0, MOST_OBJECTS);
}

/** By how it fails and what, the likeliest failure first. `instead`: rather than one that names nothing. */
function* patternTitles(
  votes: readonly string[],
  members: readonly TitledStatement[],
  context: TitlingContext,
  instead: readonly string[] = [],
): Generator<string> {
  const { writing, named } = context;
  const least = Math.max(members.length > 2 ? 2 : 1, LEAST_OBJECT_SHARE * members.length);
  const things = thingsOf(members, named(), least);
  const [first] = things;
  // "Button does not work": one of them says which, or what else they name says more.
  const isVague = first !== undefined && isUntold(first) && members.length > 1;
  const clauses = isVague ? centralClauses(first, members, context).slice(0, 1) : [];
  const objects = things
    .toSorted((a, b) => Number(isUntold(a)) - Number(isUntold(b)))
    .map((words) => words.map(writing));
  for (const name of votes) {
    const pattern = patternOf(name, members);
    if (pattern === undefined) continue;
    const about = objects.flatMap((words) => withObject(pattern, words) ?? []);
    const isNamed = isVague && withObject(pattern, first)?.toLowerCase().includes(first[0]!.toLowerCase()) === true;
    yield* [...(isNamed ? clauses : []), ...about.slice(0, 1), ...instead, pattern.alone, ...about.slice(1)];
  }
}

function* problemTitles(members: readonly TitledStatement[], context: TitlingContext): Generator<string> {
  const votes = failureVotes(members).filter(
    ({ name, share }) => share >= LEAST_FAILURE_SHARE && isBorneOut(name, members),
  );
  const likeliest = votes.slice(0, MOST_FAILURES).map(({ name }) => name);
  const [top] = votes;
  const isUnclear = top === undefined || top.share < CLEAR_FAILURE_SHARE;
  // A guess that nobody else bears out: what was said says more, where it is short, and else what it is about.
  if (isUnclear && members.length === 1) {
    // What is only the next likely kind is less than guessed.
    const isLikeliest = top?.name === members[0]!.failures[0]?.name || (top?.share ?? 0) >= GUESSED_SHARE;
    // Who names a device doesn't say by that that it doesn't fit.
    const isSaid =
      isLikeliest &&
      top !== undefined &&
      top.name !== "incompatible" &&
      failureEvidence[top.name]?.test(members[0]!.quote) === true;
    yield* noWayTitles(members[0]!, context.writing);
    yield* undoneTitles(members, context.writing);
    yield* hardTitles(members[0]!, context.writing);
    yield* notShownTitles(members[0]!, context.writing);
    yield* notGotTitles(members[0]!, context.writing);
    yield* briefTitles(members[0]!, context.writing);
    yield* clauseTitles(members, context.writing, context.isOwnName, true);
    if (!isSaid) {
      yield* troubleTitles(members, context, 1);
      yield* longTitles(members, context.writing);
    }
    yield* patternTitles(likeliest, members, context);
    return;
  }
  const isVague = isUnclear || vagueFailures.has(top.name);
  if (isVague) yield* undoneTitles(members, context.writing);
  // "Step count is wrong" says it as well.
  if (isVague && members.length === 1 && top?.name !== "wrong-results")
    yield* clauseTitles(members, context.writing, context.isOwnName);
  // What they name is true in any case.
  const told = top === undefined || top.share < GUESSED_SHARE ? aboutTitles(members, context) : [];
  yield* patternTitles(likeliest, members, context, told);
  if (!isVague) yield* undoneTitles(members, context.writing);
}

/** The thing with the word before it ("buy button"), unless that word says what is wrong with it. */
function whichOne(words: readonly string[], count: number, members: readonly TitledStatement[]): readonly string[] {
  const told = qualified(words, count, members);
  return isWell(told.join(" ")) && isThing(told.slice(0, 1)) ? told : words;
}

/** Most central members that are asked for such a clause. */
const MOST_CENTRAL = 6;

/** What the most central members say of a thing, in clauses that stand by themselves. */
function centralClauses(
  words: readonly string[],
  members: readonly TitledStatement[],
  context: TitlingContext,
): string[] {
  const stems = searchWords(words.join(" "));
  return members.slice(0, MOST_CENTRAL).flatMap((member) => {
    const [title] = [
      ...clauseTitles([member], context.writing, context.isOwnName),
      ...briefTitles(member, context.writing),
    ];
    if (title === undefined || isWell(title) || !isThing(title.split(" "))) return [];
    const said = searchWords(title);
    return stems.every((stem) => said.includes(stem)) ? [title] : [];
  });
}

/** What is named, by `least` members or more, where no failure is clear: what a central member says of it, or only that it is troubled. */
function troubleTitles(members: readonly TitledStatement[], context: TitlingContext, least: number): string[] {
  const things = thingsOf(members, context.named(), least);
  const told = members.length > 1 ? things.flatMap((words) => centralClauses(words, members, context).slice(0, 1)) : [];
  return [...told, ...things.map((words) => `Problems with ${words.map(context.writing).join(" ")}`)];
}

/** What becomes of it, where one member says that for many, or else what they name. */
const aboutTitles = (members: readonly TitledStatement[], context: TitlingContext): string[] => [
  ...clauseTitles(members, context.writing, context.isOwnName, true),
  ...troubleTitles(members, context, 2),
];

/** The best first. Each costs, so they are made as they are asked for. */
function* titlesOf(members: readonly TitledStatement[], isWish: boolean, context: TitlingContext): Generator<string> {
  if (isWish) {
    yield* wishTitles(members, context);
    yield "Other wishes";
    return;
  }
  yield* problemTitles(members, context);
  yield* aboutTitles(members, context);
  yield* longTitles(members, context.writing);
  yield* troubleTitles(members, context, 1);
  // What says of nothing in particular that it does not work.
  const failing = members.filter(({ quote }) => FAILS_AS_A_WHOLE.test(quote)).length;
  if (failing * 2 > members.length) yield "App does not work";
  yield "Other problems";
}

/** `members` the most central first, of one kind mostly. At most eight words, sentence case. */
export function titleOf(members: readonly TitledStatement[], context: TitleContext): string {
  const wishes = members.filter(({ kind }) => kind === "wish");
  const isWish = wishes.length * 2 > members.length;
  const told = isWish ? wishes : members.filter(({ kind }) => kind === "problem");
  const own = told.map(createNameTidier(context.app));
  const writing = context.writing ?? writingOf(own);
  const isOwnName = createOwnName(context.app, writing);
  let objects: readonly NamedObject[] | undefined;
  const named = (): readonly NamedObject[] => {
    objects ??= objectsOf(own, isOwnName);
    return objects;
  };
  let first: string | undefined;
  for (const title of titlesOf(own, isWish, { ...context, writing, isOwnName, named })) {
    if (context.taken?.has(title.toLowerCase()) !== true) return title;
    first ??= title;
  }
  return first!;
}
