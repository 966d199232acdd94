/** A batch: the records of one queue message, all of one tenant, app and source, and what rides beside them as attributes. */
import { DEFAULT_TENANT, TenantId } from "./tenant.ts";

export const MESSAGE_VERSION = "1";

export interface Batch {
  readonly tenant: TenantId;
  readonly batch: string;
  /** "0" from intake; a stage that cuts its output appends ".0", ".1", … */
  readonly part: string;
  /** Refused at the edge, by reason. */
  readonly refused: Readonly<Record<string, number>>;
  /** The batch or rejection that this runs again. */
  readonly replayOf?: string;
  /** The dead letter that this runs again. */
  readonly redriveOf?: string;
  readonly traceparent?: string;
  /** Put on the queue by somebody else: no attributes of ours. */
  readonly foreign: boolean;
}

/** Message attributes of a batch; empty ones are left out, as SQS refuses them. */
export function batchAttributes(batch: Omit<Batch, "foreign">): Record<string, string> {
  const attributes: Record<string, string> = {
    batch: batch.batch,
    part: batch.part,
    tenant: batch.tenant,
    v: MESSAGE_VERSION,
  };
  if (Object.keys(batch.refused).length > 0) attributes.rejected = JSON.stringify(batch.refused);
  if (batch.replayOf !== undefined) attributes.replay_of = batch.replayOf;
  if (batch.redriveOf !== undefined) attributes.redrive_of = batch.redriveOf;
  if (batch.traceparent !== undefined) attributes.traceparent = batch.traceparent;
  return attributes;
}

function readRefused(value: string | undefined): Record<string, number> {
  if (value === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === "number") return parsed > 0 ? { invalid: parsed } : {};
    const entries = Object.entries(parsed as object).filter(([, count]) => Number.isInteger(count) && count > 0);
    return Object.fromEntries(entries) as Record<string, number>;
  } catch {
    return {};
  }
}

/** Of a message; one without our attributes is the default tenant's (or the registration's) and named after its message id. */
export function readBatch(message: {
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
}): Batch {
  const { attributes } = message;
  const tenant = TenantId.safeParse(attributes.tenant);
  if (attributes.batch === undefined || !tenant.success) {
    return {
      tenant: tenant.success ? tenant.data : DEFAULT_TENANT,
      batch: `m-${message.id}`,
      part: "0",
      refused: {},
      foreign: true,
      redriveOf: attributes.redrive_of,
    };
  }
  return {
    tenant: tenant.data,
    batch: attributes.batch,
    part: attributes.part ?? "0",
    refused: readRefused(attributes.rejected),
    replayOf: attributes.replay_of,
    redriveOf: attributes.redrive_of,
    traceparent: attributes.traceparent,
    foreign: false,
  };
}
