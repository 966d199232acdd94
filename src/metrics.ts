/** The daemon's own metrics, in one registry that `/metrics` prints. Names follow Prometheus: base units, `_total` counters. */

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "@prometheus-io/client";
import about from "../package.json" with { type: "json" };

export interface Metrics {
  readonly registry: Registry;
  /** Records by what became of them; `reason` is empty but for drops and rejections. */
  readonly records: Counter<"loop" | "outcome" | "reason">;
  readonly messages: Counter<"loop" | "result">;
  readonly stageSeconds: Histogram<"loop" | "step">;
  readonly paused: Gauge<"loop">;
  /** Of periodic loops, on the runner that held the lease: rounds by how they ended, what was skipped in them, and when one went through last (unix seconds, 0: never). */
  readonly rounds: Counter<"loop" | "result">;
  readonly roundFailures: Counter<"loop" | "what">;
  readonly roundSeconds: Histogram<"loop">;
  readonly roundSucceededAt: Gauge<"loop">;
  readonly queueMessages: Gauge<"queue" | "state">;
  readonly queueAgeSeconds: Gauge<"queue">;
  /** Documents with a vector of another model than this runner's, when last counted; and those that got a new one. */
  readonly outdatedVectors: Gauge<"collection">;
  readonly renewedVectors: Counter<"collection">;
  readonly requestSeconds: Histogram<"route" | "method" | "status">;
  readonly llmRequestSeconds: Histogram<"result">;
  readonly llmTokens: Counter<"kind">;
  /** Records by what they were understood with; `reason` says why the language model had no part in it. */
  readonly llmRecords: Counter<"path" | "reason">;
}

/** How often the lag of the event loop, and how busy it is, are looked at. The usual 10 and 100 ms keep an idle machine busy. */
const LAG_EVERY_MS = 100;
const BUSY_EVERY_MS = 1_000;
const LATENCY_BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const ROUND_BUCKETS = [0.01, 0.1, 1, 10, 60, 600, 3_600];
const LLM_BUCKETS = [0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300];

const loopMetrics = (registers: Registry[]) => ({
  records: new Counter({
    name: "groundswell_records_total",
    help: "Records by loop, outcome and reason",
    labelNames: ["loop", "outcome", "reason"],
    registers,
  }),
  messages: new Counter({
    name: "groundswell_messages_total",
    help: "Messages by loop and result",
    labelNames: ["loop", "result"],
    registers,
  }),
  stageSeconds: new Histogram({
    name: "groundswell_step_seconds",
    help: "Time of each step of a loop, per message batch",
    labelNames: ["loop", "step"],
    buckets: LATENCY_BUCKETS,
    registers,
  }),
  paused: new Gauge({
    name: "groundswell_loop_paused",
    help: "1 while a loop waits for its queue or store to come back",
    labelNames: ["loop"],
    registers,
  }),
  rounds: new Counter({
    name: "groundswell_rounds_total",
    help: "Rounds of a periodic loop by result, on the runner that did them",
    labelNames: ["loop", "result"],
    registers,
  }),
  roundFailures: new Counter({
    name: "groundswell_round_failures_total",
    help: "What a round of a periodic loop skipped because it failed: tenants, apps, items, or the rest of the round",
    labelNames: ["loop", "what"],
    registers,
  }),
  roundSeconds: new Histogram({
    name: "groundswell_round_seconds",
    help: "Time of a round of a periodic loop, over all tenants",
    labelNames: ["loop"],
    buckets: ROUND_BUCKETS,
    registers,
  }),
  roundSucceededAt: new Gauge({
    name: "groundswell_round_last_success_timestamp_seconds",
    help: "When a round of a periodic loop went through on this runner last; 0 when none did",
    labelNames: ["loop"],
    registers,
  }),
});

const stockMetrics = (registers: Registry[]) => ({
  queueMessages: new Gauge({
    name: "groundswell_queue_messages",
    help: "Messages in a queue, by state",
    labelNames: ["queue", "state"],
    registers,
  }),
  queueAgeSeconds: new Gauge({
    name: "groundswell_queue_age_seconds",
    help: "How long the last received message had waited; 0 when the queue is empty",
    labelNames: ["queue"],
    registers,
  }),
  outdatedVectors: new Gauge({
    name: "groundswell_vectors_outdated",
    help: "Documents whose vector is of another model version; known to the runner that embeds them anew",
    labelNames: ["collection"],
    registers,
  }),
  renewedVectors: new Counter({
    name: "groundswell_vectors_renewed_total",
    help: "Documents embedded anew after a change of the model",
    labelNames: ["collection"],
    registers,
  }),
});

const serviceMetrics = (registers: Registry[]) => ({
  requestSeconds: new Histogram({
    name: "groundswell_http_request_seconds",
    help: "HTTP requests",
    labelNames: ["route", "method", "status"],
    buckets: LATENCY_BUCKETS,
    registers,
  }),
  llmRequestSeconds: new Histogram({
    name: "groundswell_llm_request_seconds",
    help: "Requests to the language model by result",
    labelNames: ["result"],
    buckets: LLM_BUCKETS,
    registers,
  }),
  llmTokens: new Counter({
    name: "groundswell_llm_tokens_total",
    help: "Tokens that the language model read (prompt) and wrote (completion)",
    labelNames: ["kind"],
    registers,
  }),
  llmRecords: new Counter({
    name: "groundswell_llm_records_total",
    help: "Records by path (model, cached, built_in) and, for built_in, reason",
    labelNames: ["path", "reason"],
    registers,
  }),
});

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  // Memory, CPU and event loop of this process, under their usual names.
  collectDefaultMetrics({
    register: registry,
    eventLoopMonitoringPrecision: LAG_EVERY_MS,
    eventLoopUtilizationTimeout: BUSY_EVERY_MS,
  });
  new Gauge({
    name: "groundswell_build_info",
    help: "1; the labels say which version runs, on which Node",
    labelNames: ["version", "node"],
    registers,
  }).set({ version: about.version, node: process.version }, 1);
  return { registry, ...loopMetrics(registers), ...stockMetrics(registers), ...serviceMetrics(registers) };
}
