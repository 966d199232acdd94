// cspell:ignore phonepe hinglish stackoverflow
/** Romanised Hindi: found in requests that the detector was not trained on, and not found in English that it never saw. */
import { createLanguageDetector, type LanguageDetector } from "../../../src/text/language.ts";
import { readLanguageModel, writeLanguageModel } from "../../../src/text/language-model.ts";
import { trainRomanisedHindi } from "../../train/romanised-hindi.ts";
import { mean, share } from "../measures.ts";
import { dataFolder, hasData, type Row, readModel, readRows, type Task } from "../task.ts";

interface Request {
  readonly text: string;
  readonly english: string;
}

const FOLDS = 5;
/** None of these is trained on. */
const ENGLISH = ["reviews/phonepe.jsonl", "intents/banking77.train.jsonl", "short-text/stackoverflow.jsonl"];

const isHindi =
  (detect: LanguageDetector) =>
  (text: string): boolean =>
    detect(text).lang === "hi-Latn";

/** The shipped detector with the part for romanised Hindi trained on the other folds. */
const detectorWithout = (fold: number): LanguageDetector => {
  const shipped = readLanguageModel(readModel("language.bin"));
  const { weights, scale, bias } = trainRomanisedHindi(dataFolder, (row) => row % FOLDS !== fold);
  const sections = new Map(shipped.sections).set("romanised_hindi", new Uint8Array(weights.buffer));
  return createLanguageDetector(writeLanguageModel({ ...shipped.header, romanisedHindi: { scale, bias } }, sections));
};

export const task: Task = {
  name: "hinglish",
  run: async ({ slice = false }) => {
    if (!hasData("hinglish/train.jsonl")) return [];
    const requests = readRows<Request>("hinglish/train.jsonl");
    const found: number[] = [];
    const lost: number[] = [];
    for (let fold = 0; fold < (slice ? 1 : FOLDS); fold++) {
      const says = isHindi(detectorWithout(fold));
      const unseen = requests.filter((_, row) => row % FOLDS === fold);
      found.push(share(unseen, (row) => says(row.text)));
      lost.push(share(unseen, (row) => says(row.english)));
    }
    const rows: Row[] = [
      {
        task: "hinglish",
        dataset: "hinglish/train, 5-fold",
        metric: "found",
        figure: mean(found),
        target: 0.9,
        floor: 0.9,
        baseline: 0,
      },
      {
        task: "hinglish",
        dataset: "hinglish/train, 5-fold",
        metric: "English kept",
        figure: 1 - mean(lost),
        target: 0.995,
        floor: 0.995,
      },
    ];
    const says = isHindi(createLanguageDetector(readModel("language.bin")));
    for (const path of ENGLISH) {
      const figure = 1 - share(readRows<Request>(path), (row) => says(row.text));
      rows.push({ task: "hinglish", dataset: path, metric: "English kept", figure, target: 0.995, floor: 0.995 });
    }
    return rows;
  },
};
