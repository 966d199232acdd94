/** The export of a form's responses: every one that the list counts, streamed in bounded memory. TESTS=full exports 300,000. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isFull } from "../../test/full.ts";
import type { ResponseDocument } from "../model/response.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { startTestServer } from "./server.testing.ts";

const ROWS = isFull ? 300_000 : 20_000;
const AT_ONCE = 1_000;
const MB = 1_000_000;
/** What collecting garbage late takes; all rows held at once would take more. Coverage makes it dearer. */
const MOST_MORE = (isFull ? 250 : 150) * MB;
const LINE_FEED = 10;

test("exports each response that the list counts, in bounded memory", { timeout: 60_000 + ROWS }, async () => {
  await using server = await startTestServer();
  const questions = [{ id: "why", question_text: "Why?", question_type: "text" }];
  const { body: form } = await server.ask<{ id: string }>("POST", "/api/v1/forms", { json: { title: "f", questions } });
  const answer_text = "some words that somebody wrote about a visit ".repeat(4);
  const response = (at: number): ResponseDocument => ({
    ...{ response_id: `r${at}`, form: form.id, form_version: 1, hash: "h", app: "shop", created_batch: "b" },
    ...{ submitted_at: 1_780_000_000 + at, received_at: 1_780_000_000, metadata: {}, tallies: ["why:"] },
    answers: [{ id: `a${at}`, question: "why", answer_text, submitted_at: 1_780_000_000, metadata: {} }],
  });
  for (let at = 0; at < ROWS; at += AT_ONCE) {
    const writes = Array.from({ length: AT_ONCE }, (_, index) => {
      return { op: "create", id: `k${at + index}`, doc: response(at + index) } as const;
    });
    await server.store.write(DEFAULT_TENANT, "responses", writes);
  }
  const before = process.memoryUsage().rss;
  let [lines, peak] = [0, before];
  const headers = { accept: "text/csv" };
  const reply = await fetch(`${server.url}/api/v1/forms/${form.id}/responses`, { headers });
  for await (const chunk of reply.body!) {
    for (const byte of chunk as Uint8Array) if (byte === LINE_FEED) lines++;
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  const list = await server.ask<{ total: number }>("GET", `/api/v1/forms/${form.id}/responses?limit=1`);
  assert.deepEqual([lines - 1, reply.headers.get("x-total-count"), list.body.total], [ROWS, String(ROWS), ROWS]);
  assert.ok(peak - before < MOST_MORE, `${Math.round((peak - before) / MB)} MB more`);
});
