/** The check of the language model, where one is set up. It is never needed, so what may pass by itself is a warning. */
import { z } from "zod";
import type { Config } from "../../config.ts";
import { authorization, endpoint } from "../../llm/openai.ts";
import { type Finding, fine, problem, warning } from "./check.ts";
import { ask } from "./services.ts";

const CHECK = "language model";
const MOST_NAMED = 5;

const Models = z.object({ data: z.array(z.object({ id: z.string() })) });

function parseModels(body: string): readonly string[] {
  try {
    return Models.parse(JSON.parse(body)).data.map(({ id }) => id);
  } catch {
    return [];
  }
}

/** Asks for the list of models, which costs nothing. */
export async function checkLanguageModel(config: Config): Promise<Finding | undefined> {
  const { LLM, LLM_BASE_URL: baseUrl, LLM_MODEL: model = "", LLM_API_KEY: key } = config;
  if (LLM === "none" || baseUrl === undefined) return undefined;
  const { origin, pathname } = new URL(baseUrl);
  const where = `${origin}${pathname}`;
  const answer = await ask(endpoint(baseUrl, "models").href, authorization(key));
  if (answer instanceof Error) {
    const advice =
      "start the server, or check LLM_BASE_URL and the network; meanwhile feedback is understood without it";
    return warning(CHECK, `${where}: ${answer.message}`, advice);
  }
  if (answer.status === 401 || answer.status === 403) {
    const advice = "set LLM_API_KEY to a key that is good there, or LLM=none";
    return problem(
      CHECK,
      `${where} answers ${answer.status}: the key is ${key === undefined ? "missing" : "refused"}`,
      advice,
    );
  }
  const models = parseModels(answer.body);
  if (answer.status !== 200 || models.length === 0) {
    const advice =
      "check that LLM_BASE_URL ends before /chat/completions, mostly in /v1; groundswell_llm_records_total shows whether it answers";
    return warning(CHECK, `${where} answers ${answer.status} and lists no models`, advice);
  }
  if (models.includes(model)) return fine(CHECK, `${where} answers and has ${model}`);
  const named = models.slice(0, MOST_NAMED).join(", ");
  const others = models.length > MOST_NAMED ? ` and ${models.length - MOST_NAMED} more` : "";
  return warning(CHECK, `${where} lists no model ${model}`, `set LLM_MODEL to one that it has: ${named}${others}`);
}
