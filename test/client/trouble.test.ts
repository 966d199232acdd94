/** The client where data, clocks, storages, settings and answers are odd: each costs itself, and never its host or what waits beside it. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { type Client, type ClientOptions, createClient } from "../../client/src/client.ts";
import { createMemoryStorage } from "../../client/src/platform.ts";
import { createServer, NOW, pass } from "./rig.ts";

describe("the client in trouble", () => {
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
    storage.setItem("gsw-123456-00000001-others", '{"open":false,"at":0,"entries":[null,{},7],"dropped":0}');
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
});
