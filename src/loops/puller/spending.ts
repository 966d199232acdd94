/** What pulls of a source have spent this day and month (UTC), against its budget. */
import type { Budget, SourceState } from "../../model/source.ts";

export type Spent = NonNullable<SourceState["spent"]>;

const dayOf = (now: number): string => new Date(now * 1_000).toISOString().slice(0, 10);
const MONTH = "2026-11".length;

/** As of now: what was spent on another day or in another month counts no more. `now` in unix seconds. */
export function spentBy(spent: Spent | undefined, now: number): Spent {
  const day = dayOf(now);
  const sameMonth = spent?.day.slice(0, MONTH) === day.slice(0, MONTH);
  return {
    day,
    today: spent?.day === day ? spent.today : 0,
    month: sameMonth ? (spent?.month ?? 0) : 0,
  };
}

export const spend = (spent: Spent | undefined, amount: number, now: number): Spent => {
  const { day, today, month } = spentBy(spent, now);
  return { day, today: today + amount, month: month + amount };
};

export function isUsedUp(budget: Budget | undefined, spent: Spent | undefined, now: number): boolean {
  if (budget === undefined) return false;
  const { today, month } = spentBy(spent, now);
  return (
    today >= (budget.per_day ?? Number.POSITIVE_INFINITY) || month >= (budget.per_month ?? Number.POSITIVE_INFINITY)
  );
}
