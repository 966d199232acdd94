/** For tests: a round as the frame runs it, but nothing is skipped: what fails, fails the test. */
import { INSTALLATION, type TenantId } from "../../model/tenant.ts";
import { LostRace } from "../../store/written.ts";
import type { PeriodicLoop, TenantRound } from "./periodic-loop.ts";

/** A round over one tenant, which ends where a race is lost. */
export const strictly =
  (run: TenantRound) =>
  async (tenant: TenantId, term: number, signal: AbortSignal): Promise<void> => {
    try {
      await run(tenant, term, signal, async (_, all, work) => {
        for await (const one of all) if (!signal.aborted) await work(one);
      });
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
    }
  };

/** A round over all tenants. */
export const strictRound =
  (loop: PeriodicLoop, tenants: () => Promise<readonly TenantId[]>) =>
  async (term: number, signal: AbortSignal): Promise<void> => {
    const all = await tenants();
    await loop.begin?.(all);
    for (const tenant of loop.ofInstallation ? [INSTALLATION, ...all] : all)
      if (!signal.aborted) await strictly(loop.run)(tenant, term, signal);
    if (signal.aborted) loop.leave?.();
  };
