/** From the files of stores, their scrapers and forms to the records that the daemon makes of them: app, identity, time, stars. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type ReadContext, readRecord } from "../../model/read-record.ts";
import { DEFAULT_TENANT } from "../../model/tenant.ts";
import { openTestTables, readTestTable } from "./open-table.testing.ts";

const LONG = "The boarding pass screen crashes every time I open it";
const OTHER = "I was charged twice for one ticket and nobody answers";

const context: ReadContext = {
  tenant: DEFAULT_TENANT,
  defaultApp: "by default",
  receivedAt: 1_800_000_000,
  appOfPackage: (name) => (name === "com.example.ferry" ? "Ferry" : undefined),
};

/** What the daemon is told of each row. */
async function read(content: string | Buffer, name = "f.csv") {
  const { rows } = await readTestTable(content, name);
  return rows.map((row) => {
    assert.ok("record" in row, JSON.stringify(row));
    const taken = readRecord(row.record, context);
    assert.ok("record" in taken, JSON.stringify(taken));
    const { app, data_id, title, text, date, updated_at, metadata } = taken.record;
    const { score, version, userName, thumbsUp } = metadata;
    return { app, data_id, title, text, date, updated_at, score, version, userName, thumbsUp };
  });
}

const at = (iso: string): number => Date.parse(iso) / 1_000;
const json = (value: unknown): string => JSON.stringify(value);

const PLAY_HEADER =
  "Package Name,App Version Code,App Version Name,Reviewer Language,Device,Review Submit Date and Time,Review Submit Millis Since Epoch,Review Last Update Date and Time,Review Last Update Millis Since Epoch,Star Rating,Review Title,Review Text,Developer Reply Date and Time,Developer Reply Millis Since Epoch,Developer Reply Text,Review Link";
const playRow = (id: string, text: string, updated: string, packageName = "com.example.ferry"): string =>
  `${packageName},210,2.1.0,en,oriole,2023-04-02T08:15:30Z,1680423330000,${updated},1683015330000,1,,${text},,,,http://play.google.com/console/developers/1/app/2/user-feedback/review-details?reviewId=${id}&corpus=PUBLIC_REVIEWS`;

test("Play Console: the review's id is that of its link, and its app that of the package, so a later month revises it", async () => {
  const month = (...rows: readonly string[]) =>
    Buffer.from(`\uFEFF${[PLAY_HEADER, ...rows].join("\r\n")}\r\n`, "utf16le");
  const [april] = await read(month(playRow("REV-1", LONG, "2023-04-02T08:15:30Z")));
  const [may, stranger] = await read(
    month(
      playRow("REV-1", OTHER, "2023-05-02T08:15:30Z"),
      playRow("gp:AOqp-2", LONG, "2023-05-02T08:15:30Z", "org.other"),
    ),
  );
  assert.deepEqual(april, {
    app: "Ferry",
    data_id: "REV-1",
    title: "",
    text: LONG,
    date: at("2023-04-02T08:15:30Z"),
    updated_at: at("2023-04-02T08:15:30Z"),
    score: 1,
    version: "2.1.0",
    userName: undefined,
    thumbsUp: undefined,
  });
  assert.deepEqual([may?.app, may?.data_id, may?.text], ["Ferry", "REV-1", OTHER]);
  assert.ok(may!.updated_at > april!.updated_at);
  // A package that no app names says nothing of the app.
  assert.deepEqual([stranger?.app, stranger?.data_id], ["by default", "gp:AOqp-2"]);
});

const node = {
  id: "gp:AOq1",
  userName: "Ann",
  userImage: "https://x.example/a.png",
  date: "2023-12-31T22:10:05.000Z",
  score: 2,
  scoreText: "2",
  url: "https://play.google.com/store/apps/details?id=com.example.ferry&reviewId=gp:AOq1",
  title: null,
  text: LONG,
  replyDate: null,
  replyText: null,
  version: "4.2.1",
  thumbsUp: 37,
  criterias: [],
};
const play = {
  app: "Ferry",
  data_id: "gp:AOq1",
  title: "",
  text: LONG,
  date: at("2023-12-31T22:10:05Z"),
  updated_at: at("2023-12-31T22:10:05Z"),
  score: 2,
  version: "4.2.1",
  userName: "Ann",
  thumbsUp: 37,
};

test("google-play-scraper for Node: its page, its list and lines of it are the same reviews, of the app of their address", async () => {
  assert.deepEqual(await read(json({ data: [node], nextPaginationToken: "t" }), "f.json"), [play]);
  assert.deepEqual(await read(json([node]), "f.json"), [play]);
  assert.deepEqual(await read(`${json(node)}\n`, "f.jsonl"), [play]);
});

test("google-play-scraper for Python: as CSV, as CSV of pandas with its index, and as JSON", async () => {
  const columns =
    "reviewId,userName,userImage,content,score,thumbsUpCount,reviewCreatedVersion,at,replyContent,repliedAt,appVersion";
  const cells = `gp:AOq1,Ann,https://x.example/a.png,${LONG},2,37,4.2.1,2023-12-31 22:10:05,,,4.2.1`;
  const expected = [{ ...play, app: "by default" }];
  assert.deepEqual(await read(`${columns}\n${cells}\n`), expected);
  assert.deepEqual(await read(`,${columns}\n0,${cells}\n`), expected);
  const [reviewId, userName, userImage, content] = cells.split(",");
  const review = { reviewId, userName, userImage, content, score: 2, thumbsUpCount: 37, at: "2023-12-31 22:10:05" };
  const whole = { ...review, reviewCreatedVersion: "4.2.1", replyContent: null, repliedAt: null, appVersion: "4.2.1" };
  assert.deepEqual(await read(json([whole]), "f.json"), expected);
});

const store = {
  app: "by default",
  data_id: "1472864600",
  title: "Bad",
  text: LONG,
  date: at("2021-07-26T18:26:24-07:00"),
  updated_at: at("2021-07-26T18:26:24-07:00"),
  score: 2,
  version: "4.0.1",
  userName: "Linda",
  thumbsUp: undefined,
};

test("app-store-scraper for Node", async () => {
  const review = {
    id: "1472864600",
    userName: "Linda",
    userUrl: "https://itunes.apple.com/us/reviews/id324568166",
    version: "4.0.1",
    score: 2,
    title: "Bad",
    text: LONG,
    url: "https://itunes.apple.com/us/review?id=553834731&type=Purple%20Software",
    updated: "2021-07-26T18:26:24-07:00",
  };
  assert.deepEqual(await read(json([review]), "f.json"), [store]);
});

test("app_store_scraper for Python names no review: known by what it says, however its rows are numbered", async () => {
  const header = ",date,developerResponse,review,rating,isEdited,title,userName";
  const file = (...numbers: readonly number[]) =>
    [
      header,
      `${numbers[0]},2020-05-09 08:49:50,,${LONG},1,False,Bad,Ann`,
      `${numbers[1]},2020-05-10 08:49:50,"{'id': 1, 'body': 'Sorry', 'modified': '2020-05-11T00:00:00Z'}",${OTHER},2,True,Worse,Bob`,
    ].join("\n");
  const first = await read(file(0, 1));
  assert.deepEqual(
    first.map(({ title, text, date, score, userName }) => [title, text, date, score, userName]),
    [
      ["Bad", LONG, at("2020-05-09T08:49:50Z"), 1, "Ann"],
      ["Worse", OTHER, at("2020-05-10T08:49:50Z"), 2, "Bob"],
    ],
  );
  assert.deepEqual(await read(file(40, 41)), first);
});

test("Apple's own feed, which the scrapers read", async () => {
  const entry = {
    author: { uri: { label: "https://itunes.apple.com/us/reviews/id1" }, name: { label: "Linda" }, label: "" },
    updated: { label: "2021-07-26T18:26:24-07:00" },
    "im:rating": { label: "2" },
    "im:version": { label: "4.0.1" },
    id: { label: "1472864600" },
    title: { label: "Bad" },
    content: { label: LONG, attributes: { type: "text" } },
  };
  const [review] = await read(json({ feed: { entry: [entry] } }), "f.json");
  assert.deepEqual({ ...review, thumbsUp: undefined }, store);
});

test("Typeform: the row's # is the id, the question with most to read the text, submitted when it says; a scale of ten is no stars", async () => {
  const header =
    "#,What should we improve?,How likely are you to recommend us?,Start Date (UTC),Submit Date (UTC),Network ID,Tags";
  const content = [
    header,
    `abc123,${LONG},3,2024-01-05 10:00:00,2024-01-05 10:02:11,n1,`,
    `def456,${OTHER},9,2024-01-05 11:00:00,2024-01-05 11:02:11,n2,`,
  ].join("\n");
  const [table] = await openTestTables("f.csv", content);
  assert.match(table!.reading.remarks.join("\n"), /"What should we improve\?" has most to read/);
  const responses = await read(content);
  assert.deepEqual(
    responses.map(({ data_id, text, date, score }) => [data_id, text, date, score]),
    [
      ["abc123", LONG, at("2024-01-05T10:02:11Z"), undefined],
      ["def456", OTHER, at("2024-01-05T11:02:11Z"), undefined],
    ],
  );
});

test("Typeform's API: a response's own id, and the text of its answer", async () => {
  const answers = [{ field: { id: "f1", type: "long_text", ref: "why" }, type: "text", text: LONG }];
  const item = { landing_id: "l1", response_id: "tok1", token: "tok1", submitted_at: "2024-01-05T10:02:11Z", answers };
  const [response] = await read(json({ items: [item], total_items: 1, page_count: 1 }), "f.json");
  assert.deepEqual([response?.data_id, response?.text, response?.date], ["tok1", LONG, at("2024-01-05T10:02:11Z")]);
});
