/** What the daemon would make of a raw record, without a queue or store: for the command line, and to try an app's labels out. */
import type { AppModel } from "../model/app-model.ts";
import { readRecord } from "../model/read-record.ts";
import type { ReadRecord } from "../model/record.ts";
import { starsOf } from "../model/stars.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { titleOf } from "../model/title.ts";
import type { TriedRecord, Understood } from "../model/try-out.ts";
import type { NoiseSettings } from "../text/noise/judge.ts";
import type { Enrichment } from "./enrichment.ts";
import { createInsight, enrichInputOf } from "./insight.ts";

export interface UnderstandingOptions {
  readonly noise: NoiseSettings;
  /** Every record is read against it; without one, against the built-in labels. */
  readonly appModel?: AppModel | undefined;
  readonly defaultApp: string;
  /** Unix seconds: the date of a record that has none. */
  readonly receivedAt: number;
}

type RecordRead = Extract<ReadRecord, { readonly record: unknown }>["record"];

export function createUnderstanding(enrichment: Enrichment, options: UnderstandingOptions) {
  const { appModel, receivedAt } = options;
  const router = enrichment.router(appModel);
  const denoise = enrichment.denoiser(options.noise);
  const context = {
    tenant: DEFAULT_TENANT,
    defaultApp: appModel?.name ?? options.defaultApp,
    receivedAt,
    appOfPackage: (name: string) => (name === appModel?.app_id ? appModel.name : undefined),
  };

  function understand(record: RecordRead, revision: number): Understood {
    const score = starsOf(record.metadata);
    const denoised = denoise({ text: record.text, title: titleOf(record), score });
    if (denoised.drop !== undefined) return { outcome: "dropped", reason: denoised.drop };
    // There is no intake here: `ingested_at` is the record's own time, so that the same input gives the same insight.
    const content = { ...record, ...denoised, ingested_at: record.updated_at };
    const enriched = enrichment.enrich(enrichInputOf(content), router);
    const { modelVersion } = enrichment;
    return {
      outcome: "ok",
      insight: createInsight(content, enriched, { tenant: DEFAULT_TENANT, batch: "", revision, modelVersion }),
    };
  }

  return {
    read: (value: unknown): ReadRecord => readRecord(value, context),
    understand,
    /** Both, of a record that comes for the first time. */
    tryOut(value: unknown): TriedRecord {
      const read = readRecord(value, context);
      return "errors" in read ? { outcome: "rejected", errors: read.errors } : understand(read.record, 1);
    },
  };
}
