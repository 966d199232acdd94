/** A language model whose requests, their times and tokens are counted. */
import type { Metrics } from "../metrics.ts";
import { failures, type LanguageModel } from "./language-model.ts";

export function createMeasured(
  model: LanguageModel,
  { llmRequestSeconds, llmTokens }: Pick<Metrics, "llmRequestSeconds" | "llmTokens">,
): LanguageModel {
  // At 0 from the start, so that a first failure shows as a rise.
  for (const result of ["answered", ...failures]) llmRequestSeconds.zero({ result });
  for (const kind of ["prompt", "completion"]) llmTokens.inc({ kind }, 0);
  return {
    name: model.name,
    async ask(question, signal) {
      const end = llmRequestSeconds.startTimer();
      const answer = await model.ask(question, signal);
      end({ result: answer.ok ? "answered" : answer.reason });
      llmTokens.inc({ kind: "prompt" }, answer.tokens.prompt);
      llmTokens.inc({ kind: "completion" }, answer.tokens.completion);
      return answer;
    },
  };
}
