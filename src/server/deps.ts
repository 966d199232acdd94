/** What the server is given. */
import type { Logger } from "pino";
import type { Config } from "../config.ts";
import type { IngestionWriter } from "../ingestion/ingestion.ts";
import type { Metrics } from "../metrics.ts";
import type { AppModel } from "../model/app-model.ts";
import type { Queue } from "../queue/queue.ts";
import type { Store } from "../store/store.ts";
import type { Tracing } from "../tracing.ts";

/** What somebody says of an app that has no model yet. */
export interface AppDescription {
  readonly name: string;
  readonly app_id?: string | undefined;
  /** What the app does, a theme a sentence. */
  readonly description: readonly string[];
  /** Labels that are wanted in any case. */
  readonly general_labels: readonly string[];
}

/**
 * A model to be edited by a person: a first-order label for each distinct theme and each general label, at least 3, with
 * utterances. Off the main thread; rejects with a TimeoutError when it takes too long.
 */
export type SuggestAppModel = (description: AppDescription, signal?: AbortSignal) => Promise<AppModel>;

/** What each of some texts asks for, one list a text. Runs and fails as {@link SuggestAppModel} does. */
export type DetectWishes = (
  texts: readonly string[],
  signal?: AbortSignal,
) => Promise<readonly (readonly { readonly wish: string; readonly quote: string }[])[]>;

export interface ServerDeps {
  readonly config: Pick<
    Config,
    "HOST" | "PORT" | "PUBLIC_URL" | "CORS_ORIGINS" | "INTAKE_MAX_BYTES" | "RATE_LIMIT_PER_KEY"
  >;
  readonly store: Store;
  readonly queue: Pick<Queue, "ping" | "send">;
  /** Where feedback goes. */
  readonly writer: IngestionWriter;
  readonly suggestAppModel: SuggestAppModel;
  readonly detectWishes: DetectWishes;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Default: none. */
  readonly tracing?: Tracing;
  /** Open at a time. Default 900. */
  readonly maxConnections?: number;
  /** Milliseconds after which a connection is closed on which nothing of an answer is read. Default 75,000. */
  readonly idleMs?: number;
  /** When the queue takes nothing within this, the client is told to come back. Default 5,000. */
  readonly intakeTimeoutMs?: number;
  /** Unix seconds; the clock of this machine by default. */
  readonly now?: () => number;
}
