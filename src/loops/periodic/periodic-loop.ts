/** The shape of a loop that goes round every so often, on one runner at a time. `round.ts` and `start.ts` do the rest. */
import type { PeriodicLoopName } from "../../model/loops.ts";
import type { TenantId } from "../../model/tenant.ts";

/**
 * Does the work for each of them, one after the other, until the signal of the round aborts. One that fails is counted,
 * logged by its name and skipped, so that it takes no other along. An outage or a lost race ends them all.
 */
export type Each = <T extends string | { readonly id: string }>(
  what: "app" | "item",
  all: Iterable<T> | AsyncIterable<T>,
  work: (one: T) => Promise<void>,
) => Promise<void>;

/**
 * One round over one tenant. What it writes carries the term; it throws `LostRace` when somebody wrote under a later one,
 * which ends the tenant's round. The signal aborts when the lease is lost or the runner stops.
 */
export type TenantRound = (tenant: TenantId, term: number, signal: AbortSignal, each: Each) => Promise<void>;

export interface PeriodicLoop {
  readonly name: PeriodicLoopName;
  readonly intervalMs: number;
  readonly run: TenantRound;
  /** Whether what belongs to the installation itself has its turn too, first. */
  readonly ofInstallation?: boolean;
  /** Before the first tenant's turn, for what has to be known of all of them. */
  readonly begin?: (tenants: readonly TenantId[]) => Promise<void>;
  /** After the last round of a term: another runner may be the next to know. */
  readonly leave?: () => void;
}
