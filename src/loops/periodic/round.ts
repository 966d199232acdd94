/**
 * One round of a periodic loop: the walk over tenants, with walls between tenants, apps and items, lost races, and the
 * figures of it all.
 */
import type { Logger } from "pino";
import type { Metrics } from "../../metrics.ts";
import { INSTALLATION, type TenantId } from "../../model/tenant.ts";
import { LostRace } from "../../store/written.ts";
import { isOutage } from "../frame/patience.ts";
import type { Each, PeriodicLoop } from "./periodic-loop.ts";

/** `failed`: something of it was skipped, or it ended; `lost_race`: another runner is ahead; `stopped`: told to. */
const results = ["ok", "failed", "outage", "lost_race", "stopped"] as const;
export type RoundResult = (typeof results)[number];

const walls = ["round", "tenant", "app", "item"] as const;
type Wall = (typeof walls)[number];

export interface RoundDeps {
  readonly tenants: () => Promise<readonly TenantId[]>;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, "rounds" | "roundFailures" | "roundSeconds" | "roundSucceededAt">;
  /** Unix seconds. */
  readonly now: () => number;
}

/** Never throws. */
export type Round = (term: number, signal: AbortSignal) => Promise<RoundResult>;

/** So that an alert on what never happened has something to look at. */
function startAtZero(loop: PeriodicLoop["name"], metrics: RoundDeps["metrics"]): void {
  for (const result of results) metrics.rounds.inc({ loop, result }, 0);
  for (const what of walls) metrics.roundFailures.inc({ loop, what }, 0);
  metrics.roundSeconds.zero({ loop });
  metrics.roundSucceededAt.set({ loop }, 0);
}

/** Of one round: what fails for a reason of its own is counted, logged and skipped; what concerns everybody goes on up. */
function createWalls(loop: PeriodicLoop["name"], { log, metrics }: RoundDeps, signal: AbortSignal) {
  let failures = 0;
  return {
    failures: () => failures,
    async within(what: Wall, which: string, tenant: TenantId, work: () => Promise<void>): Promise<void> {
      try {
        await work();
      } catch (error) {
        if (isOutage(error) || error instanceof LostRace || signal.aborted) throw error;
        failures++;
        metrics.roundFailures.inc({ loop, what });
        log.error({ event: "round_skipped", what, which, tenant, err: error }, "skipped; the round goes on");
      }
    },
  };
}

export function createRound(loop: PeriodicLoop, deps: RoundDeps): Round {
  const { name } = loop;
  const { tenants, log, metrics, now } = deps;
  startAtZero(name, metrics);

  async function walk(term: number, signal: AbortSignal): Promise<RoundResult> {
    const { within, failures } = createWalls(name, deps, signal);
    let result: RoundResult = "ok";
    const runTenant = async (tenant: TenantId): Promise<void> => {
      const each: Each = async (what, all, work) => {
        for await (const one of all) {
          if (signal.aborted) return;
          await within(what, typeof one === "string" ? one : one.id, tenant, () => work(one));
        }
      };
      try {
        await loop.run(tenant, term, signal, each);
      } catch (error) {
        if (!(error instanceof LostRace)) throw error;
        result = "lost_race";
        log.info({ event: "race_lost", tenant, why: error.message }, "another runner is ahead");
      }
    };
    const all = await tenants();
    await loop.begin?.(all);
    for (const tenant of loop.ofInstallation ? [INSTALLATION, ...all] : all) {
      if (!signal.aborted) await within("tenant", tenant, tenant, () => runTenant(tenant));
    }
    if (failures() > 0) return "failed";
    return signal.aborted ? "stopped" : result;
  }

  return async (term, signal) => {
    const end = metrics.roundSeconds.startTimer({ loop: name });
    const result = await walk(term, signal).catch((error: unknown): RoundResult => {
      if (signal.aborted) return "stopped";
      log.error({ event: "round_failed", err: error }, "the next round tries again");
      if (isOutage(error)) return "outage";
      metrics.roundFailures.inc({ loop: name, what: "round" });
      return "failed";
    });
    end();
    metrics.rounds.inc({ loop: name, result });
    if (result === "ok") metrics.roundSucceededAt.set({ loop: name }, now());
    return result;
  };
}
