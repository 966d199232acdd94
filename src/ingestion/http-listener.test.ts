/** The small ingestor over HTTP: what it refuses costs it nothing, and what it takes is written by tenant. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { createHttpListener } from "./http-listener.ts";
import type { Submission } from "./ingestion.ts";

async function listen() {
  const written: Submission[] = [];
  const listening = await createHttpListener({ port: 0 }).listenAndServe({
    write: async (submission) => {
      written.push(submission);
      return { batch_ids: ["b"], accepted: submission.records.length, rejected: [] };
    },
  });
  const send = async (body: string, headers: Readonly<Record<string, string>> = {}) => {
    const zipped = headers["content-encoding"] === "gzip";
    const answer = await fetch(listening.url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: zipped ? gzipSync(body) : body,
    });
    return {
      status: answer.status,
      body: (await answer.json()) as { readonly error?: string; readonly accepted?: number },
    };
  };
  return { written, send, [Symbol.asyncDispose]: () => listening.close() };
}

test("a few kilobytes that unpack to millions of records or values are counted before anything is built", async () => {
  await using listener = await listen();
  const gzip = { "content-encoding": "gzip" };
  for (const [body, error] of [
    [`[${"0,".repeat(4_000_000)}0]`, "more than 10000 records"],
    [`{"text":[${"[],".repeat(3_000_000)}0]}`, "more than 1000000 values"],
    [`["${"a".repeat(11_000_000)}"]`, "more than 10000000 bytes"],
  ] as const) {
    const before = process.memoryUsage().heapUsed;
    const answer = await listener.send(body, gzip);
    assert.deepEqual([answer.status, answer.body.error], [413, error]);
    assert.ok(process.memoryUsage().heapUsed - before < 64_000_000);
  }
  assert.deepEqual(listener.written, []);
});

test("each tenant's records are written by themselves, in order", async () => {
  await using listener = await listen();
  const wire = (tenant_id: string, text: string) => ({ tenant_id, data: text, source_type: "x" });
  const records = [{ text: "one" }, wire("two", "a"), { text: "three" }, wire("two", "b"), wire("No tenant", "c")];
  const { status, body } = await listener.send(JSON.stringify(records));
  assert.deepEqual([status, body.accepted], [202, 4]);
  assert.deepEqual(
    listener.written.map(({ tenant, records: some }) => [tenant, some.length]),
    [
      ["default", 2],
      ["two", 2],
    ],
  );
});
