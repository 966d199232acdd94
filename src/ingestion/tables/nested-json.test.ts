/** JSON whose records lie within something else: an object around each, a topic, keys, columns; or one after the other. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readTestTable } from "./open-table.testing.ts";

const ONE = "The boarding pass screen crashes every time I open it";
const TWO = "I was charged twice for one ticket, and it's not paid back";

type Fields = Record<string, unknown>;

async function recordsOf(content: unknown, name = "f.json"): Promise<readonly Fields[]> {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  const { records, rows } = await readTestTable(text, name);
  assert.deepEqual(
    rows.flatMap(({ refused }) => refused ?? []),
    [],
  );
  return records as readonly Fields[];
}
const textsOf = (records: readonly Fields[]): unknown[] => records.map(({ text }) => text);

test("a record within an object of its own is read with what stands beside it", async () => {
  const wrapped = [
    { review: { id: "r1", text: ONE, rating: 2, date: "2024-03-01" }, product: { name: "Ferry" } },
    { node: { id: "r1", body: ONE, score: 2, createdAt: "2024-03-01" }, cursor: "c" },
    { id: "r1", type: "reviews", attributes: { content: ONE, stars: 2, "created-at": "2024-03-01" } },
    { id: "r1", properties: { hs_content: ONE, rating: "2" }, createdAt: "2024-03-01" },
  ];
  for (const one of wrapped) {
    for (const content of [
      JSON.stringify({ items: [one] }),
      JSON.stringify([one], null, 2),
      `${JSON.stringify(one)}\n`,
    ]) {
      const [record] = await recordsOf(content, content.endsWith("\n") ? "f.jsonl" : "f.json");
      const { id, text, date, metadata } = record as { metadata: Fields } & Fields;
      assert.deepEqual([id, text, date, metadata.score], ["r1", ONE, "2024-03-01", 2]);
    }
  }
  const [review] = await recordsOf({ items: [wrapped[0]] });
  assert.deepEqual((review!.metadata as Fields).product, { name: "Ferry" });
});

test("what an object says under a name that its record has too is kept beside it", async () => {
  const [record] = await recordsOf([
    { id: "t1", created_at: "2024-01-01", post: { id: "p1", raw: ONE, created_at: "2024-02-01" } },
  ]);
  assert.deepEqual(record, {
    id: "p1",
    text: ONE,
    date: "2024-02-01",
    metadata: { outer_id: "t1", outer_created_at: "2024-01-01" },
  });
});

test("YouTube's comment lies in a snippet of a comment of a snippet", async () => {
  const comment = {
    id: "Ug1",
    snippet: { textOriginal: ONE, authorDisplayName: "Ann", likeCount: 3, publishedAt: "2024-03-01T10:00:00Z" },
  };
  const [record] = await recordsOf({ items: [{ id: "Ug1", snippet: { videoId: "v", topLevelComment: comment } }] });
  assert.deepEqual([record!.id, record!.text, record!.date], ["Ug1", ONE, "2024-03-01T10:00:00Z"]);
  assert.deepEqual(record!.metadata, { videoId: "v", userName: "Ann", thumbsUp: 3 });
});

test("a reply is no record of its own, and what interfaces include beside their data is none", async () => {
  const records = await recordsOf({
    included: [{ type: "customerReviewResponses", id: "z", attributes: { responseBody: "Thanks for writing to us" } }],
    data: [
      { type: "customerReviews", id: "r1", attributes: { body: ONE, rating: 1 }, links: { self: "https://x.example" } },
    ],
  });
  assert.deepEqual(records, [{ id: "r1", text: ONE, metadata: { score: 1, links: { self: "https://x.example" } } }]);
});

test("a topic on one line is its posts, though it has a title and an id; an answered form stays one record", async () => {
  const posts = [
    { id: 1, raw: ONE, created_at: "2024-03-01T10:00:00Z" },
    { id: 2, raw: TWO, created_at: "2024-03-02T10:00:00Z" },
  ];
  const topic = { post_stream: { posts, stream: [1, 2] }, id: 5, title: "Ferry app", tags: [] };
  assert.deepEqual(textsOf(await recordsOf(topic)), [ONE, TWO]);
  assert.deepEqual(textsOf(await recordsOf(`${JSON.stringify(topic)}\n${JSON.stringify(topic)}\n`, "f.jsonl")), [
    ONE,
    TWO,
    ONE,
    TWO,
  ]);
  const form = { response_id: "r1", title: "Survey", answers: [{ type: "text", text: ONE }] };
  assert.equal((await recordsOf(`${JSON.stringify(form)}\n`, "f.jsonl")).length, 1);
});

test("a conversation on its own is one record, not the parts that agents wrote in it", async () => {
  const conversation = {
    type: "conversation",
    id: "c1",
    created_at: 1704016800,
    source: { body: ONE, author: { name: "Ann" } },
    conversation_parts: { conversation_parts: [{ id: "p1", body: "We look into it", created_at: 1704016900 }] },
  };
  for (const indent of [undefined, 2]) {
    assert.deepEqual(textsOf(await recordsOf(JSON.stringify(conversation, null, indent))), [ONE]);
  }
});

test("lists that lie deep are found", async () => {
  const edges = [{ node: { id: "1", body: ONE } }, { node: { id: "2", body: TWO } }];
  assert.deepEqual(textsOf(await recordsOf({ data: { app: { reviews: { edges } } } })), [ONE, TWO]);
});

test("records by their keys, by columns, by rows, and bare texts", async () => {
  const keyed = await recordsOf({ "-Nx1": { text: ONE, rating: 1 }, "-Nx2": { text: TWO, rating: 2 } });
  assert.deepEqual(
    keyed.map(({ id, text }) => [id, text]),
    [
      ["-Nx1", ONE],
      ["-Nx2", TWO],
    ],
  );
  const read = [
    { text: ONE, metadata: { score: 1 } },
    { text: TWO, metadata: { score: 2 } },
  ];
  const shapes = [
    { "0": { review: ONE, score: 1 }, "1": { review: TWO, score: 2 } },
    { review: { "0": ONE, "1": TWO }, score: { "0": 1, "1": 2 } },
    { review: [ONE, TWO], score: [1, 2] },
    {
      columns: ["review", "score"],
      index: [0, 1],
      data: [
        [ONE, 1],
        [TWO, 2],
      ],
    },
    [
      ["review", "score"],
      [ONE, 1],
      [TWO, 2],
    ],
  ];
  for (const shape of shapes) {
    assert.deepEqual(await recordsOf(shape), read);
    assert.deepEqual(await recordsOf(JSON.stringify(shape, null, 2)), read);
  }
  assert.deepEqual(await recordsOf([ONE, TWO]), [{ text: ONE }, { text: TWO }]);
});

test("records one after the other, each over several lines, are read one by one", async () => {
  const records = [ONE, TWO].map((text, at) => ({
    id: String(at),
    text,
    replies: [{ body: "We are sorry to hear that" }],
  }));
  const { rows } = await readTestTable(records.map((one) => JSON.stringify(one, null, 2)).join("\n"), "f.json");
  assert.deepEqual(
    rows.map(({ line, record }) => [line, (record as Fields).text]),
    [
      [1, ONE],
      [10, TWO],
    ],
  );
});

test("an empty list and an empty last page hold no record; a record with an empty list is still refused by name", async () => {
  for (const content of ["[]", '{"reviews":[],"next":null}', '{"data":{"children":[]},"kind":"Listing"}']) {
    assert.deepEqual(await recordsOf(content), []);
  }
  const pages = [{ reviews: [{ text: ONE }] }, { reviews: [] }];
  assert.deepEqual(textsOf(await recordsOf(pages)), [ONE]);
  assert.equal((await recordsOf('{"score":1,"data":[]}\n{"text":"a b c"}\n', "f.jsonl")).length, 2);
});

test("what a page says of itself is no feedback, and a record keeps what people answered to it", async () => {
  const [one, two] = [
    { id: "a", text: ONE },
    { id: "b", text: TWO },
  ];
  const pages = [
    { status: 200, message: "OK", data: [one] },
    { title: "Reviews", description: "All reviews of my app", items: [two] },
  ];
  assert.deepEqual(textsOf(await recordsOf(pages[0])), [ONE]);
  assert.deepEqual(textsOf(await recordsOf(pages.map((page) => JSON.stringify(page)).join("\n"), "f.jsonl")), [
    ONE,
    TWO,
  ]);
  const answered = { id: "c", text: ONE, comments: [two] };
  for (const indent of [0, 2])
    assert.deepEqual(textsOf(await recordsOf(JSON.stringify(answered, null, indent))), [ONE]);
});

test("pages that were put one behind the other are all of their records, wherever they lie", async () => {
  const pages = [[{ id: "a", text: ONE }], [], [{ id: "b", text: TWO }]];
  for (const indent of [0, 2]) {
    assert.deepEqual(textsOf(await recordsOf(JSON.stringify(pages, null, indent))), [ONE, TWO]);
    assert.deepEqual(textsOf(await recordsOf(JSON.stringify({ total: 2, results: pages }, null, indent))), [ONE, TWO]);
  }
});

test("texts that chats, mail and sites wrap or part are read: Telegram, Microsoft Graph, WordPress, WhatsApp", async () => {
  const parts = ["see ", { type: "link", text: "https://example.com" }, " it crashes"];
  assert.deepEqual(
    textsOf(await recordsOf({ name: "Chat", messages: [{ id: 1, date: "2026-03-14T08:15:00", text: parts }] })),
    ["see https://example.com it crashes"],
  );
  const mail = {
    id: "m",
    subject: "Crash",
    receivedDateTime: "2026-03-14T08:15:00Z",
    bodyPreview: ONE.slice(0, 9),
    body: { contentType: "html", content: ONE },
    from: { emailAddress: { name: "Ann", address: "ann@example.com" } },
  };
  const [read] = await recordsOf({ value: [mail] });
  assert.deepEqual([read!.text, read!.date, (read!.metadata as Fields).userName], [ONE, mail.receivedDateTime, "Ann"]);
  assert.deepEqual(
    textsOf(await recordsOf([{ id: 1, date: "2026-03-14", content: { rendered: ONE, protected: false } }])),
    [ONE],
  );
  assert.deepEqual(textsOf(await recordsOf([{ id: 1, timestamp: "1773475200", text: { body: ONE } }])), [ONE]);
});

test("lines that Python printed are read: None, True, and strings in single quotes", async () => {
  const lines = [
    `{'id': 'r1', 'text': "It's broken", 'stars': 1, 'reply': None, 'verified': True}`,
    `{'id': 'r2', 'text': 'He said "no" and it\\'s caf\\xe9', 'stars': nan}`,
  ];
  assert.deepEqual(await recordsOf(`${lines.join("\n")}\n`, "f.jsonl"), [
    { id: "r1", text: "It's broken", metadata: { score: 1, verified: true } },
    { id: "r2", text: 'He said "no" and it\'s café' },
  ]);
});

test("of records without id and author those that differ in anything are told apart, and equal ones are one", async () => {
  const said = { text: "Does not work", date: "2024-05-05" };
  const records = [
    { ...said, rating: 1 },
    { ...said, rating: 2 },
    { ...said, rating: 1 },
    { ...said, rating: 2 },
  ];
  const content = records.map((one) => JSON.stringify(one)).join("\n");
  const idsOf = async () => (await readTestTable(content, "f.jsonl")).rows.map(({ record }) => (record as Fields).id);
  const ids = await idsOf();
  assert.deepEqual([ids[0], ids[2]], [undefined, undefined]);
  assert.match(String(ids[1]), /^row-/);
  assert.equal(ids[1], ids[3]);
  assert.deepEqual(await idsOf(), ids);
});
