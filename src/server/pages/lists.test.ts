/** The lists: from the overview everything can be reached, a page at a time, and a quote says when, where and of what it is. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { ClusterDocument } from "../../model/cluster.ts";
import { DEFAULT_TENANT } from "../../model/tenant.ts";
import {
  type Asked,
  openTestStore,
  put,
  putInsights,
  startTestServer,
  type TestServer,
  type TestStore,
  ticketDocument,
} from "../server.testing.ts";

const NOW = 1_700_000_000;
let opened: TestStore;
before(async () => {
  opened = await openTestStore();
});
after(() => opened.close());

const start = () => startTestServer({ store: opened.store, now: () => NOW });

const clusterDocument = (id: string, parts: Partial<ClusterDocument> = {}): ClusterDocument => ({
  id,
  app: "notes",
  kind: "problem",
  share: 0.1,
  priority: "High",
  versions: [],
  label: "Sync",
  name: `Cluster ${id}`,
  size: 3,
  first_seen: NOW - 9_000,
  last_seen: NOW,
  trend: [],
  sentiment: {},
  lineage: [{ at: NOW - 9_000, what: "born" }],
  term: 1,
  alive: true,
  ...parts,
});

const COUNT = 70;
const named = <T>(prefix: string, make: (index: number) => T): Record<string, T> =>
  Object.fromEntries(Array.from({ length: COUNT }, (_, index) => [`${prefix}${index}`, make(index)]));

async function fill({ store }: TestServer): Promise<void> {
  await putInsights(
    store,
    named("i", (index) => ({
      date: NOW - index,
      main_text: `note ${index} is gone`,
      app_name: "notes",
      cluster_id: "c0",
      attributes: {
        keywords: [],
        positive_keywords: [],
        first_order_labels: [`Label ${index}`],
        second_order_labels: [],
        second_order_label_to_keywordlist: [],
        sentiment: "negative",
        priority: "High",
        pricing: { is_pricing: "No" },
        feature_requests: [],
      },
    })),
  );
  await put(
    store,
    DEFAULT_TENANT,
    "clusters",
    named("c", (index) => clusterDocument(`c${index}`, { size: index + 1 })),
  );
  await put(
    store,
    DEFAULT_TENANT,
    "tickets",
    named("t", (index) => ticketDocument({ cluster_id: `c${index}`, updated_at: NOW - index })),
  );
}

/** Every link of these pages, followed from page to page. */
async function linksFrom(server: TestServer, path: string): Promise<Set<string>> {
  const links = new Set<string>();
  for (let next: string | undefined = path; next !== undefined; ) {
    const { status, text }: Asked = await server.ask("GET", next);
    assert.equal(status, 200, next);
    assert.doesNotMatch(text, /<script|style=/);
    const found: RegExpExecArray[] = [...text.matchAll(/href="([^"]+)"( rel="next")?/g)];
    for (const [, link = ""] of found) links.add(link.replaceAll("&amp;", "&"));
    next = found.find(([, , rel]) => rel !== undefined)?.[1]?.replaceAll("&amp;", "&");
  }
  return links;
}

test("from the lists every ticket, cluster and insight can be reached", async () => {
  await using server = await start();
  await fill(server);
  for (const [list, prefix] of [
    ["/tickets", "t"],
    ["/clusters", "c"],
    ["/insights", "i"],
  ] as const) {
    const links = await linksFrom(server, list);
    for (let index = 0; index < COUNT; index++) assert.ok(links.has(`${list}/${prefix}${index}`), `${prefix}${index}`);
  }
  const labelled = await server.ask("GET", "/insights?label=Label+3");
  assert.match(labelled.text, /note 3 is gone/);
  assert.doesNotMatch(labelled.text, /note 4 is gone/);
});

test("ticket, cluster and insight lead to one another", async () => {
  await using server = await start();
  await fill(server);
  const cluster = await linksFrom(server, "/clusters/c0");
  for (const link of ["/insights?app=notes&cluster=c0", "/insights?app=notes&label=Sync"]) assert.ok(cluster.has(link));
  assert.ok((await linksFrom(server, "/tickets/t0")).has("/clusters/c0"));
  const insight = await linksFrom(server, "/insights/i0");
  for (const link of ["/clusters/c0", "/insights?app=notes&label=Label+0"]) assert.ok(insight.has(link), link);
  assert.equal((await server.ask("GET", "/clusters/none")).status, 404);
});

test("a quote says when it was said, where, of which version and with how many stars", async () => {
  await using server = await start();
  const metadata = { score: 2, version: "5.2.0" };
  await putInsights(server.store, { i1: { date: NOW, source: "playstore", main_text: "my notes are gone", metadata } });
  await put(server.store, DEFAULT_TENANT, "tickets", { t1: ticketDocument({ updated_at: NOW }) });
  for (const path of ["/tickets", "/tickets/t1"]) {
    const [, quote = ""] = /<blockquote>(.*?)<\/blockquote>/s.exec((await server.ask("GET", path)).text) ?? [];
    assert.match(quote, /my notes are gone/, path);
    assert.match(
      quote,
      /aria-label="2 of 5 stars">★★☆☆☆<.*version <bdi>5\.2\.0<\/bdi>.*playstore.*Nov 14, 2023/s,
      path,
    );
  }
  // One whose insight was erased is still quoted.
  await server.store.write(DEFAULT_TENANT, "insights", [{ op: "delete", id: "i1" }]);
  assert.match((await server.ask("GET", "/tickets/t1")).text, /my notes are gone/);
});

test("a ticket's priority is the number that the API gives, and is explained", async () => {
  await using server = await start();
  await put(server.store, DEFAULT_TENANT, "tickets", {
    t1: ticketDocument({ priority: 3 }),
    t2: ticketDocument({ priority: 1 }),
  });
  for (const path of ["/tickets", "/tickets/t1"]) {
    const { text } = await server.ask("GET", path);
    assert.match(text, /class="chip priority-critical" title="[^"]+">Priority 3</, path);
    assert.match(text, /Priority goes from 0 to 3, as in the API.*<b>3<\/b> three critical reports/s, path);
  }
  assert.match((await server.ask("GET", "/tickets/t2")).text, />Priority 1</);
});

test("insights are looked for, and what was chosen stays chosen", async () => {
  await using server = await start();
  await fill(server);
  const { text } = await server.ask("GET", "/insights?q=note+7&app=notes&label=Label+7");
  assert.match(text, /note 7 is gone/);
  assert.doesNotMatch(text, /note 8 is gone/);
  assert.match(text, /name="q" type="search" value="note 7"/);
  assert.match(text, /type="hidden" name="label" value="Label 7"/);
  const wrong = await server.ask("GET", "/insights?sort=best");
  assert.deepEqual([wrong.status, /wrong query: sort/.test(wrong.text)], [400, true]);
  const evil = await server.ask("GET", `/insights?q=${encodeURIComponent('"><script>')}`);
  assert.doesNotMatch(evil.text, /<script/);
});
