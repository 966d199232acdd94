/**
 * A language model with so many tokens to spend a day (UTC), over all runners and restarts. Once they are spent it is not
 * asked until the next day. What was under way by then may go over by its answers.
 */
import type { Logger } from "pino";
import { INSTALLATION } from "../model/tenant.ts";
import { type Store, StoreUnavailable } from "../store/store.ts";
import { won } from "../store/written.ts";
import { estimateTokens, type LanguageModel, noAnswer, type Question } from "./language-model.ts";

export interface BudgetDeps {
  readonly model: LanguageModel;
  readonly store: Store;
  readonly tokensPerDay: number;
  readonly log: Logger;
  /** Unix seconds. */
  readonly now: () => number;
}

/** Key, in `progress`, of what was spent. */
const SPENT = "llm-tokens";
/** Other runners book too: somebody wins each round. */
const MAX_ROUNDS = 8;
const SECONDS_A_DAY = 86_400;

interface Spent {
  /** Days since 1970, UTC. */
  readonly day: number;
  readonly tokens: number;
}

const promptTokens = ({ instructions, data, schema }: Question): number =>
  estimateTokens(instructions.length + JSON.stringify([data, schema]).length);

export function createBudget({ model, store, tokensPerDay, log, now }: BudgetDeps): LanguageModel {
  let underWay = 0;
  /** Spent, but not in the store yet. */
  let unbooked: Spent = { day: 0, tokens: 0 };
  let toldOn = 0;
  let booking: Promise<void> = Promise.resolve();
  const today = (): number => Math.floor(now() / SECONDS_A_DAY);

  const read = async () => {
    const stored = await store.get(INSTALLATION, "progress", SPENT);
    return { stored, spent: stored?.doc.value as Spent | undefined };
  };
  /** A runner whose clock is ahead may have begun the next day. */
  const on = (day: number, spent: Spent | undefined): number =>
    spent !== undefined && spent.day >= day ? spent.tokens : 0;

  async function book(): Promise<void> {
    const { day, tokens } = unbooked;
    for (let round = 0; tokens > 0 && round < MAX_ROUNDS; round++) {
      const { stored, spent } = await read();
      const doc = { value: { day: Math.max(day, spent?.day ?? 0), tokens: on(day, spent) + tokens } satisfies Spent };
      const [result] = await store.write(INSTALLATION, "progress", [
        stored === undefined
          ? { op: "create", id: SPENT, doc }
          : { op: "replace", id: SPENT, version: stored.version, doc },
      ]);
      if (!won(result)) continue;
      if (unbooked.day === day) unbooked = { day, tokens: unbooked.tokens - tokens };
      return;
    }
  }

  /** One booking at a time. What the store does not take now goes with the next: an answer is not lost for it. */
  function spend(tokens: number): Promise<void> {
    if (unbooked.day !== today()) unbooked = { day: today(), tokens: 0 };
    unbooked = { ...unbooked, tokens: unbooked.tokens + tokens };
    const booked = booking.then(book);
    booking = booked.catch(() => undefined);
    return booked.catch((error: unknown) => {
      if (!(error instanceof StoreUnavailable)) throw error;
    });
  }

  return {
    name: model.name,
    async ask(question, signal) {
      const expected = promptTokens(question);
      const day = today();
      const { spent } = await read();
      if (on(day, spent) + on(day, unbooked) + underWay + expected > tokensPerDay) {
        if (toldOn !== day)
          log.warn({ event: "llm_over_budget", tokensPerDay }, "understood without it until tomorrow (UTC)");
        toldOn = day;
        return noAnswer("over_budget", "the day's tokens are spent");
      }
      underWay += expected;
      try {
        const answer = await model.ask(question, signal);
        await spend(answer.tokens.prompt + answer.tokens.completion);
        return answer;
      } finally {
        underWay -= expected;
      }
    },
  };
}
