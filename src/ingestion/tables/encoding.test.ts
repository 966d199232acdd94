import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { encodingNamed } from "./guess-encoding.ts";
import { readTestTable } from "./open-table.testing.ts";

const western = (text: string): Buffer =>
  Buffer.from([...text].map((letter) => (letter === "–" ? 0x96 : letter === "€" ? 0x80 : letter.charCodeAt(0))));

const textOf = (record: unknown): unknown => (record as { text?: string }).text;
const GERMAN = "Für die Überfahrt nach Öland kann ich nicht bezahlen – die Karte wird abgelehnt, 5 € weg";

test("Windows-1252 is read as such and said, in CSV and in JSON lines, never with U+FFFD", async () => {
  const csv = await readTestTable(western(`id;text\r\n1;${GERMAN}\r\n2;Appen går ned når jeg åbner\r\n`));
  assert.deepEqual(csv.records.map(textOf), [GERMAN, "Appen går ned når jeg åbner"]);
  assert.deepEqual([csv.table.encoding.name, csv.table.encoding.by], ["windows-1252", "guess"]);
  const json = await readTestTable(western(`{"text":"${GERMAN}"}\n`), "f.jsonl");
  assert.deepEqual(json.records.map(textOf), [GERMAN]);
});

/** Bytes of short texts in other encodings, as Python's codecs write them. */
const others: readonly { readonly name: string; readonly hex: string; readonly text: string }[] = [
  {
    name: "shift_jis",
    hex: "83418376838a82aa82e682ad978e82bf82e982cc82c58da282c182c482a282dc82b78142926e907d82e0955c8ea682b382ea82dc82b982f18142",
    text: "アプリがよく落ちるので困っています。地図も表示されません。",
  },
  {
    name: "gb18030",
    hex: "d3a6d3c3b3ccd0f2beadb3a3b1c0c0a3a3accED2b4f2b2bbbfaab5d8cdbca3acb7c7b3a3caa7cdfba1a3",
    text: "应用程序经常崩溃，我打不开地图，非常失望。",
  },
  {
    name: "windows-1251",
    hex: "cff0e8ebeee6e5ede8e520efeef1f2eeffededee20e2fbebe5f2e0e5f220e820eae0f0f2e020ede520eef2eaf0fbe2e0e5f2f1ff",
    text: "Приложение постоянно вылетает и карта не открывается",
  },
];
for (const { name, hex, text } of others) {
  test(`${name} is told from the bytes`, async () => {
    const bytes = Buffer.concat([Buffer.from("id,text\n1,"), Buffer.from(hex, "hex"), Buffer.from("\n")]);
    const { records, table } = await readTestTable(bytes);
    assert.equal(table.encoding.name, name);
    assert.deepEqual(records.map(textOf), [text]);
    assert.ok(!JSON.stringify(records).includes("\uFFFD"));
  });
}

test("UTF-16 is told by its mark, or by its zeros", async () => {
  for (const content of [
    Buffer.from(`\uFEFFid,text\n1,${GERMAN}\n`, "utf16le"),
    Buffer.from(`id,text\n1,${GERMAN}\n`, "utf16le"),
  ]) {
    assert.deepEqual((await readTestTable(content)).records.map(textOf), [GERMAN]);
    assert.deepEqual((await readTestTable(Buffer.from(content).swap16())).records.map(textOf), [GERMAN]);
  }
});

test("single bytes that are no UTF-8 among text that is are read as Windows-1252, and counted", async () => {
  const content = Buffer.concat([
    Buffer.from("id,text\n1,für über öfter\n2,caf"),
    Buffer.from([0xe9]),
    Buffer.from(" zu teuer\n"),
  ]);
  const { records, table } = await readTestTable(content);
  assert.deepEqual(records.map(textOf), ["für über öfter", "café zu teuer"]);
  assert.equal(table.encoding.strayBytes, 1);
});

test("lines of Windows-1252 put below lines of UTF-8 leave those as they are", async () => {
  const content = Buffer.concat([
    Buffer.from('{"text":"Schöne Grüße"}\n{"text":"Über uns"}\n'),
    western('{"text":"Für die Überfahrt – schön, größer, älter, übler"}\n'),
  ]);
  const { records } = await readTestTable(content, "f.jsonl");
  assert.deepEqual(records.map(textOf), [
    "Schöne Grüße",
    "Über uns",
    "Für die Überfahrt – schön, größer, älter, übler",
  ]);
  const two = [Buffer.from('{"text":"Schöne Grüße"}\n'), western('{"text":"Schöne Grüße – ja"}\n')];
  const read = await readTestTable(Buffer.concat(two), "f.jsonl");
  assert.deepEqual(read.records.map(textOf), ["Schöne Grüße", "Schöne Grüße – ja"]);
  const quoted = western("id;text\n1;Viel Spa\u00df\u0096 und gr\u00fcn\n2;sch\u00f6n\n3;f\u00fcr uns\n");
  assert.deepEqual((await readTestTable(quoted)).records.map(textOf), ["Viel Spaß– und grün", "schön", "für uns"]);
});

test("a file of an old Mac is told from its letters; UTF-32 is named", async () => {
  const mac = Buffer.from(
    "id,text\n1,Die \u0086berfahrt war sch\u009an und f\u009fr uns gut, ja sp\u008at\n",
    "latin1",
  );
  const { records, table } = await readTestTable(mac);
  assert.deepEqual(
    [records.map(textOf), table.encoding.name],
    [["Die Überfahrt war schön und für uns gut, ja spät"], "macintosh"],
  );
  const few = Buffer.from("id,text\n1,Gut f\u009fr uns\n2,Sch\u009ane Gr\u009f\u00a7e von uns\n", "latin1");
  assert.deepEqual((await readTestTable(few)).records.map(textOf), ["Gut für uns", "Schöne Grüße von uns"]);
  const apostrophes = western("id,text\n1,It doesn\u0092t and won\u0092t work \u0093here\u0094\n");
  assert.deepEqual((await readTestTable(apostrophes)).records.map(textOf), ["It doesn’t and won’t work “here”"]);
  const wide = Buffer.from([0xff, 0xfe, 0, 0, 0x69, 0, 0, 0, 0x64, 0, 0, 0]);
  await assert.rejects(readTestTable(wide), /f\.csv is UTF-32: save it as UTF-8/);
});

test("a declared encoding counts, and what it doesn't have is an error that says so", async () => {
  const bytes = Buffer.concat([Buffer.from("id,text\n1,"), Buffer.from("cff0e8e2e5f2", "hex"), Buffer.from(" x\n")]);
  assert.deepEqual((await readTestTable(bytes, "f.csv", { encoding: "windows-1251" })).records.map(textOf), [
    "Привет x",
  ]);
  await assert.rejects(readTestTable(bytes, "f.csv", { encoding: "utf-8" }), /f\.csv is no utf-8.*--encoding/);
  assert.deepEqual(["CP1252", "latin1", "ansi", "cp932", "utf-8-sig", "klingon"].map(encodingNamed), [
    "windows-1252",
    "windows-1252",
    "windows-1252",
    "shift_jis",
    "utf-8",
    undefined,
  ]);
});

test("any text in UTF-8 is read back as it is, wherever its chunks are cut", async () => {
  const text = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
    .filter((value) => !/^\s|["\\\p{Cc}\ufeff]/u.test(value));
  await fc.assert(
    fc.asyncProperty(text, async (value) => {
      const { records } = await readTestTable(`id,text\n1,"x${value}y"\n2,"${value}z"\n`);
      assert.deepEqual(records.map(textOf), [`x${value}y`, `${value}z`]);
    }),
    { numRuns: 50 },
  );
});
