/**
 * Every collection of the store and the fields its documents are found by. Both adapters derive their tables, indexes and
 * mappings from this one list.
 */
import type { SpecFor } from "./collection-spec.ts";
import type { Documents } from "./documents.ts";

export type { CollectionSpec, FieldType } from "./collection-spec.ts";
export type { Documents } from "./documents.ts";

export const collections = {
  insights: {
    fields: {
      app_name: "keyword",
      source: "keyword",
      source_id: "keyword",
      lang: "keyword",
      kind: "keyword",
      date: "integer",
      priority_rank: "integer",
      stars: "keyword",
      "attributes.sentiment": "keyword",
      "attributes.priority": "keyword",
      "attributes.first_order_labels": "keywords",
      "attributes.second_order_labels": "keywords",
      "attributes.keywords": "keywords",
      cluster_id: "keyword",
      session_id: "keyword",
      themes: "keywords",
      version: "keyword",
      untranslated: "boolean",
      "marks.campaign": "keyword",
      batch: "keyword",
      created_batch: "keyword",
      ingested_at: "integer",
      model_version: "keyword",
      app_model_version: "keyword",
      vector_version: "keyword",
      has_request: "boolean",
      parent_id: "keyword",
      impact: "number",
    },
    search: true,
    vector: { dims: 256, partition: ["app_name", "vector_version"] },
    opaque: ["metadata", "subinfo", "phrases", "reasons", "statements"],
  },
  corrections: { fields: { app_name: "keyword", at: "integer" } },
  apps: { fields: { name: "keyword" }, opaque: ["model"] },
  clusters: {
    fields: {
      app: "keyword",
      kind: "keyword",
      label: "keyword",
      size: "integer",
      ticket_id: "keyword",
      alive: "boolean",
      quiet: "boolean",
    },
    opaque: ["lineage", "trend", "sentiment", "versions", "people", "why"],
  },
  theme_decisions: {
    fields: { app: "keyword", themes: "keywords", at: "integer", what: "keyword", open: "boolean", undone: "boolean" },
    opaque: ["members", "until"],
  },
  tickets: {
    fields: {
      app: "keyword",
      cluster_id: "keyword",
      priority: "integer",
      reports: "integer",
      updated_at: "integer",
      created_at: "integer",
      unpublished: "boolean",
      published_at: "integer",
    },
    opaque: ["item", "evidence"],
  },
  ticket_states: { fields: { status: "keyword" } },
  work_claims: { fields: { state: "keyword" } },
  feature_requests: {
    fields: {
      app: "keyword",
      count: "integer",
      last_seen: "integer",
      first_seen: "integer",
      vector_version: "keyword",
      status: "keyword",
    },
    search: true,
    vector: { dims: 256, partition: [] },
    opaque: ["quotes", "items", "seen", "voters"],
  },
  feature_items: { fields: { group: "keyword" } },
  events: {
    fields: {
      application: "keyword",
      occurred_us: "integer",
      session_id: "keyword",
      category: "keyword",
      name: "keyword",
      event_id: "keyword",
      created_batch: "keyword",
      sequence: "integer",
      received_us: "integer",
      position: "integer",
      received_at: "integer",
      persons: "keywords",
      warned: "boolean",
    },
    search: true,
    opaque: ["data", "warnings"],
  },
  event_errors: {
    fields: {
      application: "keyword",
      created_at: "integer",
      field: "keyword",
      code: "keyword",
      batch: "keyword",
      event: "integer",
      rejection: "keyword",
      session_id: "keyword",
      persons: "keywords",
      replayed: "boolean",
    },
    opaque: ["input"],
  },
  event_types: {
    fields: { category: "keyword", name: "keyword", updated_at: "integer" },
    opaque: ["schema", "versions"],
  },
  sessions: {
    fields: {
      session_id: "keyword",
      last_us: "integer",
      first_us: "integer",
      applications: "keywords",
      received_at: "integer",
    },
    opaque: ["clocks"],
  },
  rejections: {
    fields: {
      stage: "keyword",
      outcome: "keyword",
      reason: "keyword",
      app: "keyword",
      source: "keyword",
      at: "integer",
      batch: "keyword",
      replayed: "boolean",
      insight_id: "keyword",
    },
    search: true,
    opaque: ["record", "errors"],
  },
  dead_letters: {
    fields: {
      queue: "keyword",
      app: "keyword",
      source: "keyword",
      at: "integer",
      state: "keyword",
      insights: "keywords",
    },
    opaque: ["body", "attributes"],
  },
  ledger: {
    fields: {
      pipeline: "keyword",
      stage: "keyword",
      batch: "keyword",
      app: "keyword",
      source: "keyword",
      at: "integer",
    },
    opaque: ["counts", "refused"],
  },
  ledger_totals: {
    fields: { pipeline: "keyword", app: "keyword", source: "keyword", day: "keyword" },
    opaque: ["counts", "replays"],
  },
  sealed_entries: { fields: { at: "integer" } },
  erasures: { fields: { batch: "keyword", app: "keyword", source: "keyword", at: "integer" } },
  intake: {
    fields: { pipeline: "keyword", app: "keyword", source: "keyword" },
    opaque: ["refused"],
  },
  tenants: { fields: {} },
  keys: { fields: { tenant: "keyword", revoked: "boolean", created_at: "integer" } },
  leases: { fields: {} },
  translations: { fields: { at: "integer" }, opaque: ["value"] },
  model_answers: { fields: { at: "integer" }, opaque: ["value"] },
  progress: { fields: {}, opaque: ["value"] },
  audit: { fields: { at: "integer", actor: "keyword", action: "keyword", subject: "keyword" }, opaque: ["detail"] },
  forms: {
    fields: { app: "keyword", created_at: "integer", status: "keyword" },
    opaque: ["questions", "metadata", "receipt", "hooks"],
  },
  form_versions: { fields: {}, opaque: ["questions", "metadata", "receipt", "hooks"] },
  form_links: { fields: {} },
  responses: {
    fields: {
      form: "keyword",
      submitted_at: "integer",
      response_id: "keyword",
      app: "keyword",
      created_batch: "keyword",
      deleted: "boolean",
      tallies: "keywords",
    },
    opaque: ["metadata", "answers", "notes"],
  },
  response_refusals: { fields: {} },
  receipts: {
    fields: {
      form: "keyword",
      created_at: "integer",
      state: "keyword",
      due_at: "integer",
      to: "keyword",
      claimed_at: "integer",
      response_key: "keyword",
    },
    opaque: ["error"],
  },
  suppressed_numbers: { fields: { at: "integer" } },
  uploads: {
    fields: { form: "keyword", started_at: "integer", state: "keyword" },
    opaque: ["place", "header", "encoding", "mark", "error"],
  },
  upload_errors: { fields: { upload: "keyword" }, opaque: ["cells", "errors"] },
  alerts: {
    fields: { app: "keyword", on: "keyword", enabled: "boolean", created_at: "integer" },
    opaque: ["settings", "to", "quiet_hours"],
  },
  alert_states: { fields: {}, opaque: ["memory", "outbox"] },
  alert_deliveries: {
    fields: { alert: "keyword", state: "keyword", due_at: "integer", created_at: "integer" },
    opaque: ["message", "error"],
  },
  sources: {
    fields: { app: "keyword", type: "keyword", created_at: "integer" },
    opaque: ["settings", "secrets"],
  },
  source_states: { fields: { next_run_at: "integer" }, opaque: ["cursor", "unfinished", "gaps"] },
  source_runs: {
    fields: { source: "keyword", started_at: "integer", state: "keyword" },
    opaque: ["resume", "connector_state", "cursor_from", "cursor_to"],
  },
  source_items: { fields: { source: "keyword", at: "integer" } },
  source_addresses: { fields: {} },
  tombstones: { fields: { at: "integer" } },
  uuid_claims: { fields: { at: "integer" } },
  unsent: { fields: { at: "integer" } },
} as const satisfies { readonly [Name in keyof Documents]: SpecFor<Documents[Name]> };

export type CollectionName = keyof Documents;
export type FieldOf<C extends CollectionName> = Extract<keyof (typeof collections)[C]["fields"], string>;
/** Fields with values that can be listed. */
export type KeywordFieldOf<C extends CollectionName> = {
  readonly [F in FieldOf<C>]: (typeof collections)[C]["fields"][F & keyof (typeof collections)[C]["fields"]] extends
    | "keyword"
    | "keywords"
    ? F
    : never;
}[FieldOf<C>];
export const collectionNames = Object.keys(collections) as CollectionName[];
