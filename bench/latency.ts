/** How long answers take when much is stored: insights multiplied until there are enough, then each kind of query again and again. */
import { shortId } from "../src/model/identity.ts";
import type { InsightDocument } from "../src/model/insight-document.ts";
import { DEFAULT_TENANT } from "../src/model/tenant.ts";
import type { Store, Stored, Write } from "../src/store/store.ts";

const WRITES_AT_ONCE = 500;
const COPIED = "bench-";
const TIMES = 60;
/** Turns that much of a vector away from its original, so that copies are no ties. */
const TURN = 0.15;

export interface Latency {
  readonly query: string;
  /** Milliseconds, ascending. */
  readonly times: readonly number[];
}

function turned(vector: Float32Array, copy: number): Float32Array {
  const moved = vector.map((value, at) => value + TURN * Math.sin(copy * 31 + at * 7) * 0.1);
  const length = Math.hypot(...moved);
  return moved.map((value) => value / length);
}

/** With another one's text after its own, or all copies would be one campaign. */
function copyOf(
  { id, doc, search, vector }: Stored<InsightDocument>,
  other: Stored<InsightDocument>,
  copy: number,
): Write<InsightDocument> {
  const changes = {
    ...{ data_id: `${doc.data_id}-${copy}`, date: doc.date + copy * 977, cluster_id: `c-${copy % 500}` },
    main_text: `${doc.main_text} ${other.doc.main_text}`,
  };
  const newId = shortId("bench", id, copy);
  return {
    op: "put",
    id: newId,
    doc: { ...doc, ...changes, id: newId, created_batch: `${COPIED}${copy}` },
    search: `${search ?? ""} ${other.search ?? ""}`,
    vector: vector && turned(vector, copy),
  };
}

/** Copies what is there until `wanted` insights are stored. */
export async function multiply(store: Store, wanted: number): Promise<number> {
  const originals: Stored<InsightDocument>[] = [];
  let stored = 0;
  for await (const one of store.scan(DEFAULT_TENANT, "insights", { vectors: true })) {
    stored++;
    if (!one.doc.created_batch.startsWith(COPIED)) originals.push(one);
  }
  let writes: Write<InsightDocument>[] = [];
  const flush = async (): Promise<void> => {
    const failed = (await store.write(DEFAULT_TENANT, "insights", writes)).find((result) => !result.ok);
    if (failed?.ok === false) throw new Error(failed.message);
    writes = [];
  };
  for (let copy = Math.ceil(stored / originals.length); stored < wanted; copy++) {
    for (const [at, original] of originals.slice(0, wanted - stored).entries()) {
      writes.push(copyOf(original, originals[(at * 31 + copy * 17) % originals.length]!, copy));
      if (writes.length === WRITES_AT_ONCE) await flush();
    }
    stored += Math.min(originals.length, wanted - stored);
  }
  await flush();
  await store.refresh(["insights"]);
  return stored;
}

/** Each query in turn, so that none profits from being asked twice in a row. */
export async function measureLatencies(url: string): Promise<Latency[]> {
  const get = async (path: string): Promise<unknown> => {
    const reply = await fetch(new URL(path, url));
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return reply.json();
  };
  const { items } = (await get("/api/v1/insights?limit=100")) as { items: { id: string }[] };
  const words = ["payment", "crash", "login failed", "money", "update", "bank account", "slow", "help"];
  const queries: readonly (readonly [string, (at: number) => string])[] = [
    ["newest 50", () => "/api/v1/insights?limit=50"],
    [
      "filter: kind, sentiment, priority",
      (at) => `/api/v1/insights?kind=problem&sentiment=negative&priority=High,Critical&limit=${20 + (at % 9)}`,
    ],
    [
      "text, newest first",
      (at) => `/api/v1/insights?q=${encodeURIComponent(words[at % words.length]!)}&sort=newest&limit=20`,
    ],
    ["text, by relevance", (at) => `/api/v1/insights?q=${encodeURIComponent(words[at % words.length]!)}&limit=20`],
    ["similar (kNN, one app)", (at) => `/api/v1/insights/${items[at % items.length]!.id}/similar?limit=10`],
    ["facets: label, sentiment, priority", () => "/api/v1/facets?by=label,sentiment,priority"],
    ["facets of a filter", (at) => `/api/v1/facets?by=sublabel,keyword&kind=problem&size=${20 + (at % 9)}`],
    ["trend by day", () => "/api/v1/trends?interval=day"],
  ];
  const times = queries.map((): number[] => []);
  for (let round = -5; round < TIMES; round++) {
    for (const [at, [, path]] of queries.entries()) {
      const started = performance.now();
      await get(path(round + 5));
      // The first rounds warm up.
      if (round >= 0) times[at]!.push(performance.now() - started);
    }
  }
  return queries.map(([query], at) => ({ query, times: times[at]!.sort((a, b) => a - b) }));
}
