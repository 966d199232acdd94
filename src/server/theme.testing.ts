/** Themes and statements for tests. */
import type { ClusterDocument } from "../model/cluster.ts";
import type { Statement } from "../model/insight.ts";

export const theme = (parts: Partial<ClusterDocument> = {}): ClusterDocument => ({
  id: "c1",
  app: "notes",
  kind: "problem",
  label: "Sync",
  name: "Notes do not sync",
  failure: "does-not-sync",
  size: 12,
  share: 0.25,
  priority: "High",
  versions: [],
  first_seen: 1_699_000_000,
  last_seen: 1_700_000_000,
  trend: [],
  sentiment: { negative: 12 },
  lineage: [{ at: 1_700_000_000, what: "born" }],
  term: 1,
  alive: true,
  ...parts,
});

/** `start`: where it begins in its text. */
export const statement = (quote: string, parts: Partial<Statement> = {}, start = 0): Statement => ({
  start,
  end: start + quote.length,
  quote,
  kind: "problem",
  title: "Notes do not sync",
  priority: "High",
  ...parts,
});
