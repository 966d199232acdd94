/** The client in Node: what it sends, when, how it goes on when the server can't take it, and that its host never notices. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { type Client, type ClientOptions, createClient } from "../../client/src/client.ts";
import { createFileStorage } from "../../client/src/file-storage.ts";
import { createMemoryStorage } from "../../client/src/platform.ts";
import { createServer, NOW, pass, type Received, until } from "./rig.ts";

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
