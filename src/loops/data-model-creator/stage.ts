/** The data-model creator: what is new or newer is understood against the app's model and becomes an insight. */
import type { EnrichedBatch } from "../../enrichment/jobs.ts";
import type { TextPool } from "../../enrichment/pool.ts";
import type { Priority } from "../../model/insight.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import { duplicate, type Outcome, ok } from "../../model/outcome.ts";
import type { FilteredRecord } from "../../model/record.ts";
import { starsOf, thumbsOf } from "../../model/stars.ts";
import type { AppLookup } from "../../operations/app-lookup.ts";
import type { Store, Stored } from "../../store/store.ts";
import type { StageContext } from "../loop.ts";
import { isNewer } from "../newer.ts";

export const priorityRank: Readonly<Record<Priority, number>> = { Critical: 3, High: 2, Moderate: 1, Low: 0 };

/** An insight ready to be written: the document, what it is found by, and the record that it was made from. */
export interface InsightDraft {
  readonly doc: InsightDocument;
  readonly search: string;
  readonly vector?: Float32Array;
  /** What was there when the draft was made. */
  readonly before: Stored<InsightDocument> | undefined;
}

export interface CreatorDeps {
  readonly text: Pick<TextPool, "enrich" | "modelVersion">;
  readonly apps: AppLookup;
  readonly store: Store;
}

function draftOf(
  record: FilteredRecord,
  before: Stored<InsightDocument> | undefined,
  batch: EnrichedBatch,
  index: number,
  context: StageContext,
  modelVersion: string,
): InsightDraft {
  const row = batch.rows[index]!;
  const vector = batch.vectors.subarray(index * batch.dims, (index + 1) * batch.dims);
  const optional = {
    ...(record.untranslated ? { untranslated: true } : {}),
    ...(record.original_text === undefined ? {} : { original_text: record.original_text }),
    ...(record.parent_id === undefined ? {} : { parent_id: record.parent_id }),
    ...(record.session_id === undefined ? {} : { session_id: record.session_id }),
  };
  const doc: InsightDocument = {
    id: record.id,
    tenant: context.batch.tenant,
    app_name: record.app,
    source: record.source,
    source_id: record.source_id,
    data_id: record.data_id,
    date: record.date,
    lang: record.lang,
    main_text: record.text,
    ...optional,
    subinfo: {
      title: record.title,
      ...(record.url === undefined ? {} : { url: record.url }),
      ...(record.org === undefined ? {} : { org: record.org }),
    },
    metadata: record.metadata,
    kind: row.kind,
    attributes: row.attributes,
    phrases: [...row.phrases],
    reasons: [...row.reasons],
    revision: 1,
    model_version: modelVersion,
    app_model_version: row.app_model_version,
    ingested_at: record.ingested_at,
    updated_at: record.updated_at,
    batch: context.batch.batch,
    marks: {},
    created_batch: context.batch.batch,
    content_hash: record.content_hash,
    priority_rank: priorityRank[row.attributes.priority],
    has_request: row.attributes.feature_requests.some((one) => one.is_feature_suggestion === "Yes"),
  };
  return { doc, search: row.search, before, ...(vector.some((value) => value !== 0) ? { vector } : {}) };
}

export function createDataModelCreator({ text, apps, store }: CreatorDeps) {
  return async function createDataModels(
    records: readonly FilteredRecord[],
    context: StageContext,
  ): Promise<Outcome<InsightDraft>[]> {
    const { tenant, batch } = context.batch;
    const stored = await store.getMany(
      tenant,
      "insights",
      records.map((record) => record.id),
    );
    // What this very batch wrote before a crash counts as it did then: the write finds it there.
    const isWanted = (record: FilteredRecord, index: number): boolean => {
      const doc = stored[index]?.doc;
      return doc === undefined || doc.created_batch === batch || doc.batch === batch || isNewer(record, doc);
    };
    const wanted = records.filter(isWanted);
    if (wanted.length === 0) return records.map(() => duplicate);

    const inputs = wanted.map((record) => {
      const score = starsOf(record.metadata);
      const thumbsUp = thumbsOf(record.metadata);
      return {
        text: record.text,
        title: record.title,
        untranslated: record.untranslated === true,
        ...(score === undefined ? {} : { score }),
        ...(thumbsUp === undefined ? {} : { thumbsUp }),
      };
    });
    const enriched = await text.enrich(inputs, await apps.routerSource(tenant, context.app));
    let next = 0;
    return records.map((record, index) =>
      isWanted(record, index)
        ? ok(draftOf(record, stored[index], enriched, next++, context, text.modelVersion))
        : duplicate,
    );
  };
}
