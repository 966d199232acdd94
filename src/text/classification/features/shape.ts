/** The shape of a text: how long it is, whether it asks or exclaims. */
import type { WordCounts } from "./counts.ts";
import { AT, SCALE } from "./layout.ts";

const QUESTION_MARK = 63;
const EXCLAMATION_MARK = 33;
/** Longer texts are as long as can be: 2^7 words. */
const LONGEST_LOG = 7;

export interface ShapeFeatures {
  begin(): void;
  /** `mark`: the character code of the mark that ends a clause. */
  mark(mark: number): void;
  write(text: string, counts: Pick<WordCounts, "words" | "asksFirst">, dense: Float32Array): void;
  readonly questions: boolean;
}

export function createShapeFeatures(): ShapeFeatures {
  let questions = 0;
  let exclamations = 0;

  return {
    begin() {
      questions = exclamations = 0;
    },
    mark(mark) {
      if (mark === QUESTION_MARK) questions++;
      if (mark === EXCLAMATION_MARK) exclamations++;
    },
    write(text, { words, asksFirst }, dense) {
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
    get questions() {
      return questions > 0;
    },
  };
}
