/** Valid documents for tests, to be varied where it matters. */

import type { ClusterDocument } from "../src/model/cluster.ts";
import { shortId } from "../src/model/identity.ts";
import { priorities } from "../src/model/insight.ts";
import type { InsightDocument } from "../src/model/insight-document.ts";
import type { FilteredRecord } from "../src/model/record.ts";

export const NOW = 1_700_000_000;

export function sampleRecord(number: number, changes: Partial<FilteredRecord> = {}): FilteredRecord {
  return {
    id: shortId("sample", number),
    app: "Pedalwick",
    source: "playstore",
    source_id: "",
    data_id: `r-${number}`,
    title: "",
    text: `The app crashes when I open ride ${number}`,
    date: NOW + number,
    updated_at: NOW + number,
    ingested_at: NOW + number,
    content_hash: `hash-${number}`,
    metadata: { score: 1 },
    lang: "en",
    signals: { words: 8, non_english_share: 0, misspelt_share: 0 },
    ...changes,
  };
}

/** An insight whose one statement tells of the theme, as urgently as its `priority_rank`. */
export function placedInsight(number: number, theme: string, changes: Partial<InsightDocument> = {}): InsightDocument {
  const insight = sampleInsight(number, { cluster_id: theme, themes: [theme], ...changes });
  const priority = priorities[insight.priority_rank]!;
  const quote = insight.main_text.slice(0, 29);
  const statement = {
    start: 0,
    end: quote.length,
    quote,
    kind: "problem",
    title: "App crashes",
    priority,
    theme,
  } as const;
  return { ...insight, statements: [{ ...statement, failure: "crashes" }] };
}

export function sampleInsight(number: number, changes: Partial<InsightDocument> = {}): InsightDocument {
  const text = `The app crashes when I open ride ${number}`;
  return {
    id: shortId("sample", number),
    tenant: "acme",
    app_name: "Pedalwick",
    source: "playstore",
    source_id: "",
    data_id: `r-${number}`,
    date: NOW + number,
    lang: "en",
    main_text: text,
    subinfo: { title: "" },
    metadata: { score: 1, version: "6.1.0" },
    kind: "problem",
    attributes: {
      keywords: ["app crashes"],
      positive_keywords: [],
      first_order_labels: ["Bug reports"],
      second_order_labels: ["Crashes"],
      second_order_label_to_keywordlist: [{ name: "Crashes", keywords: ["app crashes"] }],
      sentiment: "negative",
      priority: "High",
      pricing: { is_pricing: "No" },
      feature_requests: [{ is_feature_suggestion: "No", suggetions_on_features: [] }],
    },
    phrases: [{ text: text.slice(0, 15), start: 0, end: 15, polarity: "negative", score: -0.9, label: "Crashes" }],
    reasons: [],
    revision: 1,
    model_version: "m",
    app_model_version: "a",
    ingested_at: NOW,
    updated_at: NOW + number,
    batch: "b",
    themes: [],
    statements: [],
    marks: {},
    created_batch: "b",
    content_hash: `hash-${number}`,
    priority_rank: 2,
    has_request: false,
    vector_version: "v",
    ...changes,
  };
}

export function sampleCluster(id: string, changes: Partial<ClusterDocument> = {}): ClusterDocument {
  return {
    id,
    app: "Pedalwick",
    label: "Bug reports",
    kind: "problem",
    failure: "crashes",
    share: 0.1,
    priority: "High",
    versions: [],
    name: "app crashes on opening a ride",
    size: 5,
    first_seen: NOW,
    last_seen: NOW + 100,
    trend: [],
    sentiment: { negative: 5 },
    lineage: [{ at: NOW, what: "born" }],
    term: 1,
    alive: true,
    ...changes,
  };
}
