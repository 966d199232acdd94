import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Queue } from "../queue/queue.ts";
import { createTestWriter } from "../server/queue.testing.ts";
import { startTestServer } from "../server/server.testing.ts";
import { openTestStore } from "../store/sqlite.testing.ts";
import { type Asked, type Given, openTestServer, runCommand } from "./shell.testing.ts";

async function scratch(context: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), "ingest-"));
  context.after(() => rm(folder, { recursive: true }));
  const state = join(folder, "state");
  return {
    folder,
    environment: (url: string) => ({ GROUNDSWELL_URL: url, GROUNDSWELL_API_KEY: "a-key", XDG_STATE_HOME: state }),
    stateFiles: () => readdir(join(state, "groundswell")).catch(() => []),
  };
}

const recordsOf = (asked: Asked): { text?: string }[] =>
  asked.body
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

/** As the daemon: strings are refused alone, all else is one batch. */
function intake(asked: Asked): Given {
  const rejected = recordsOf(asked).flatMap((record, index) =>
    typeof record === "string" ? [{ index, errors: [{ field: "", message: "a record is a JSON object" }] }] : [],
  );
  const accepted = recordsOf(asked).length - rejected.length;
  if (accepted === 0) return { status: 400, json: { title: "nothing was acceptable" } };
  return { status: 202, json: { batch_ids: [`b${asked.body.length}`], accepted, rejected } };
}

const file = (rows: number) =>
  Array.from({ length: rows }, (_, i) => `${JSON.stringify({ id: String(i), text: `text ${i}` })}\n`).join("");

test("a file is sent as NDJSON with the key, in several requests; one line of totals is printed", async (context) => {
  const { folder, environment, stateFiles } = await scratch(context);
  await using server = await openTestServer(intake);
  await writeFile(join(folder, "f.jsonl"), `${file(600)}nonsense\n`);
  const done = await runCommand(["ingest", "f.jsonl"], { folder, environment: environment(server.url) });
  assert.equal(done.code, 0, done.stderr);
  assert.deepEqual(done.rows(), [{ accepted: 600, rejected: 1, batches: 3 }]);
  assert.match(done.stderr, /line 601 was refused: no JSON/);
  assert.ok(server.asked.every(({ headers }) => headers.authorization === "Bearer a-key"));
  assert.ok(server.asked.every(({ headers }) => headers["content-type"] === "application/x-ndjson"));
  const texts = server.asked.flatMap(recordsOf).map(({ text }) => text);
  assert.equal(new Set(texts).size, 601);
  assert.deepEqual(await stateFiles(), []);
});

test("overload, restarts and lost answers are waited out: nothing is left out", async (context) => {
  const { folder, environment } = await scratch(context);
  const troubles: Given[] = [{ status: 503, headers: { "retry-after": "0" } }, { hangUp: true }, { status: 429 }];
  await using server = await openTestServer((asked) => troubles.shift() ?? intake(asked));
  await writeFile(join(folder, "f.jsonl"), file(10));
  const done = await runCommand(["ingest", "f.jsonl"], { folder, environment: environment(server.url) });
  assert.equal(done.code, 0, done.stderr);
  assert.deepEqual(done.rows(), [{ accepted: 10, rejected: 0, batches: 1 }]);
  assert.equal(server.asked.length, 4);
  assert.match(done.stderr, /waiting for the daemon/);
});

test("an interrupted file goes on where it was, and its totals are of the whole", async (context) => {
  const { folder, environment, stateFiles } = await scratch(context);
  const interruption = new AbortController();
  await using server = await openTestServer((asked) => {
    interruption.abort();
    return intake(asked);
  });
  await writeFile(join(folder, "f.jsonl"), file(3_000));
  const options = { folder, environment: environment(server.url) };
  const first = await runCommand(["ingest", "f.jsonl"], { ...options, signal: interruption.signal });
  assert.equal(first.code, 130);
  assert.match(first.stderr, /goes on from here/);
  assert.equal((await stateFiles()).length, 1);
  assert.ok(server.asked.length < 12);

  const second = await runCommand(["ingest", "f.jsonl"], options);
  assert.deepEqual(second.rows(), [{ accepted: 3_000, rejected: 0, batches: 12 }]);
  assert.match(second.stderr, /going on after \d+ records/);
  const ids = server.asked.flatMap(recordsOf);
  assert.equal(ids.length, 3_000, "no record was sent twice");
  assert.deepEqual(await stateFiles(), []);
});

test("a request over the daemon's limit is cut until it fits; a single record that doesn't is refused", async (context) => {
  const { folder, environment } = await scratch(context);
  await using server = await openTestServer((asked) =>
    asked.body.length > 100 ? { status: 413, json: { title: "too large" } } : intake(asked),
  );
  await writeFile(join(folder, "f.jsonl"), `${file(20)}{"text":"${"x".repeat(200)}"}\n`);
  const done = await runCommand(["ingest", "f.jsonl"], { folder, environment: environment(server.url) });
  const [totals] = done.rows();
  assert.equal(totals?.accepted, 20);
  assert.equal(totals?.rejected, 1);
  assert.match(done.stderr, /line 21 was refused: .*too large/);
});

test("a wrong key ends it at once, with what to do", async (context) => {
  const { folder, environment, stateFiles } = await scratch(context);
  await using server = await openTestServer(() => ({ status: 401, json: { title: "Unauthorized" } }));
  await writeFile(join(folder, "f.jsonl"), file(1));
  const done = await runCommand(["ingest", "f.jsonl"], { folder, environment: environment(server.url) });
  assert.equal(done.code, 1);
  assert.match(done.stderr, /401.*\n.*GROUNDSWELL_API_KEY/);
  assert.equal(done.stdout, "");
  assert.deepEqual(await stateFiles(), []);
});

test("of a file that is refused as a whole the daemon keeps each row, which rejections list shows and the ledger counts", async (context) => {
  const { folder, environment } = await scratch(context);
  const { store, close } = await openTestStore();
  context.after(close);
  const sent: unknown[] = [];
  const queue = { send: async (...call: unknown[]) => void sent.push(call) } as unknown as Queue;
  await using server = await startTestServer({ store, writer: createTestWriter(queue, store) });
  await writeFile(
    join(folder, "f.csv"),
    "id,date,review\nr1,soon,The map crashes\nr2,2024-01-02,\nr3,05/03/2025,Fine\n",
  );
  const options = { folder, environment: { ...environment(server.url), GROUNDSWELL_API_KEY: undefined } };
  const refused = await runCommand(["ingest", "f.csv", "--app", "Ferry", "--source", "forum"], options);
  assert.deepEqual([refused.code, refused.rows()], [1, [{ accepted: 0, rejected: 3, batches: 0 }]]);
  assert.match(refused.stderr, /line 2 was refused: .*"soon" is no date/);
  const listed = (await runCommand(["rejections", "list", "--app", "Ferry"], options)).rows();
  assert.deepEqual(
    listed
      .map(({ app, source, stage, outcome, reason, record }) => {
        return [(record as { id: string }).id, app, source, stage, outcome, reason];
      })
      .sort(),
    [
      ["r1", "Ferry", "forum", "intake", "rejected", "invalid_date"],
      ["r2", "Ferry", "forum", "intake", "rejected", "required"],
      ["r3", "Ferry", "forum", "intake", "rejected", "invalid_date"],
    ],
  );
  const [books] = (await runCommand(["ledger", "--check"], options)).rows();
  assert.deepEqual(
    [books?.received, books?.rejected, books?.in_flight, books?.balanced],
    [3, { invalid_date: 2, required: 1 }, 0, true],
  );
  assert.deepEqual(sent, []);
});

test("a file that isn't there, or of which nothing was accepted, is a failure; none given is wrong usage", async (context) => {
  const { folder, environment } = await scratch(context);
  await using server = await openTestServer(intake);
  const options = { folder, environment: environment(server.url) };
  const missing = await runCommand(["ingest", "nowhere.csv"], options);
  assert.deepEqual([missing.code, missing.stderr], [1, "groundswell: nowhere.csv: there is no such file\n"]);
  await writeFile(join(folder, "f.jsonl"), "nonsense\n");
  const refused = await runCommand(["ingest", "f.jsonl"], options);
  assert.deepEqual([refused.code, refused.rows()], [1, [{ accepted: 0, rejected: 1, batches: 0 }]]);
  assert.equal((await runCommand(["ingest"], options)).code, 2);
});
