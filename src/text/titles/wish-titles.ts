/** Titles of wishes: the thing wanted, as most say it. */
import { alsoNouns, verbs } from "../lexicon/en/descriptions.ts";
import { searchWords } from "../words.ts";
import { isQualifier, isThing, nameable } from "./noun-phrase.ts";
import { MOST_WISH_WORDS, OWNED, objectsOf, type TitledStatement } from "./objects.ts";
import { sentence } from "./whole-titles.ts";

const LONGEST_WISH = 30;
/** One word stands for a wish of so many at most. */
const MOST_CUT_OFF = 4;
/** Share of the members that name a thing that must say the same before it. */
const LEAST_QUALIFIED = 0.2;

interface WishContext {
  readonly writing: (word: string) => string;
  readonly isOwnName: (words: readonly string[]) => boolean;
}

/** A word that names nothing to build: "make", "less", "newer". */
const isBare = (words: readonly string[]): boolean =>
  words.length === 1 &&
  (!isThing(words) || (verbs.has(words[0]!.toLowerCase()) && !alsoNouns.has(words[0]!.toLowerCase())));

/** The most telling first. */
export function* wishTitles(
  members: readonly TitledStatement[],
  { writing, isOwnName }: WishContext,
): Generator<string> {
  const titled = (words: readonly string[]): string => sentence(words.map(writing));
  // "Watch Velo", of the app Velo, names nothing either.
  const namesNothing = (words: readonly string[]): boolean =>
    isBare(words) || (verbs.has(words[0]!.toLowerCase()) && isOwnName(words.slice(1)));
  for (const { words, count } of objectsOf(members, isOwnName, true)) {
    if (words.length === 1 && members.length > 1)
      yield* longerWishes(words[0]!, members)
        .filter((one) => !namesNothing(one))
        .map(titled);
    // A lone word that one of several says is rather cut off than what they want.
    const isLone = words.length === 1 && count < 2 && members.length > 1;
    if (!namesNothing(words) && !isLone) yield titled(qualified(words, count, members));
  }
  yield* members
    .flatMap(cutWish)
    .filter((words) => !isOwnName(words) && !namesNothing(words))
    .map(titled);
}

/** Most words of such a title: "homework planner" rather than "homework". */
const MOST_LONGER = 5;

/** The most central member's wish, where more members say what they want of a thing than only name it. */
function longerWishes(word: string, members: readonly TitledStatement[]): (readonly string[])[] {
  const [stem] = searchWords(word);
  const wanted = members
    .map(({ object = "" }) => nameable(object.replace(OWNED, " "), MOST_LONGER) ?? [])
    .filter((words) => stem !== undefined && searchWords(words.join(" ")).includes(stem));
  const longer = wanted.filter((words) => words.length > 1);
  return longer.length * 2 > wanted.length ? longer.slice(0, 1) : [];
}

/** A name of one word with what most say before it: "newer movies" rather than "movies". */
export function qualified(
  words: readonly string[],
  count: number,
  members: readonly TitledStatement[],
): readonly string[] {
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
  const words = nameable(object.replace(OWNED, " "), LONGEST_WISH);
  const beginning = words && nameable(words.slice(0, MOST_WISH_WORDS).join(" "), MOST_WISH_WORDS);
  // The first word of many says little of what they want.
  const isCutOff = beginning?.length === 1 && object.split(/\s+/).length > MOST_CUT_OFF;
  return beginning === undefined || isCutOff ? [] : [beginning];
}
