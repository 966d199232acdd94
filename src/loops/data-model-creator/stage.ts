/** The data-model creator: what is new or newer is understood against the app's model and becomes an insight. */

import type { AppLookup } from "../../enrichment/app-lookup.ts";
import { createInsight, enrichInputOf } from "../../enrichment/insight.ts";
import type { EnrichedBatch } from "../../enrichment/jobs.ts";
import type { Understanding } from "../../enrichment/refinement.ts";
import { priorityRank } from "../../model/insight.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import { isNewer } from "../../model/newer.ts";
import { duplicate, type Outcome, ok } from "../../model/outcome.ts";
import type { FilteredRecord } from "../../model/record.ts";
import { wholeStarsOf } from "../../model/stars.ts";
import type { Store, Stored } from "../../store/store.ts";
import type { StageContext } from "../frame/consuming-loop.ts";
import { Interrupted } from "../frame/patience.ts";
import { claimUuids } from "./uuid-claims.ts";
import { type InsightDraft, madeBy } from "./write.ts";

export interface CreatorDeps {
  readonly text: Understanding;
  readonly apps: AppLookup;
  readonly store: Store;
}

function draftOf(
  record: FilteredRecord,
  before: Stored<InsightDocument> | undefined,
  batch: EnrichedBatch,
  index: number,
  { tenant, batch: name, part }: StageContext["batch"],
  { modelVersion, vectorVersion }: Understanding,
): InsightDraft {
  const row = batch.rows[index]!;
  const vector = batch.vectors.subarray(index * batch.dims, (index + 1) * batch.dims);
  const doc: InsightDocument = {
    ...createInsight(record, row, { tenant, batch: name, revision: 1, modelVersion }),
    created_batch: name,
    created_part: part,
    part,
    content_hash: record.content_hash,
    priority_rank: priorityRank[row.attributes.priority],
    stars: wholeStarsOf(record.metadata),
    vector_version: vectorVersion,
    has_request: row.attributes.feature_requests.some((one) => one.is_feature_suggestion === "Yes"),
  };
  return { doc, search: row.search, before, ...(vector.some((value) => value !== 0) ? { vector } : {}) };
}

export function createDataModelCreator({ text, apps, store }: CreatorDeps) {
  return async function createDataModels(
    records: readonly FilteredRecord[],
    context: StageContext,
  ): Promise<Outcome<InsightDraft>[]> {
    const { tenant } = context.batch;
    const stored = await store.getMany(
      tenant,
      "insights",
      records.map((record) => record.id),
    );
    // What this very part wrote before a crash counts as it did then: the write finds it there.
    const isNew = (record: FilteredRecord, index: number): boolean => {
      const doc = stored[index]?.doc;
      return doc === undefined || madeBy(doc, context.batch) !== undefined || isNewer(record, doc);
    };
    const fresh = records.map(isNew);
    const others = await claimUuids(
      store,
      tenant,
      records.filter((_, index) => fresh[index]),
    );
    const isWanted = (record: FilteredRecord, index: number): boolean => fresh[index]! && !others.has(record.id);
    const wanted = records.filter(isWanted);
    if (wanted.length === 0) return records.map(() => duplicate);

    const inputs = wanted.map(enrichInputOf);
    const source = await apps.routerSource(tenant, context.app);
    const enriched = await text.enrich(inputs, source, { tenant, signal: context.signal });
    // A language model was not waited for any longer: the batch is given back rather than understood by halves.
    if (context.signal.aborted) throw new Interrupted("stopping while texts were read");
    let next = 0;
    return records.map((record, index) =>
      isWanted(record, index) ? ok(draftOf(record, stored[index], enriched, next++, context.batch, text)) : duplicate,
    );
  };
}
