/** A language model that is asked so many questions at a time; the others wait for their turn. */
import { type LanguageModel, noAnswer } from "./language-model.ts";

export function createTurns(model: LanguageModel, most: number): LanguageModel {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    name: model.name,
    async ask(question, signal) {
      if (running < most) running++;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return signal.aborted ? noAnswer("interrupted", "stopping") : await model.ask(question, signal);
      } finally {
        // A turn is handed on, so that nobody comes between.
        const next = waiting.shift();
        if (next === undefined) running--;
        else next();
      }
    },
  };
}
