/**
 * Sources: where an app's feedback is pulled from or pushed by, what a pull has proved to have read, and each run's record.
 * People write a registration, the puller writes its state: each document has one kind of writer.
 */
import { z } from "zod";

export const sourceTypes = [
  "playstore",
  "appstore",
  "twitter",
  "reddit",
  "discourse",
  "intercom",
  "rss",
  "s3",
  "sqs",
  "webhook",
] as const;
export const SourceType = z.enum(sourceTypes);
export type SourceType = z.infer<typeof SourceType>;

export const SourceMode = z.enum(["pull", "push"]);
export type SourceMode = z.infer<typeof SourceMode>;

export const secretNames = [
  "api_key",
  "api_user",
  "access_token",
  "client_id",
  "client_secret",
  "service_account",
  "webhook_secret",
] as const;
export const SecretName = z.enum(secretNames);
export type SecretName = z.infer<typeof SecretName>;

/** Why a stretch of time was not fully read. */
export const GapReason = z.enum([
  "window_7_days",
  "listing_1000",
  "feed_500",
  "page_limit",
  "budget",
  "cursor_too_old",
]);
export type GapReason = z.infer<typeof GapReason>;

/** Unix seconds, half-open. */
export const Span = z.object({ from: z.number().int(), to: z.number().int() });
export type Span = z.infer<typeof Span>;
export const Gap = Span.extend({ why: GapReason });
export type Gap = z.infer<typeof Gap>;

/** At most so much of `unit` in a day and in a month (UTC). */
export const Budget = z.strictObject({
  unit: z.string().min(1).max(50),
  per_day: z.number().positive().optional(),
  per_month: z.number().positive().optional(),
});
export type Budget = z.infer<typeof Budget>;

/** All that a source shows, in practice. */
export const DEFAULT_BACKFILL_DAYS = 3_650;

export interface SealedSecret {
  /** AES-256-GCM, base64url: nonce, tag and ciphertext. */
  readonly sealed: string;
  /** Enough for a person to tell two apart. */
  readonly hint: string;
}

/** A registration. */
export interface SourceDocument {
  readonly public_id: string;
  readonly type: SourceType;
  readonly app: string;
  readonly name: string;
  readonly modes: readonly SourceMode[];
  readonly enabled: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, SealedSecret>>;
  readonly schedule: string;
  /** Seconds that a pull looks back from its cursor; by default what the connector says. */
  readonly lookback?: number | undefined;
  readonly backfill_days: number;
  readonly budget?: Budget | undefined;
  readonly created_at: number;
  readonly updated_at: number;
}

/** How far the incremental pull got. */
export interface SourceCursor {
  /** Unix seconds: everything the source showed up to here is durable on the raw queue. */
  readonly until: number;
  /** What the connector itself goes on from, such as an id. */
  readonly state?: unknown;
}

export const runStates = ["running", "succeeded", "partial", "failed", "cancelled"] as const;
export type RunState = (typeof runStates)[number];

/** An older part that a pull left unread (a budget ran out): the next pull reads it first. */
export interface Unfinished {
  readonly resume: unknown;
  readonly since: number;
  /** When it was asked for: what is newer is left to the pull after that. */
  readonly to?: number | undefined;
  readonly newest: number;
  readonly oldest: number;
  readonly state?: unknown;
}

/** What the puller knows of a source. Written under its lease, by compare-and-set, with the term. */
export interface SourceState {
  readonly cursor: SourceCursor | null;
  readonly covered_until?: number | undefined;
  /** From when on `gaps` and `covered_until` say all. */
  readonly told_since?: number | undefined;
  readonly gaps: readonly Gap[];
  readonly last_run?: LastRun | undefined;
  /** Unix seconds; absent while the source isn't pulled. */
  readonly next_run_at?: number | undefined;
  readonly failing_since?: number | undefined;
  readonly failures: number;
  readonly unfinished?: Unfinished | undefined;
  readonly spent?: { readonly day: string; readonly today: number; readonly month: number } | undefined;
  readonly term: number;
}

export interface LastRun {
  readonly id: string;
  readonly state: RunState;
  readonly ended_at: number;
  readonly error?: { readonly code: string; readonly message: string } | undefined;
}

const count = z.number().int();

export const Run = z
  .object({
    id: z.string(),
    source: z.string(),
    started_at: z.number().int(),
    ended_at: z.number().int().optional(),
    state: z.enum(runStates),
    trigger: z.enum(["schedule", "manual", "backfill", "webhook"]),
    asked: Span,
    covered: Span.optional(),
    gap: Gap.optional(),
    suspicious: z.boolean().optional(),
    pages: count,
    requests: count,
    waited_s: z.number(),
    fetched: count,
    accepted: count,
    duplicate: count,
    updated: count,
    retracted: count,
    rejected: count,
    left_out: z.record(z.string(), count).optional().meta({ description: "what is nobody's feedback, by why" }),
    spent: z.object({ unit: z.string(), amount: z.number() }).optional(),
    cursor_from: z.unknown(),
    cursor_to: z.unknown(),
    progress: z.object({ done: count, total: count.optional() }),
    error: z.object({ code: z.string(), message: z.string(), retry_at: z.number().int().optional() }).optional(),
  })
  .meta({ id: "SourceRun" });
export type Run = z.infer<typeof Run>;

/** A run as it is kept: with what it goes on from after a wait or a crash. */
export interface RunDocument extends Run {
  readonly term: number;
  /** Unix seconds: not to be gone on with before. */
  readonly retry_at?: number | undefined;
  /** Failed tries of the page at hand. */
  readonly tries: number;
  /** After the last durable page. */
  readonly resume?: unknown;
  readonly connector_state?: unknown;
  /** Order times of what was read so far, unix seconds. */
  readonly newest?: number | undefined;
  readonly oldest?: number | undefined;
  /** How often it began anew, since the provider refused to go on. */
  readonly restarts?: number | undefined;
  /** Whether something was met that an earlier run had read. */
  readonly met_known?: boolean | undefined;
}

/** What was read of a source: an unchanged item met again isn't sent again, and a look at old ones knows their ids. */
export interface SourceItem {
  readonly source: string;
  readonly data_id: string;
  /** Order time, unix seconds. */
  readonly at: number;
  /** Of the record as it was sent. */
  readonly hash: string;
  readonly seen_at: number;
  /** The run that read it first; absent where it was pushed. */
  readonly run?: string | undefined;
}

/** From a push address to its source, for a request that has no key. */
export interface SourceAddress {
  readonly tenant: string;
  readonly source: string;
}
