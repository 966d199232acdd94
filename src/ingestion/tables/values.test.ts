/** Dates, ratings and identities of a file's rows, decided by its columns and not by single cells. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readTestTable } from "./open-table.testing.ts";
import type { FileOptions } from "./open-table.ts";

const ONE = "The boarding pass screen crashes every time I open it";
const column = (header: string, cells: readonly string[]): string =>
  `${header}\treview\n${cells.map((cell, index) => `${cell}\t${ONE} ${index}`).join("\n")}\n`;
const lines = (name: string, cells: readonly (string | number)[]): string =>
  cells.map((cell) => JSON.stringify({ text: ONE, [name]: cell })).join("\n");

const datesOf = async (cells: readonly string[], options: FileOptions = {}): Promise<unknown[]> => {
  const { records } = await readTestTable(column("date", cells), "f.tsv", options);
  const json = await readTestTable(lines("date", cells), "f.jsonl", options);
  const dates = (rows: readonly unknown[]) => rows.map((row) => (row as { date?: string }).date);
  assert.deepEqual(dates(json.records), dates(records), "JSON lines are read as CSV is");
  return dates(records);
};

test("whether the day or the month stands first is seen from all dates of the file", async () => {
  assert.deepEqual(await datesOf(["05-03-2025", "20-03-2025", "3-Apr-2025 23:30"]), [
    "2025-03-05T00:00:00Z",
    "2025-03-20T00:00:00Z",
    "3-Apr-2025 23:30",
  ]);
  assert.deepEqual(await datesOf(["1/2/2024 9:05:22 AM", "12/31/2023 13:05:22"]), [
    "2024-01-02T09:05:22Z",
    "2023-12-31T13:05:22Z",
  ]);
  assert.deepEqual(await datesOf(["1/2/24", "12/31/23"]), ["2024-01-02T00:00:00Z", "2023-12-31T00:00:00Z"]);
  assert.deepEqual(await datesOf(["01.02.2024 14:30"]), ["01.02.2024 14:30"]);
});

test("where nothing shows it, or both are shown, the dates stay as they are for the daemon to refuse, and that is said", async () => {
  assert.deepEqual(await datesOf(["05-03-2025", "06-03-2025"]), ["05-03-2025", "06-03-2025"]);
  assert.deepEqual(await datesOf(["05-03-2025", "20-03-2025", "03-20-2025"]), [
    "05-03-2025",
    "20-03-2025",
    "03-20-2025",
  ]);
  const { table } = await readTestTable(column("date", ["05-03-2025"]));
  assert.match(table.reading.remarks.join("\n"), /"05-03-2025" may have the day or the month first.*--date-format/);
  assert.deepEqual(await datesOf(["05-03-2025"], { dateOrder: "month" }), ["2025-05-03T00:00:00Z"]);
});

test("a column that doesn't show it follows the other dates of its file", async () => {
  const content = `created\tupdated at\treview\n05/03/2025\t20/03/2025\t${ONE}\n`;
  const { records } = await readTestTable(content);
  assert.deepEqual(records, [{ date: "2025-03-05T00:00:00Z", updated_at: "2025-03-20T00:00:00Z", text: ONE }]);
});

test("a spreadsheet's serial numbers are days", async () => {
  const { records } = await readTestTable(column("Date", ["45291", "45292.5"]));
  assert.deepEqual(
    records.map((row) => (row as { date?: string }).date),
    ["2023-12-31T00:00:00Z", "2024-01-01T12:00:00Z"],
  );
});

test("a spreadsheet's serial numbers are days in JSON too, while unix seconds stay", async () => {
  const datesIn = async (...dates: readonly number[]) =>
    (await readTestTable(lines("date", dates), "f.jsonl")).records.map((row) => (row as { date?: unknown }).date);
  assert.deepEqual(await datesIn(45291, 45292.5), ["2023-12-31T00:00:00Z", "2024-01-01T12:00:00Z"]);
  assert.deepEqual(await datesIn(1704016800, 1704016801), [1704016800, 1704016801]);
});

test("digits of other scripts, wide ones, marks of direction and Thailand's years are read as what they mean", async () => {
  const day = "2026-03-14T00:00:00Z";
  for (const written of [
    "١٤/٠٣/٢٠٢٦",
    "۱۴/۰۳/۲۰۲۶",
    "१४/०३/२०२६",
    "１４／０３／２０２６",
    "14/03/2569",
    "\u200e14\u200e/\u200e03\u200e/\u200e2026",
  ]) {
    assert.deepEqual(await datesOf([written]), [day], written);
  }
  const { records, table } = await readTestTable(
    "التاريخ,التقييم,التعليق,الإعجابات\n١٤/٠٣/٢٠٢٦,٤,التطبيق يتعطل كل يوم,١٢\n",
  );
  assert.deepEqual(records, [{ date: day, text: "التطبيق يتعطل كل يوم", metadata: { score: 4, الإعجابات: "١٢" } }]);
  assert.deepEqual(table.reading.remarks, []);
});

test("a date of change that can't be read costs no record: it is kept and named with line, value and column", async () => {
  const { records, unread } = await readTestTable(
    `date\tlast updated\treview\n2024-01-01\tsoon 5\t${ONE}\n2024-01-01\t2024-01-02\t${ONE}\n`,
  );
  assert.deepEqual(records[0], { date: "2024-01-01", text: ONE, metadata: { "last updated": "soon 5" } });
  assert.deepEqual(unread, [{ line: 2, column: "last updated", value: "soon 5", why: "no date, or one of two" }]);
});

const ratingsOf = async (name: string, cells: readonly string[], options: FileOptions = {}): Promise<unknown[]> => {
  const { records } = await readTestTable(column(name, cells), "f.tsv", options);
  const metadata = (rows: readonly unknown[]) => rows.map((row) => (row as { metadata?: unknown }).metadata);
  const json = await readTestTable(lines(name, cells), "f.jsonl", options);
  assert.deepEqual(metadata(json.records), metadata(records), "JSON lines are read as CSV is");
  return metadata(records);
};

test("scores from 0 to 10 are no stars, whichever single score is looked at", async () => {
  const points = (...values: number[]) => values.map((value) => ({ points: value, scale: "0-10" }));
  assert.deepEqual(await ratingsOf("score", ["4", "10", "0", "5"]), points(4, 10, 0, 5));
  assert.deepEqual(await ratingsOf("NPS", ["4", "5"]), points(4, 5));
  assert.deepEqual(await ratingsOf("rating", ["8/10", "4/10"]), points(8, 4));
  assert.deepEqual(await ratingsOf("rating", ["80%", "4"]), [
    { points: 80, scale: "0-100" },
    { points: 4, scale: "0-100" },
  ]);
  assert.deepEqual(await ratingsOf("score", ["4", "9"], { scale: "1-5" }), [{ score: 4 }, { score: "9" }]);
});

test("stars are read however they are written", async () => {
  const written = ["Five stars", "one", "5/5", "★★★★☆", "4,5", "4.0 out of 5 stars", "3"];
  assert.deepEqual(
    await ratingsOf("rating", written),
    [5, 1, 5, 4, 4.5, 4, 3].map((score) => ({ score })),
  );
});

test("a rating that can't be read is kept and named with line, value and column", async () => {
  const { records, unread } = await readTestTable(column("rating", ["5", "4", "good"]));
  assert.deepEqual((records[2] as { metadata: unknown }).metadata, { rating: "good" });
  assert.deepEqual(unread, [{ line: 4, column: "rating", value: "good", why: "no rating" }]);
});

test("upvotes and likes are no stars", async () => {
  const { records } = await readTestTable(
    `upvotes\tcomment\n5\t${ONE}\n1,234\t${ONE}\n1.2K\t${ONE}\n12 people found this helpful\t${ONE}\n`,
  );
  assert.deepEqual(
    records.map((row) => (row as { metadata: unknown }).metadata),
    [5, 1234, 1200, 12].map((thumbsUp) => ({ thumbsUp })),
  );
});

const idsOf = async (content: string, name = "f.csv"): Promise<unknown[]> =>
  (await readTestTable(content, name)).rows.map(({ record }) => (record as { id?: unknown }).id);

test("rows have their own ids, under whichever name", async () => {
  for (const name of [
    "review_id",
    "reviewId",
    "response_id",
    "Response ID",
    "Ticket ID",
    "message_id",
    "id_str",
    "#",
    "uuid",
    "Respondent ID",
    "_id",
  ]) {
    assert.deepEqual(await idsOf(`${name},comment\nR1,${ONE}\nR2,${ONE}\n`), ["R1", "R2"], name);
  }
});

test("ids past 2^53 keep their digits", async () => {
  assert.deepEqual(await idsOf(`tweet_id,text\n1116190735336968192,${ONE}\n`), ["1116190735336968192"]);
  assert.deepEqual(await idsOf(`{"id":1116190735336968192,"text":"${ONE}"}\n`, "f.jsonl"), ["1116190735336968192"]);
});

test("without ids each row is one, who says the same included; the same file gives the same ids again", async () => {
  const content = `author,date,review\nAnn,2024-02-01,${ONE}\nBob,2024-02-01,${ONE}\nAnn,2024-02-01,${ONE}\n`;
  const ids = await idsOf(content);
  assert.equal(new Set(ids).size, 3);
  assert.deepEqual(await idsOf(content), ids);
  const longer = await idsOf(
    `author,date,review\nNew,2024-03-01,more of it\n${content.slice(content.indexOf("\n") + 1)}`,
  );
  assert.deepEqual(longer.slice(1), ids, "rows keep their ids when others are added");
});

test("a column of few values is no id of its rows", async () => {
  const content = `id,date,review\n7,2024-02-01,${ONE}\n7,2024-02-01,${ONE} again\n7,2024-02-01,${ONE} and more\n`;
  assert.equal(new Set(await idsOf(content)).size, 3);
});

test("JSON lines without ids are told apart by their authors; without both the daemon's own rule holds", async () => {
  const json = (more: object) => JSON.stringify({ text: ONE, date: "2024-01-01", ...more });
  const ids = await idsOf(
    [json({ reviewerName: "Ann" }), json({ reviewerName: "Bob" }), json({})].join("\n"),
    "f.jsonl",
  );
  assert.notEqual(ids[0], ids[1]);
  assert.equal(ids[2], undefined);
});
