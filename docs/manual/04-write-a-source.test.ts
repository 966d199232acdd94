/**
 * Chapter 4: writing a source. A connector only translates a provider's pages into items. It holds no cursor, never waits
 * and writes nothing: what it throws tells the puller what to do. This one is the template for a file in `src/sources/`.
 */
import assert from "node:assert/strict";
import { it } from "node:test";
import { z } from "zod";
import { asConnector, type Page, SourceFault } from "../../src/ingestion/connector.ts";
import { createOpenClient } from "../../src/sources/http.ts";
import { readJson } from "../../src/sources/reading.ts";
import { openProvider, type ProviderAsked } from "../../src/sources/rig.testing.ts";
import { baseUrl, under } from "../../src/sources/settings.ts";

const Settings = z.strictObject({ board: z.string(), base_url: baseUrl });
const Answer = z.object({ posts: z.array(z.unknown()), next: z.string().optional() });
const Post = z.object({ id: z.string(), body: z.string(), changed: z.number() });

const example = asConnector<z.output<typeof Settings>>({
  // A new one is a line in src/model/source.ts, and another in src/sources/registry.ts.
  type: "discourse",
  title: "Example board",
  modes: ["pull"],
  settings: Settings,
  secrets: ["api_key"],
  // Seconds that a pull looks back, and whether what was read is shown again then.
  lookback: 3_600,
  repeats: true,
  async *pull({ settings, secrets, fetch }, { resume }) {
    let page = resume as string | undefined;
    for (;;) {
      const url = new URL(under(settings.base_url ?? "https://example.com", `/boards/${settings.board}`));
      if (page !== undefined) url.searchParams.set("page", page);
      const answer = await fetch(url, { headers: { authorization: `Bearer ${secrets.api_key}` } });
      const { posts, next } = Answer.parse(readJson(answer, "Example"));
      const items = posts.map((entry) => {
        const { data } = Post.safeParse(entry);
        // One bad item loses only itself.
        if (data === undefined) return { malformed: entry, why: "a post without id, text or date" };
        const { id, body: text, changed } = data;
        return { record: { id, text, date: changed, updated_at: changed, metadata: {} }, at: changed };
      });
      page = next;
      // The last page says whether the provider showed all there is, or only as much as it shows.
      if (page === undefined) return yield { items, end: "complete" };
      yield { items, resume: page };
    }
  },
});

const START = 1_780_000_000;
const pages = {
  first: {
    posts: [{ id: "p2", body: "Rides vanish after the update", changed: START - 10 }, { id: 7 }],
    next: "second",
  },
  second: { posts: [{ id: "p1", body: "Please add dark mode", changed: START - 20 }] },
};

/** What the puller does, page by page; `resume` is what it kept of the page that was durable last. */
async function pull(answer: (asked: ProviderAsked) => object, resume?: unknown): Promise<Page[]> {
  await using provider = await openProvider(answer);
  const openClient = createOpenClient({ allowPrivate: true });
  const { fetch } = openClient(new AbortController().signal);
  const context = {
    app: "Pedalwick",
    settings: { board: "help", base_url: provider.url },
    secrets: { api_key: "k" },
    fetch,
    allowPrivate: true,
    now: () => START,
    signal: new AbortController().signal,
  };
  const window = { since: START - 3_600, backfill: false, known: async () => [], resume };
  const found: Page[] = [];
  for await (const page of example.pull!(context, window)) found.push(page);
  await openClient.close();
  return found;
}

it("reads page after page, and loses of a malformed post only that", async () => {
  const [first, second, ...more] = await pull(({ url, headers }) => {
    assert.equal(headers.authorization, "Bearer k");
    return { json: url.searchParams.has("page") ? pages.second : pages.first };
  });
  assert.deepEqual(
    first!.items.map((item) => ("record" in item ? item.record.id : "malformed")),
    ["p2", "malformed"],
  );
  assert.deepEqual([first!.resume, second!.end, more], ["second", "complete", []]);
});

it("goes on after a crash where the last durable page said", async () => {
  const [only, ...more] = await pull(() => ({ json: pages.second }), "second");
  assert.deepEqual([only!.items.length, only!.end, more], [1, "complete", []]);
});

it("leaves waiting and giving up to the puller: a status of the provider's is a fault that says which", async () => {
  const faults = { 401: "unauthorized", 429: "rate_limited", 503: "unavailable" };
  for (const [status, kind] of Object.entries(faults))
    await assert.rejects(
      pull(() => ({ status: Number(status) })),
      (error) => error instanceof SourceFault && error.kind === kind,
    );
});
