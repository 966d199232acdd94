/**
 * Any server that speaks OpenAI's `POST /chat/completions`, remote or local. Where servers and models differ (how to ask
 * for JSON, what the limit of tokens is called) it learns from what the server refuses by name.
 */
import { readRetryAfter } from "../retry-after.ts";
import { readCompletion, readRefusal } from "./completion.ts";
import {
  type Answer,
  estimateTokens,
  type LanguageModel,
  type NoAnswer,
  noAnswer,
  noTokens,
  type Question,
} from "./language-model.ts";

export interface OpenAiOptions {
  /** Ends before `/chat/completions`, as in `http://localhost:11434/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
  /** For one request, from the connection to the last byte of the reply. */
  readonly timeoutMs: number;
}

/** Largest reply that is read. */
const MOST_BYTES = 1_000_000;
/** `max_completion_tokens` counts what a reasoning model thinks, too. */
const ROOM_TO_THINK = 4;

/** How this server wants to be asked. */
interface Dialect {
  readonly format: "json_schema" | "json_object";
  readonly limit: "max_tokens" | "max_completion_tokens";
  readonly temperature: boolean;
}

/** An address of the interface; a query, as gateways want it, stays. */
export function endpoint(baseUrl: string, path: string): URL {
  const url = new URL(baseUrl);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/${path}`;
  return url;
}

export const authorization = (apiKey: string | undefined): Record<string, string> =>
  apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };

/** The dialect to try instead when what was refused is a matter of dialect. */
function otherDialect(dialect: Dialect, refusal: string): Dialect | undefined {
  if (dialect.limit === "max_tokens" && refusal.includes("max_completion_tokens"))
    return { ...dialect, limit: "max_completion_tokens" };
  if (dialect.temperature && refusal.includes("temperature")) return { ...dialect, temperature: false };
  if (dialect.format === "json_schema" && /response_format|json_schema/.test(refusal))
    return { ...dialect, format: "json_object" };
  return undefined;
}

function bodyOf(model: string, question: Question, dialect: Dialect): string {
  const { name, instructions, data, schema, mostTokens } = question;
  const isStrict = dialect.format === "json_schema";
  const system = isStrict ? instructions : `${instructions}\nThe answer's JSON schema: ${JSON.stringify(schema)}`;
  return JSON.stringify({
    model,
    messages: [
      { role: "system", content: system },
      { role: "user", content: JSON.stringify(data) },
    ],
    response_format: isStrict
      ? { type: "json_schema", json_schema: { name, strict: true, schema } }
      : { type: "json_object" },
    [dialect.limit]: dialect.limit === "max_tokens" ? mostTokens : mostTokens * ROOM_TO_THINK,
    ...(dialect.temperature ? { temperature: 0 } : {}),
  });
}

/** Undefined when it is too long. */
async function readText(response: Response): Promise<string | undefined> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.length;
    if (size > MOST_BYTES) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

/** The message of what was thrown may quote an address or a header: only its code is told. */
function readThrown(thrown: unknown, body: string, signal: AbortSignal): NoAnswer {
  if (signal.aborted) return noAnswer("interrupted", "stopping");
  const { name, cause } = thrown as { readonly name?: string; readonly cause?: { readonly code?: string } };
  // The server may have read it all and be billing for it.
  const tokens = { ...noTokens, prompt: estimateTokens(body.length) };
  if (name === "TimeoutError") return noAnswer("timeout", "no answer in time", tokens);
  return noAnswer("unavailable", cause?.code ?? name ?? "no connection");
}

export function createOpenAiModel({ baseUrl, model, apiKey, timeoutMs }: OpenAiOptions): LanguageModel {
  const address = endpoint(baseUrl, "chat/completions");
  const headers = { "content-type": "application/json", ...authorization(apiKey) };
  let dialect: Dialect = { format: "json_schema", limit: "max_tokens", temperature: true };

  async function post(body: string, signal: AbortSignal): Promise<Answer & { readonly message?: string }> {
    try {
      const response = await fetch(address, {
        method: "POST",
        headers,
        body,
        // A key goes to the address it was given for and to no other.
        redirect: "manual",
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      const text = await readText(response);
      if (response.status === 200) return readCompletion(text, body.length);
      const retryAfterMs = readRetryAfter(response.headers.get("retry-after"));
      const refusal = readRefusal(response.status, text ?? "");
      return retryAfterMs === undefined ? refusal : { ...refusal, retryAfterMs };
    } catch (thrown) {
      return readThrown(thrown, body, signal);
    }
  }

  return {
    name: model,
    async ask(question, signal) {
      for (;;) {
        const used = dialect;
        const { message = "", ...answer } = await post(bodyOf(model, question, used), signal);
        if (answer.ok || answer.reason !== "rejected") return answer;
        if (otherDialect(used, message) === undefined) return answer;
        // Another question may have learnt something meanwhile.
        dialect = otherDialect(dialect, message) ?? dialect;
      }
    },
  };
}
