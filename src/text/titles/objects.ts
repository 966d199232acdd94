/** The things that statements are about, as a title can name them. */
import { alsoNouns, verbs } from "../lexicon/en/descriptions.ts";
import { searchWords } from "../words.ts";
import { isStop, nameable } from "./noun-phrase.ts";

export interface TitledStatement {
  readonly kind: "problem" | "wish";
  readonly quote: string;
  /** What fails, or what is wished for. */
  readonly object?: string;
  readonly failures: readonly { readonly name: string; readonly share: number }[];
}

/** Whose it is tells no wish apart: "call your contacts". */
export const OWNED = /(?<=\s)(?:my|your|our|their|his|her)\s/gi;

const MOST_OBJECT_WORDS = 4;
/** Words of a wish that a title holds. */
export const MOST_WISH_WORDS = 7;
/** A longer name says more: what each word more is worth, of the members that use the shorter one. */
const WORD_WORTH = 0.25;
/** Words beyond say no more. */
const MOST_WORTH = 3;
/** What is to be done names a wish less well than the thing: "park bike safely" beside "bike parking on the map". */
const ACT_WORTH = 0.8;
/** Who wants to get, have or see a thing wants the thing. */
const GETS = /^(?:get|got|have|having|see|seeing)$/i;

export interface NamedObject {
  readonly words: readonly string[];
  /** Members that name it. */
  readonly count: number;
}

/** One way of writing it: in one or in many, in whatever order. */
interface NamedForm {
  readonly words: readonly string[];
  readonly said: number;
}

const isAct = ([first = ""]: readonly string[]): boolean => {
  const word = first.toLowerCase();
  return verbs.has(word) && !alsoNouns.has(word);
};

/** As a title names it; undefined when it can't. */
function nameOf(object: string, isWish: boolean): readonly string[] | undefined {
  if (!isWish) return nameable(object, MOST_OBJECT_WORDS);
  const words = nameable(object.replace(OWNED, " "), MOST_WISH_WORDS);
  return words !== undefined && words.length > 1 && GETS.test(words[0]!) ? words.slice(1) : words;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The objects that members name, the most telling first. */
export function objectsOf(
  members: readonly TitledStatement[],
  isOwnName: (words: readonly string[]) => boolean,
  isWish = false,
): NamedObject[] {
  const stemsOf = members.map(({ quote }) => new Set(searchWords(quote)));
  const naming = new Map<string, number>();
  for (const stems of stemsOf) for (const stem of stems) naming.set(stem, (naming.get(stem) ?? 0) + 1);
  const candidates = new Map<string, { said: number; readonly forms: Map<string, NamedForm> }>();
  for (const { object } of members) {
    const words = object === undefined ? undefined : nameOf(object, isWish);
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
    // Of a wish each word counts by itself, but for those that only join: "a family pass" and "a ticket for families" want one thing.
    const telling = isWish ? searchWords(words.filter((word) => !isStop(word)).join(" ")) : stems;
    const shared = isWish ? sum(telling.map((stem) => naming.get(stem) ?? 0)) / Math.max(1, telling.length) : count;
    const worth = isWish && isAct(words) ? ACT_WORTH : 1;
    const score = worth * (shared + said) * (1 + WORD_WORTH * (Math.min(telling.length, MOST_WORTH) - 1));
    return { words, count: Math.max(count, said), score, key };
  });
  return scored.sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
}
