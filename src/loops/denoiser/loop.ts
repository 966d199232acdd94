/** The denoiser as a loop: raw queue in, filtered queue out. */
import type { Batch } from "../../model/batch.ts";
import { batchAttributes } from "../../model/batch.ts";
import { type ReadContext, readRecord } from "../../model/read-record.ts";
import type { FilteredRecord, IdentifiedRecord } from "../../model/record.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { OutgoingMessage, Queue, ReceivedMessage } from "../../queue/queue.ts";
import type { ConsumingLoop, Part, ReadItem, StageContext, Written } from "../frame/consuming-loop.ts";
import { cut } from "../frame/cut.ts";
import { createDenoiser, type DenoiserDeps } from "./stage.ts";

export interface DenoiserLoopDeps extends DenoiserDeps {
  readonly queue: Queue;
  readonly defaultApp: string;
  /** Play package → app name, of a tenant. */
  readonly appsByPackage: (tenant: TenantId) => Promise<ReadonlyMap<string, string>>;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Our own edge stamps when a record reached us; of a stranger's message it is when the queue took it. */
const receivedAt = (item: unknown, batch: Batch, message: ReceivedMessage): number =>
  !batch.foreign && isObject(item) && Number.isInteger(item.ingested_at)
    ? (item.ingested_at as number)
    : Math.floor(message.sentAt / 1000);

/** Where a record that can't be read is counted. */
function placeOf(item: unknown, defaultApp: string): { app: string; source: string } {
  const named = (value: unknown, fallback: string) =>
    typeof value === "string" && value.trim() !== "" && value.length <= 200 ? value.trim() : fallback;
  return isObject(item)
    ? { app: named(item.app, defaultApp), source: named(item.source, "push") }
    : { app: defaultApp, source: "push" };
}

export function createDenoiserLoop(deps: DenoiserLoopDeps): ConsumingLoop<IdentifiedRecord, FilteredRecord> {
  /** One part per (app, source), in order of appearance; a stranger's mixed message becomes several batches. */
  async function read(
    items: readonly unknown[],
    batch: Batch,
    message: ReceivedMessage,
  ): Promise<Part<IdentifiedRecord>[]> {
    const packages = await deps.appsByPackage(batch.tenant);
    const context: Omit<ReadContext, "receivedAt"> = {
      tenant: batch.tenant,
      defaultApp: deps.defaultApp,
      appOfPackage: (name) => packages.get(name),
    };
    const groups = new Map<string, { app: string; source: string; items: ReadItem<IdentifiedRecord>[] }>();
    for (const raw of items) {
      const result = readRecord(raw, { ...context, receivedAt: receivedAt(raw, batch, message) });
      const { app, source } = "record" in result ? result.record : placeOf(raw, deps.defaultApp);
      const key = JSON.stringify([app, source]);
      const group = groups.get(key) ?? { app, source, items: [] };
      groups.set(key, group);
      group.items.push("record" in result ? { value: result.record, raw } : { errors: result.errors, raw });
    }
    return [...groups.values()].map((group, index) => ({
      ...group,
      batch: index === 0 ? batch : { ...batch, batch: `${batch.batch}-${index}` },
    }));
  }

  async function write(records: readonly FilteredRecord[], { batch }: StageContext): Promise<Written> {
    const stem = batch.redriveOf === undefined ? batch.part : `${batch.part}.${batch.redriveOf}`;
    const { redriveOf: _, ...attributes } = batch;
    const parts = cut(records).map((body, index) => ({ body, part: `${stem}.${index}` }));
    const messages = parts.map(
      ({ body, part }): OutgoingMessage => ({
        body,
        attributes: batchAttributes({ ...attributes, refused: {}, part }),
        group: batch.tenant,
      }),
    );
    await deps.queue.send("filtered", messages);
    return { outcomes: records.map((value) => ({ kind: "ok", value })), sent: parts.map((one) => one.part) };
  }

  return {
    name: "denoiser",
    read,
    stage: createDenoiser(deps),
    write,
    concurrency: 1,
  };
}
