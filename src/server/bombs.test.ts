/** Whatever takes a body refuses what unpacks to too much: early, in little memory, and with a status that says so. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { pino } from "pino";
import { createAppLookup } from "../enrichment/app-lookup.ts";
import { createSqsWriter } from "../ingestion/sqs-writer.ts";
import { createFileObjects } from "../objects/files.ts";
import type { Queue } from "../queue/queue.ts";
import { openTestStore, type TestStore } from "../store/sqlite.testing.ts";
import { createMemoryQueue, startTestServer, type TestServer } from "./server.testing.ts";

const MB = 1_000_000;
const UNPACKED = 60 * MB;
const filled = (text: string, bytes: number): Buffer => Buffer.alloc(bytes, text);
const packed = (...parts: readonly Buffer[]): Uint8Array<ArrayBuffer> => new Uint8Array(gzipSync(Buffer.concat(parts)));

/** Of an event the edge asks only whether it is JSON: a deep one is small work, and told later with its fields. */
const JUDGED_LATER = /^\/api\/(?:v1\/)?events$/;

const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";

/** Some ten kilobytes as they are sent, 60 MB as they are meant; and some that are small and hold very much. */
const bombs: Readonly<Record<string, readonly [type: string, body: Uint8Array<ArrayBuffer>]>> = {
  "blanks before a value": [JSON_TYPE, packed(filled(" ", UNPACKED), Buffer.from("{}"))],
  "one long text": [JSON_TYPE, packed(Buffer.from('{"text":"'), filled("x", UNPACKED), Buffer.from('"}'))],
  "a list of numbers": [JSON_TYPE, packed(Buffer.from("["), filled("1,", 1_900_000), Buffer.from("1]"))],
  "many members": [JSON_TYPE, packed(Buffer.from('{"a":1'), filled(',"b":1', 1_900_000), Buffer.from("}"))],
  "deep lists": [JSON_TYPE, packed(filled("[", 900_000), filled("]", 900_000))],
  "many lines": ["application/x-ndjson", packed(filled("{}\n", UNPACKED))],
  "a long form": [FORM_TYPE, packed(filled("a=1&", UNPACKED))],
  "a form of many fields": [FORM_TYPE, packed(filled("a=1&", 60_000))],
  "a long text file": ["text/csv", packed(filled("a,b\n", UNPACKED))],
};

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

describe("bombs", () => {
  let server: TestServer;
  let own: TestStore;
  let folder: string;
  const places: (readonly [method: string, path: string])[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "groundswell-bombs-"));
    const objects = createFileObjects(folder);
    const environment = { UPLOAD_MAX_BYTES: "5000000", INTAKE_MAX_BYTES: "10000000" };
    own = await openTestStore();
    const { store } = own;
    const queue = { ...createMemoryQueue().queue } as Queue;
    const log = pino({ level: "silent" });
    const writer = createSqsWriter({
      queue,
      store,
      apps: createAppLookup(store),
      defaultApp: "notes",
      log,
      now: () => 1,
    });
    server = await startTestServer({ environment, objects, queue, store, writer });
    const questions = [{ id: "why", question_text: "Why?", question_type: "text" }];
    const form = await server.ask<{ readonly id: string; readonly public_id: string }>("POST", "/api/v1/forms", {
      json: { title: "Your visit", app: "notes", questions, status: "open" },
    });
    assert.equal(form.status, 201, form.text);
    const { body } = await server.ask<OpenApi>("GET", "/openapi.json");
    for (const [path, methods] of Object.entries(body.paths)) {
      const filledIn = path.replace("/forms/{id}", `/forms/${form.body.id}`).replaceAll(/\{[^}]+\}/g, "x");
      for (const method of Object.keys(methods))
        if (/^(?:post|put|patch)$/.test(method)) places.push([method, filledIn]);
    }
    // What is in no description: pages, hooks and what providers call.
    for (const path of [
      "/api/v1/session",
      "/sign-in",
      "/sign-out",
      "/api/v1/sources/x/push",
      "/api/v1/receipts/twilio/x",
    ])
      places.push(["post", path]);
    places.push(["post", `/f/${form.body.public_id}`]);
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    await own.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Whether it wants no body: what comes all the same is not read. */
  async function wantsNone(method: string, path: string): Promise<boolean> {
    return (await server.ask(method.toUpperCase(), path)).status < 300;
  }

  it("are refused by every route that takes a body", async (test) => {
    assert.ok(places.length > 50, String(places.length));
    const bodiless = new Set<string>();
    for (const [method, path] of places) if (await wantsNone(method, path)) bodiless.add(path);
    assert.ok(bodiless.size < 5, [...bodiless].join(" "));
    const held = (): number => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
    const before = held();
    let most = 0;
    let slowest = { ms: 0, what: "" };
    for (const [name, [type, body]] of Object.entries(bombs))
      for (const [method, path] of places) {
        const what = `${name} to ${method} ${path}`;
        const began = performance.now();
        const headers = { "content-type": type, "content-encoding": "gzip" };
        const { status } = await server.ask(method.toUpperCase(), path, { body, headers });
        const ms = performance.now() - began;
        most = Math.max(most, held() - before);
        if (ms > slowest.ms) slowest = { ms, what };
        const isTaken = status === 202 && name === "deep lists" && JUDGED_LATER.test(path);
        assert.ok(isTaken || bodiless.has(path) || (status >= 300 && status < 500), `${what}: ${status}`);
        assert.ok(ms < 2_000, `${what}: ${Math.round(ms)} ms`);
      }
    test.diagnostic(
      `${places.length} routes; ${Math.round(most / MB)} MB; slowest ${Math.round(slowest.ms)} ms, ${slowest.what}`,
    );
    assert.ok(most < 180 * MB, `${Math.round(most / MB)} MB`);
  });

  it("are counted before they are built: too many are too many, whatever stands behind them", async () => {
    const body = `[${"1,".repeat(1_500_000)}and this is no JSON`;
    const lists = places.filter(([, path]) => /\/(?:feedback|events|responses|rejections\/replay)$/.test(path));
    assert.ok(lists.length >= 4);
    for (const [method, path] of lists) {
      const { status } = await server.ask(method.toUpperCase(), path, { body });
      assert.equal(status, 413, path);
    }
    const few = `[${"1,".repeat(20_000)}and this is no JSON`;
    const form = places.find(([, path]) => path.endsWith("/responses"))!;
    assert.equal((await server.ask("POST", form[1], { body: few })).status, 413);
  });
});
