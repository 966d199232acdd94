/** Classes of words: which a text holds, which it negates, and which follow each other within a clause. */
import { AT, CLASSES, SCALE } from "./layout.ts";

const { present, negated, pair } = AT;
const { classes: CLASS_WEIGHT, pair: PAIR_WEIGHT } = SCALE;
const COUNT = CLASSES;

/** A class is paired with those of this many words before it, in one clause. */
const SPAN = 4;

export interface ClassFeatures {
  begin(dense: Float32Array): void;
  /** `classes`: the mask of a word. */
  word(classes: number, isNegated: boolean): void;
  endClause(): void;
}

/** The number of the lowest class in a mask. */
const lowest = (classes: number): number => 31 - Math.clz32(classes & -classes);

export function createClassFeatures(): ClassFeatures {
  /** Masks of the words before in the same clause, the nearest first. */
  const before = new Int32Array(SPAN);
  let dense: Float32Array;

  return {
    begin(nextDense) {
      dense = nextDense;
      before.fill(0);
    },
    word(classes, isNegated) {
      for (let rest = classes; rest !== 0; rest &= rest - 1) {
        const later = lowest(rest);
        dense[present + later] = CLASS_WEIGHT;
        if (isNegated) dense[negated + later] = CLASS_WEIGHT;
        for (let back = 0; back < SPAN; back++) {
          for (let other = before[back]!; other !== 0; other &= other - 1) {
            dense[pair + lowest(other) * COUNT + later] = PAIR_WEIGHT;
          }
        }
      }
      before.copyWithin(1, 0);
      before[0] = classes;
    },
    endClause() {
      before.fill(0);
    },
  };
}
