/**
 * Housekeeping, by one runner. Each minute what requests left half sent is sent, and the books of what is done are sealed.
 * Each day what is older than it may be kept is erased, with the books told, insights are brought to their corrections where
 * that was missed, rejections of an earlier version get the words that they are found by, and the books are audited.
 */
import type { Logger } from "pino";
import type { Config } from "../../config.ts";
import { sendLeftUnsent } from "../../ingestion/whole-send.ts";
import { auditBooks, auditedPipelines } from "../../ledger/audit.ts";
import { readBalance } from "../../ledger/balance.ts";
import { bookErasure } from "../../ledger/erasures.ts";
import { addRejectionWords } from "../../ledger/rejection-search.ts";
import { applyRetention, type RetainedCollection } from "../../ledger/retention.ts";
import { sealLedger } from "../../ledger/seal.ts";
import { forgetMarks } from "../../ledger/sealed.ts";
import type { TenantId } from "../../model/tenant.ts";
import { mendCorrections } from "../../operations/corrections.ts";
import { applyFormRetention, type FormDays } from "../../operations/form-retention.ts";
import { type Queue, QueueUnavailable } from "../../queue/queue.ts";
import type { Store } from "../../store/store.ts";
import { isOutage } from "../frame/patience.ts";
import type { PeriodicLoop } from "../periodic/periodic-loop.ts";

const INTERVAL_MS = 60_000;
/** Seconds. */
const DAY = 86_400;
/** Documents of each collection that are erased before the others get their turn. */
const ERASED_AT_A_TIME = 5_000;

/** Far longer than anything lies on a queue or waits to be redriven. */
const TOMBSTONE_DAYS = 400;

export type DaysKept = { readonly [C in RetainedCollection]: number | undefined };

export interface HousekeepingDeps {
  readonly store: Store;
  /** Where what a request left half sent goes. */
  readonly queue: Pick<Queue, "send">;
  readonly log: Logger;
  readonly days: DaysKept;
  readonly formDays?: FormDays;
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
  tombstones: TOMBSTONE_DAYS,
  uuid_claims: config.RETENTION_DAYS_INSIGHTS,
  response_refusals: config.RETENTION_DAYS_RESPONSES,
});

export const formDaysKept = (config: Config): FormDays => ({
  responses: config.RETENTION_DAYS_RESPONSES,
  receipts: config.RETENTION_DAYS_RECEIPTS,
  uploads: config.RETENTION_DAYS_UPLOADS,
});

export function createHousekeeping({ store, queue, log, days, formDays = {}, now }: HousekeepingDeps): PeriodicLoop {
  /** When each tenant had its daily turn, unix seconds. */
  const turns = new Map<TenantId, number>();

  const report = (tenant: TenantId, counts: Readonly<Record<string, number>>): void => {
    const erased = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
    if (Object.keys(erased).length > 0) log.info({ event: "erased_by_age", tenant, erased }, "older than it is kept");
  };

  async function erase(tenant: TenantId, signal: AbortSignal): Promise<void> {
    let complete = false;
    while (!complete && !signal.aborted) {
      const at = now();
      const done = await applyRetention(store, {
        tenant,
        days,
        now: at,
        limit: ERASED_AT_A_TIME,
        book: (erasure) => bookErasure(store, tenant, erasure, at),
        signal,
      });
      complete = done.complete;
      report(tenant, done.erased);
    }
    if (!signal.aborted)
      report(tenant, await applyFormRetention(store, { tenant, days: formDays, now: now(), signal }));
  }

  async function audit(tenant: TenantId): Promise<void> {
    for (const pipeline of auditedPipelines) {
      const at = now();
      const read = () => readBalance(store, tenant, { pipeline }, at);
      const found = await auditBooks({ store, read }, tenant, pipeline, at);
      if (found === undefined) continue;
      const report = { event: "books_audited", tenant, pipeline, ...found };
      if (found.missing === 0) log.info(report, "all that is booked as stored was counted");
      else log.error(report, "something that is booked as stored is missing");
    }
  }

  async function daily(tenant: TenantId, signal: AbortSignal): Promise<void> {
    await erase(tenant, signal);
    const mended = signal.aborted ? 0 : await mendCorrections(store, tenant, signal);
    if (mended > 0) log.info({ event: "corrections_mended", tenant, insights: mended }, "brought to their corrections");
    const found = signal.aborted ? 0 : await addRejectionWords(store, tenant, signal);
    if (found > 0)
      log.info({ event: "rejection_words", tenant, rejections: found }, "found by their words from now on");
    if (!signal.aborted) await forgetMarks(store, tenant, now(), signal);
    if (!signal.aborted) await audit(tenant);
  }

  async function sendUnsentRequests(tenant: TenantId, signal: AbortSignal): Promise<void> {
    try {
      const requests = await sendLeftUnsent({ queue, store, log, now }, tenant, signal);
      if (requests > 0) log.info({ event: "unsent_sent", tenant, requests }, "what requests left half sent is sent");
    } catch (error) {
      // Everything else goes on without the queue.
      if (!(error instanceof QueueUnavailable)) throw error;
    }
  }

  async function housekeep(tenant: TenantId, signal: AbortSignal): Promise<void> {
    const at = now();
    await sendUnsentRequests(tenant, signal);
    const isDue = at - (turns.get(tenant) ?? Number.NEGATIVE_INFINITY) >= DAY;
    if (isDue) {
      turns.set(tenant, at);
      try {
        await daily(tenant, signal);
      } catch (error) {
        // What fails otherwise has its next turn tomorrow.
        if (isOutage(error)) turns.delete(tenant);
        throw error;
      }
    }
    if (!signal.aborted) await sealLedger(store, tenant, now(), signal);
  }

  return {
    name: "housekeeping",
    intervalMs: INTERVAL_MS,
    // The cache of translations.
    ofInstallation: true,
    run: (tenant, _term, signal) => housekeep(tenant, signal),
    leave: () => turns.clear(),
  };
}
