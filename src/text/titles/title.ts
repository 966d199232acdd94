/**
 * The title of a theme, as an engineer would write it: the kind of failure in a pattern, with the object that its members
 * name most often, or what they say that they cannot do; of wishes, the thing wanted.
 */
// cspell:ignore doesn
import { failureEvidence } from "../lexicon/en/failure-evidence.ts";
import { searchWords } from "../words.ts";
import { actions, type FailurePattern, failurePatterns, vagueFailures } from "./failure-patterns.ts";
import { capitalised, isPlural, isQualifier, isThing, nameable, usualWriting } from "./noun-phrase.ts";
import { MOST_WISH_WORDS, type NamedObject, objectsOf, type TitledStatement } from "./objects.ts";
import { createOwnName } from "./own-name.ts";

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

const MOST_TITLE_WORDS = 8;
const LONGEST_WISH = 30;
/** Share of the members that name a thing that must say the same before it. */
const LEAST_QUALIFIED = 0.2;
const MOST_BRIEF_WORDS = 5;
/** A failure kind with a smaller share of a theme doesn't speak for it. */
const LEAST_FAILURE_SHARE = 0.08;
/** From this share on, a kind that isn't vague is the title's: below it a third of them are right on the judged failures, above it most. */
export const CLEAR_FAILURE_SHARE = 0.3;
const MOST_FAILURES = 3;
/** Share of the members whose words must bear out the failure that a title names: it is guessed from meaning alone. */
const LEAST_BORNE_OUT = 0.3;
const MOST_OBJECTS = 3;
const UNDONE =
  /\b(?:can(?:no|['’]?)t|can not|could(?:n['’]t| not)|unable to|not able to|(?:does|do|did|wo|would|will|is|are)(?:n['’]t| not) (?:let|allow|allowing|letting)(?: me| us| you| one)?(?: to)?)\s+(?:even |also |able to |to |be able to )*/i;
const MOST_UNDONE_WORDS = 4;
/** What cannot be done speaks for a theme when so many members say it. */
const LEAST_UNDONE_SHARE = 0.15;
const ARTICLE = /^(?:a|an|the|my|your|our|any|this|that|it|its)$/i;
/** An object speaks for a theme when so many members name it. */
const LEAST_OBJECT_SHARE = 0.2;
/** Words as a title; three and more that are all in capitals are shouted. */
function sentence(words: readonly string[]): string {
  const text = words.join(" ");
  const isShouted = words.length > 2 && text === text.toUpperCase();
  return capitalised(isShouted ? text.toLowerCase() : text);
}

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

/** Undefined when the title would be too long to read at a glance. */
function fill(pattern: string, words: readonly string[]): string | undefined {
  const form = isPlural(words) ? "$2" : "$1";
  const filled = pattern.replace(/\[([^|]+)\|([^\]]+)\]/g, form).replace(/\{[oO]\}/g, () => words.join(" "));
  return filled.split(" ").length > MOST_TITLE_WORDS ? undefined : capitalised(filled);
}

function isBorneOut(name: string, members: readonly TitledStatement[]): boolean {
  const evidence = failureEvidence[name];
  if (evidence === undefined) return true;
  const telling = members.filter(({ quote }) => evidence.test(quote)).length;
  return telling >= LEAST_BORNE_OUT * members.length;
}

/** By how it fails and what, the likeliest failure first. */
function* patternTitles(
  votes: readonly string[],
  members: readonly TitledStatement[],
  { writing, named }: TitlingContext,
): Generator<string> {
  const least = Math.max(members.length > 3 ? 2 : 1, LEAST_OBJECT_SHARE * members.length);
  const objects = named()
    .filter(({ count, words }) => count >= least && isThing(words))
    .slice(0, MOST_OBJECTS)
    .map(({ words }) => words.map(writing));
  for (const name of votes) {
    const pattern = failurePatterns[name];
    if (pattern === undefined) continue;
    const about = objects.flatMap((words) => withObject(pattern, words) ?? []);
    yield* [...about.slice(0, 1), pattern.alone, ...about.slice(1)];
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
    const isSaid = top !== undefined && failureEvidence[top.name]?.test(members[0]!.quote) === true;
    yield* briefTitles(members[0]!, context.writing);
    if (!isSaid) yield* troubleTitles(context, 1);
    yield* patternTitles(likeliest, members, context);
    return;
  }
  const isVague = isUnclear || vagueFailures.has(top.name);
  if (isVague) yield* undoneTitles(members, context.writing);
  yield* patternTitles(likeliest, members, context);
  if (!isVague) yield* undoneTitles(members, context.writing);
}

/** What people say that they cannot do, the most frequent first: "Cannot check balance". */
function undoneTitles(members: readonly TitledStatement[], writing: Writing): string[] {
  const told = members.flatMap(({ quote }) => {
    const after = UNDONE.exec(quote);
    if (after === null) return [];
    const said = quote.slice(after.index + after[0].length).split(/\s+/);
    const words = nameable(said.filter((word) => !ARTICLE.test(word)).join(" "), MOST_UNDONE_WORDS + 4);
    if (words === undefined) return [];
    const short = nameable(words.slice(0, MOST_UNDONE_WORDS).join(" "), MOST_UNDONE_WORDS);
    return short === undefined ? [] : [{ words: short, stems: searchWords(words.join(" ")) }];
  });
  const counted = told.map(({ words }) => {
    const stems = searchWords(words.join(" "));
    const count = told.filter((other) => stems.every((stem) => other.stems.includes(stem))).length;
    return { words, count, key: words.join(" ").toLowerCase() };
  });
  const least = Math.max(2, LEAST_UNDONE_SHARE * members.length);
  return counted
    .filter(({ words, count }) => count >= least && words.length > 1)
    .sort((a, b) => b.count - a.count || a.words.length - b.words.length || (a.key < b.key ? -1 : 1))
    .slice(0, MOST_OBJECTS)
    .map(({ words }) => `Cannot ${words.map(writing).join(" ")}`);
}

const stemsSaid = ({ about }: FailurePattern): ReadonlySet<string> =>
  new Set(searchWords(about.replace(/\{[oO]\}/g, "")));

/** "Syncs do not sync". */
const saysAgain = (pattern: FailurePattern, object: string): boolean =>
  searchWords(object).every((stem) => stemsSaid(pattern).has(stem));

const JOINT = /^(?:between|for|from|of|on|to|with)$/i;

/** "Sync with watch" does not sync: the watch doesn't. What "drains battery" drains the battery. */
function withoutFailure(pattern: FailurePattern, words: readonly string[]): readonly string[] {
  if (words.length > 1 && pattern.about.toLowerCase().startsWith(`${words[0]!.toLowerCase()} `)) return words.slice(1);
  const joint = words.findIndex((word) => JOINT.test(word));
  const isSaid = joint > 0 && joint < words.length - 1 && saysAgain(pattern, words.slice(0, joint).join(" "));
  return isSaid ? words.slice(joint + 1) : words;
}

/** "Wifi connections" do not connect: they fail. */
const endsWithFailure = (pattern: FailurePattern, words: readonly string[]): boolean =>
  words.length > 1 && !words.some((word) => JOINT.test(word)) && saysAgain(pattern, words.at(-1)!);

/** Undefined when the object only says again what fails. */
function withObject(pattern: FailurePattern, named: readonly string[]): string | undefined {
  const words = withoutFailure(pattern, named);
  const object = words.join(" ");
  if (pattern.own?.test(object) || saysAgain(pattern, object)) {
    // "photo upload" of an upload that fails: more than the failure itself.
    return words.length > 1 && actions.test(object) ? fill("{O} [fails|fail]", words) : undefined;
  }
  const about = pattern.but?.find(({ of }) => of.test(object))?.about ?? pattern.about;
  if (endsWithFailure(pattern, words)) return fill("{O} [fails|fail]", words);
  if (actions.test(object) && /not work|fails|cannot be/.test(about)) return fill("{O} [fails|fail]", words);
  return fill(about, words);
}

function* wishTitles(members: readonly TitledStatement[], { app, writing }: TitlingContext): Generator<string> {
  const isOwnName = createOwnName(app, writing);
  const titled = (words: readonly string[]): string => sentence(words.map(writing));
  for (const { words, count } of objectsOf(members, isOwnName, true)) yield titled(qualified(words, count, members));
  yield* members
    .flatMap(cutWish)
    .filter((words) => !isOwnName(words))
    .map(titled);
}

/** A name of one word with what most say before it: "newer movies" rather than "movies". */
function qualified(words: readonly string[], count: number, members: readonly TitledStatement[]): readonly string[] {
  const [word] = words;
  if (members.length < 2 || words.length > 1 || word === undefined || !/^[\p{L}\p{N}]+$/u.test(word)) return words;
  const beside = new RegExp(`(?<!\\p{L})(\\p{L}{1,24}) ${word}(?![\\p{L}\\p{N}])`, "iu");
  const before = new Map<string, number>();
  for (const { quote } of members) {
    const said = beside.exec(quote)?.[1]?.toLowerCase();
    if (said !== undefined && isQualifier(said)) before.set(said, (before.get(said) ?? 0) + 1);
  }
  const [top] = [...before].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return top !== undefined && top[1] >= Math.max(2, count * LEAST_QUALIFIED) ? [top[0], word] : words;
}

/** The beginning of a wish that takes more words than a title has. */
function cutWish({ object = "" }: TitledStatement): (readonly string[])[] {
  const words = nameable(object, LONGEST_WISH);
  const beginning = words && nameable(words.slice(0, MOST_WISH_WORDS).join(" "), MOST_WISH_WORDS);
  return beginning === undefined ? [] : [beginning];
}

/** What is named, by `least` members or more, where no failure is clear. */
function troubleTitles({ writing, named }: TitlingContext, least: number): string[] {
  return named()
    .filter(({ count, words }) => count >= least && isThing(words))
    .slice(0, MOST_OBJECTS)
    .map(({ words }) => `Problems with ${words.map(writing).join(" ")}`);
}

/** "streams fine": no problem is called that. */
const PRAISED =
  /^(?:amazing|awesome|excellent|fine|flawlessly|good|great|nice|nicely|perfect|perfectly|smoothly|well)$/i;

const isPraise = (words: readonly string[]): boolean =>
  PRAISED.test(words.at(-1)!) &&
  !words.some((word) => /^(?:no|not|nothing|never|isn['’]t|doesn['’]t|don['’]t)$/i.test(word));

/** A statement of a few words as it stands, but for one around it. */
function briefTitles({ quote }: TitledStatement, writing: Writing): string[] {
  const words = nameable(quote, MOST_BRIEF_WORDS);
  if (words === undefined || words.length < 2 || quote.split(/\s+/).length > words.length + 1) return [];
  if (isPraise(words)) return [];
  return [sentence(words.map(writing))];
}

/** Whole clauses that name something, where nothing better is free: the beginning of one says nothing. */
function clauseTitles(members: readonly TitledStatement[], { writing }: TitlingContext): string[] {
  return members.flatMap(({ quote }) => {
    const words = nameable(quote, MOST_WISH_WORDS);
    const isWhole = words !== undefined && words.length > 1 && quote.split(/\s+/).length <= words.length + 1;
    return isWhole && isThing(words) && !isPraise(words) ? [sentence(words.map(writing))] : [];
  });
}

/** The best first. Each costs, so they are made as they are asked for. */
function* titlesOf(members: readonly TitledStatement[], isWish: boolean, context: TitlingContext): Generator<string> {
  if (isWish) {
    yield* wishTitles(members, context);
    yield "Other wishes";
    return;
  }
  yield* problemTitles(members, context);
  yield* troubleTitles(context, 2);
  yield* clauseTitles(members, context);
  yield* troubleTitles(context, 1);
  yield "Other problems";
}

/** `members` the most central first, of one kind mostly. At most eight words, sentence case. */
export function titleOf(members: readonly TitledStatement[], context: TitleContext): string {
  const wishes = members.filter(({ kind }) => kind === "wish");
  const isWish = wishes.length * 2 > members.length;
  const own = isWish ? wishes : members.filter(({ kind }) => kind === "problem");
  const writing = context.writing ?? writingOf(own);
  let objects: readonly NamedObject[] | undefined;
  const named = (): readonly NamedObject[] => {
    objects ??= objectsOf(own, createOwnName(context.app, writing));
    return objects;
  };
  let first: string | undefined;
  for (const title of titlesOf(own, isWish, { ...context, writing, named })) {
    if (context.taken?.has(title.toLowerCase()) !== true) return title;
    first ??= title;
  }
  return first!;
}
