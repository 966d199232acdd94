/** The language-model port: a question about data, with the JSON schema of its answer, and the answer or why there is none. */

export interface Question {
  /** Of the schema: letters, digits, _ and -, at most 64. */
  readonly name: string;
  readonly instructions: string;
  /** What the question is about. It travels as JSON, apart from the instructions. */
  readonly data: unknown;
  /** Every property required, no others allowed, no limits of length or number: what all servers take. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Tokens that the answer may take. */
  readonly mostTokens: number;
}

/**
 * - `misconfigured`: key, address or model are wrong, or the account is used up; asking again is no use.
 * - `rejected`: this request is wrong in the server's eyes.
 * - `busy`, `unavailable`, `timeout`: it may go through later.
 * - `too_large`: more than the model can read at once.
 * - `cut_short`: the answer ended at its limit of tokens.
 * - `refused`: the model would not answer.
 * - `unreadable`: the answer is no JSON, or too long to be one.
 * - `resting`, `over_budget`: the model was not asked.
 * - `interrupted`: the signal aborted.
 */
export const failures = [
  "misconfigured",
  "rejected",
  "busy",
  "unavailable",
  "timeout",
  "too_large",
  "cut_short",
  "refused",
  "unreadable",
  "resting",
  "over_budget",
  "interrupted",
] as const;
export type Failure = (typeof failures)[number];

/** As the server counted them; estimated where it does not say. */
export interface Tokens {
  readonly prompt: number;
  readonly completion: number;
}

export const noTokens: Tokens = { prompt: 0, completion: 0 };

export interface NoAnswer {
  readonly ok: false;
  readonly reason: Failure;
  /** For the log: holds no key, and nothing of what was asked or answered. */
  readonly detail: string;
  /** What failing cost. */
  readonly tokens: Tokens;
  /** How long the server asks to be left alone. */
  readonly retryAfterMs?: number;
}

/** `value` is JSON, and not checked against the schema yet: not every server keeps to it. */
export type Answer = { readonly ok: true; readonly value: unknown; readonly tokens: Tokens } | NoAnswer;

export interface LanguageModel {
  readonly name: string;
  /** Every failure of the model is a value. */
  ask(question: Question, signal: AbortSignal): Promise<Answer>;
}

export const noAnswer = (reason: Failure, detail: string, tokens: Tokens = noTokens): NoAnswer => ({
  ok: false,
  reason,
  detail,
  tokens,
});

/** Four characters a token: a rule of thumb for English. */
const CHARACTERS_A_TOKEN = 4;
export const estimateTokens = (characters: number): number => Math.ceil(characters / CHARACTERS_A_TOKEN);
