/** One line of `enrich`: a raw record becomes an insight, or says what became of it; what the daemon does with a store, without one. */
import type { Denoised } from "../../enrichment/denoise.ts";
import type { Enriched } from "../../enrichment/enrich.ts";
import type { Enrichment } from "../../enrichment/enrichment.ts";
import type { AppModel } from "../../model/app-model.ts";
import type { Insight } from "../../model/insight.ts";
import type { FieldError } from "../../model/outcome.ts";
import { readRecord } from "../../model/read-record.ts";
import type { IdentifiedRecord } from "../../model/record.ts";
import { starsOf, thumbsOf } from "../../model/stars.ts";
import { DEFAULT_TENANT } from "../../model/tenant.ts";
import type { ReadLine, Row } from "../jsonl.ts";
import { createRecentIdentities } from "./recent-identities.ts";

export interface EnricherOptions {
  /** Every record is read against it; without one, against the built-in labels. */
  readonly appModel?: AppModel;
  readonly defaultApp: string;
  /** Unix seconds: the date of a record that has none. */
  readonly receivedAt: number;
  readonly remember?: number;
}

/** `ingested_at` is the record's own time: there is no intake here, and the same input must give the same insight. */
function insightOf(
  record: IdentifiedRecord,
  denoised: Denoised,
  enriched: Enriched,
  revision: number,
  modelVersion: string,
): Insight {
  return {
    id: record.id,
    tenant: DEFAULT_TENANT,
    app_name: record.app,
    source: record.source,
    source_id: record.source_id,
    data_id: record.data_id,
    date: record.date,
    lang: denoised.lang,
    main_text: denoised.text,
    ...(denoised.untranslated ? { untranslated: true } : {}),
    ...(record.parent_id === undefined ? {} : { parent_id: record.parent_id }),
    ...(record.session_id === undefined ? {} : { session_id: record.session_id }),
    subinfo: {
      title: denoised.title,
      ...(record.url === undefined ? {} : { url: record.url }),
      ...(record.org === undefined ? {} : { org: record.org }),
    },
    metadata: record.metadata,
    kind: enriched.kind,
    attributes: enriched.attributes,
    phrases: [...enriched.phrases],
    reasons: [...enriched.reasons],
    revision,
    model_version: modelVersion,
    app_model_version: enriched.app_model_version,
    ingested_at: record.updated_at,
    updated_at: record.updated_at,
    batch: "",
    marks: {},
  };
}

const rejected = (index: number, errors: readonly FieldError[]): Row => ({
  index,
  outcome: "rejected",
  reason: errors[0]!.code,
  errors,
});

export function createRecordEnricher(enrichment: Enrichment, options: EnricherOptions) {
  const { appModel, receivedAt } = options;
  const router = enrichment.router(appModel);
  const seen = createRecentIdentities(options.remember);
  const context = {
    tenant: DEFAULT_TENANT,
    defaultApp: appModel?.name ?? options.defaultApp,
    receivedAt,
    appOfPackage: (name: string) => (name === appModel?.app_id ? appModel.name : undefined),
  };

  return (line: ReadLine, index: number): Row => {
    if ("error" in line) return rejected(index, [{ field: "", code: "invalid", message: line.error }]);
    const read = readRecord(line.value, context);
    if ("errors" in read) return rejected(index, read.errors);
    const { record } = read;
    const revision = seen.revisionOf(record);
    if (revision === undefined) return { index, outcome: "duplicate" };

    const score = starsOf(record.metadata);
    const thumbsUp = thumbsOf(record.metadata);
    const stars = score === undefined ? {} : { score };
    const denoised = enrichment.denoise({ text: record.text, title: record.title, ...stars });
    if (denoised.drop !== undefined) return { index, outcome: "dropped", reason: denoised.drop };
    const enriched = enrichment.enrich(
      {
        text: denoised.text,
        title: denoised.title,
        untranslated: denoised.untranslated,
        ...stars,
        ...(thumbsUp === undefined ? {} : { thumbsUp }),
      },
      router,
    );
    seen.remember(record, revision);
    return { index, outcome: "ok", insight: insightOf(record, denoised, enriched, revision, enrichment.modelVersion) };
  };
}
