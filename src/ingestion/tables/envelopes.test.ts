/** What stands around a table: packing, encodings apart; separators, lead lines, several header lines, footers, broken rows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync, gzipSync, zstdCompressSync } from "node:zlib";
import { recordsOfSource } from "../object-records.ts";
import { openTestFiles, openTestTables, readTestTable, sourceOf } from "./open-table.testing.ts";
import { zipOf } from "./zip.testing.ts";

const ONE = "The boarding pass screen crashes every time I open it";
const TWO = "I was charged twice for one ticket, and nobody answers";

const textsOf = (records: readonly unknown[]): unknown[] => records.map((record) => (record as { text?: string }).text);

test("the separator is told from the rows, or by Excel's own line about it", async () => {
  const rows = (separator: string, quote = "") =>
    [
      ["id", "date", "rating", "text"],
      ["1", "2024-03-01", "1", ONE],
      ["2", "2024-03-02", "2", `${quote}${TWO}${quote}`],
    ]
      .map((row) => row.join(separator))
      .join("\r\n");
  const written: readonly (readonly [string, string])[] = [
    [",", rows(",", '"')],
    [";", rows(";")],
    ["\t", rows("\t")],
    ["|", rows("|")],
    [";", `sep=;\r\n${rows(";")}`],
    ["\t", `\uFEFFsep=\t\r\n${rows("\t")}`],
    [";", `"sep=;"\n${rows(";")}`],
  ];
  for (const [separator, content] of written) {
    const { table, records } = await readTestTable(content, "f.txt");
    assert.equal(table.reading.separator, separator);
    assert.deepEqual(textsOf(records), [ONE, TWO], content);
  }
});

test("decimal commas are no separators where semicolons are", async () => {
  const { records } = await readTestTable(
    `Datum;Sterne;Text\n01.02.2024;4,5;Ja, nein, vielleicht\n13.02.2024;2,0;${TWO}\n`,
  );
  assert.deepEqual(records, [
    { date: "2024-02-01T00:00:00Z", text: "Ja, nein, vielleicht", metadata: { score: 4.5 } },
    { date: "2024-02-13T00:00:00Z", text: TWO, metadata: { score: 2 } },
  ]);
});

test("lead lines are passed over, a footer is refused with its line, and rows are counted by the file's lines", async () => {
  const content = `Trustpilot export\nGenerated,2024-03-01\n\nReview Id;Date;Stars;Text\n1;2024-03-01;5;${ONE}\n2;2024-03-02;1;${TWO}\n\nTotal: 2 reviews\n`;
  const { table, rows } = await readTestTable(content);
  assert.equal(table.reading.header_line, 4);
  assert.deepEqual(
    rows.map(({ line, refused }) => [line, refused]),
    [
      [5, undefined],
      [6, undefined],
      [8, "1 cell where the header has 4: no row of the table"],
    ],
  );
  assert.equal(rows[2]!.record, "Total: 2 reviews");
});

test("lead lines in a spreadsheet are as wide as its table", async () => {
  const { records } = await readTestTable(
    `Reviews export,,\nApp: Ferry,,\n,,\nDate,Rating,Review\n2024-03-01,1,${ONE}\n`,
  );
  assert.deepEqual(records, [{ date: "2024-03-01", text: ONE, metadata: { score: 1 } }]);
});

test("SurveyMonkey's second line is a header too, and names the columns that a question goes over", async () => {
  const { records } = await readTestTable(
    `Respondent ID,Start Date,Which do you use?,,What would you improve?\n,,Map,Other (please specify),Open-Ended Response\n118001,12/31/2023 11:58:11 PM,Map,chat,${ONE}\n118002,01/02/2024 08:58:11 AM,,,"${TWO}"\n`,
  );
  assert.deepEqual(records, [
    {
      id: "118001",
      date: "2023-12-31T23:58:11Z",
      text: ONE,
      metadata: { "Which do you use?": "Map", "Which do you use?: Other (please specify)": "chat" },
    },
    { id: "118002", date: "2024-01-02T08:58:11Z", text: TWO },
  ]);
});

test("Qualtrics' labels and its ImportIds are headers too; each of both may be missing", async () => {
  const [names, labels, ids] = [
    "EndDate,ResponseId,Q1,Comment",
    "End Date,Response ID,How likely are you to recommend us,Why?",
    '"{""ImportId"":""endDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"',
  ];
  const row = `2023-12-31 10:01:00,R_1,2,${ONE}`;
  for (const lines of [
    [names, labels, ids, row],
    [names, ids, row],
    [names, labels, row],
    [names, row],
  ]) {
    const { records } = await readTestTable(lines.join("\n"));
    assert.deepEqual(records, [{ date: "2023-12-31 10:01:00", id: "R_1", text: ONE, metadata: { Q1: "2" } }]);
  }
});

test("a header that comes again within the file, where files were appended, is no record", async () => {
  const { records } = await readTestTable(`id,text\n1,${ONE}\nid,text\n2,fine by me\n`);
  assert.deepEqual(textsOf(records), [ONE, "fine by me"]);
});

test("a first row that lacks a date or has slid is no header", async () => {
  const empty = await readTestTable(`date,rating,review\n,,Great app and more\n2024-01-01,4,${ONE}\n`);
  assert.deepEqual(textsOf(empty.records), ["Great app and more", ONE]);
  const slid = await readTestTable("review,rating,version\nThe map crashes, my ticket is gone,1\nCannot pay,2,4.2\n");
  assert.match(slid.rows[0]!.refused ?? "", /slid/);
});

test("a file without a header is read by numbered columns, and that is said", async () => {
  const { records, table } = await readTestTable(
    `0,1467810369,Mon Apr 06 22:19:45 PDT 2009,NO_QUERY,ann,${ONE}\n4,1467810672,Mon Apr 06 22:19:49 PDT 2009,NO_QUERY,bob,"${TWO}"\n`,
    "f.csv",
    { mappings: [{ to: "person", column: "#5" }] },
  );
  assert.match(table.reading.remarks.join("\n"), /no header/);
  assert.deepEqual(records[0], {
    date: "Mon Apr 06 22:19:45 PDT 2009",
    text: ONE,
    metadata: { "column 1": "0", "column 2": "1467810369", "column 4": "NO_QUERY", userName: "ann" },
  });
});

test("gzip, Zstandard and zip are unpacked; an archive may hold several files", async () => {
  const content = Buffer.from(`id,text\n1,${ONE}\n`);
  for (const packed of [gzipSync(content), zstdCompressSync(content)]) {
    assert.deepEqual((await readTestTable(packed, "f.csv.gz")).records, [{ id: "1", text: ONE }]);
  }
  const zip = zipOf({ "a.csv": "id,text\n1,zip one\n", "__MACOSX/._a.csv": "x", "b.jsonl": '{"text":"zip two"}\n' });
  const tables = await openTestTables("f.zip", zip);
  assert.deepEqual(
    tables.map(({ name }) => name),
    ["f.zip:a.csv", "f.zip:b.jsonl"],
  );
});

test("what is no table is named for what it is", async () => {
  const others: readonly (readonly [Buffer | string, RegExp])[] = [
    [zipOf({ "xl/workbook.xml": "<x/>" }), /an Excel workbook: save it as CSV/],
    [zipOf({ "readme.md": "x" }), /holds no CSV or JSON; there are readme\.md/],
    [Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), /a picture/],
    [Buffer.from("%PDF-1.7\n"), /a PDF/],
    [Buffer.from(Array.from({ length: 3_000 }, (_, index) => [0, 1, 2, 3, 250, 17][index % 6]!)), /no text/],
    ["<!DOCTYPE html><html><body>Sign in</body></html>", /a web page/],
    ["<table><tr><td>id</td><td>text</td></tr></table>", /a web page/],
    ["<!-- made by a report -->\n<body></body>", /a web page/],
    [Buffer.from("\ufeff<html><body><table></table></body></html>", "utf16le"), /a web page/],
    ["{\\rtf1\\ansi The map crashes}", /a text of a word processor/],
    [Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x64, 0x40, 0xa7, 0x20]), /packed with lz4/],
    [gzipSync(`${"reviews/a.csv".padEnd(257, "\0")}ustar\0`), /a tar archive: unpack it/],
    [gzipSync(gzipSync("id,text\n1,one\n")), /packed twice: unpack it once/],
    [zipOf({}), /a zip archive with nothing in it/],
    [zipOf({ "word/document.xml": "<x/>" }), /a Word document/],
    [zipOf({ "a.csv": "id,text\n1,one\n" }, 9), /a\.csv: it is packed with Deflate64, which is not read: pack it/],
    ["From: Ann <ann@example.com>\nTo: us@example.com\nSubject: Crash\n\nThe map crashes.\n", /is mail/],
    ["From ann@example.com Sat Mar 14 08:15:00 2026\nSubject: Crash\n\nThe map crashes.\n", /is mail/],
    [`${"\u0002\u0003x".repeat(8)}\n`, /is no text/],
    [gzipSync("id,text\n1,one\n".repeat(500)).subarray(0, 50), /damaged/],
  ];
  for (const [content, message] of others) await assert.rejects(openTestTables("f.csv", content), message);
  for (const empty of ["", "\n\n  \n"]) assert.deepEqual(await openTestTables("f.csv", empty), []);
});

test("one bad file takes nothing from the others of its archive, and is named with the reason", async () => {
  const bad = {
    "a.csv": "%PDF-1.7\n",
    "b.jsonl": gzipSync('{"text":"x"}\n'.repeat(500)).subarray(0, 40),
    "c.csv": deflateRawSync("id,text\n1,one\n".repeat(500)).fill(0xff, 10),
    "d.csv": "id,text\n1,one\n",
    "e.csv": "<!DOCTYPE html><html></html>",
  };
  const zip = zipOf(
    { ...bad, "good.csv": "id,text\n1,zip one\n", "empty.csv": "", "/more/b.jsonl": '{"text":"zip two"}\n' },
    { "c.csv": 8, "d.csv": 9 },
  );
  const files = await openTestFiles("f.zip", zip);
  const shown = files.map((file) => `${file.name} ${"unreadable" in file ? file.unreadable : ""}`);
  const expected = [
    /^f\.zip:a\.csv it is a PDF/,
    /^f\.zip:b\.jsonl it is damaged: /,
    /^f\.zip:c\.csv it is damaged: /,
    /^f\.zip:d\.csv it is packed with Deflate64/,
    /^f\.zip:e\.csv it is a web page/,
    /^f\.zip:good\.csv $/,
    /^f\.zip:\/more\/b\.jsonl $/,
  ];
  assert.equal(shown.length, expected.length);
  for (const [at, pattern] of expected.entries()) assert.match(shown[at]!, pattern);
  const records: unknown[] = [];
  for await (const record of recordsOfSource(sourceOf("f.zip", zip))) records.push(record);
  assert.deepEqual(
    records.map((record) => (typeof record === "string" ? record.slice(0, 21) : (record as { text: string }).text)),
    ["a.csv", "b.jsonl", "c.csv", "d.csv", "e.csv"]
      .map((name) => `f.zip:${name} can't be read`.slice(0, 21))
      .concat("zip one", "zip two"),
  );
  await assert.rejects(
    openTestTables("f.zip", zipOf(bad, { "c.csv": 8, "d.csv": 9 })),
    /a\.csv is a PDF[\s\S]*e\.csv is a web/,
  );
});

test("where an archive's list of contents breaks off, what stands before is read", async () => {
  const zip = zipOf({ "a.csv": "id,text\n1,zip one\n", "b.csv": "id,text\n1,two\n" });
  const entry = zip.lastIndexOf(Buffer.from("PK\u0001\u0002"));
  zip.write("XX", entry, "latin1");
  const [rest, table, ...more] = await openTestFiles("f.zip", zip);
  assert.ok(rest !== undefined && "unreadable" in rest && table !== undefined && more.length === 0);
  assert.deepEqual([rest.name, table.name], ["f.zip, behind a.csv", "f.zip:a.csv"]);
  assert.match(rest.unreadable, /invalid central directory/);
});

test("what is written about the files of an archive is no feedback, unless nothing else is in it", async () => {
  const about = await openTestTables(
    "f.zip",
    zipOf({ "README.txt": `${ONE}\n${TWO}\n`, "a.csv": "id,text\n1,one\n", "notes.txt": `${ONE}\n${TWO}\n` }),
  );
  assert.deepEqual(
    about.map(({ name }) => name),
    ["f.zip:a.csv", "f.zip:notes.txt"],
  );
  assert.equal((await openTestTables("f.zip", zipOf({ "README.txt": `${ONE}\n${TWO}\n` }))).length, 1);
});

test("a text a line is read whole, whatever commas are in it; a table with blanks behind its commas stays one", async () => {
  const files: readonly (readonly string[])[] = [
    ["Hi, the map crashes", "Hello, I cannot log in", "Dear team, please add a dark mode"],
    ["The map crashes, every day", "It is slow, ugly and bad", "Fine", "Please fix, it is bad"],
    ["The map crashes on login every day, please fix"],
    ["The map crashes on login every day"],
    ["The map crashes; I cannot log in", "Slow; very bad", "Fine"],
    ["[08:15] <ann> the map crashes", "[08:16] <bob> here, too"],
    ["14/03/2026, 08:15 - Ann: The map crashes", "14/03/2026, 08:16 - Bob: Here, too", "and it is slow"],
  ];
  for (const texts of files) {
    const { records, table } = await readTestTable(`${texts.join("\n")}\n`, "f.txt");
    assert.deepEqual(textsOf(records), texts);
    assert.match(table.reading.remarks.join("\n"), /no header/);
  }
  const { records } = await readTestTable("foo, bar\n1, The map crashes on login\n2, It is slow and bad\n");
  assert.deepEqual(textsOf(records), ["The map crashes on login", "It is slow and bad"]);
});

test("separators within an unquoted text: the surplus joins the text where the other cells show it, else the row is refused", async () => {
  const last = await readTestTable(
    `date,rating,review\n2024-03-01,1,The map crashes, the list freezes, and my ticket is gone\n2024-03-02,2,${ONE}\n`,
  );
  assert.deepEqual(textsOf(last.records), ["The map crashes, the list freezes, and my ticket is gone", ONE]);
  const first = await readTestTable(
    "review,rating,version\nThe map crashes, my ticket is gone,1,4.2\nCannot pay with card,2,4.2\n",
  );
  assert.deepEqual(first.records[0], {
    text: "The map crashes, my ticket is gone",
    metadata: { score: 1, version: "4.2" },
  });
  const unsure = await readTestTable(
    "text,version,device\nThe map crashes, my ticket is gone,4.2,Pixel\nok then,4.2,Pixel\n",
  );
  assert.match(unsure.rows[0]!.refused ?? "", /4 cells where the header has 3/);
  assert.equal(unsure.rows[0]!.record, "The map crashes, my ticket is gone,4.2,Pixel");
  const blank = await readTestTable(`date,review\n2024-03-01,${ONE},,\n`);
  assert.deepEqual(textsOf(blank.records), [ONE]);
});

test("a stray quote costs its own row alone, if that", async () => {
  const { records } = await readTestTable(
    `date,review\n2024-01-01,"Great" app but it crashes\n2024-01-02,"Nice, really"\n2024-01-03,5" screen is too small\n2024-01-04,"never closed\n2024-01-05,"He said \\"no\\" twice"\n2024-01-06,"two\nlines ""quoted"""\n`,
  );
  assert.deepEqual(textsOf(records), [
    '"Great" app but it crashes',
    "Nice, really",
    '5" screen is too small',
    '"never closed',
    'He said "no" twice',
    'two\nlines "quoted"',
  ]);
});

test("lines that end as on an old Mac are lines", async () => {
  const { records } = await readTestTable(`id,text\r1,${ONE}\r2,"${TWO}"\r`);
  assert.deepEqual(textsOf(records), [ONE, TWO]);
});
