/** Examples for the OpenAPI document, by operation: what to send, and what comes back. A test holds each to its schema. */

interface Example {
  readonly request?: unknown;
  /** Of the first answer that is a success. */
  readonly answer?: unknown;
}

const model = {
  name: "Pedalwick",
  first_order_labels: [{ name: "Routes", second_order_labels: ["Wrong turn", "Map is blank"] }],
  generated_qrys_for_sec_labels: { "Map is blank": ["the map does not load", "only grey tiles since the update"] },
};
const key = { name: "support desk", scopes: ["ingest", "read"] };
const event = {
  id: "01900000-0000-7000-8000-000000000001",
  session_id: "visit-7",
  category: "shop",
  name: "order",
  data: { amount: 29.5, currency: "EUR" },
  timestamp: "2026-11-20T09:30:00.125Z",
};
const legacyReview = {
  ...{
    application: "Pedalwick",
    review_id: "gp:7",
    username: "ada",
    title: "Routes",
    description: "The map is blank.",
  },
  ...{ ratings: 2, app_version: "5.2", created_at: "2026-11-20T09:30:00Z", updated_at: "2026-11-20T09:30:00Z" },
};
const legacyPost = {
  ...{ application: "Pedalwick", post_id: 18, username: "bob", title: "Routes", description: "Same here." },
  ...{ like_count: 3, parent_post_id: 17, created_at: "2026-11-20T09:40:00Z", updated_at: "2026-11-20T09:40:00Z" },
};
const dataSchema = { type: "object", required: ["amount"], properties: { amount: { type: "number", minimum: 0 } } };
const shownKey = {
  ...key,
  kind: "secret",
  id: "4f1c",
  tenant: "default",
  hint: "gsw_Zk31xQpR",
  created_at: 1_763_700_000,
  revoked: false,
  uses: 0,
  refusals: 0,
  key: "gsw_Zk31xQpR7d…",
};

const form = {
  title: "Your visit",
  app: "Pedalwick",
  questions: [
    { id: "stars", question_text: "How was it?", question_type: "rating", required: true },
    { id: "why", question_text: "What should be better?", question_type: "text" },
  ],
};

const ingestionData = {
  uuid: "0b7e2a86-6f5e-4f5b-9a39-0f4a3f9b9a11",
  source_type: "playstore",
  source_id: "store",
  data: "The map is blank since the update, please fix",
  data_id: "review-8841",
  metadata: { score: 2 },
  metadata_type: "json",
  lang: "en",
  tenant_id: "",
  created_at: "2026-11-20T09:30:00Z",
  updated_at: "2026-11-20T09:30:00Z",
};

export const examples: Readonly<Record<string, Example>> = {
  sendIngest: { request: [ingestionData] },
  ingest: { request: ingestionData },
  createSource: {
    request: {
      type: "rss",
      app: "Pedalwick",
      settings: { url: "https://forum.pedalwick.test/latest.rss" },
      schedule: "every 15m",
    },
  },
  updateSource: { request: { schedule: "0 6 * * *", enabled: true } },
  pullSource: { request: { from: "2026-01-01", to: "2026-02-01" } },
  sendFeedback: {
    request: [
      {
        app: "Pedalwick",
        text: "The map is blank since the update, please fix",
        date: "2026-11-20T09:30:00Z",
        source: "playstore",
        id: "review-8841",
        metadata: { score: 2, version: "5.2.0" },
      },
    ],
    answer: { batch_ids: ["0f2c6a9e-6f0e-4a53-9d2b-4d3f2f1b7c11"], accepted: 1, rejected: [] },
  },
  createForm: { request: form },
  putForm: { request: { ...form, title: "Your ride" } },
  updateForm: { request: { status: "closed" } },
  sendFormResponses: {
    request: {
      id: "visit-7",
      answers: [
        { question: "stars", answer_text: 4 },
        { question: "why", answer_text: "More racks" },
      ],
    },
    answer: { ids: ["visit-7"], rejected: [] },
  },
  sendFormUploads: { request: "id,How was it?,What should be better?\nvisit-7,4,More racks\n" },
  sendEvents: {
    request: [event],
    answer: { accepted: 1, batch_ids: ["0f2c6a9e-6f0e-4a53-9d2b-4d3f2f1b7c11"] },
  },
  replayErrors: {
    request: { code: "schema", preview: true },
    answer: { would_pass: 40, would_fail: 2, skipped: 0, errors: [] },
  },
  putEventTypes: { request: { category: "shop", name: "order", schema: dataSchema, mode: "warn" } },
  checkEventTypes: {
    request: { category: "shop", name: "order", data: { amount: "29.5" } },
    answer: { errors: [{ field: "data.amount", code: "schema", message: "must be number" }], version: 1, mode: "warn" },
  },
  putEventSettings: { request: { strict: true }, answer: { strict: true } },
  legacySendEvents: { request: event },
  createPlaystoreIngest: { request: legacyReview, answer: legacyReview },
  createDiscourseIngest: { request: legacyPost, answer: legacyPost },
  updateInsight: { request: { kind: "problem", first_order_labels: ["Routes"] } },
  getFacets: { answer: { sentiment: [{ value: "negative", count: 120 }] } },
  getTrends: { answer: { items: [{ at: 1_763_596_800, value: "negative", count: 12 }] } },
  createApp: { request: model, answer: { ...model, description_list: [] } },
  putApp: { request: model },
  suggestApps: {
    request: { name: "Pedalwick", description: ["Plan bicycle routes", "Buy tickets for trams and trains"] },
  },
  tryApps: { request: { model, texts: ["The map is blank since the update"] } },
  previewRejections: {
    request: { ids: ["r1"] },
    answer: { items: [{ id: "r1", outcome: "dropped", reason: "too_few_words" }] },
  },
  updateFeatureRequest: { request: { status: "planned", voted: true } },
  updateTicket: { request: { status: "in_progress" } },
  createThemeDecision: {
    request: { what: "merge", themes: ["k3v1", "q8rt"] },
    answer: {
      ...{ id: "b41d", app: "Pedalwick", what: "merge", themes: ["k3v1", "q8rt"] },
      ...{ at: 1_763_700_000, actor: "key:4f1c", insights: 212 },
    },
  },
  previewThemeDecisions: {
    request: { what: "merge", themes: ["k3v1", "q8rt"] },
    answer: {
      ...{ what: "merge", app: "Pedalwick", insights: 212, reopens: 0 },
      themes: [
        { id: "k3v1", name: "Map stays blank", size_before: 120, size_after: 331 },
        { id: "q8rt", name: "Grey tiles on the map", size_before: 212, size_after: 0 },
      ],
      tickets: [
        { id: "t1", title: "Map stays blank", becomes: "revised" },
        { id: "t2", title: "Grey tiles on the map", becomes: "merged" },
      ],
      says: 'Moves 212 insights, 2 tickets change, none reopens. Is called "Map stays blank" until the next pass, which names it by what all of them say.',
    },
  },
  createAlert: {
    request: {
      ...{ name: "Pedalwick on call", app: "Pedalwick", on: "theme.surge", settings: { min: 10 } },
      to: { type: "webhook", url: "https://hooks.example.com/groundswell" },
      quiet_hours: { from: "22:00", to: "07:00", zone: "Europe/Berlin" },
    },
  },
  updateAlert: { request: { enabled: false } },
  putTicketWork: {
    request: { revision: 3, state: "claimed" },
    answer: { id: "t7f2", revision: 3, state: "claimed", at: 1_763_700_000 },
  },
  detectFeatureRequests: {
    request: { texts: ["Please add a dark mode"] },
    answer: { items: [[{ wish: "dark mode", quote: "Please add a dark mode" }]] },
  },
  replayRejections: {
    request: { app: "Pedalwick", reason: "too_few_words" },
    answer: { replayed: 12, rejected: 0, skipped: 0, batch_ids: ["0f2c6a9e-6f0e-4a53-9d2b-4d3f2f1b7c11"] },
  },
  redriveDead: { request: { ids: ["d81c"] }, answer: { redriven: 1, records: 50, refused: [] } },
  deleteDead: { request: { ids: ["d81c"] }, answer: { purged: 1, records: 50 } },
  createKey: { request: key, answer: shownKey },
  createTenant: {
    request: { id: "acme", name: "Acme" },
    answer: { id: "acme", name: "Acme", created_at: 1_763_700_000 },
  },
  createTenantKey: { request: key, answer: { ...shownKey, tenant: "acme" } },
  legacyAppmodelGetdata: {
    request: {
      app_name: "Pedalwick",
      app_id: null,
      description: ["Plan bicycle routes"],
      general_label_list: ["Payments"],
    },
  },
  legacyAppmodelInsert: { request: { app_model: model, description: [] }, answer: { success: true } },
  legacyAppmodelDelete: { request: { app_name: "Pedalwick" }, answer: { success: true } },
  legacyDatamodelGetall: { request: { app_name: "Pedalwick" } },
  legacyDatamodelFilter: {
    request: {
      app_name: "Pedalwick",
      first_order_labels: ["Routes"],
      second_order_labels: [],
      sentiment: "negative",
      priority: "",
      start_date: 1_763_000_000,
      end_date: 1_763_700_000,
    },
  },
  legacyFirstorderlabels: { request: { app_name: "Pedalwick" }, answer: ["Routes"] },
  legacyFirstorderlabelSecondorderlabels: {
    request: { app_name: "Pedalwick", first_order_label: "Routes" },
    answer: ["Wrong turn", "Map is blank"],
  },
  legacyAppmodelAppnames: { answer: ["Pedalwick"] },
  legacyFeaturesGetdata: { answer: [{ title: "", text: "dark mode", date: 1_763_700_000 }] },
};
