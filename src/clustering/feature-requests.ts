/**
 * Groups wishes that ask for the same in other words. A wish joins the first group it is close enough to and never
 * leaves it, so ids stay as groups grow; a group is called by the id of the wish that founded it.
 */
import { searchWords } from "../text/words.ts";

export interface WishItem {
  readonly id: string;
  readonly wish: string;
  /** unit length; absent where no word is known */
  readonly vector?: Float32Array;
}

export interface WishGroup {
  /** id of the wish that founded it */
  readonly id: string;
  /** the founder's words */
  readonly title: string;
  /** ids of its wishes, the founder's first */
  readonly members: readonly string[];
}

/** Cosine from which two short wishes ask for the same. */
const SAME_BY_MEANING = 0.75;
/** Share of common content words from which they do, with a lower cosine. */
const SAME_BY_WORDS = 0.6;
const LEAST_MEANING = 0.5;
/** Words of asking rather than of what is asked for. */
const ASKING = new Set(
  searchWords(
    `a an the to for of in on with and or is it be i we you my your our me us app please add want need would like could can should have has there
     option feature ability able allow let support more better improve make get bring give new also able possible way some any this that`,
  ),
);

interface Growing {
  readonly id: string;
  readonly title: string;
  readonly members: string[];
  readonly words: ReadonlySet<string>;
  readonly vector: Float32Array | undefined;
}

/** Items in order of arrival: the groups of the first n items are the same however many follow. */
export function groupFeatureRequests(items: readonly WishItem[]): WishGroup[] {
  const groups: Growing[] = [];
  const byWords = new Map<string, Growing>();
  for (const { id, wish, vector } of items) {
    const words = new Set(searchWords(wish).filter((word) => !ASKING.has(word)));
    const key = [...words].sort().join(" ");
    const found = (key !== "" && byWords.get(key)) || closest(groups, words, vector);
    if (found) found.members.push(id);
    else groups.push({ id, title: wish, members: [id], words, vector });
    const home = found || groups.at(-1)!;
    if (key !== "" && !byWords.has(key)) byWords.set(key, home);
  }
  return groups.map(({ id, title, members }) => ({ id, title, members }));
}

function closest(groups: readonly Growing[], words: ReadonlySet<string>, vector: Float32Array | undefined) {
  let best: Growing | undefined;
  let top = 0;
  for (const group of groups) {
    const cosine = vector && group.vector ? dot(vector, group.vector) : 0;
    const common = overlap(words, group.words);
    const same = cosine >= SAME_BY_MEANING || (common >= SAME_BY_WORDS && cosine >= LEAST_MEANING);
    if (same && cosine + common > top) {
      top = cosine + common;
      best = group;
    }
  }
  return best;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let axis = 0; axis < a.length; axis++) sum += a[axis]! * b[axis]!;
  return sum;
}

/** Common words over all words of both. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const word of a) if (b.has(word)) common++;
  const all = a.size + b.size - common;
  return all === 0 ? 0 : common / all;
}
