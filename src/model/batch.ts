/** A batch: the records of one queue message, all of one tenant, app and source, and what rides beside them as attributes. */
import { shortId } from "./identity.ts";
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

/** The name of the nth part of a message of several apps or sources. The first keeps the batch's name, so our own batches keep theirs. */
export const splitName = (batch: string, index: number): string => (index === 0 ? batch : `${batch}-${index}`);

/** The attributes that are ours; a message may hold ten in all. */
export const batchAttributeNames = ["batch", "part", "tenant", "v", "rejected", "replay_of", "redrive_of"] as const;

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

/** What ids of ours are made of. Anything else is a stranger's, and no part of an id in the store. */
const NAME = /^[\w.:-]{1,200}$/;
const PART = /^[\w.-]{1,150}$/;
/** Ids of letters may come from strangers too. */
const LETTER = /^[\x21-\x7e]{1,440}$/;
/** With room for the number that is put behind it. */
const DERIVED = /^[\w.-]{1,120}$/;

/** A name made of others: themselves, or a digest of them where a stranger's are too long or too odd for one. */
export function derivedName(...names: readonly string[]): string {
  const joined = names.join(".");
  return DERIVED.test(joined) ? joined : shortId("name", ...names);
}

/** What was run again is only told, never looked up. */
const TOLD = /^.{1,1000}$/su;
/** W3C Trace Context, version 00. */
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Far more than a request holds; greater numbers and more reasons are nonsense that would upset the books. */
const MOST_REFUSED = 1_000_000;
const MOST_REASONS = 100;
const LONGEST_REASON = 100;

const isCount = (count: unknown): count is number =>
  Number.isInteger(count) && (count as number) > 0 && (count as number) <= MOST_REFUSED;

function readRefused(value: string | undefined): Record<string, number> {
  if (value === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === "number") return isCount(parsed) ? { invalid: parsed } : {};
    const entries = Object.entries(parsed as object).filter(
      ([reason, count]) => reason !== "" && reason !== "__proto__" && reason.length <= LONGEST_REASON && isCount(count),
    );
    return Object.fromEntries(entries.slice(0, MOST_REASONS)) as Record<string, number>;
  } catch {
    return {};
  }
}

const matching = (pattern: RegExp, value: string | undefined): string | undefined =>
  value !== undefined && pattern.test(value) ? value : undefined;

/**
 * Of a message; one without our attributes, or with names that can't be ours, is the default tenant's (or the
 * registration's) and named after its message id.
 */
export function readBatch(message: {
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
}): Batch {
  const { attributes } = message;
  const tenant = TenantId.safeParse(attributes.tenant);
  const redriveOf = matching(LETTER, attributes.redrive_of);
  const batch = matching(NAME, attributes.batch);
  const part = matching(PART, attributes.part ?? "0");
  if (batch === undefined || part === undefined || !tenant.success) {
    return {
      tenant: tenant.success ? tenant.data : DEFAULT_TENANT,
      batch: `m-${message.id}`,
      part: "0",
      refused: {},
      foreign: true,
      redriveOf,
    };
  }
  return {
    tenant: tenant.data,
    batch,
    part,
    refused: readRefused(attributes.rejected),
    replayOf: matching(TOLD, attributes.replay_of),
    redriveOf,
    traceparent: matching(TRACEPARENT, attributes.traceparent),
    foreign: false,
  };
}
