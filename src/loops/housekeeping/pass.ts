/** Housekeeping, daily and by one runner: erases what is older than it may be kept, with the books told, brings insights to their corrections where that was missed, then seals old books. */
import type { Logger } from "pino";
import type { Config } from "../../config.ts";
import { bookErasure } from "../../ledger/erasures.ts";
import { applyRetention, type RetainedCollection } from "../../ledger/retention.ts";
import { sealLedger } from "../../ledger/seal.ts";
import type { TenantId } from "../../model/tenant.ts";
import { mendCorrections } from "../../operations/corrections.ts";
import type { Store } from "../../store/store.ts";
import type { PeriodicLoop } from "../periodic/periodic-loop.ts";

const INTERVAL_MS = 86_400_000;
/** Documents of each collection that are erased before the others get their turn. */
const ERASED_AT_A_TIME = 5_000;

export type DaysKept = { readonly [C in RetainedCollection]: number | undefined };

export interface HousekeepingDeps {
  readonly store: Store;
  readonly log: Logger;
  readonly days: DaysKept;
  /** Unix seconds. */
  readonly now: () => number;
}

export const daysKept = (config: Config): DaysKept => ({
  insights: config.RETENTION_DAYS_INSIGHTS,
  events: config.RETENTION_DAYS_EVENTS,
  sessions: config.RETENTION_DAYS_EVENTS,
  event_errors: config.RETENTION_DAYS_EVENT_ERRORS,
  corrections: config.RETENTION_DAYS_CORRECTIONS,
  rejections: config.RETENTION_DAYS_REJECTIONS,
  dead_letters: config.RETENTION_DAYS_DEAD_LETTERS,
  feature_requests: config.RETENTION_DAYS_FEATURE_REQUESTS,
  translations: config.RETENTION_DAYS_TRANSLATIONS,
  model_answers: config.RETENTION_DAYS_MODEL_ANSWERS,
  audit: config.RETENTION_DAYS_AUDIT,
});

export function createHousekeeping({ store, log, days, now }: HousekeepingDeps): PeriodicLoop {
  async function housekeep(tenant: TenantId, signal: AbortSignal): Promise<void> {
    let complete = false;
    while (!complete && !signal.aborted) {
      const at = now();
      const report = await applyRetention(store, {
        tenant,
        days,
        now: at,
        limit: ERASED_AT_A_TIME,
        book: (erasure) => bookErasure(store, tenant, erasure, at),
        signal,
      });
      complete = report.complete;
      const erased = Object.fromEntries(Object.entries(report.erased).filter(([, count]) => count > 0));
      if (Object.keys(erased).length > 0) log.info({ event: "erased_by_age", tenant, erased }, "older than it is kept");
    }
    const mended = signal.aborted ? 0 : await mendCorrections(store, tenant, signal);
    if (mended > 0) log.info({ event: "corrections_mended", tenant, insights: mended }, "brought to their corrections");
    if (!signal.aborted) await sealLedger(store, tenant, now(), signal);
  }

  return {
    name: "housekeeping",
    intervalMs: INTERVAL_MS,
    // The cache of translations.
    ofInstallation: true,
    run: (tenant, _term, signal) => housekeep(tenant, signal),
  };
}
