/**
 * Re-understanding: after a change of the models, of an app's labels or of what people corrected, what is stored of an app is
 * read again, in the background and by one runner. What is done is known by the versions in the insight, so an interrupted
 * round goes on where it was. The books know nothing of it: no record came in, and none is counted again.
 */
import type { Logger } from "pino";
import type { AppLookup } from "../../enrichment/app-lookup.ts";
import { enrichInputOf } from "../../enrichment/insight.ts";
import type { EnrichedBatch } from "../../enrichment/jobs.ts";
import type { TextPool } from "../../enrichment/pool.ts";
import type { Understanding } from "../../enrichment/refinement.ts";
import { sleep } from "../../lifecycle.ts";
import { priorityRank } from "../../model/insight.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import { wholeStarsOf } from "../../model/stars.ts";
import type { TenantId } from "../../model/tenant.ts";
import { versionOf } from "../../model/version.ts";
import type { Store, Stored, Where, Write } from "../../store/store.ts";
import { revise } from "../data-model-creator/write.ts";
import type { PeriodicLoop } from "../periodic/periodic-loop.ts";

const INTERVAL_MS = 120_000;
/** Insights read and written at a time. */
const BATCH = 100;
/** For each millisecond that a batch took, this many are left to live work. */
const REST = 3;
const PROGRESS_MS = 10_000;

export interface ReUnderstandingDeps {
  readonly store: Store;
  readonly text: Understanding;
  /** Tells what labels are current, without asking a language model. */
  readonly probe: Pick<TextPool, "enrich">;
  readonly apps: Pick<AppLookup, "routerSource">;
  readonly log: Logger;
}

/** What was understood by its gloss was untranslated when it came. */
const isUntranslated = ({ untranslated, gloss }: InsightDocument): boolean =>
  untranslated === true || gloss !== undefined;

function inputOf(document: InsightDocument) {
  const { app_name, main_text, subinfo, lang, metadata } = document;
  const untranslated = isUntranslated(document);
  return enrichInputOf({ app: app_name, text: main_text, title: subinfo.title, lang, untranslated, metadata });
}

export function createReUnderstanding({ store, text, probe, apps, log }: ReUnderstandingDeps): PeriodicLoop {
  const scopeOf = (tenant: TenantId, signal: AbortSignal) => ({ tenant, signal });

  function understood(before: InsightDocument, batch: EnrichedBatch, index: number): InsightDocument {
    const { text: read, kind, attributes, phrases, reasons, statements, gloss, app_model_version } = batch.rows[index]!;
    const { untranslated: _, ...known } = before;
    const draft: InsightDocument = {
      ...known,
      ...(isUntranslated(before) && gloss === undefined ? { untranslated: true } : {}),
      gloss,
      main_text: read ?? before.main_text,
      ...{ kind, attributes, app_model_version },
      phrases: [...phrases],
      reasons: [...reasons],
      statements: [...statements],
      version: versionOf(before.metadata),
      model_version: text.modelVersion,
      vector_version: text.vectorVersion,
      priority_rank: priorityRank[attributes.priority],
      stars: wholeStarsOf(before.metadata),
      has_request: attributes.feature_requests.some((one) => one.is_feature_suggestion === "Yes"),
    };
    return revise(draft, before, before.revision);
  }

  /** One that somebody changed meanwhile is found again by the next round, if it still is outdated. */
  async function renew(
    tenant: TenantId,
    app: string,
    batch: readonly Stored<InsightDocument>[],
    signal: AbortSignal,
  ): Promise<number> {
    const source = await apps.routerSource(tenant, app);
    const enriched = await text.enrich(
      batch.map(({ doc }) => inputOf(doc)),
      source,
      scopeOf(tenant, signal),
    );
    const writes = batch.map(({ id, version, doc }, index): Write<InsightDocument> => {
      const vector = enriched.vectors.subarray(index * enriched.dims, (index + 1) * enriched.dims);
      return {
        op: "replace",
        id,
        version,
        doc: understood(doc, enriched, index),
        search: enriched.rows[index]!.search,
        ...(vector.some((value) => value !== 0) ? { vector } : {}),
      };
    });
    return (await store.write(tenant, "insights", writes)).filter(({ ok }) => ok).length;
  }

  /** What the insights of an app were understood with, when it is not what they would be understood with now. */
  async function outdatedOf(tenant: TenantId, app: string): Promise<Where<"insights">[]> {
    const items = await store.first(tenant, "insights", { where: { app_name: app }, limit: 1 });
    const [newest] = items;
    if (newest === undefined) return [];
    const source = await apps.routerSource(tenant, app);
    const { rows } = await probe.enrich([inputOf(newest.doc)], source);
    const current = rows[0]!.app_model_version;
    return [
      { app_name: app, model_version: { not: text.modelVersion } },
      { app_name: app, app_model_version: { not: current } },
    ];
  }

  async function renewApp(tenant: TenantId, app: string, signal: AbortSignal): Promise<void> {
    for (const where of await outdatedOf(tenant, app)) {
      const total = await store.count(tenant, "insights", { where });
      if (total === 0) continue;
      log.info({ event: "re_understanding_started", tenant, app, total }, "what is stored is read again");
      let [done, told] = [0, performance.now()];
      let batch: Stored<InsightDocument>[] = [];
      const flush = async (): Promise<void> => {
        const started = performance.now();
        done += await renew(tenant, app, batch, signal);
        batch = [];
        if (performance.now() - told > PROGRESS_MS) {
          told = performance.now();
          log.info({ event: "re_understanding", tenant, app, done, total }, "what is stored is read again");
        }
        await sleep(REST * (performance.now() - started), signal);
      };
      for await (const stored of store.scan(tenant, "insights", { where, pageSize: BATCH })) {
        batch.push(stored);
        if (batch.length === BATCH) await flush();
        if (signal.aborted) break;
      }
      if (batch.length > 0 && !signal.aborted) await flush();
      log.info({ event: "re_understanding_done", tenant, app, done, total }, signal.aborted ? "goes on later" : "done");
      await store.refresh(["insights"]);
    }
  }

  return {
    name: "re-understanding",
    intervalMs: INTERVAL_MS,
    async run(tenant, _term, signal, each) {
      await store.refresh(["insights"]);
      const counts = await store.values(tenant, "insights", "app_name", {});
      await each(
        "app",
        counts.map(({ value }) => value),
        (app) => renewApp(tenant, app, signal),
      );
    },
  };
}
