/** Rows of a file: what can't be read is said in words for its owner, and reading goes on from any mark as if it had never stopped. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { RowMark } from "../model/upload.ts";
import { type FileRow, openRows, type RowSource } from "./rows.ts";

function sourceOf(bytes: Buffer, size: number, parts: Partial<RowSource> = {}): RowSource {
  return {
    name: "text/csv",
    async *open(from = 0) {
      for (let at = from; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    },
    ...parts,
  };
}

async function readAll(source: RowSource, from?: RowMark): Promise<{ rows: FileRow[]; marks: RowMark[] }> {
  const file = await openRows(source);
  const rows: FileRow[] = [];
  const marks: RowMark[] = [];
  for await (const row of file.rows(from)) {
    rows.push(row);
    const mark = file.mark();
    if (mark !== undefined && mark.rows !== marks.at(-1)?.rows) marks.push(mark);
  }
  return { rows, marks };
}

test("what is no table is said, with what to do", async () => {
  const cases: readonly (readonly [Buffer, string | undefined, string])[] = [
    [Buffer.alloc(0), undefined, "the file is empty"],
    [Buffer.from("\uFEFF \r\n\r\n"), undefined, "the file is empty"],
    [
      Buffer.from("PK\u0003\u0004rest"),
      undefined,
      "the file is a spreadsheet (such as .xlsx) or a zip archive: save the table as CSV (UTF-8)",
    ],
    [
      Buffer.from([0x1f, 0x8b, 8]),
      undefined,
      "the file is packed with gzip: unpack it, or say so with Content-Encoding: gzip",
    ],
    [Buffer.from("%PDF-1.7"), undefined, "the file is a PDF document: save the table as CSV (UTF-8)"],
    [
      Buffer.from([1, 0, 2, 0, 3, 0]),
      undefined,
      "the file is no text: give CSV or JSON lines, as they are or packed with gzip or zip",
    ],
    [
      Buffer.from("Stars?\n5\n"),
      "klingon",
      "the charset klingon is none that is known: leave it out, or say utf-8, utf-16le or windows-1252",
    ],
    [
      Buffer.from("Why?\nZ\xfcrich\n", "latin1"),
      "utf-8",
      "the file is no utf-8: past byte 0 is something else; say what it is written in (--encoding, or charset= of an upload)",
    ],
    [Buffer.from('[{"answers":[]}]'), undefined, "the file is one JSON array: write one response a line"],
  ];
  for (const [bytes, charset, message] of cases) {
    const name = message.includes("JSON array") ? "application/x-ndjson" : "text/csv";
    await assert.rejects(readAll(sourceOf(bytes, 64, { charset, name })), { message }, message);
  }
});

const cell = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom("", 'said "yes"', "two\nlines", "a,b", "Zürich 東京 🙂", '"', "x\r\ny", "\uFEFF"),
);
const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 30 });
const bom = fc.constantFrom("", "\uFEFF");

test("reading goes on from each mark with the rows that follow it, however the file is cut", async () => {
  await fc.assert(
    fc.asyncProperty(table, bom, fc.integer({ min: 8, max: 60 }), async (rows, mark, size) => {
      const text = `${mark}a,b,c\n${rows.map((row) => row.map(quoted).join(",")).join("\n")}\n`;
      const source = sourceOf(Buffer.from(text), size);
      const { encoding } = await openRows(source);
      const all = await readAll(source);
      for (const from of all.marks) {
        const rest = await readAll({ ...source, encoding }, from);
        assert.deepEqual(rest.rows, all.rows.slice(from.rows));
      }
    }),
    { numRuns: 100 },
  );
});

test("lines of JSON go on from each mark too, and what is not UTF-8 has none", async () => {
  const lines = Array.from({ length: 40 }, (_, at) => JSON.stringify({ id: `ü${at}` }));
  const source = sourceOf(Buffer.from(`${lines.join("\n")}\n`), 37, { name: "application/x-ndjson" });
  const all = await readAll(source);
  assert.equal(all.rows.length, 40);
  assert.ok(all.marks.length > 10);
  for (const from of all.marks) assert.deepEqual((await readAll(source, from)).rows, all.rows.slice(from.rows));
  const wide = sourceOf(Buffer.from("\uFEFFa,b\n1,2\n3,4\n", "utf16le"), 6);
  assert.deepEqual((await readAll(wide)).marks, []);
  assert.equal((await readAll(wide)).rows.length, 2);
});
