/**
 * How each loop is made. What it is called and what it owns stands in src/model/loops.ts; a loop that is in one list and
 * not in the other does not compile.
 */
import type { Logger } from "pino";
import { createClusteringThread } from "../clustering/pool.ts";
import type { Config } from "../config.ts";
import { openDeliveries } from "../delivery/open.ts";
import { openAlertChannels } from "../delivery/open-alerts.ts";
import type { AppLookup } from "../enrichment/app-lookup.ts";
import type { TextPool } from "../enrichment/pool.ts";
import { createRefinement, type Understanding } from "../enrichment/refinement.ts";
import { createJudge } from "../events/judge.ts";
import type { Schemas } from "../events/schemas.ts";
import { createFormLookup } from "../forms/form-lookup.ts";
import { createHooks } from "../hooks/registry.ts";
import type { Connectors } from "../ingestion/connector.ts";
import { createLedger } from "../ledger/ledger.ts";
import type { Scope } from "../lifecycle.ts";
import type { LanguageModel } from "../llm/language-model.ts";
import type { Metrics } from "../metrics.ts";
import type { ConsumingLoopName, PeriodicLoopName } from "../model/loops.ts";
import type { TenantId } from "../model/tenant.ts";
import { noObjects, type ObjectStore } from "../objects/objects.ts";
import { createTypeCheck } from "../operations/event-types.ts";
import type { ContextDeps } from "../operations/source-context.ts";
import type { Deliver } from "../operations/source-delivery.ts";
import type { Queue } from "../queue/queue.ts";
import type { Store } from "../store/store.ts";
import type { Translator } from "../translation/translation.ts";
import { createAlertPass } from "./alerts/pass.ts";
import { createCampaignPass } from "./clustering/campaigns.ts";
import { createClusteringPass, SETTLING_MS } from "./clustering/pass.ts";
import { createThemeAdvice } from "./clustering/theme-advice.ts";
import { createDataModelCreatorLoop } from "./data-model-creator/loop.ts";
import { createDenoiserLoop } from "./denoiser/loop.ts";
import { createEventWriterLoop } from "./event-writer/loop.ts";
import { createFeatureRequestsLoop } from "./feature-requests/loop.ts";
import type { ConsumingLoop } from "./frame/consuming-loop.ts";
import { createOthersWait, createRoom } from "./frame/room.ts";
import { createHooksLoop } from "./hooks/loop.ts";
import { createHousekeeping, daysKept, formDaysKept } from "./housekeeping/pass.ts";
import type { PeriodicLoop } from "./periodic/periodic-loop.ts";
import { createPuller } from "./puller/loop.ts";
import { createSourceNotes } from "./puller/notes.ts";
import { createReEmbedding } from "./re-embedding/pass.ts";
import { createReUnderstanding } from "./re-understanding/pass.ts";
import { createReceiptSender } from "./receipt-sender/pass.ts";
import { createResponseWriterLoop } from "./response-writer/loop.ts";
import { createTicketPass, LOOK_FOR_THEMES_MS } from "./ticket-generator/pass.ts";
import { createUploadReaderLoop } from "./upload-reader/loop.ts";

/** What loops are made of; each takes what it needs. */
export interface LoopParts {
  readonly config: Config;
  readonly log: Logger;
  /** What is added to it while a loop is made stops after the loop. */
  readonly scope: Scope;
  readonly metrics: Metrics;
  readonly queue: Queue;
  readonly store: Store;
  /** Where uploads lie; none where no bucket is named. */
  readonly objects?: ObjectStore | undefined;
  readonly apps: AppLookup;
  readonly schemas: Schemas;
  /** The text threads, opened by the first loop that reads texts. */
  readonly text: { open(): Promise<TextPool>; opened(): TextPool | undefined };
  /** What pulling takes: each provider's connector, what they are given, and where what they read goes. */
  readonly sources: { readonly connectors: Connectors; readonly contexts: ContextDeps; readonly deliver: Deliver };
  readonly openTranslator: () => Promise<Translator | undefined>;
  /** One for all loops, where one is set up: what it may spend and how often it is asked counts for them together. */
  readonly languageModel: LanguageModel | undefined;
  /** Where people reach the dashboard. */
  readonly publicUrl: string;
  /** Unix seconds. */
  readonly now: () => number;
}

/** The text threads, with a language model over them when one is set up. */
function understandingOf(parts: LoopParts, text: TextPool): Understanding {
  const { store, metrics, now, config, languageModel: model } = parts;
  return model === undefined ? text : createRefinement({ text, model, store, metrics, batch: config.LLM_BATCH, now });
}

export const consuming: { readonly [N in ConsumingLoopName]: (parts: LoopParts) => Promise<ConsumingLoop> } = {
  async denoiser({ text, queue, apps, config, openTranslator }) {
    const translator = await openTranslator();
    return createDenoiserLoop({
      text: await text.open(),
      queue,
      defaultApp: config.DEFAULT_APP,
      appsByPackage: apps.packages,
      translator,
    });
  },
  async "data-model-creator"(parts) {
    const { text, apps, store, queue, now } = parts;
    const hooks = createHooks(parts);
    const understanding = understandingOf(parts, await text.open());
    return createDataModelCreatorLoop({ text: understanding, apps, store, queue, hooks, now });
  },
  async "feature-requests"({ text, store, config }) {
    return createFeatureRequestsLoop({ store, text: await text.open(), defaultApp: config.DEFAULT_APP });
  },
  async "upload-reader"({ store, queue, objects = noObjects, config, now }) {
    const forms = createFormLookup(store);
    const room = createRoom(queue, "responses");
    const othersWait = createOthersWait(queue, "uploads");
    const ledger = createLedger(store);
    const { DEFAULT_APP: defaultApp } = config;
    return createUploadReaderLoop({ store, queue, objects, ledger, forms, defaultApp, room, othersWait, now });
  },
  async "response-writer"({ store, queue, config, now }) {
    const forms = createFormLookup(store);
    const hooks = createHooks({ store, config, now });
    const room = createRoom(queue, "raw", { most: 500, patienceMs: 2_000 });
    return createResponseWriterLoop({ store, queue, forms, hooks, defaultApp: config.DEFAULT_APP, room });
  },
  async hooks({ store, config, now }) {
    return createHooksLoop({ store, forms: createFormLookup(store), hooks: createHooks({ store, config, now }) });
  },
  async "event-writer"({ store, config, schemas }) {
    const checkTypes = createTypeCheck({ store, schemas, lately: true });
    const judge = createJudge({ checkTypes, clockSkewMs: config.EVENT_CLOCK_SKEW });
    return createEventWriterLoop({ store, judge, defaultApplication: config.DEFAULT_APP });
  },
};

/** Undefined where this runner can't do it. */
export const periodic: {
  readonly [N in PeriodicLoopName]: (parts: LoopParts) => Promise<PeriodicLoop | undefined>;
} = {
  async clustering({ scope, store, apps, log, now, config, languageModel: model }) {
    const thread = await scope.add("clustering thread", () => {
      const value = createClusteringThread();
      return { value, stop: value.close };
    });
    const cluster = createClusteringPass({
      store,
      apps,
      find: thread.find,
      advice: model && createThemeAdvice({ model, store, now }),
      log,
      now,
      holds: config.STORE === "elasticsearch",
      intervalSeconds: config.CLUSTER_INTERVAL / 1_000,
    });
    const markCampaigns = createCampaignPass({ store, log });
    return {
      name: "clustering",
      intervalMs: Math.min(config.CLUSTER_INTERVAL, SETTLING_MS),
      async run(...round) {
        // Themes tell which of their insights are part of a campaign.
        await markCampaigns(...round);
        await cluster(...round);
      },
    };
  },
  async "ticket-generator"({ store, queue, log, now, config, publicUrl }) {
    const settings = { windowDays: config.TICKET_WINDOW_DAYS, minReviews: config.TICKET_MIN_REVIEWS, publicUrl };
    const intervalSeconds = config.TICKET_INTERVAL / 1_000;
    const run = createTicketPass({ store, queue, log, settings, now, intervalSeconds });
    return { name: "ticket-generator", intervalMs: Math.min(config.TICKET_INTERVAL, LOOK_FOR_THEMES_MS), run };
  },
  async "receipt-sender"({ store, log, now, config }) {
    const forms = createFormLookup(store);
    const secretOf = async (tenant: TenantId, form: string) => (await forms.current(tenant, form))?.receipt?.secret;
    const deliveries = openDeliveries(config, log, now, secretOf);
    const caps = { number: config.SMS_CAP_NUMBER, form: config.SMS_CAP_FORM, tenant: config.SMS_CAP_TENANT };
    const run = createReceiptSender({ store, deliveries, caps, log, now });
    return { name: "receipt-sender", intervalMs: config.RECEIPT_INTERVAL, run };
  },
  async alerts({ store, log, now, config, publicUrl, sources }) {
    const channels = openAlertChannels(config, log, now);
    const { secretBox } = sources.contexts;
    const run = createAlertPass({ store, channels, secretBox, log, now, publicUrl });
    return { name: "alerts", intervalMs: config.ALERT_INTERVAL, run };
  },
  async puller({ scope, store, log, sources }) {
    const { connectors, contexts, deliver } = sources;
    const puller = createPuller({ ...contexts, store, connectors, deliver, log, notify: createSourceNotes(log) });
    // The loop stops before: then nothing new begins, and what runs is told to end.
    await scope.add("pulls", () => ({ value: puller, stop: async () => void (await puller.settled()) }));
    return puller;
  },
  async housekeeping({ store, queue, log, config, now }) {
    return createHousekeeping({ store, queue, log, days: daysKept(config), formDays: formDaysKept(config), now });
  },
  async "re-understanding"(parts) {
    const { text, store, apps, log } = parts;
    const opened = text.opened();
    return opened && createReUnderstanding({ store, text: understandingOf(parts, opened), probe: opened, apps, log });
  },
  async "re-embedding"({ text, store, metrics, log }) {
    const opened = text.opened();
    return opened === undefined ? undefined : createReEmbedding({ store, text: opened, metrics, log });
  },
};
