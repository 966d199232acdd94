import assert from "node:assert/strict";
import { test } from "node:test";
import { delimiterOf } from "./csv-records.ts";
import { type FileRow, type Format, formatOf, type Overrides, readFileRows } from "./file-rows.ts";
import { cutRequests, halves, type IngestRequest } from "./requests.ts";

async function rowsOf(text: string, name: string, overrides: Overrides = {}, format?: Format): Promise<unknown[]> {
  const rows: unknown[] = [];
  // In chunks that cut through lines and characters, but for the first one, which shows the format.
  const bytes = Buffer.from(text);
  const chunks = [bytes.subarray(0, 200)];
  for (let at = 200; at < bytes.length; at += 7) chunks.push(bytes.subarray(at, at + 7));
  async function* input() {
    yield* chunks;
  }
  for await (const row of readFileRows(name, input(), overrides, format)) {
    rows.push("json" in row ? JSON.parse(row.json) : row);
  }
  return rows;
}

test("JSON lines are sent as they are; what is no JSON is sent as a string, for the daemon to refuse and to count", async () => {
  assert.deepEqual(await rowsOf('{"text":"a"}\n\n{"text":\n"b"\n', "f.jsonl"), [{ text: "a" }, '{"text":', "b"]);
});

test("app and source of the command line replace the record's own", async () => {
  const rows = await rowsOf('{"text":"a","app":"x"}\n{"text":"b"}\n7', "f.jsonl", { app: "y", source: "s" });
  assert.deepEqual(rows, [{ text: "a", app: "y", source: "s" }, { text: "b", app: "y", source: "s" }, 7]);
});

test("a CSV's columns become the record's fields by name or alias, others metadata, empty cells nothing", async () => {
  const text = [
    '\uFEFFReview,Rating,"Created at",App,device,metadata.version,Lang',
    '"Crashes, always\nsince the ""update""",1,2024-02-22T05:28:45Z,Velo,Pixel 8,5.10,en',
    "fine,5,,Velo,,,",
  ].join("\r\n");
  assert.deepEqual(await rowsOf(text, "f.csv"), [
    {
      text: 'Crashes, always\nsince the "update"',
      date: "2024-02-22T05:28:45Z",
      app: "Velo",
      lang: "en",
      metadata: { score: 1, device: "Pixel 8", version: "5.10" },
    },
    { text: "fine", app: "Velo", metadata: { score: 5 } },
  ]);
});

test("where there is a text column its aliases are metadata", async () => {
  assert.deepEqual(await rowsOf("text,comment\na,b\n", "f.csv"), [{ text: "a", metadata: { comment: "b" } }]);
});

test("a metadata column holds JSON; one that doesn't is sent on to be refused", async () => {
  const rows = await rowsOf('text;metadata;os\na;"{""score"":2}";ios\nb;nonsense;ios\n', "f.csv");
  assert.deepEqual(rows, [
    { text: "a", metadata: { score: 2, os: "ios" } },
    { text: "b", metadata: "nonsense" },
  ]);
});

test("a CSV without anything to read in it is refused with the columns it has", async () => {
  await assert.rejects(rowsOf("id,stars\n1,5\n", "f.csv"), /no column is named text .*there are id, stars/);
});

test("one JSON array is no file of JSON lines, and the message says what to do", async () => {
  await assert.rejects(rowsOf('[\n {"text":"a"}\n]', "f.json"), /one JSON array.*jq/);
  await assert.rejects(rowsOf('[{"text":"a"}]', "f.jsonl"), /one JSON array/);
});

test("the format is told by the name, else by how the content starts", () => {
  assert.equal(formatOf("a.CSV", '{"text":1}'), "csv");
  assert.equal(formatOf("a.ndjson", "text,date"), "jsonl");
  assert.equal(formatOf("feedback", ' {"text":"a"}'), "jsonl");
  assert.equal(formatOf("feedback", '"text","date"\n'), "csv");
  assert.equal(formatOf("feedback", "text\nhello"), "csv");
});

test("the separator is the one that the header has most of, quoted ones apart", () => {
  assert.deepEqual(["a,b;c,d", "a;b;c", "a\tb", '"a,b,c";d', "text"].map(delimiterOf), [",", ";", "\t", ";", ","]);
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
const row = (json: string): FileRow => ({ json });

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
  const [request] = await requestsOf([row("0"), { error: "too long" }, row("2"), row("3")], []);
  const [first, second] = halves(request!)!;
  assert.deepEqual([first.from, first.to, first.lines, first.refused], [0, 2, ["0"], [{ row: 1, error: "too long" }]]);
  assert.deepEqual([second.from, second.to, second.rows, second.refused], [2, 4, [2, 3], []]);
  assert.equal(halves(first), undefined);
});
