/** The language model as it is set up: what it is, and what is wrapped around it. */
import type { Logger } from "pino";
import type { Config } from "../config.ts";
import type { Metrics } from "../metrics.ts";
import type { Store } from "../store/store.ts";
import { createBudget } from "./budget.ts";
import { createCircuitBreaker } from "./circuit-breaker.ts";
import type { LanguageModel } from "./language-model.ts";
import { createMeasured } from "./measured.ts";
import { createOpenAiModel } from "./openai.ts";
import { createRetries } from "./retries.ts";
import { createTurns } from "./turns.ts";

export interface LanguageModelDeps {
  readonly config: Config;
  readonly store: Store;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Unix seconds. */
  readonly now: () => number;
  /** Monotonic milliseconds. */
  readonly clock?: () => number;
}

/** Undefined when none is asked for. Nothing is asked of it before the first question: it is never needed for a start. */
export function openLanguageModel(deps: LanguageModelDeps): LanguageModel | undefined {
  const { config, store, metrics, log, now, clock = () => performance.now() } = deps;
  const { LLM, LLM_BASE_URL: baseUrl, LLM_MODEL: model, LLM_BUDGET_TOKENS_PER_DAY: tokensPerDay } = config;
  if (LLM === "none" || baseUrl === undefined || model === undefined) return undefined;
  const server = createOpenAiModel({ baseUrl, model, apiKey: config.LLM_API_KEY, timeoutMs: config.LLM_TIMEOUT_MS });
  const measured = createMeasured(server, metrics);
  const paid = tokensPerDay === "none" ? measured : createBudget({ model: measured, store, tokensPerDay, log, now });
  // Whoever waited for a turn while the server died hears so at once.
  return createTurns(createCircuitBreaker({ model: createRetries(paid), log, clock }), config.LLM_CONCURRENCY);
}
