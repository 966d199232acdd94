/** From a record that was denoised and enriched to the insight that people see. */
import type { Insight } from "../model/insight.ts";
import type { FilteredRecord } from "../model/record.ts";
import { starsOf, thumbsOf } from "../model/stars.ts";
import { versionOf } from "../model/version.ts";
import { embeddedText } from "./enrich.ts";
import type { Enriched, EnrichInput } from "./enriched.ts";

export interface InsightContext {
  readonly tenant: string;
  readonly batch: string;
  readonly revision: number;
  readonly modelVersion: string;
}

type Content = Omit<FilteredRecord, "signals" | "content_hash">;

/** What enriching needs of a record. */
export function enrichInputOf(
  record: Pick<FilteredRecord, "app" | "text" | "title" | "lang" | "untranslated" | "metadata">,
): EnrichInput {
  const score = starsOf(record.metadata);
  const thumbsUp = thumbsOf(record.metadata);
  return {
    app: record.app,
    text: record.text,
    title: record.title,
    lang: record.lang,
    untranslated: record.untranslated === true,
    score,
    thumbsUp,
  };
}

export function createInsight(record: Content, enriched: Omit<Enriched, "vector">, context: InsightContext): Insight {
  return {
    id: record.id,
    tenant: context.tenant,
    app_name: record.app,
    source: record.source,
    source_id: record.source_id,
    data_id: record.data_id,
    date: record.date,
    lang: record.lang,
    ...(record.untranslated && enriched.gloss === undefined ? { untranslated: true } : {}),
    main_text: enriched.text ?? record.text,
    original_text: record.original_text,
    gloss: enriched.gloss,
    subinfo: {
      title: record.title,
      url: record.url,
      org: record.org,
    },
    metadata: record.metadata,
    parent_id: record.parent_id,
    session_id: record.session_id,
    impact: record.impact,
    kind: enriched.kind,
    attributes: enriched.attributes,
    phrases: [...enriched.phrases],
    reasons: [...enriched.reasons],
    statements: [...enriched.statements],
    version: versionOf(record.metadata),
    revision: context.revision,
    model_version: context.modelVersion,
    app_model_version: enriched.app_model_version,
    ingested_at: record.ingested_at,
    updated_at: record.updated_at,
    batch: context.batch,
    themes: [],
    marks: {},
  };
}

/** What an insight's vector is made of; "" when it has none. */
export function insightText({ main_text, subinfo, gloss, untranslated }: Insight): string {
  if (gloss !== undefined) return gloss;
  return untranslated === true ? "" : embeddedText({ text: main_text, title: subinfo.title });
}
