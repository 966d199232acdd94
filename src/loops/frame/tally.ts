/** From outcomes to the ledger's counts. */
import type { Counts } from "../../model/ledger.ts";
import type { FieldError, Outcome } from "../../model/outcome.ts";

/** The reason a rejected record is counted under: the code of its first error. */
export const rejectionReason = (errors: readonly FieldError[]): string => errors[0]?.code ?? "invalid";

export function countOutcomes(outcomes: readonly Outcome<unknown>[], last: boolean): Counts {
  const dropped: Record<string, number> = {};
  const rejected: Record<string, number> = {};
  const tally = { ok: 0, updated: 0, duplicate: 0, retry: 0 };
  for (const outcome of outcomes) {
    switch (outcome.kind) {
      case "drop":
        dropped[outcome.reason] = (dropped[outcome.reason] ?? 0) + 1;
        break;
      case "reject": {
        const reason = rejectionReason(outcome.errors);
        rejected[reason] = (rejected[reason] ?? 0) + 1;
        break;
      }
      default:
        tally[outcome.kind]++;
    }
  }
  return {
    passed: last ? 0 : tally.ok,
    stored: last ? tally.ok : 0,
    updated: tally.updated,
    duplicate: tally.duplicate,
    dead: tally.retry,
    dropped,
    rejected,
  };
}
