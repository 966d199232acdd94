/** One line of `enrich`: a raw record becomes an insight, or says what became of it; what the daemon does with a store, without one. */

import type { Enrichment } from "../../enrichment/enrichment.ts";
import { createInsight, enrichInputOf } from "../../enrichment/insight.ts";
import type { AppModel } from "../../model/app-model.ts";
import type { FieldError } from "../../model/outcome.ts";
import { readRecord } from "../../model/read-record.ts";
import { starsOf } from "../../model/stars.ts";
import { DEFAULT_TENANT } from "../../model/tenant.ts";
import { titleOf } from "../../model/title.ts";
import type { NoiseSettings } from "../../text/noise/judge.ts";
import type { ReadLine, Row } from "../jsonl.ts";
import { createRecentIdentities } from "./recent-identities.ts";

export interface EnricherOptions {
  readonly noise: NoiseSettings;
  /** Every record is read against it; without one, against the built-in labels. */
  readonly appModel?: AppModel;
  readonly defaultApp: string;
  /** Unix seconds: the date of a record that has none. */
  readonly receivedAt: number;
  readonly remember?: number;
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
  const denoise = enrichment.denoiser(options.noise);
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
    const denoised = denoise({
      text: record.text,
      title: titleOf(record),
      score,
    });
    if (denoised.drop !== undefined) return { index, outcome: "dropped", reason: denoised.drop };
    // There is no intake here: `ingested_at` is the record's own time, so that the same input gives the same insight.
    const content = { ...record, ...denoised, ingested_at: record.updated_at };
    const enriched = enrichment.enrich(enrichInputOf(content), router);
    const insight = createInsight(content, enriched, {
      tenant: DEFAULT_TENANT,
      batch: "",
      revision,
      modelVersion: enrichment.modelVersion,
    });
    seen.remember(record, revision);
    return { index, outcome: "ok", insight };
  };
}
