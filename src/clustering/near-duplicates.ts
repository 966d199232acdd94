/** Texts that nearly repeat another one, by words and meaning together. */
import { spaceOf } from "./cluster.ts";
import { nearestNeighbours } from "./neighbours.ts";

export interface TextItem {
  readonly id: string;
  readonly text: string;
  /** unit length; absent where no word is known */
  readonly vector?: Float32Array;
}

export interface Likeness {
  readonly id: string;
  /** the other items, most alike first */
  readonly others: readonly { readonly id: string; readonly cosine: number }[];
}

/** The `count` items most like each item, one answer per item in order. Compares all pairs: meant for up to 12,000. */
export function mostAlike(items: readonly TextItem[], count: number): Likeness[] {
  const { vectors, d, rows } = spaceOf(items, WORD_WEIGHT, ALL_DIMS);
  const width = Math.min(count, Math.max(0, rows.length - 1));
  const { index, cosine } = nearestNeighbours(vectors, rows.length, d, width);
  const answers = items.map(({ id }): { id: string; others: { id: string; cosine: number }[] } => ({ id, others: [] }));
  rows.forEach((item, row) => {
    for (let at = row * width; at < (row + 1) * width; at++) {
      const other = rows[index[at]!];
      if (other !== undefined) answers[item]!.others.push({ id: items[other]!.id, cosine: cosine[at]! });
    }
  });
  return answers;
}

/** Repeating somebody is a matter of words as much as of meaning. */
const WORD_WEIGHT = 1;
/** Rare words tell repeats apart, so no dimension is given up. */
const ALL_DIMS = Number.POSITIVE_INFINITY;
