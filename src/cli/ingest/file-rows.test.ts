import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestTables } from "../../ingestion/tables/open-table.testing.ts";
import { type FileRow, fileRows } from "./file-rows.ts";
import { cutRequests, halves, type IngestRequest } from "./requests.ts";

async function rowsOf(text: string, name: string, overrides = {}): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const row of fileRows(await openTestTables(name, text), overrides)) {
    rows.push("json" in row ? JSON.parse(row.json) : row.error);
  }
  return rows;
}

test("what is no JSON is sent as a string, for the daemon to refuse and to count", async () => {
  assert.deepEqual(await rowsOf('{"text":"a"}\n\n{"text":\n"b"\n', "f.jsonl"), [{ text: "a" }, '{"text":', "b"]);
});

test("app and source of the command line replace the record's own", async () => {
  const rows = await rowsOf('{"text":"a","app":"x"}\n{"text":"b"}\n7', "f.jsonl", { app: "y", source: "s" });
  assert.deepEqual(rows, [{ text: "a", app: "y", source: "s" }, { text: "b", app: "y", source: "s" }, 7]);
});

test("a line that no record can be as long as is refused without being sent", async () => {
  const rows = await rowsOf(`{"text":"${"x".repeat(3_000_000)}"}\n{"text":"b"}\n`, "f.jsonl");
  assert.deepEqual([typeof rows[0], rows[1]], ["string", { text: "b" }]);
});

async function requestsOf(
  rows: readonly FileRow[],
  done: readonly number[],
  limits?: { maxRows?: number; maxBytes?: number },
) {
  async function* all() {
    yield* rows;
  }
  const requests: IngestRequest[] = [];
  for await (const request of cutRequests(all(), (row) => done.includes(row), limits)) requests.push(request);
  return requests;
}
const place = { line: 1, columnOf: () => undefined };
const row = (json: string): FileRow => ({ ...place, json });

test("requests are bounded by rows and bytes, leave out what is done, and cover the rest once", async () => {
  const rows = ["1", "2", "3", "4", '"long long long"', "6", "7"].map(row);
  const requests = await requestsOf(rows, [2], { maxRows: 3, maxBytes: 18 });
  assert.deepEqual(
    requests.map(({ from, to, lines }) => [from, to, lines.join(" ")]),
    [
      [0, 2, "1 2"],
      [3, 4, "4"],
      [4, 5, '"long long long"'],
      [5, 7, "6 7"],
    ],
  );
});

test("a request that was too large is halved by its rows, refused ones included, down to single rows", async () => {
  const [request] = await requestsOf([row("0"), { ...place, error: "too long" }, row("2"), row("3")], []);
  const [first, second] = halves(request!)!;
  const shown = ({ from, to, rows, refused }: IngestRequest) => [
    [from, to],
    rows.map((one) => one.row),
    refused.map((one) => [one.row, one.error]),
  ];
  assert.deepEqual(shown(first), [[0, 2], [0], [[1, "too long"]]]);
  assert.deepEqual(shown(second), [[2, 4], [2, 3], []]);
  assert.equal(halves(first), undefined);
});
