/**
 * Judging events: what is wrong with each, field by field. The loop and the preview of a replay judge alike, so that the
 * preview tells what would be.
 */
import type { CompleteFields, EventFields, EventIntake } from "../model/event.ts";
import { measureClock, putRight } from "../model/event-clock.ts";
import { isoMicroseconds } from "../model/event-time.ts";
import type { FieldError } from "../model/outcome.ts";
import { readEvent } from "../model/read-event.ts";
import type { TenantId } from "../model/tenant.ts";

/** An event as it was read: what is right of it, and what is wrong. */
export interface Reading {
  readonly application: string;
  readonly intake: EventIntake;
  readonly fields: EventFields;
  readonly errors: readonly FieldError[];
  readonly losses?: readonly FieldError[];
}

export interface TypedData {
  readonly category: string;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** By an event type: its version, and how the data breaks it. */
export interface TypeVerdict {
  readonly version?: number;
  readonly enforced: boolean;
  readonly errors: readonly FieldError[];
  /** Errors beyond those that are kept. */
  readonly more?: number;
}

/** One answer per item, in order; undefined where no type says anything. */
export type TypeCheck = (
  tenant: TenantId,
  items: readonly TypedData[],
) => Promise<readonly (TypeVerdict | undefined)[]>;

export type Verdict =
  | { readonly errors: readonly FieldError[]; readonly more?: number }
  | {
      readonly fields: CompleteFields;
      readonly type_version?: number;
      readonly warnings?: readonly FieldError[];
    };

export interface JudgeDeps {
  readonly checkTypes: TypeCheck;
  /** Milliseconds that an event may lie ahead of when it reached us. */
  readonly clockSkewMs: number;
}

/** `unstamped`: what the edge would have said of an event that came by another way. */
export function readQueuedEvent(raw: unknown, application: string, unstamped: EventIntake): Reading {
  const stamp = (typeof raw === "object" && raw !== null ? raw : {}) as { readonly intake?: Partial<EventIntake> };
  const intake = Number.isSafeInteger(stamp.intake?.received_us) ? (stamp.intake as EventIntake) : unstamped;
  return { application, intake, ...readEvent(raw, intake.refused) };
}

const isComplete = (fields: EventFields): fields is CompleteFields =>
  (["session_id", "category", "name", "data", "timestamp_us"] as const).every((field) => fields[field] !== undefined);

const isTyped = ({ category, name, data }: EventFields): boolean =>
  category !== undefined && name !== undefined && data !== undefined;

/** One verdict per reading, in order. What an event is judged by is all its own: whatever came before it changes nothing. */
export function createJudge({ checkTypes, clockSkewMs }: JudgeDeps) {
  function futureErrors({ fields, intake }: Reading): FieldError[] {
    if (fields.timestamp_us === undefined) return [];
    const occurred = putRight(fields.timestamp_us, measureClock(intake));
    if (occurred <= intake.received_us + clockSkewMs * 1_000) return [];
    const [lies, came] = [isoMicroseconds(occurred), isoMicroseconds(intake.received_us)];
    return [{ field: "timestamp", code: "future", message: `lies in the future: ${lies}, where we had ${came}` }];
  }

  return async (tenant: TenantId, readings: readonly Reading[]): Promise<Verdict[]> => {
    const typed = readings.filter(({ fields }) => isTyped(fields));
    const checked = await checkTypes(
      tenant,
      typed.map(({ fields }) => fields as TypedData),
    );
    const byType = new Map(typed.map((reading, at) => [reading, checked[at]] as const));
    return readings.map((reading): Verdict => {
      const { fields } = reading;
      const type = byType.get(reading);
      const enforced = type?.enforced ? type.errors : [];
      const errors = [...reading.errors, ...futureErrors(reading), ...enforced];
      if (errors.length > 0 || !isComplete(fields)) return { errors, more: type?.enforced ? type.more : undefined };
      const told = [...(reading.losses ?? []), ...(type?.errors ?? [])];
      const warnings = told.length === 0 ? {} : { warnings: told };
      return { fields, ...(type?.version === undefined ? {} : { type_version: type.version }), ...warnings };
    });
  };
}

export type Judge = ReturnType<typeof createJudge>;
