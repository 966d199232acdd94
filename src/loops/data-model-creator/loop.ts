/** The data-model creator as a loop: filtered queue in, insights in the store out. */
import { publishHooks } from "../../hooks/publish.ts";
import type { Hooks } from "../../hooks/registry.ts";
import type { Batch } from "../../model/batch.ts";
import { readFiltered } from "../../model/filtered-record.ts";
import { namedPlace } from "../../model/place.ts";
import type { FilteredRecord } from "../../model/record.ts";
import { eraseArrivals } from "../../operations/erase.ts";
import type { Queue } from "../../queue/queue.ts";
import { publishWishes } from "../feature-requests/loop.ts";
import type { ConsumingLoop, Part, StageContext, Written } from "../frame/consuming-loop.ts";
import { intoParts, type Placed } from "../frame/parts.ts";
import { type CreatorDeps, createDataModelCreator } from "./stage.ts";
import { type InsightDraft, writeInsights } from "./write.ts";

/** What can't be read is counted where it says that it belongs, or else with the first that can be. */
async function read(items: readonly unknown[], batch: Batch): Promise<Part<FilteredRecord>[]> {
  const results = items.map((raw) => ({ raw, result: readFiltered(raw) }));
  const known = results.flatMap(({ result }) => ("record" in result ? [result.record] : []))[0];
  const placed = results.map(({ raw, result }): Placed<FilteredRecord> => {
    if ("record" in result) {
      const { app, source } = result.record;
      return { app, source, item: { value: result.record, raw } };
    }
    const { app = known?.app ?? "", source = known?.source ?? "" } = namedPlace(raw);
    return { app, source, item: { errors: result.errors, raw } };
  });
  return intoParts(batch, placed);
}

export interface CreatorLoopDeps extends CreatorDeps {
  readonly queue: Queue;
  /** Unix seconds. */
  readonly now: () => number;
  /** Told of each insight that is stored or revised. */
  readonly hooks?: Pick<Hooks, "insight.stored">;
}

export function createDataModelCreatorLoop(deps: CreatorLoopDeps): ConsumingLoop<FilteredRecord, InsightDraft> {
  async function write(drafts: readonly InsightDraft[], { batch }: StageContext): Promise<Written> {
    const outcomes = await writeInsights(deps.store, batch.tenant, drafts);
    const stored = outcomes.flatMap((outcome) =>
      outcome.kind === "ok" || outcome.kind === "updated" ? [outcome.value] : [],
    );
    const written = await eraseArrivals(deps, batch.tenant, stored);
    await publishWishes(deps, batch.tenant, batch, written);
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
