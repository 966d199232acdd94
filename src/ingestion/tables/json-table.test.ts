/** JSON as interfaces and programs write it: lines, lists, pages, with names of their own. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createJsonValueSplitter } from "./json-values.ts";
import { readTestTable } from "./open-table.testing.ts";

const ONE = "The boarding pass screen crashes every time I open it";
const TWO = "I was charged twice for one ticket";

const textsOf = (records: readonly unknown[]): unknown[] => records.map((record) => (record as { text?: string }).text);

test("one list is read as lines are, each record with the line it begins in", async () => {
  const list = JSON.stringify([{ content: ONE, at: "2024-01-01" }, { content: TWO, at: "2024-01-02" }, 7], null, 2);
  const { rows, records, table } = await readTestTable(list, "f.json");
  assert.equal(table.reading.format, "json");
  assert.deepEqual(records, [{ text: ONE, date: "2024-01-01" }, { text: TWO, date: "2024-01-02" }, 7]);
  assert.deepEqual(
    rows.map(({ line }) => line),
    [2, 6, 10],
  );
});

test("a list within a document is found; other lists in it are not", async () => {
  const documents = [
    { meta: { tags: ["x"] }, reviews: [{ text: ONE }, { text: TWO }], others: [{ text: "no" }] },
    { feed: { author: { name: "iTunes" }, entry: [{ content: { label: ONE } }, { content: { label: TWO } }] } },
    {
      hits: {
        hits: [
          { _id: "1", _source: { text: ONE } },
          { _id: "2", _source: { text: TWO } },
        ],
      },
    },
  ];
  for (const document of documents) {
    for (const indent of [undefined, 2]) {
      const { records } = await readTestTable(JSON.stringify(document, null, indent), "f.json");
      assert.deepEqual(textsOf(records), [ONE, TWO]);
    }
  }
});

test("a page of an interface on each line is all of its records", async () => {
  const page = (...texts: string[]) =>
    JSON.stringify({ data: texts.map((text) => ({ text })), includes: { users: [{ name: "Ann" }] } });
  const { records, rows, table } = await readTestTable(`${page(ONE, TWO)}\n${page("three of them")}\n`, "f.jsonl");
  assert.deepEqual(textsOf(records), [ONE, TWO, "three of them"]);
  assert.deepEqual(
    rows.map(({ line }) => line),
    [1, 1, 2],
  );
  assert.equal(table.reading.rows, 3);
});

test("lists that hold no texts are passed over, and a list of pages is all of their records", async () => {
  const linked = await readTestTable(JSON.stringify({ links: [{ href: "x" }], reviews: [{ text: ONE }] }), "f.json");
  assert.deepEqual(textsOf(linked.records), [ONE]);
  const pages = [
    { data: [{ text: ONE }], meta: {} },
    { data: [{ text: TWO }], meta: {} },
  ];
  assert.deepEqual(textsOf((await readTestTable(JSON.stringify(pages, null, 1), "f.json")).records), [ONE, TWO]);
});

test("a form's response with a list of answers stays one record with its id and date", async () => {
  const answers = [
    { type: "text", text: ONE },
    { type: "number", number: 4 },
    { type: "text", text: TWO },
  ];
  const response = { response_id: "r1", submitted_at: "2024-03-01T10:00:00Z", answers };
  const { records } = await readTestTable(JSON.stringify({ items: [response] }), "f.json");
  assert.deepEqual(records, [
    { id: "r1", date: "2024-03-01T10:00:00Z", text: `${ONE}\n${TWO}`, metadata: { answers } },
  ]);
  const other = { response_id: "r1", answers: [{ words: ONE, text: TWO }] };
  const mapped = await readTestTable(`${JSON.stringify(other)}\n`, "f.jsonl", {
    mappings: [{ to: "text", column: "answers.0.words" }],
  });
  assert.deepEqual(mapped.records, [{ id: "r1", text: ONE, metadata: { answers: other.answers } }]);
});

test("a record over several lines is one, and one that holds a list of something else stays whole", async () => {
  const { records } = await readTestTable(JSON.stringify({ text: ONE, stars: 4 }, null, 2), "f.json");
  assert.deepEqual(records, [{ text: ONE, metadata: { score: 4 } }]);
  const rated = { id: "1", score: 4, text: null, criterias: [{ criteria: "x", rating: 1 }] };
  const kept = await readTestTable(`${JSON.stringify(rated)}\n${JSON.stringify({ text: ONE })}\n`, "f.jsonl");
  assert.equal(kept.records.length, 2);
});

test("a line that is no JSON costs itself alone, and is kept as it is", async () => {
  const { rows } = await readTestTable(`{"text":"${ONE}"}\n{"text":\nnull\n{"text":"${TWO}"}`, "f.jsonl");
  assert.deepEqual(
    rows.map(({ line, refused, record }) => [line, refused?.slice(0, 7), typeof record]),
    [
      [1, undefined, "object"],
      [2, "no JSON", "string"],
      [3, "a recor", "object"],
      [4, undefined, "object"],
    ],
  );
});

test("a list with a record on each line, and lines cut out of one, are read", async () => {
  const lines = [ONE, TWO].map((text) => JSON.stringify({ text }));
  for (const content of [`[\n${lines.join(",\n")}\n]\n`, `${lines.join(",\n")},\n`]) {
    assert.deepEqual((await readTestTable(content, "f.jsonl")).records, [{ text: ONE }, { text: TWO }]);
  }
});

test("NaN of pandas is nothing", async () => {
  const { records } = await readTestTable(`{"text":"${ONE}","rating":NaN,"title":NaN}\n`, "f.jsonl");
  assert.deepEqual(records, [{ text: ONE }]);
});

test("a mapping leads into nested objects by dots, and goes before what names say", async () => {
  const line = JSON.stringify({ text: "not this", answers: { why: ONE }, when: "2024-01-01", grade: 4 });
  const { records } = await readTestTable(`${line}\n`, "f.jsonl", {
    mappings: [
      { to: "text", column: "answers.why" },
      { to: "date", column: "When" },
      { to: "stars", column: "grade" },
    ],
  });
  assert.deepEqual(records, [{ text: ONE, date: "2024-01-01", metadata: { score: 4, answers: { why: ONE } } }]);
});

test("a mapping to what is no field is refused, with the fields that there are", async () => {
  const options = { mappings: [{ to: "txt", column: "a" }] };
  await assert.rejects(readTestTable('{"text":"a"}\n', "f.jsonl", options), /"txt" is no field: there are id, date/);
  await assert.rejects(
    readTestTable("text\na\n", "f.csv", { mappings: [{ to: "text", column: "b" }] }),
    /no column is named "b"; there are text/,
  );
});

test("the records of any list are found, wherever its pieces are cut", () => {
  const records = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), { maxLength: 5 });
  const property = fc.property(records, fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, 2), (list, size, indent) => {
    for (const document of [list, { page: 1, items: list }]) {
      const text = JSON.stringify(document, null, indent);
      const splitter = createJsonValueSplitter();
      const found: unknown[] = [];
      for (let at = 0; at < text.length; at += size)
        found.push(...splitter.push(text.slice(at, at + size)).map((value) => JSON.parse(value.text)));
      assert.deepEqual(found, JSON.parse(JSON.stringify(list)));
      assert.deepEqual(splitter.end(), []);
    }
  });
  fc.assert(property);
});

test("an id that all records share tells none apart; one that some share is of one record", async () => {
  const lines = (ids: readonly string[]) =>
    ids.map((id, at) => JSON.stringify({ id, review: `${ONE}, time ${at}`, rating: 1 })).join("\n");
  const shared = await readTestTable(lines(["app-1", "app-1", "app-1"]), "f.jsonl");
  assert.ok(shared.records.every((record) => (record as { id?: string }).id !== "app-1"));
  assert.deepEqual((shared.records[0] as { metadata: unknown }).metadata, { score: 1, shared_id: "app-1" });
  assert.match(shared.table.reading.remarks.join(), /all records have the same id/);
  for (const own of [
    ["r1", "r1"],
    ["r1", "r1", "r2"],
  ]) {
    const { records, table } = await readTestTable(lines(own), "f.jsonl");
    assert.deepEqual(
      records.map((record) => (record as { id?: string }).id),
      own,
    );
    assert.doesNotMatch(table.reading.remarks.join(), /same id/);
  }
});
