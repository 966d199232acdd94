/** Each thing that is wrapped around a language model is one itself. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { pino } from "pino";
import { readConfig } from "../config.ts";
import { createMetrics } from "../metrics.ts";
import { createSqliteStore } from "../store/sqlite.ts";
import type { Store } from "../store/store.ts";
import { createBudget } from "./budget.ts";
import { createCircuitBreaker } from "./circuit-breaker.ts";
import { languageModelSuite } from "./language-model.testsuite.ts";
import type { LanguageModel } from "./language-model.ts";
import { createMeasured } from "./measured.ts";
import { openLanguageModel } from "./open.ts";
import { createOpenAiModel } from "./openai.ts";
import { createRetries } from "./retries.ts";
import { createTurns } from "./turns.ts";

const log = pino({ level: "silent" });
const now = (): number => 1_700_000_000;
const clock = (): number => performance.now();

let dataDir: string;
let store: Store;
before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "groundswell-llm-"));
  store = await createSqliteStore({ dataDir });
});
after(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

const wraps: Readonly<Record<string, (model: LanguageModel) => LanguageModel>> = {
  OpenAI: (model) => model,
  measured: (model) => createMeasured(model, createMetrics()),
  "within a budget": (model) => createBudget({ model, store, tokensPerDay: 1_000_000, log, now }),
  "with retries": createRetries,
  "with a circuit breaker": (model) => createCircuitBreaker({ model, log, clock }),
  "with turns": (model) => createTurns(model, 2),
};
for (const [title, wrap] of Object.entries(wraps)) {
  languageModelSuite(title, (settings) => wrap(createOpenAiModel(settings)));
}

languageModelSuite("as it is set up", ({ baseUrl, model, apiKey, timeoutMs }) => {
  const config = readConfig({
    LLM: "openai",
    LLM_BASE_URL: baseUrl,
    LLM_MODEL: model,
    LLM_API_KEY: apiKey,
    LLM_TIMEOUT_MS: String(timeoutMs),
  });
  return openLanguageModel({ config, store, metrics: createMetrics(), log, now, clock })!;
});
