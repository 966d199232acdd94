/**
 * Events: what applications report about their users' visits. As it arrives, as it lies on the events queue, as it is
 * stored, and as it is shown; and the errors of those that were wrong. Times named `…_us` are unix microseconds.
 */
import { z } from "zod";
import { type FieldError, FieldErrorShape } from "./outcome.ts";

/** What the books call the source of all events. */
export const EVENTS_SOURCE = "events";
/** Of an event's data as JSON, in bytes of UTF-8. */
export const MAX_DATA_BYTES = 64 * 1024;
export const MAX_DATA_DEPTH = 32;
/** Bytes of a wrong event that its errors show. */
export const SHOWN_INPUT_BYTES = 8 * 1024;

/** As a sender writes it; only documents, since nothing but JSON is asked for at the door. */
export const SentEvent = z
  .object({
    id: z.string().min(1).max(200).optional().meta({
      description:
        "made by the sender: a repeat is the same event; without one, what says exactly the same in another request is",
    }),
    session_id: z.string().min(1).max(100),
    category: z.string().min(1).max(100),
    name: z.string().min(1).max(100),
    data: z.record(z.string(), z.unknown()).meta({ description: "not empty, at most 64 KB and 32 levels deep" }),
    timestamp: z
      .union([z.string(), z.number()])
      .meta({ description: "ISO 8601 (without a zone: UTC), unix seconds or milliseconds" }),
    sequence: z.number().int().min(0).optional().meta({ description: "a counter that the sender keeps per session" }),
    person: z.string().min(1).max(200).optional().meta({ description: "whose visit it is, to erase by" }),
    application: z.string().min(1).max(200).optional().meta({ description: "heeded with an admin key only" }),
  })
  .meta({ id: "SentEvent" });

/** What our own edge writes beside each event, and nobody else can. */
export interface EventIntake {
  readonly received_us: number;
  /** The sender's clock when it sent the request. */
  readonly sent_us?: number;
  /** Which of the requests that share the batch this came with, and where in it. */
  readonly request: number;
  readonly index: number;
  /** Found at the edge, where what is too large or too deep to travel is cut away. */
  readonly refused?: readonly Pick<FieldError, "field" | "code">[];
  /** The beginning of what came, where it was cut away. */
  readonly input?: string;
  /** The name of an event whose sender gave none: of what it says, or of the event that this runs again. */
  readonly identity?: string;
}

/** The fields of an event that were read; those that are wrong are missing. */
export interface EventFields {
  readonly id?: string;
  readonly session_id?: string;
  readonly category?: string;
  readonly name?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly timestamp_us?: number;
  readonly sequence?: number;
  readonly person?: string;
}

/** All that every event has. */
export type CompleteFields = EventFields & Required<Omit<EventFields, "id" | "sequence" | "person">>;

export interface EventDocument extends Omit<CompleteFields, "id"> {
  /** The sender's, or one of ours: unique within its application. */
  readonly event_id: string;
  readonly application: string;
  /** The timestamp, put right by what is known of the sender's clock: what is sorted and searched by. */
  readonly occurred_us: number;
  readonly received_us: number;
  /** Unix seconds. */
  readonly received_at: number;
  readonly created_batch: string;
  /** Its place in the batch. */
  readonly position: number;
  readonly content_hash: string;
  /** Of the event type that it was checked by. */
  readonly type_version?: number;
  /** Whether it breaks a type that only warns, and how. */
  readonly warned?: boolean;
  readonly warnings?: readonly FieldError[];
  /** Whatever it names a person by. */
  readonly persons?: readonly string[];
}

export const Event = z
  .object({
    id: z.string(),
    application: z.string(),
    session_id: z.string(),
    category: z.string(),
    name: z.string(),
    data: z.record(z.string(), z.unknown()),
    timestamp: z.string().meta({ description: "as sent: ISO with microseconds, UTC" }),
    occurred_at: z
      .string()
      .optional()
      .meta({ description: "the timestamp put right, where the sender's clock was wrong" }),
    received_at: z.string(),
    sequence: z.number().int().optional(),
    person: z.string().optional(),
    type_version: z.number().int().optional().meta({ description: "of the event type that it was checked by" }),
    warnings: z.array(FieldErrorShape).optional().meta({ description: "how it breaks a type that only warns" }),
  })
  .meta({ id: "Event" });
export type Event = z.infer<typeof Event>;

export const EventError = z
  .object({
    id: z.string(),
    event: z.number().int().meta({ description: "its place in the request, from 0" }),
    batch: z.string().meta({ description: "one of the batch_ids that the request was answered with" }),
    application: z.string(),
    field: z.string(),
    code: z.string(),
    message: z.string(),
    input: z.string().meta({ description: "the event as JSON text, at most 8 KB" }),
    more: z.number().int().optional().meta({ description: "further errors of the event that are not kept" }),
    created_at: z.number().int(),
    rejection: z.string().meta({ description: "the event as a whole, to be run again" }),
    replayed: z.boolean(),
  })
  .meta({ id: "EventError" });
export type EventError = z.infer<typeof EventError>;

export interface EventErrorDocument extends EventError {
  readonly session_id?: string;
  readonly persons?: readonly string[];
}

/** How far an application's clock was off in a session, when that was first measured. */
export interface SessionClock {
  readonly measured_us: number;
  /** Whole minutes to add; 0 for a clock that is right. */
  readonly minutes: number;
}

/** Grows with the events of a session in any order and however often each comes. */
export interface SessionDocument {
  readonly session_id: string;
  readonly applications: readonly string[];
  /** Of the events, put right. */
  readonly first_us: number;
  readonly last_us: number;
  /** Unix seconds: when the last of them came. */
  readonly received_at: number;
  readonly clocks: Readonly<Record<string, SessionClock>>;
}
