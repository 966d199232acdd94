/** A language model that is asked again when it was busy or away for a moment. */
import { backoff, sleep } from "../lifecycle.ts";
import { type LanguageModel, noAnswer } from "./language-model.ts";

const MAX_TRIES = 3;
/** A server that asks for more patience than this is not waited for. */
const LONGEST_WAIT_MS = 10_000;
const PAUSE = { base: 500, cap: 5_000 };

export function createRetries(model: LanguageModel): LanguageModel {
  return {
    name: model.name,
    async ask(question, signal) {
      for (let attempt = 0; ; attempt++) {
        const answer = await model.ask(question, signal);
        if (answer.ok || (answer.reason !== "busy" && answer.reason !== "unavailable")) return answer;
        const wait = answer.retryAfterMs ?? backoff(attempt, PAUSE);
        if (attempt + 1 >= MAX_TRIES || wait > LONGEST_WAIT_MS) return answer;
        await sleep(wait, signal);
        if (signal.aborted) return noAnswer("interrupted", "stopping");
      }
    },
  };
}
