/**
 * One set of documents on both stores, asked through the server: every read route answers the same, searches find the
 * same, and what is similar is as good as exact. Only relevance is each engine's own.
 */
// cspell:ignore funktioniert telefono aplicación bloquea reseteada ärger größe
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, it } from "node:test";
import { TenantId } from "../../src/model/tenant.ts";
import { credentialsFile, readCredentials } from "../../src/queue/embedded-credentials.ts";
import { createSqsQueue } from "../../src/queue/sqs.ts";
import { copyStore } from "../../src/store/copy.ts";
import { createElasticsearchStore } from "../../src/store/elasticsearch.ts";
import { createSqliteStore } from "../../src/store/sqlite.ts";
import { type Daemon, startDaemon } from "../daemon.ts";
import { type FeedbackRecord, getJson, readFeedback, sendFeedback, settled } from "../feedback.ts";
import { eventually } from "../testbed.ts";
import { describeOnEngines, type Engines, openEngines } from "./engines.ts";

const special = [
  "The app's login won't work since the update, it doesn't open and I can't see my rides anymore",
  "After version 3.5 the map is slow and after 3 minutes it crashes with 5 errors on my phone",
  "The field a_b in the export is always empty, please fix a_b because we need it every day",
  "La aplicación se bloquea en mi telefono cada vez que abro el mapa y pierdo la ruta reseteada",
  "Die Größe der Karte macht nur Ärger, die App funktioniert seit dem Update gar nicht mehr richtig",
  "The café finder shows the wrong café every time, a naïve bug that should be easy to fix really",
  "应用程序更新后无法登录，支付失败，地图也打不开，请尽快修复这个问题，谢谢你们的帮助",
  "アプリの更新後にログインできません。地図が開かず、支払いにも失敗します。早く直してください",
].map(
  (text, at): FeedbackRecord => ({
    app: "Pedalwick",
    source: "form",
    id: `special-${at}`,
    text,
    date: 1_700_100_000 + at,
  }),
);
const feedback: FeedbackRecord[] = [...readFeedback(), ...special];

const words = ["app's", "won't", "doesn’t", "3.5", "3 5", "a_b", "b a", "aplicación", "APLICACION", "größe", "cafe"];
const queries = [
  ...words,
  "naïve bug",
  "登录",
  "支付 失败",
  "付",
  "更新",
  "地図",
  "payment failed",
  "nowhere-to-find",
  "_",
];

type Item = Readonly<Record<string, unknown>> & { readonly id: string };
interface List {
  readonly items: readonly Item[];
  readonly total: number;
  readonly next_cursor: string | null;
}

const idsOf = ({ items }: List): string[] => items.map(({ id }) => id);

/** A stream that says only that something changed, and how this very daemon does. */
const OF_THE_DAEMON: ReadonlySet<string> = new Set(["/api/v1/live", "/api/v1/views/health"]);

/** Cursors are each store's own; that there is one is not. The books are audited by each daemon when it comes to it. */
const OF_EACH: ReadonlySet<string> = new Set(["audit", "publicUrl"]);
function comparable(body: unknown): unknown {
  if (typeof body !== "object" || body === null) return body;
  if ("next_cursor" in body) return { ...body, next_cursor: body.next_cursor !== null };
  return JSON.parse(JSON.stringify(body, (key, value) => (OF_EACH.has(key) ? undefined : value)));
}

async function allPages(url: string, query: string): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: List = await getJson(url, `${query}${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`);
    ids.push(...idsOf(page));
    cursor = page.next_cursor;
  }
  return ids;
}

/** A daemon with everything a client can read: insights, clusters, tickets, wishes, rejections, a dead letter, corrections. */
async function fill(dataDir: string): Promise<void> {
  const environment = { DATA_DIR: dataDir, EMBEDDED_SQS_PORT: "0", TICKET_WINDOW_DAYS: "3650" };
  const daemon = await startDaemon({ ...environment, CLUSTER_INTERVAL: "2s", TICKET_INTERVAL: "2s" });
  for (let start = 0; start < feedback.length; start += 200)
    await sendFeedback(daemon.url, feedback.slice(start, start + 200));
  const { endpoint, region, ...credentials } = await readCredentials(credentialsFile(dataDir));
  const queue = createSqsQueue({ prefix: "groundswell-", endpoint, region, credentials });
  await queue.send("raw", [{ body: "{broken", attributes: {} }]);
  await queue.close();
  await settled(daemon.url, feedback.length + 1);
  const list = (path: string) => getJson<List>(daemon.url, path);
  for (const path of ["/api/v1/tickets", "/api/v1/clusters", "/api/v1/feature-requests", "/api/v1/dead/raw"])
    await eventually(`something at ${path}`, async () => (await list(path)).items.length > 0, 30_000);
  const patch = async (path: string, body: object) => {
    const headers = { "content-type": "application/json" };
    const reply = await fetch(new URL(path, daemon.url), { method: "PATCH", headers, body: JSON.stringify(body) });
    assert.equal(reply.status, 200, await reply.text());
  };
  await patch(`/api/v1/insights/${(await list("/api/v1/insights?limit=1")).items[0]!.id}`, { priority: "Critical" });
  await patch(`/api/v1/tickets/${(await list("/api/v1/tickets")).items[0]!.id}`, { status: "closed" });
  await daemon.close();
}

describeOnEngines("both stores", (urls) => {
  let dataDir: string;
  let engines: Engines;
  let embedded: Daemon;
  let elasticsearch: Daemon;
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "groundswell-parity-"));
    engines = openEngines(urls);
    await fill(dataDir);
    const from = await createSqliteStore({ dataDir });
    const to = await createElasticsearchStore({ url: urls.elasticsearch, indexPrefix: engines.indexPrefix });
    for (const { collection, same } of await copyStore({ from, to })) assert.ok(same, collection);
    await from.close();
    await to.close();
    const reading = { LOOPS: "none", DATA_DIR: dataDir };
    embedded = await startDaemon(reading);
    const { ELASTICSEARCH_URL = "", ELASTICSEARCH_INDEX_PREFIX = "" } = engines.environment;
    const own = { STORE: "elasticsearch", ELASTICSEARCH_URL, ELASTICSEARCH_INDEX_PREFIX };
    elasticsearch = await startDaemon({ LOOPS: "none", ...own });
  });
  after(async () => {
    await Promise.all([embedded.close(), elasticsearch.close()]);
    await engines.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function same(path: string): Promise<unknown> {
    const read = async (daemon: Daemon) => {
      const reply = await fetch(new URL(path, daemon.url));
      const isJson = /^application\/(\w+\+)?json/.test(reply.headers.get("content-type") ?? "");
      const body = isJson ? comparable(await reply.json()) : await reply.text();
      return { status: reply.status, body };
    };
    const [ours, theirs] = await Promise.all([read(embedded), read(elasticsearch)]);
    assert.deepEqual(theirs, ours, path);
    return ours.body;
  }

  it("answer every read route alike", async (t) => {
    const { paths } = await getJson<{ paths: Record<string, { get?: object }> }>(embedded.url, "/openapi.json");
    const reads = Object.keys(paths).filter((path) => path.startsWith("/api/v1/") && paths[path]!.get !== undefined);
    assert.ok(reads.length > 12);
    const whole = reads.filter((one) => !one.includes("{") && !OF_THE_DAEMON.has(one));
    for (const path of whole) await same(path);
    let single = 0;
    const listOf = (path: string): string => path.replace(/\/\{\w+\}$/, "");
    const listed = (path: string): boolean => !path.includes("/views/") && reads.includes(listOf(path));
    for (const path of reads.filter((one) => /\{(id|name)\}$/.test(one) && listed(one))) {
      const list = listOf(path).replace("{queue}", "raw");
      const { items = [] } = await getJson<Partial<List>>(embedded.url, `${list}?limit=20`);
      for (const item of items) {
        await same(`${list}/${encodeURIComponent(item.id ?? String(item.name))}`);
        single++;
      }
    }
    assert.ok(single > 50);
    for (const path of [
      "dead/raw",
      "tickets?status=closed",
      "tickets?status=open",
      "tickets?priority=2",
      "clusters?all=true",
    ])
      await same(`/api/v1/${path}`);
    for (const path of [
      "rejections?outcome=dropped&limit=20",
      "rejections?stage=denoiser&limit=3",
      "ledger?app=Pedalwick",
    ])
      await same(`/api/v1/${path}`);
    t.diagnostic(`${reads.length} read routes, ${single} single documents`);
  });

  it("agree on filters, facets, trends and sorting", async () => {
    const { label, sublabel, cluster } = await getJson<Record<string, { value: string }[]>>(
      embedded.url,
      "/api/v1/facets?by=label,sublabel,cluster",
    );
    const filters = [
      "",
      "app=Pedalwick",
      "sentiment=negative",
      "sentiment=negative,mixed&priority=High,Critical",
      "kind=problem&lang=en",
      "source=form",
      "from=1700000000&to=1700100004",
      "from=2030-01-01",
      `label=${encodeURIComponent(label![0]!.value)}`,
      `sublabel=${encodeURIComponent(sublabel![0]!.value)}&sentiment=negative`,
      `cluster=${encodeURIComponent(cluster![0]!.value)}`,
      "q=app&kind=problem",
    ];
    const names = "app,source,lang,kind,sentiment,priority,label,sublabel,keyword,cluster,campaign";
    for (const filter of filters) {
      for (const sort of ["newest", "oldest", "priority"])
        await same(`/api/v1/insights?sort=${sort}&limit=100&${filter}`);
      await same(`/api/v1/facets?by=${names}&size=1000&${filter}`);
      await same(`/api/v1/facets?by=keyword&size=7&${filter}`);
      for (const interval of ["hour", "day", "week", "month"])
        await same(`/api/v1/trends?interval=${interval}&${filter}`);
      for (const by of ["sentiment", "label"]) await same(`/api/v1/trends?interval=month&by=${by}&${filter}`);
    }
  });

  it("page through the same order", async () => {
    for (const query of [
      "sort=newest&limit=37",
      "sort=oldest&limit=101",
      "sort=priority&limit=53&sentiment=negative",
    ]) {
      const path = `/api/v1/insights?${query}`;
      const [ours, theirs] = [await allPages(embedded.url, path), await allPages(elasticsearch.url, path)];
      assert.deepEqual(theirs, ours, query);
      assert.equal(new Set(ours).size, ours.length);
    }
  });

  it("find the same insights by words of any kind", async (t) => {
    let found = 0;
    for (const q of queries) {
      const path = `/api/v1/insights?limit=1000&q=${encodeURIComponent(q)}`;
      const [ours, theirs] = [await getJson<List>(embedded.url, path), await getJson<List>(elasticsearch.url, path)];
      assert.deepEqual(idsOf(theirs).sort(), idsOf(ours).sort(), q);
      assert.equal(theirs.total, ours.total);
      await same(`${path}&sort=newest`);
      if (ours.total > 0) found++;
    }
    assert.ok(found >= queries.length - 2, `${found} of ${queries.length} queries found something`);
    t.diagnostic(`${queries.length} queries, ${found} of them with matches`);
  });

  it("find at least 95 of 100 of what is exactly the most alike", async (t) => {
    await embedded.kill("SIGTERM");
    const store = await createSqliteStore({ dataDir });
    const vectors = new Map<string, { app: string; vector: Float32Array }>();
    for await (const { id, doc, vector } of store.scan(TenantId.parse("default"), "insights", { vectors: true }))
      if (vector !== undefined) vectors.set(id, { app: doc.app_name, vector });
    await store.close();
    embedded = await startDaemon({ LOOPS: "none", DATA_DIR: dataDir });
    const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, at) => sum + value * b[at]!, 0);
    const asked = [...vectors.keys()].filter((_, at) => at % 20 === 0);
    for (const [name, daemon] of [
      ["embedded", embedded],
      ["Elasticsearch", elasticsearch],
    ] as const) {
      let [right, wanted] = [0, 0];
      for (const id of asked) {
        const own = vectors.get(id)!;
        const similarity = (other: string): number => cosine(own.vector, vectors.get(other)!.vector);
        const others = [...vectors]
          .filter(([other, { app }]) => other !== id && app === own.app)
          .map(([other]) => other);
        const best = others
          .map(similarity)
          .sort((a, b) => b - a)
          .slice(0, 10);
        const { items } = await getJson<List>(daemon.url, `/api/v1/insights/${id}/similar?limit=10`);
        // Equally similar ones are equally right.
        right += items.filter((item) => similarity(item.id) >= best.at(-1)! - 1e-6).length;
        wanted += best.length;
      }
      t.diagnostic(`${name}: recall@10 ${(right / wanted).toFixed(4)} over ${asked.length} insights`);
      assert.ok(right / wanted >= 0.95, `${name}: ${right} of ${wanted}`);
    }
  });
});
