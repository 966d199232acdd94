/** Reading what a chat-completions server replies: an answer, or why there is none. */
import { z } from "zod";
import { type Answer, estimateTokens, type NoAnswer, noAnswer, type Tokens } from "./language-model.ts";

/** A server that says more of one request is wrong, and such a sum would be no number any more. */
const MOST_TOKENS = 1e9;
const Count = z.number().min(0).max(MOST_TOKENS);
const Usage = z.object({ prompt_tokens: Count, completion_tokens: Count });

const Completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: Usage.nullish().catch(undefined),
});

/** `error` is an object with OpenAI, a string with some local servers. */
const Refusal = z.object({
  error: z.union([
    z.string().transform((message) => ({ message, code: undefined, type: undefined, param: undefined })),
    z.object({
      message: z.string().nullish(),
      code: z.union([z.string(), z.number()]).nullish(),
      type: z.string().nullish(),
      param: z.string().nullish(),
    }),
  ]),
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The outermost object: servers that ignore the asked-for format put words, fences or thoughts around it. */
const objectIn = (content: string): unknown =>
  parse(content.slice(Math.max(0, content.indexOf("{")), content.lastIndexOf("}") + 1));

function countTokens(usage: z.infer<typeof Usage> | null | undefined, asked: number, answered: number): Tokens {
  return usage
    ? { prompt: usage.prompt_tokens, completion: usage.completion_tokens }
    : { prompt: estimateTokens(asked), completion: estimateTokens(answered) };
}

/** `text`: undefined when it was too long to read. `asked`: characters of the request. */
export function readCompletion(text: string | undefined, asked: number): Answer {
  const answered = text?.length ?? 0;
  if (text === undefined)
    return noAnswer("unreadable", "the reply is too long", countTokens(undefined, asked, answered));
  const completion = Completion.safeParse(parse(text));
  if (!completion.success)
    return noAnswer("unreadable", "the reply is no chat completion", countTokens(undefined, asked, answered));
  const { choices, usage } = completion.data;
  const { message, finish_reason } = choices[0]!;
  const tokens = countTokens(usage, asked, answered);
  if (finish_reason === "length") return noAnswer("cut_short", "the answer ended at its limit of tokens", tokens);
  if (finish_reason === "content_filter" || message.refusal)
    return noAnswer("refused", "the model would not answer", tokens);
  const value = objectIn(message.content ?? "");
  return value === undefined
    ? noAnswer("unreadable", "the answer is no JSON object", tokens)
    : { ok: true, value, tokens };
}

/** Each server says it in other words: OpenAI, llama.cpp, vLLM. */
const TOO_LONG = /context[ _](?:length|size|window)|too many tokens/i;
/** A code or type from the server is told only when it looks like one. */
const CODE = /^[\w.-]{1,64}$/;

/** `message` is for choosing how to ask again; it may quote what was asked, so it is never logged. */
export function readRefusal(status: number, text: string): NoAnswer & { readonly message: string } {
  const parsed = Refusal.safeParse(parse(text));
  const error = parsed.success ? parsed.data.error : undefined;
  const message = `${error?.message ?? ""} ${error?.param ?? ""}`;
  const codes = [error?.code, error?.type].map((code) => String(code ?? "")).filter((code) => CODE.test(code));
  const answer = noAnswer(reasonOf(status, message, codes), [`HTTP ${status}`, ...codes].join(", "));
  return { ...answer, message };
}

function reasonOf(status: number, message: string, codes: readonly string[]): NoAnswer["reason"] {
  if (codes.includes("insufficient_quota")) return "misconfigured";
  if (status === 413 || TOO_LONG.test(`${message} ${codes.join(" ")}`)) return "too_large";
  if (codes.includes("content_filter")) return "refused";
  if (status === 429) return "busy";
  if (status >= 500 || status === 408) return "unavailable";
  return status === 400 || status === 422 ? "rejected" : "misconfigured";
}
