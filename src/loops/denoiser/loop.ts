/** The denoiser as a loop: raw queue in, filtered queue out. */
import type { Batch } from "../../model/batch.ts";
import { batchAttributes, derivedName } from "../../model/batch.ts";
import { DEFAULT_SOURCE, namedPlace } from "../../model/place.ts";
import { type ReadContext, readRecord } from "../../model/read-record.ts";
import type { FilteredRecord, IdentifiedRecord } from "../../model/record.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { OutgoingMessage, Queue, ReceivedMessage } from "../../queue/queue.ts";
import type { ConsumingLoop, Part, StageContext, Written } from "../frame/consuming-loop.ts";
import { cut } from "../frame/cut.ts";
import { intoParts, type Placed } from "../frame/parts.ts";
import { createDenoiser, type DenoiserDeps } from "./stage.ts";

export interface DenoiserLoopDeps extends DenoiserDeps {
  readonly queue: Queue;
  readonly defaultApp: string;
  /** Play package → app name, of a tenant. */
  readonly appsByPackage: (tenant: TenantId) => Promise<ReadonlyMap<string, string>>;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Seconds that the clock of a machine at the edge may be ahead of the queue's. */
const CLOCK_AHEAD = 86_400;

/** Our own edge stamps when a record reached us; of a stranger's message, and where the stamp can't be, it is when the queue took it. */
function receivedAt(item: unknown, batch: Batch, message: ReceivedMessage): number {
  const sentAt = Math.floor(message.sentAt / 1000);
  const stamp = isObject(item) && !batch.foreign ? item.ingested_at : undefined;
  const isTime = Number.isSafeInteger(stamp) && (stamp as number) >= 0 && (stamp as number) <= sentAt + CLOCK_AHEAD;
  return isTime ? (stamp as number) : sentAt;
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
    const placed = items.map((raw): Placed<IdentifiedRecord> => {
      const result = readRecord(raw, { ...context, receivedAt: receivedAt(raw, batch, message) });
      if ("record" in result) {
        const { app, source } = result.record;
        return { app, source, item: { value: result.record, raw } };
      }
      const { app = deps.defaultApp, source = DEFAULT_SOURCE } = namedPlace(raw);
      return { app, source, item: { errors: result.errors, raw } };
    });
    return intoParts(batch, placed);
  }

  async function write(records: readonly FilteredRecord[], { batch }: StageContext): Promise<Written> {
    const stem = derivedName(batch.part, ...(batch.redriveOf === undefined ? [] : [batch.redriveOf]));
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
