/** Files as tools export them, by the command line through a server and all stages: each row is one insight, and a later file revises it. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { runCommand } from "../src/cli/shell.testing.ts";
import type { TextPool } from "../src/enrichment/pool.ts";
import { readBalance } from "../src/ledger/balance.ts";
import { DEFAULT_TENANT } from "../src/model/tenant.ts";
import { createTestWriter } from "../src/server/queue.testing.ts";
import { startTestServer, type TestServer } from "../src/server/server.testing.ts";
import { openTexts, type Runner, startRunner } from "./chaos/runner.ts";
import { eventually, openTestbed, type Testbed } from "./testbed.ts";

const PLAY =
  "Package Name,App Version Name,Reviewer Language,Review Submit Date and Time,Review Last Update Date and Time,Star Rating,Review Title,Review Text,Review Link";
const link = (id: string): string =>
  `http://play.google.com/console/developers/1/app/2/user-feedback/review-details?reviewId=${id}&corpus=PUBLIC_REVIEWS`;
const utf16 = (...lines: readonly string[]): Buffer => Buffer.from(`\uFEFF${lines.join("\r\n")}\r\n`, "utf16le");

const files: Readonly<Record<string, Buffer | string>> = {
  "reviews_com.example.ferry_202304.csv": utf16(
    PLAY,
    `com.example.ferry,2.1.0,en,2023-04-02T08:15:30Z,2023-04-02T08:15:30Z,1,,The boarding pass crashes each time I open it,${link("REV-1")}`,
    `com.example.ferry,2.1.0,en,2023-04-03T08:15:30Z,2023-04-03T08:15:30Z,2,Pity,"I can't pay for the ferry, my card is declined",${link("REV-2")}`,
    "com.example.ferry,,en,2023-04-05T08:15:30Z,2023-04-05T08:15:30Z,4,,,",
  ),
  "reviews_com.example.ferry_202305.csv": utf16(
    PLAY,
    `com.example.ferry,2.1.1,en,2023-04-02T08:15:30Z,2023-05-06T09:00:00Z,2,,The boarding pass still crashes after the May update,${link("REV-1")}`,
  ),
  "nps_responses.csv": [
    "response_id,user_id,score,comment,response_date",
    ...["R1,U1,2,Exports take minutes,2024-01-17", "R2,U2,1,Exports take minutes,2024-02-03"],
    ...["R3,U3,3,Exports take minutes,2024-03-13", "R4,U4,9,Sharing a board with my team is easy,2024-01-20"],
    ...[
      "R5,U5,10,Sharing a board with my team is easy,2024-02-21",
      "R6,U6,9,Sharing a board with my team is easy,2024-03-22",
    ],
  ].join("\n"),
  "same-day.csv": [
    "review_id,author,date,rating,review",
    ...[1, 2, 3].map((at) => `r-${at},Rider ${at},2024-02-01,1,App crashes when I log in`),
  ].join("\n"),
};

describe("files of exports", () => {
  let bed: Testbed;
  let text: TextPool;
  let runner: Runner;
  let server: TestServer;
  let folder: string;
  before(async () => {
    [bed, text, folder] = await Promise.all([openTestbed(), openTexts(), mkdtemp(join(tmpdir(), "files-"))]);
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    runner = startRunner({ queue: bed.queue, store: bed.store, text });
    server = await startTestServer({ store: bed.store, writer: createTestWriter(bed.queue, bed.store) });
  });
  after(async () => {
    await runner.stop();
    await server[Symbol.asyncDispose]();
    await text.close();
    await bed.close();
    await rm(folder, { recursive: true });
  });

  let received = 0;
  async function ingest(rows: number, accepted: number, ...argv: readonly string[]) {
    const environment = { GROUNDSWELL_URL: server.url, XDG_STATE_HOME: folder };
    const done = await runCommand(["ingest", ...argv], { folder, environment });
    assert.deepEqual(done.rows()[0], { accepted, rejected: rows - accepted, batches: 1 }, done.stderr);
    received += rows;
    return eventually(`${received} records accounted for`, async () => {
      const books = await readBalance(bed.store, DEFAULT_TENANT, { pipeline: "feedback" });
      return books.received === received && books.in_flight === 0 && books;
    });
  }
  const insightsOf = async (app: string) =>
    (
      await bed.store.search(DEFAULT_TENANT, "insights", {
        where: { app_name: app },
        sort: [{ by: "date", order: "asc" }],
      })
    ).items;

  it("Play Console's of two months are each review once, of the app with that package; the later one revises", async () => {
    const app = { name: "Ferry", app_id: "com.example.ferry", description: ["Book a ferry"], first_order_labels: [] };
    const { status } = await server.ask("PUT", "/api/v1/apps/Ferry", {
      json: { ...app, generated_qrys_for_sec_labels: {} },
    });
    assert.ok(status < 300, String(status));
    await ingest(3, 2, "reviews_com.example.ferry_202304.csv", "--source", "playstore");
    const books = await ingest(1, 1, "reviews_com.example.ferry_202305.csv", "--source", "playstore");
    assert.deepEqual([books.stored, books.updated, books.balanced], [2, 1, true]);
    const read = (await insightsOf("Ferry")).map(({ doc }) => {
      const { data_id, revision, version, date, main_text } = doc;
      return [data_id, revision, version, new Date(date * 1_000).toISOString(), main_text.slice(0, 20)];
    });
    assert.deepEqual(read, [
      ["REV-1", 2, "2.1.1", "2023-04-02T08:15:30.000Z", "The boarding pass st"],
      ["REV-2", 1, "2.1.0", "2023-04-03T08:15:30.000Z", "I can't pay for the "],
    ]);
  });

  it("rows that say the same are each an insight of its own author, and the same file again is none", async () => {
    await ingest(6, 6, "nps_responses.csv", "--app", "Board", "--source", "nps");
    await ingest(3, 3, "same-day.csv", "--app", "Rides", "--source", "forum");
    assert.deepEqual((await insightsOf("Board")).map(({ doc }) => doc.data_id).sort(), [
      "R1",
      "R2",
      "R3",
      "R4",
      "R5",
      "R6",
    ]);
    const rides = await insightsOf("Rides");
    assert.deepEqual(rides.map(({ doc }) => [doc.data_id, doc.metadata?.userName]).sort(), [
      ["r-1", "Rider 1"],
      ["r-2", "Rider 2"],
      ["r-3", "Rider 3"],
    ]);
    const books = await ingest(6, 6, "nps_responses.csv", "--app", "Board", "--source", "nps");
    assert.deepEqual([books.duplicate, (await insightsOf("Board")).length, books.balanced], [6, 6, true]);
  });
});
