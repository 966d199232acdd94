/**
 * The title of a theme, as an engineer would write it: the kind of failure in a pattern, with the object that its members
 * name most often, or what they say that they cannot do; of wishes, the thing wanted.
 */
import { failureEvidence } from "../lexicon/en/failure-evidence.ts";
import { searchWords } from "../words.ts";
import { actions, type FailurePattern, failurePatterns, vagueFailures } from "./failure-patterns.ts";
import { capitalised, isPlural, isThing, nameable, usualWriting } from "./noun-phrase.ts";
import { createOwnName } from "./own-name.ts";

export interface TitledStatement {
  readonly kind: "problem" | "wish";
  readonly quote: string;
  /** What fails, or what is wished for. */
  readonly object?: string;
  readonly failures: readonly { readonly name: string; readonly share: number }[];
}

export interface TitleContext {
  /** Words of the app's name say nothing within it. */
  readonly app: string;
  /** Titles of bigger themes, in lower case: none is given twice. */
  readonly taken?: ReadonlySet<string>;
  /** How the app's people write a word; by default how these members do. */
  readonly writing?: (word: string) => string;
}

const writingOf = (members: readonly TitledStatement[], { writing }: TitleContext): ((word: string) => string) =>
  writing ?? usualWriting(members.map(({ quote }) => quote));

const MOST_TITLE_WORDS = 8;
const MOST_OBJECT_WORDS = 4;
const MOST_WISH_WORDS = 7;
const LONGEST_WISH = 30;
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
/** A longer name says more: what each word more is worth, of the members that use the shorter one. */
const WORD_WORTH = 0.25;
/** Words beyond say no more. */
const MOST_WORTH = 3;

interface NamedObject {
  readonly words: readonly string[];
  /** Members that name it. */
  readonly count: number;
}

/** One way of writing it: in one or in many, in whatever order. */
interface NamedForm {
  readonly words: readonly string[];
  readonly said: number;
}

/** Words as a title; three and more that are all in capitals are shouted. */
function sentence(words: readonly string[]): string {
  const text = words.join(" ");
  const isShouted = words.length > 2 && text === text.toUpperCase();
  return capitalised(isShouted ? text.toLowerCase() : text);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

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

/** The objects that members name, the most telling first. */
function objectsOf(
  members: readonly TitledStatement[],
  isOwnName: (words: readonly string[]) => boolean,
  isWish = false,
): NamedObject[] {
  const most = isWish ? MOST_WISH_WORDS : MOST_OBJECT_WORDS;
  const stemsOf = members.map(({ quote }) => new Set(searchWords(quote)));
  const naming = new Map<string, number>();
  for (const stems of stemsOf) for (const stem of stems) naming.set(stem, (naming.get(stem) ?? 0) + 1);
  const candidates = new Map<string, { said: number; readonly forms: Map<string, NamedForm> }>();
  for (const { object } of members) {
    const words = object === undefined ? undefined : nameable(object, most);
    if (words === undefined || isOwnName(words)) continue;
    const stems = searchWords(words.join(" "));
    if (stems.length === 0) continue;
    const key = [...stems].sort().join(" ");
    const form = words.join(" ").toLowerCase();
    const candidate = candidates.get(key) ?? { said: 0, forms: new Map<string, NamedForm>() };
    const before = candidate.forms.get(form);
    candidate.said++;
    candidate.forms.set(form, { words, said: (before?.said ?? 0) + 1 });
    candidates.set(key, candidate);
  }
  const scored = [...candidates].map(([key, { forms, said }]) => {
    // As most say it: "notifications" rather than "notification".
    const [top] = [...forms.values()].sort((a, b) => b.said - a.said || b.words.join().length - a.words.join().length);
    const { words } = top!;
    const stems = key.split(" ");
    const count = stemsOf.filter((quote) => stems.every((stem) => quote.has(stem))).length;
    // Of a wish each word counts by itself: "a family pass" and "a ticket for families" want one thing.
    const shared = isWish ? sum(stems.map((stem) => naming.get(stem) ?? 0)) / stems.length : count;
    const score = (shared + said) * (1 + WORD_WORTH * (Math.min(stems.length, MOST_WORTH) - 1));
    return { words, count: Math.max(count, said), score, key };
  });
  return scored.sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
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

function problemTitles(members: readonly TitledStatement[], context: TitleContext): string[] {
  const writing = writingOf(members, context);
  const least = Math.max(members.length > 3 ? 2 : 1, LEAST_OBJECT_SHARE * members.length);
  const objects = objectsOf(members, createOwnName(context.app, writing))
    .filter(({ count, words }) => count >= least && isThing(words))
    .slice(0, MOST_OBJECTS);
  const votes = failureVotes(members).filter(
    ({ name, share }) => share >= LEAST_FAILURE_SHARE && isBorneOut(name, members),
  );
  const patterned = votes.slice(0, MOST_FAILURES).flatMap(({ name }) => {
    const pattern = failurePatterns[name];
    if (pattern === undefined) return [];
    const about = objects.flatMap(({ words }) => withObject(pattern, words.map(writing)) ?? []);
    return [...about.slice(0, 1), pattern.alone, ...about.slice(1)];
  });
  const [top] = votes;
  const undone = undoneTitles(members, writing);
  const isUnclear = top === undefined || top.share < CLEAR_FAILURE_SHARE;
  // A guess that nobody else bears out: what was said says more, where it is short, and else what it is about.
  if (isUnclear && members.length === 1) {
    const isSaid = top !== undefined && failureEvidence[top.name]?.test(members[0]!.quote) === true;
    return [...briefTitles(members[0]!, writing), ...(isSaid ? [] : troubleTitles(members, context, 1)), ...patterned];
  }
  return isUnclear || vagueFailures.has(top.name) ? [...undone, ...patterned] : [...patterned, ...undone];
}

/** What people say that they cannot do, the most frequent first: "Cannot check balance". */
function undoneTitles(members: readonly TitledStatement[], writing: (word: string) => string): string[] {
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

/** "Syncs do not sync". */
function saysAgain({ about }: FailurePattern, object: string): boolean {
  const said = new Set(searchWords(about.replace(/\{[oO]\}/g, "")));
  return searchWords(object).every((stem) => said.has(stem));
}

/** Undefined when the object only says again what fails. */
function withObject(pattern: FailurePattern, words: readonly string[]): string | undefined {
  const object = words.join(" ");
  if (pattern.own?.test(object) || saysAgain(pattern, object)) {
    // "photo upload" of an upload that fails: more than the failure itself.
    return words.length > 1 && actions.test(object) ? fill("{O} [fails|fail]", words) : undefined;
  }
  if (pattern.but?.of.test(object)) return fill(pattern.but.about, words);
  if (actions.test(object) && /not work|fails|cannot be/.test(pattern.about)) return fill("{O} [fails|fail]", words);
  return fill(pattern.about, words);
}

function wishTitles(members: readonly TitledStatement[], context: TitleContext): string[] {
  const writing = writingOf(members, context);
  const isOwnName = createOwnName(context.app, writing);
  const named = objectsOf(members, isOwnName, true).map(({ words }) => words);
  const cut = members.flatMap(cutWish).filter((words) => !isOwnName(words));
  return [...named, ...cut].map((words) => sentence(words.map(writing)));
}

/** The beginning of a wish that takes more words than a title has. */
function cutWish({ object = "" }: TitledStatement): (readonly string[])[] {
  const words = nameable(object, LONGEST_WISH);
  const beginning = words && nameable(words.slice(0, MOST_WISH_WORDS).join(" "), MOST_WISH_WORDS);
  return beginning === undefined ? [] : [beginning];
}

/** What is named, by `least` members or more, where no failure is clear. */
function troubleTitles(members: readonly TitledStatement[], context: TitleContext, least: number): string[] {
  const writing = writingOf(members, context);
  return objectsOf(members, createOwnName(context.app, writing))
    .filter(({ count, words }) => count >= least && isThing(words))
    .slice(0, MOST_OBJECTS)
    .map(({ words }) => `Problems with ${words.map(writing).join(" ")}`);
}

/** A statement of a few words as it stands, but for one around it. */
function briefTitles({ quote }: TitledStatement, writing: (word: string) => string): string[] {
  const words = nameable(quote, MOST_BRIEF_WORDS);
  if (words === undefined || words.length < 2 || quote.split(/\s+/).length > words.length + 1) return [];
  return [sentence(words.map(writing))];
}

/** Whole clauses that name something, where nothing better is free: the beginning of one says nothing. */
function clauseTitles(members: readonly TitledStatement[], context: TitleContext): string[] {
  const writing = writingOf(members, context);
  return members.flatMap(({ quote }) => {
    const words = nameable(quote, MOST_WISH_WORDS);
    const isWhole = words !== undefined && words.length > 1 && quote.split(/\s+/).length <= words.length + 1;
    return isWhole && isThing(words) ? [sentence(words.map(writing))] : [];
  });
}

/** `members` the most central first, of one kind mostly. At most eight words, sentence case. */
export function titleOf(members: readonly TitledStatement[], context: TitleContext): string {
  const wishes = members.filter(({ kind }) => kind === "wish");
  const isWish = wishes.length * 2 > members.length;
  const own = isWish ? wishes : members.filter(({ kind }) => kind === "problem");
  const titles = isWish
    ? [...wishTitles(own, context), "Other wishes"]
    : [
        ...problemTitles(own, context),
        ...troubleTitles(own, context, 2),
        ...clauseTitles(own, context),
        ...troubleTitles(own, context, 1),
        "Other problems",
      ];
  const free = titles.find((title) => context.taken?.has(title.toLowerCase()) !== true);
  return free ?? titles[0]!;
}
