/** The data-model creator as a loop: filtered queue in, insights in the store out. */
import { publishHooks } from "../../hooks/publish.ts";
import type { Hooks } from "../../hooks/registry.ts";
import type { Batch } from "../../model/batch.ts";
import type { FilteredRecord } from "../../model/record.ts";
import type { Queue } from "../../queue/queue.ts";
import { publishWishes } from "../feature-requests/loop.ts";
import type { ConsumingLoop, Part, StageContext, Written } from "../frame/consuming-loop.ts";
import { type CreatorDeps, createDataModelCreator, type InsightDraft } from "./stage.ts";
import { writeInsights } from "./write.ts";

const isFiltered = (item: unknown): item is FilteredRecord => {
  const record = item as Partial<FilteredRecord> | null;
  return (
    typeof record === "object" &&
    record !== null &&
    [record.id, record.app, record.source, record.data_id, record.text, record.content_hash].every(
      (value) => typeof value === "string",
    ) &&
    [record.date, record.updated_at, record.ingested_at].every((value) => Number.isInteger(value))
  );
};

/** The filtered queue is written by the denoiser alone; what looks otherwise is refused, record by record. */
async function read(items: readonly unknown[], batch: Batch): Promise<Part<FilteredRecord>[]> {
  const known = items.find(isFiltered);
  const errors = [{ field: "", code: "invalid", message: "not a record as the denoiser writes it" }];
  return [
    {
      batch,
      app: known?.app ?? "",
      source: known?.source ?? "",
      items: items.map((raw) => (isFiltered(raw) ? { value: raw, raw } : { errors, raw })),
    },
  ];
}

export interface CreatorLoopDeps extends CreatorDeps {
  readonly queue: Queue;
  /** Told of each insight that is stored or revised. */
  readonly hooks?: Pick<Hooks, "insight.stored">;
}

export function createDataModelCreatorLoop(deps: CreatorLoopDeps): ConsumingLoop<FilteredRecord, InsightDraft> {
  async function write(drafts: readonly InsightDraft[], { batch }: StageContext): Promise<Written> {
    const outcomes = await writeInsights(deps.store, batch.tenant, drafts);
    const written = outcomes.flatMap((outcome) =>
      outcome.kind === "ok" || outcome.kind === "updated" ? [outcome.value] : [],
    );
    await publishWishes(deps.queue, batch.tenant, batch, written);
    const hooks = deps.hooks?.["insight.stored"].filter((hook) => hook.wants(undefined)) ?? [];
    const told = written.flatMap(({ id, app_name: app }) =>
      hooks.map(({ name, on }) => ({ hook: name, event: on, id, app })),
    );
    await publishHooks(deps.queue, { ...batch, name: `${batch.batch}.hooks.${batch.redriveOf ?? batch.part}` }, told);
    return { outcomes, sent: [] };
  }

  return {
    name: "data-model-creator",
    read,
    stage: createDataModelCreator(deps),
    write,
    concurrency: 2,
  };
}
