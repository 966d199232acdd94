/** What the server is given. */
import type { Logger } from "pino";
import type { Config } from "../config.ts";
import type { Schemas } from "../events/schemas.ts";
import type { EventWriter } from "../ingestion/event-intake.ts";
import type { IngestionWriter } from "../ingestion/ingestion.ts";
import type { Metrics } from "../metrics.ts";
import type { AppModel } from "../model/app-model.ts";
import type { TryOut } from "../model/try-out.ts";
import type { ObjectStore } from "../objects/objects.ts";
import type { TextVector } from "../operations/alike.ts";
import type { DeliveryDeps } from "../operations/source-delivery.ts";
import type { RunDeps } from "../operations/source-runs.ts";
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

/** Where a text stands among others. Runs and fails as {@link SuggestAppModel} does. */
export type EmbedText = (text: string, signal?: AbortSignal) => Promise<TextVector>;

export interface SourceParts extends Omit<RunDeps, "store"> {
  readonly erase: DeliveryDeps["erase"];
}

export interface ServerDeps {
  readonly config: Pick<
    Config,
    | "HOST"
    | "PORT"
    | "PUBLIC_URL"
    | "CORS_ORIGINS"
    | "DEFAULT_APP"
    | "EVENT_CLOCK_SKEW"
    | "INTAKE_MAX_BYTES"
    | "RATE_LIMIT_PER_KEY"
    | "RATE_LIMIT_PER_PUBLISHABLE_KEY"
    | "RATE_LIMIT_REFUSED"
    | "FORM_RATE_LIMIT"
    | "SMTP_URL"
    | "TRUSTED_PROXIES"
    | "TWILIO_AUTH_TOKEN"
    | "UPLOAD_MAX_BYTES"
  >;
  readonly store: Store;
  readonly queue: Pick<Queue, "ping" | "send">;
  /** Where uploads go; without it none are taken. */
  readonly objects?: ObjectStore | undefined;
  /** Where feedback goes. */
  readonly writer: IngestionWriter;
  /** Where events go. */
  readonly writeEvents: EventWriter;
  readonly suggestAppModel: SuggestAppModel;
  /** What sources are registered, tried and pushed with; default: there are no connectors. */
  readonly sources?: SourceParts | undefined;
  readonly schemas: Schemas;
  readonly detectWishes: DetectWishes;
  readonly tryOut: TryOut;
  readonly embedText: EmbedText;
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
