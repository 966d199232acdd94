/** The shape of a text: how long it is, whether it asks or exclaims. */
import { classBit } from "../vocabulary.ts";
import type { Word } from "../word-reader.ts";
import { AT, SCALE } from "./layout.ts";

const ASKING = classBit("asking");
const QUESTION_MARK = 63;
const EXCLAMATION_MARK = 33;
/** Longer texts are as long as can be: 2^7 words. */
const LONGEST_LOG = 7;

export interface ShapeFeatures {
  begin(): void;
  word(word: Word): void;
  /** `mark`: the character code of the mark that ends a clause. */
  mark(mark: number): void;
  write(text: string, dense: Float32Array): void;
  /** Words so far. */
  readonly words: number;
  readonly questions: boolean;
  /** It begins with "how", "why", "when" and the like. */
  readonly asksFirst: boolean;
}

export function createShapeFeatures(): ShapeFeatures {
  let words = 0;
  let questions = 0;
  let exclamations = 0;
  let asksFirst = false;

  return {
    begin() {
      words = questions = exclamations = 0;
      asksFirst = false;
    },
    word({ classes }) {
      words++;
      if (words === 1) asksFirst = (classes & ASKING) !== 0;
    },
    mark(mark) {
      if (mark === QUESTION_MARK) questions++;
      if (mark === EXCLAMATION_MARK) exclamations++;
    },
    write(text, dense) {
      const { shape: at } = AT;
      const { shape: scale } = SCALE;
      dense[at] = scale * Math.min(1, Math.log2(words + 1) / LONGEST_LOG);
      dense[at + 1] = words <= 2 ? scale : 0;
      dense[at + 2] = words <= 5 ? scale : 0;
      dense[at + 3] = words <= 10 ? scale : 0;
      dense[at + 4] = words > 40 ? scale : 0;
      dense[at + 5] = questions > 0 ? scale : 0;
      dense[at + 6] = text.endsWith("?") ? scale : 0;
      dense[at + 7] = exclamations > 1 ? scale : 0;
      dense[at + 8] = asksFirst ? scale : 0;
      dense[at + 9] = words === 0 ? scale : 0;
    },
    get words() {
      return words;
    },
    get questions() {
      return questions > 0;
    },
    get asksFirst() {
      return asksFirst;
    },
  };
}
