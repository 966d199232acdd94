/**
 * A language model that is left alone for a while after it failed several times running, so that a dead server costs
 * nothing. After each rest one question is tried; the rest grows until one is answered.
 */
import type { Logger } from "pino";
import { type Answer, type Failure, type LanguageModel, type NoAnswer, noAnswer } from "./language-model.ts";

export interface CircuitBreakerDeps {
  readonly model: LanguageModel;
  readonly log: Logger;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
}

const FAILURES_RUNNING = 3;
const SHORTEST_REST_MS = 30_000;
const LONGEST_REST_MS = 600_000;
/** What fails on and off is logged this often at most. */
const QUIET_MS = 60_000;

/** Failures that say that the server is not well, or not set up; of the others it answers. */
const ailing: ReadonlySet<Failure> = new Set([
  "misconfigured",
  "rejected",
  "busy",
  "unavailable",
  "timeout",
  "unreadable",
]);
/** Nothing was asked, or nobody waited for the answer. */
const untold: ReadonlySet<Failure> = new Set(["resting", "over_budget", "interrupted"]);

export function createCircuitBreaker({ model, log, clock }: CircuitBreakerDeps): LanguageModel {
  let failures = 0;
  let rests = 0;
  let restUntil = Number.NEGATIVE_INFINITY;
  let trying = false;
  let told: { readonly at: number; readonly open: boolean } = { at: Number.NEGATIVE_INFINITY, open: false };

  function succeed(): void {
    if (told.open) log.info({ event: "llm_back", model: model.name }, "the language model answers again");
    told = { ...told, open: false };
    failures = 0;
    rests = 0;
    restUntil = Number.NEGATIVE_INFINITY;
  }

  function tell({ reason, detail }: NoAnswer): void {
    if (told.open || clock() - told.at < QUIET_MS) return;
    told = { at: clock(), open: true };
    const level = reason === "misconfigured" || reason === "rejected" ? "error" : "warn";
    log[level](
      { event: "llm_failed", model: model.name, reason, detail },
      "records are understood without it; see doctor",
    );
  }

  function fail(answer: NoAnswer): void {
    tell(answer);
    failures++;
    // What is wrong stays wrong, and who asks to be left alone is.
    const isClear = answer.reason === "misconfigured" || answer.retryAfterMs !== undefined;
    // Questions that were under way when the rest began don't make it longer.
    if (clock() < restUntil || (failures < FAILURES_RUNNING && !isClear)) return;
    const rest = Math.max(SHORTEST_REST_MS * 2 ** Math.min(rests, 10), answer.retryAfterMs ?? 0);
    restUntil = clock() + Math.min(rest, LONGEST_REST_MS);
    rests++;
  }

  function learn(answer: Answer): void {
    if (answer.ok) succeed();
    else if (ailing.has(answer.reason)) fail(answer);
    else if (!untold.has(answer.reason)) succeed();
  }

  return {
    name: model.name,
    async ask(question, signal) {
      const isTrial = rests > 0;
      if (clock() < restUntil || (isTrial && trying)) return noAnswer("resting", "it failed too often of late");
      if (isTrial) trying = true;
      try {
        const answer = await model.ask(question, signal);
        learn(answer);
        return answer;
      } finally {
        if (isTrial) trying = false;
      }
    },
  };
}
