/** Opinions: how much a text praises and blames, in which clause, and which way it turns after a "but". */
import { classBit } from "../vocabulary.ts";
import type { Word } from "../word-reader.ts";
import { AT, SCALE } from "./layout.ts";

/** "Not working", "no option" blame; the words alone don't. */
const BLAMED_WHEN_NEGATED = classBit("work") | classBit("facility");
/** A sum of strengths that is as clear as can be. */
const FULL = 4;

export interface OpinionFeatures {
  begin(): void;
  word(word: Word, negated: boolean): void;
  /** The writer turns: what follows outweighs what came before. Comes before the end of the clause that it ends. */
  turn(): void;
  endClause(): void;
  write(dense: Float32Array): void;
  /** Summed strengths so far. */
  readonly praise: number;
  readonly blame: number;
}

export function createOpinionFeatures(): OpinionFeatures {
  let praise = 0;
  let blame = 0;
  /** Praise minus blame: of this clause, of the first and the last one with an opinion, and after the last turn. */
  let clause = 0;
  let first = 0;
  let last = 0;
  let afterTurn = 0;
  let turned = false;

  return {
    begin() {
      praise = blame = clause = first = last = afterTurn = 0;
      turned = false;
    },
    word(word, negated) {
      let opinion = negated ? -word.opinion : word.opinion;
      if (negated && word.opinion === 0 && (word.classes & BLAMED_WHEN_NEGATED) !== 0) opinion = -1;
      if (opinion > 0) praise += opinion;
      if (opinion < 0) blame -= opinion;
      clause += opinion;
      if (turned) afterTurn += opinion;
    },
    turn() {
      turned = true;
      afterTurn = 0;
    },
    endClause() {
      if (clause !== 0) {
        last = clause;
        if (first === 0) first = clause;
      }
      clause = 0;
    },
    write(dense) {
      const { opinion: at } = AT;
      const { opinion: scale } = SCALE;
      const total = praise + blame;
      dense[at] = scale * Math.min(1, praise / FULL);
      dense[at + 1] = scale * Math.min(1, blame / FULL);
      dense[at + 2] = (scale * (praise - blame)) / (total + 1);
      dense[at + 3] = scale * Math.sign(last);
      dense[at + 4] = scale * Math.sign(first);
      dense[at + 5] = turned ? scale * Math.sign(afterTurn) : 0;
      dense[at + 6] = turned ? scale : 0;
      dense[at + 7] = praise > 0 && blame === 0 ? scale : 0;
      dense[at + 8] = blame > 0 && praise === 0 ? scale : 0;
      dense[at + 9] = praise > 0 && blame > 0 ? scale : 0;
      dense[at + 10] = total === 0 ? scale : 0;
    },
    get praise() {
      return praise;
    },
    get blame() {
      return blame;
    },
  };
}
