/**
 * The port of a connector: how one provider's feedback is read and what it pushes. A connector only translates: it holds no
 * cursor, never waits, and writes nothing. What it is given it may ask again, so each of its steps can be repeated.
 */
import { ZodError, type ZodType } from "zod";
import type { RawRecord } from "../model/record.ts";
import type { GapReason, SecretName, SourceMode, SourceType } from "../model/source.ts";

/** What a provider answered. */
export interface Fetched {
  readonly status: number;
  readonly headers: Headers;
  /** After decompression, at most the client's limit. */
  readonly text: string;
}

export interface FetchOptions {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Answered as they are, not thrown as a {@link SourceFault}. */
  readonly statuses?: readonly number[];
}

/** Requests on behalf of one source: checked addresses, size and time limits; counts what it does. */
export type Fetch = (url: string | URL, options?: FetchOptions) => Promise<Fetched>;

/** Requests of one pull, test or push: how many there were, besides. */
export interface Client {
  readonly fetch: Fetch;
  readonly requests: () => number;
}

export type OpenClient = (signal: AbortSignal) => Client;

/**
 * `rate_limited`, `unavailable`: later; `unauthorized`, `misconfigured`: somebody has to do something; `gone`: for good;
 * `stale`: what the pull was resumed from no longer works, so that it begins anew; `malformed`: an answer that no one can read.
 */
export type FaultKind =
  | "rate_limited"
  | "unavailable"
  | "unauthorized"
  | "misconfigured"
  | "gone"
  | "stale"
  | "malformed";

/** The provider didn't give what was asked; caught in one place, the run. */
export class SourceFault extends Error {
  override name = "SourceFault";
  readonly kind: FaultKind;
  /** Milliseconds to wait, where the provider says. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: FaultKind, message: string, retryAfterMs?: number) {
    super(message);
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

const ADVICE: Partial<Readonly<Record<FaultKind, string>>> = {
  unauthorized: "renew its secrets in its settings, then test it",
  misconfigured: "put its settings right",
  gone: "the provider says that it is gone for good: remove or change the source",
  stale: "it refuses to go on from where a page of its own ended; the next pull begins anew where this one did",
};

/** What happened, and what to do where somebody has to do something. */
export function adviceOn(kind: FaultKind, message: string): string {
  const advice = ADVICE[kind];
  return advice === undefined ? message : `${message}: ${advice}`;
}

/** What went wrong, as a fault of the provider's, if it is one: an answer of another shape than documented is. */
export function faultOf(error: unknown): SourceFault | undefined {
  if (error instanceof SourceFault) return error;
  if (!(error instanceof ZodError)) return undefined;
  const [issue] = error.issues;
  const where = issue === undefined ? "" : ` (${issue.path.join(".")}: ${issue.message})`;
  return new SourceFault("malformed", `the provider's answer can't be read${where}`);
}

export interface SourceContext<Settings = Readonly<Record<string, unknown>>> {
  readonly app: string;
  readonly settings: Settings;
  readonly secrets: Readonly<Partial<Record<SecretName, string>>>;
  readonly fetch: Fetch;
  /** Whether addresses of this machine and its network may be reached, for what doesn't go through `fetch`. */
  readonly allowPrivate: boolean;
  /** Unix seconds. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** A record of the source: `id` is the provider's. `at` (unix seconds) is what the provider orders its listing by; default: the record's own date. */
export interface RecordItem {
  readonly record: RawRecord & { readonly id: string };
  readonly at?: number | undefined;
  /** What changes whenever the item does; default: a hash of the record. For records that hold counts of votes or views. */
  readonly revision?: string | undefined;
  /** Of a delivery that may come after that of its deletion: what was written before that is not there again. */
  readonly mayBeLate?: boolean;
}
/** Deleted at the source: its text goes here too. */
export interface RetractItem {
  readonly retract: string;
  /** What was said in the same conversation goes too: items whose id begins with this one's and a colon. */
  readonly withReplies?: boolean;
}
/** What could not be understood loses only itself: it is kept as a rejection. */
export interface MalformedItem {
  readonly malformed: unknown;
  readonly why: string;
}
/** Why something that is shown is nobody's feedback: an agent's answer, a program's, what a moderator did. */
export type LeftOutReason = "staff" | "bot" | "moderation";
/** Not sent on, and counted. */
export interface LeftOutItem {
  readonly leftOut: LeftOutReason;
}
export type Item = RecordItem | RetractItem | MalformedItem | LeftOutItem;

export interface Page {
  readonly items: readonly Item[];
  /** JSON: where the next page goes on, also after a crash or a wait. Absent on the last page. */
  readonly resume?: unknown;
  /** JSON: names the next page, where `resume` holds more than that; to be met twice in a run, it leads in circles. */
  readonly place?: unknown;
  /** On the last page. `complete`: the provider showed that there is no more; `limit`: it shows no more, whatever there is. */
  readonly end?: "complete" | { readonly limit: GapReason };
  /** Nothing has changed since the last pull: an empty page says so. */
  readonly unchanged?: boolean;
  /** JSON: what the next incremental pull is given, once this one is done. The last page that has it counts. */
  readonly state?: unknown;
  /** Whether a page of nothing but older items ends the pull; false where several listings follow each other. Default true. */
  readonly newestFirst?: boolean;
  /** How many items there are in all, where the provider says. */
  readonly total?: number;
  /** What the page cost. */
  readonly spent?: { readonly unit: string; readonly amount: number };
  /** Runs once the page's records are durable: acknowledges a message, say. */
  readonly acknowledge?: () => Promise<void>;
}

export interface KnownItem {
  readonly id: string;
  /** What the provider orders by, unix seconds. */
  readonly at: number;
}

export interface PullWindow {
  /** Unix seconds. Items older than `since` are not wanted; a page of nothing else ends the pull. */
  readonly since: number;
  /** For a back-fill: items from here on are not wanted. */
  readonly to?: number;
  /** The `state` that the last finished pull left; never of a back-fill. */
  readonly state?: unknown;
  /** The `resume` of the last page that is durable. */
  readonly resume?: unknown;
  readonly backfill: boolean;
  /** How often the page at hand has failed already: what fails always must not hold up all the rest. */
  readonly tries?: number;
  /** What was read before and is not deleted since, the latest first, or the latest before a time: for providers that have to be asked whether it still exists. */
  readonly known: (limit: number, before?: number) => Promise<readonly KnownItem[]>;
}

/** A delivery as it came. */
export interface Delivery {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** `ping`: the provider only wants to know whether somebody is there. */
export type PushAnswer =
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "ping" }
  | { readonly kind: "unreadable"; readonly why: string }
  | { readonly kind: "items"; readonly items: readonly Item[] };

export interface Connector<Settings = Readonly<Record<string, unknown>>> {
  readonly type: SourceType;
  readonly title: string;
  readonly modes: readonly SourceMode[];
  /** A zod object: its JSON Schema is what a form needs. */
  readonly settings: ZodType<Settings>;
  /** The secrets it knows, by mode of access where that matters (checked by `check`). */
  readonly secrets: readonly SecretName[];
  /** Seconds that a pull looks back from its cursor. */
  readonly lookback: number;
  /** Whether items within the look-back are shown again: then none of them is suspicious. */
  readonly repeats: boolean;
  /** Whether the oldest comes first: then what a pull left unread is the newest. */
  readonly oldestFirst?: boolean;
  /** Throws {@link SourceFault} when the credentials or settings can't work. By default the first page is fetched. */
  readonly check?: (context: SourceContext<Settings>) => Promise<void>;
  readonly pull?: (context: SourceContext<Settings>, window: PullWindow) => AsyncIterable<Page>;
  readonly push?: (context: SourceContext<Settings>, delivery: Delivery) => PushAnswer | Promise<PushAnswer>;
}

export type Connectors = Partial<Readonly<Record<SourceType, Connector>>>;

/** A connector among others: its own settings' type is checked where it is made. */
export const asConnector = <Settings>(connector: Connector<Settings>): Connector => connector as unknown as Connector;
