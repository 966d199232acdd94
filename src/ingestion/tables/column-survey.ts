/** What the cells of one column hold, gathered in one pass over the file in bounded memory. */
import { isNothing } from "../../model/nothing.ts";
import { plainDigits } from "../../model/plain-digits.ts";
import { createDateSurvey, createRatingSurvey, type DateSurvey, type RatingSurvey } from "./value-surveys.ts";

/** So many filled cells show what kind of column it is; only dates and ratings are looked at to the end of the file. */
const SAMPLE = 500;

export interface ColumnSurvey {
  readonly name: string;
  /** Cells with something in them. */
  readonly filled: number;
  /** Characters of all of them. */
  readonly characters: number;
  /** The share of the sample that this holds for, from 0 to 1. */
  share(kind: Kind): number;
  /** Different values among the sample, from 0 to 1. */
  readonly distinct: number;
  /** The mean number of words in the sample. */
  readonly words: number;
  readonly longest: number;
  readonly first: string;
  readonly dates: DateSurvey;
  readonly ratings: RatingSurvey;
}

export type Kind = "letters" | "digits" | "numbers" | "addresses" | "sentences" | "rounded";

const KINDS: Readonly<Record<Kind, RegExp>> = {
  letters: /\p{L}{2}/u,
  digits: /\d/,
  numbers: /^\s*[+-]?\d+(?:[.,]\d+)?\s*$/,
  addresses: /^\s*(?:[a-z][\w+.-]*:\/\/|www\.|\/)/i,
  rounded: /^\s*\d[.,]\d+e\+\d+\s*$/i,
  sentences: /(?:\S+\s+){3}\S/,
};
const kinds = Object.keys(KINDS) as Kind[];

const wordsIn = (text: string): number => text.trim().split(/\s+/, 200).length;

export interface ColumnSurveyor extends ColumnSurvey {
  /** `watch`: dates and ratings in it count to the end of the file. */
  add(cell: string, watch: boolean): void;
}

export function createColumnSurvey(name: string): ColumnSurveyor {
  const counts: Record<Kind, number> = { letters: 0, digits: 0, numbers: 0, addresses: 0, sentences: 0, rounded: 0 };
  const values = new Set<string>();
  const [dates, ratings] = [createDateSurvey(), createRatingSurvey()];
  let [filled, sampled, characters, words, longest] = [0, 0, 0, 0, 0];
  let first = "";

  function sample(cell: string): void {
    sampled++;
    words += wordsIn(cell);
    values.add(cell.slice(0, 200));
    const start = plainDigits(cell.slice(0, 1_000));
    for (const kind of kinds) if (KINDS[kind].test(start)) counts[kind]++;
  }

  return {
    name,
    dates,
    ratings,
    add(cell, watch) {
      if (isNothing(cell)) return;
      filled++;
      characters += cell.length;
      longest = Math.max(longest, cell.length);
      if (first === "") first = cell;
      const isSampled = sampled < SAMPLE;
      if (isSampled) sample(cell);
      if (!watch && !isSampled) return;
      const plain = cell.trim();
      dates.add(plain);
      ratings.add(plain);
    },
    share: (kind) => (sampled === 0 ? 0 : counts[kind] / sampled),
    get filled() {
      return filled;
    },
    get characters() {
      return characters;
    },
    get distinct() {
      return sampled === 0 ? 0 : values.size / sampled;
    },
    get words() {
      return sampled === 0 ? 0 : words / sampled;
    },
    get longest() {
      return longest;
    },
    get first() {
      return first;
    },
  };
}
