/** The client in Node: what it sends, when, how it goes on when the server can't take it, and that its host never notices. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { gunzipSync } from "node:zlib";
import { type Client, type ClientOptions, createClient } from "../../client/src/client.ts";
import { createFileStorage } from "../../client/src/file-storage.ts";
import { createMemoryStorage } from "../../client/src/platform.ts";

interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly events: readonly Record<string, unknown>[];
    readonly client_dropped?: number;
    readonly sent_at: string;
  };
}

type Answer = number | { readonly status: number; readonly retryAfter: string } | "nothing" | "error";

/** A server that answers as it is told, 202 in the end. */
function createServer(...answers: Answer[]) {
  const received: Received[] = [];
  const fetch = (async (url: string, { headers, body, signal }: RequestInit) => {
    const sent = headers as Record<string, string>;
    const text = typeof body === "string" ? body : gunzipSync(body as Uint8Array).toString();
    received.push({ path: new URL(url).pathname, headers: sent, body: JSON.parse(text) });
    const answer = answers.shift() ?? 202;
    if (answer === "error") throw new TypeError("fetch failed");
    if (answer === "nothing")
      return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted"))));
    const { status, retryAfter } = typeof answer === "number" ? { status: answer, retryAfter: "" } : answer;
    return new Response("{}", { status, headers: retryAfter === "" ? {} : { "retry-after": retryAfter } });
  }) as typeof globalThis.fetch;
  const names = () => received.flatMap(({ body }) => body.events.map(({ name }) => name));
  return { fetch, received, names };
}

const NOW = Date.parse("2024-06-01T12:00:00Z");
/** Lets what is under way go on, without time going by. */
const settle = async () => {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
};
/** Compressing takes real time, on another thread. */
async function until(what: () => boolean) {
  const end = performance.now() + 10_000;
  while (!what() && performance.now() < end) await new Promise((resolve) => setImmediate(resolve));
  await settle();
}
async function pass(ms: number) {
  mock.timers.tick(ms);
  await settle();
}

describe("the client", () => {
  let client: Client | undefined;
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"], now: NOW }));
  afterEach(() => {
    mock.timers.reset();
    client = undefined;
  });
  const open = (server: { fetch: typeof fetch }, options: Partial<ClientOptions> = {}): Client => {
    client = createClient({ url: "https://server.example/", key: "gsw_key123456", fetch: server.fetch, ...options });
    return client;
  };
  const track = (one: Client, ...names: string[]) => {
    for (const name of names) one.track("test", name, { at: name });
  };

  it("sends what waits after two seconds, or twenty at once, in order and with what the server needs to know", async () => {
    const server = createServer();
    const one = open(server);
    one.identify("ann");
    track(one, "a", "b");
    await pass(1_999);
    assert.equal(server.received.length, 0);
    await pass(1);
    assert.deepEqual(server.names(), ["a", "b"]);
    const [{ path, headers, body }] = server.received as [Received];
    assert.deepEqual([path, headers.authorization], ["/api/v1/events", "Bearer gsw_key123456"]);
    assert.equal(body.sent_at, new Date(NOW + 2_000).toISOString());
    const [first, second] = body.events as [Record<string, unknown>, Record<string, unknown>];
    assert.match(String(first.id), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(Number.parseInt(String(first.id).replace("-", "").slice(0, 12), 16), NOW);
    assert.deepEqual([first.session_id, first.sequence, second.sequence], [second.session_id, 1, 2]);
    assert.deepEqual([first.data, first.timestamp, first.person], [{ at: "a" }, new Date(NOW).toISOString(), "ann"]);
    track(one, ...Array.from({ length: 20 }, (_, at) => `n${at}`));
    await until(() => server.received.length === 2);
    assert.equal(server.received.length, 2);
    assert.equal(server.received[1]!.headers["content-encoding"], "gzip");
  });

  it("tries again with the same ids when there is no answer or a bad one, later and later", async () => {
    const server = createServer("error", 500, 503, "nothing");
    track(open(server), "a");
    for (let minute = 0; minute < 3 && server.received.length < 5; minute++)
      for (let second = 0; second < 60; second++) await pass(1_000);
    assert.equal(server.received.length, 5);
    assert.equal(new Set(server.received.map(({ body }) => body.events[0]?.id)).size, 1);
    await pass(3_600_000);
    assert.equal(server.received.length, 5);
  });

  it("waits as long as the server asks for", async () => {
    const server = createServer({ status: 429, retryAfter: "30" });
    const one = open(server);
    track(one, "a");
    await pass(2_000);
    track(one, ...Array.from({ length: 30 }, (_, at) => `n${at}`));
    await one.flush();
    await pass(29_900);
    assert.equal(server.received.length, 1);
    await pass(2_000);
    await until(() => server.received.length === 2);
    assert.equal(server.received.length, 2);
    assert.equal(server.received[1]!.body.events.length, 31);
  });

  it("halves a batch that is too large, and gives up a single one that is, counted", async () => {
    const server = createServer(413, 413, 413);
    const errors: string[] = [];
    const one = open(server, { onError: ({ message }) => errors.push(message) });
    track(one, "a", "b", "c", "d");
    await one.flush();
    assert.deepEqual(
      server.received.map(({ body }) => body.events.length),
      [4, 2, 1, 2, 1],
    );
    assert.deepEqual(
      server.received.map(({ body }) => body.client_dropped ?? 0),
      [0, 0, 0, 1, 0],
    );
    assert.equal(errors.length, 1);
  });

  it("stops with one warning when its key is refused", async () => {
    const server = createServer(401, 401, 401);
    const warn = mock.method(console, "warn", () => {});
    const one = open(server);
    track(one, "a");
    await pass(2_000);
    track(one, "b");
    await pass(60_000);
    assert.deepEqual([server.received.length, warn.mock.callCount()], [1, 1]);
    warn.mock.restore();
  });

  it("lets the oldest go when too many wait, and says how many", async () => {
    const server = createServer("error");
    const one = open(server, { maxQueue: 10, flushAt: 100 });
    track(one, ...Array.from({ length: 13 }, (_, at) => `n${at}`));
    await one.flush();
    await pass(60_000);
    await until(() => server.received.length === 2);
    const last = server.received.at(-1)!;
    assert.deepEqual([last.body.client_dropped, last.body.events.length, last.body.events[0]?.name], [3, 10, "n3"]);
    track(one, "later");
    await one.flush();
    assert.equal(server.received.at(-1)!.body.client_dropped, undefined);
  });

  it("begins another session after half an hour of silence, and takes one that it is given", async () => {
    const server = createServer();
    const one = open(server);
    const first = one.session();
    track(one, "a");
    await pass(1_799_000);
    track(one, "b");
    await pass(1_801_000);
    track(one, "c");
    one.session("given");
    track(one, "d");
    await one.flush();
    const events = server.received.flatMap(({ body }) => body.events);
    assert.deepEqual(
      events.map(({ session_id, sequence }) => [session_id === first, sequence]),
      [
        [true, 1],
        [true, 2],
        [false, 1],
        [false, 1],
      ],
    );
    assert.equal(events[3]?.session_id, "given");
  });

  it("sends feedback with its session, apart from events", async () => {
    const server = createServer();
    const one = open(server, { application: "shop" });
    track(one, "a");
    one.feedback({ text: "It hangs.", title: "Checkout" });
    await one.flush();
    assert.deepEqual(
      server.received.map(({ path }) => path),
      ["/api/v1/events", "/api/v1/feedback"],
    );
    const [record] = server.received[1]!.body as unknown as [Record<string, unknown>];
    assert.deepEqual([record.text, record.app, record.session_id], ["It hangs.", "shop", one.session()]);
  });

  it("tells of feedback that was refused beside some that was taken", async () => {
    const errors: string[] = [];
    const answer = { accepted: 1, rejected: [{ index: 0, errors: [{ field: "text", code: "required" }] }] };
    const fetch = (async () => Response.json(answer, { status: 202 })) as typeof globalThis.fetch;
    const one = open({ fetch }, { onError: ({ message }) => errors.push(message) });
    one.feedback({ text: "" });
    one.feedback({ text: "It hangs." });
    await one.flush();
    assert.deepEqual(errors, ["1 feedback refused: the server answered 202"]);
  });

  it("finds after a restart what it could not send, in a file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "groundswell-client-"));
    const path = join(folder, "deep", "events.json");
    const down = createServer("error");
    const before = open(down, { storage: createFileStorage(path) });
    track(before, "a", "b");
    await before.close();
    const server = createServer();
    const after = open(server, { storage: createFileStorage(path) });
    track(after, "c");
    await after.close();
    assert.deepEqual(server.names(), ["a", "b", "c"]);
    assert.deepEqual(
      server.received[0]!.body.events.slice(0, 2).map(({ id }) => id),
      down.received[0]!.body.events.map(({ id }) => id),
    );
    await rm(folder, { recursive: true });
  });

  it("leaves in its file what a program did not wait for", async () => {
    const folder = await mkdtemp(join(tmpdir(), "groundswell-client-"));
    const path = join(folder, "events.json");
    const source = (name: string) => JSON.stringify(new URL(`../../client/src/${name}.ts`, import.meta.url).href);
    const program = `
      import { createClient } from ${source("client")};
      import { createFileStorage } from ${source("file-storage")};
      const storage = createFileStorage(${JSON.stringify(path)});
      createClient({ url: "http://127.0.0.1:9", key: "gsw_key123456", storage }).track("a", "left", { a: 1 });`;
    execFileSync(process.execPath, ["--input-type=module", "-e", program], { timeout: 20_000 });
    assert.match(await readFile(path, "utf8"), /left/);
    await rm(folder, { recursive: true });
  });

  it("never throws into its host, whatever fails", async () => {
    const broken = () => {
      throw new Error("no");
    };
    const storage = { length: 1, key: broken, getItem: broken, setItem: broken, removeItem: broken };
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const errors: unknown[] = [];
    const onError = (error: Error) => {
      errors.push(error);
      throw new Error("in the host");
    };
    const one = open({ fetch: broken as typeof fetch }, { storage, onError });
    one.track("a", "b", circular);
    one.track("a", "b", { toJSON: broken });
    track(one, "c");
    one.page();
    one.identify("x");
    one.session();
    one.feedback({ text: "x" });
    await one.flush();
    await one.close();
    one.track("after", "the end", { a: 1 });
    assert.equal(errors.length, 1);
  });

  it("sends of data what JSON can say: circles and big numbers cost themselves, not the event, and no endless walk", async () => {
    const server = createServer();
    const one = open(server);
    one.track("a", "error", { error: new TypeError("no") });
    const circle: Record<string, unknown> = { name: "circle", when: new Date(NOW), big: 10n, left: undefined };
    circle.self = circle;
    circle.list = [circle, 1, Number.NaN];
    one.track("a", "circle", circle);
    // Each is in the next twice: written out, it would be a million.
    let ladder: Record<string, unknown> = { end: 1n };
    for (let step = 0; step < 20; step++) ladder = { left: ladder, right: ladder };
    one.track("a", "ladder", ladder);
    await one.flush();
    type Sent = Record<string, unknown>;
    const [error, first, second] = server.received.flatMap(({ body }) => body.events) as [Sent, Sent, Sent];
    assert.deepEqual(error.data, { error: "TypeError: no" });
    const when = new Date(NOW).toISOString();
    assert.deepEqual(first.data, { name: "circle", when, big: "10", list: [null, 1, null] });
    assert.ok(JSON.stringify(second).length < 1_000);
  });

  it("loses one that is far too large, and not what waits beside it", async () => {
    const server = createServer();
    const errors: string[] = [];
    const one = open(server, { onError: ({ message }) => errors.push(message) });
    track(one, "a");
    one.track("test", "huge", { text: "x".repeat(2_000_000) });
    track(one, "b");
    await one.flush();
    assert.deepEqual(server.names(), ["a", "b"]);
    assert.equal(server.received[0]!.body.client_dropped, 1);
    assert.deepEqual(errors, ["too large: one of events"]);
  });

  it("is full size again after one that was too large", async () => {
    const server = createServer(413, 413, 413, 413, 413, 413, 413);
    const one = open(server, { flushAt: 1_000, onError: () => {} });
    track(one, ...Array.from({ length: 300 }, (_, at) => `n${at}`));
    await one.flush();
    const sizes = server.received.map(({ body }) => body.events.length);
    assert.equal(server.names().filter((name) => name === "n299").length, 1);
    assert.ok(sizes.length < 20, `${sizes}`);
  });

  it("goes on when the clock is set back, and waits no shorter than it should", async () => {
    mock.timers.reset();
    mock.timers.enable({ apis: ["setTimeout"] });
    let clock = NOW + 4 * 365 * 86_400_000;
    const date = mock.method(Date, "now", () => clock);
    const later = (ms: number) => {
      clock += ms;
      return pass(ms);
    };
    const server = createServer({ status: 503, retryAfter: "60" }, 503);
    track(open(server), "a");
    await later(2_000);
    assert.equal(server.received.length, 1);
    clock = NOW;
    await later(61_000);
    assert.equal(server.received.length, 2);
    await later(100);
    assert.equal(server.received.length, 2, "no loop of timers that are too long");
    await later(10_000);
    assert.equal(server.received.length, 3);
    date.mock.restore();
  });

  it("takes nothing for sent that another address answered", async () => {
    const errors: string[] = [];
    let pages = 2;
    const server = createServer();
    const fetch = (async (...asked: Parameters<typeof globalThis.fetch>) => {
      if (pages === 0) return server.fetch(...asked);
      pages -= 1;
      const headers = { "content-type": pages === 1 ? "text/plain" : "text/html; charset=utf-8" };
      const page = new Response("<html>Sign in</html>", { headers });
      const redirected = { value: pages === 1 };
      return Object.defineProperties(page, { redirected, url: { value: "https://portal.example/" } });
    }) as typeof globalThis.fetch;
    const one = open({ fetch }, { onError: ({ message }) => errors.push(message) });
    track(one, "a");
    for (let tries = 0; tries < 5; tries++) await pass(2_000);
    const said = "the server's address leads to https://portal.example/";
    assert.deepEqual([errors, server.names()], [[said, said], ["a"]]);
  });

  it("does nothing, and says so once, where a build left its settings out", async () => {
    const errors: string[] = [];
    const onError = ({ message }: Error) => errors.push(message);
    const settings = { url: undefined, key: undefined, onError } as unknown as ClientOptions;
    const one = createClient(settings);
    track(one, "a");
    one.session();
    await one.flush();
    await one.close();
    assert.deepEqual(errors, ["without the server's url nothing is sent"]);
  });

  it("takes over what others left although something there is broken, and only of its own key", async () => {
    const storage = createMemoryStorage();
    storage.setItem("gsw-123456-00000000-broken", '{"open":false,');
    storage.setItem("gsw-123456-00000001-other", '"text"');
    const item = { id: "01", category: "c", name: "left", data: { a: 1 } };
    const left = JSON.stringify({ open: false, at: 0, entries: [{ to: "events", item }], dropped: 0 });
    storage.setItem("gsw-123456-00000002-whole", left);
    storage.setItem("gsw-999999-00000003-another", left);
    const server = createServer();
    const one = open(server, { storage });
    await one.flush();
    assert.deepEqual(server.names(), ["left"]);
    const keyless = open(createServer(), { storage, key: "" });
    await keyless.flush();
    const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at));
    assert.deepEqual(keys, ["gsw-999999-00000003-another"]);
  });

  it("two that share a storage send each event once, and take over what the other left", async () => {
    const storage = createMemoryStorage();
    const server = createServer("error");
    const [left, right] = [open(server, { storage }), open(server, { storage })];
    track(left, "a");
    track(right, "b");
    assert.equal(left.session(), right.session());
    await left.close();
    await right.flush();
    await right.close();
    assert.deepEqual(server.names(), ["a", "a", "b"]);
    assert.equal(storage.length, 1, "only the session is left");
  });
});
