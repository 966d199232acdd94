/** What is read of the files that known tools export, by the names that their columns and fields have. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readTestTable } from "./open-table.testing.ts";

const LONG = "The boarding pass screen crashes every time I open it";
const OTHER = "I was charged twice for one ticket and nobody answers";

const csv = (...rows: readonly (readonly string[])[]): string =>
  rows
    .map((row) => row.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(","))
    .join("\n");

async function fieldsOf(content: string, name = "f.csv") {
  const { records, table } = await readTestTable(content, name);
  return { record: records[0] as Record<string, unknown>, records, remarks: table.reading.remarks };
}

test("Play Console: the review's own dates, version, stars, package, and the id in its link", async () => {
  const header =
    "Package Name,App Version Code,App Version Name,Reviewer Language,Device,Review Submit Date and Time,Review Submit Millis Since Epoch,Review Last Update Date and Time,Review Last Update Millis Since Epoch,Star Rating,Review Title,Review Text,Developer Reply Date and Time,Developer Reply Text,Review Link";
  const link = "http://play.google.com/console/developers/1/app/2/user-feedback/review-details?reviewId=REV-1&corpus=X";
  const row = `com.example.ferry,210,2.1.0,en,oriole,2023-04-02T08:15:30Z,1680423330000,2023-05-02T08:15:30Z,1683015330000,1,,${LONG},2023-04-04T08:15:30Z,Thanks,${link}`;
  const utf16 = Buffer.from(`\uFEFF${header}\r\n${row}\r\n`, "utf16le");
  const { records } = await readTestTable(utf16);
  assert.deepEqual(records, [
    {
      text: LONG,
      date: "2023-04-02T08:15:30Z",
      updated_at: "2023-05-02T08:15:30Z",
      lang: "en",
      url: link,
      metadata: {
        packageName: "com.example.ferry",
        "App Version Code": "210",
        version: "2.1.0",
        Device: "oriole",
        "Review Submit Millis Since Epoch": "1680423330000",
        "Review Last Update Millis Since Epoch": "1683015330000",
        score: 1,
        "Developer Reply Date and Time": "2023-04-04T08:15:30Z",
        "Developer Reply Text": "Thanks",
      },
    },
  ]);
});

test("Trustpilot: the content is the text, the title the title; the company's reply and the rest are metadata", async () => {
  const { record } = await fieldsOf(
    csv(
      [
        "Review Id",
        "Review Created (UTC)",
        "Review Consumer User Name",
        "Review Title",
        "Review Content",
        "Review Stars",
        "Company Reply Text",
      ],
      ["tp1", "2024-03-01 10:00:00", "R. One", "Great", LONG, "1", "Sorry to hear that, we will look at it very soon"],
    ),
  );
  assert.deepEqual(record, {
    id: "tp1",
    date: "2024-03-01 10:00:00",
    title: "Great",
    text: LONG,
    metadata: {
      userName: "R. One",
      score: 1,
      "Company Reply Text": "Sorry to hear that, we will look at it very soon",
    },
  });
});

test("twarc 1, and twarc 2 as it writes pages, flattened and as CSV: id, text, time, likes and language, and the program apart", async () => {
  const tweet = (id: string) => ({
    ...{ id, text: LONG, created_at: "2023-04-02T08:15:30.000Z", author_id: "77", lang: "en" },
    ...{ source: "A Phone's App", conversation_id: id, public_metrics: { retweet_count: 0, like_count: 7 } },
  });
  const ids = ["1642438400000000001", "1642438400000000002"] as const;
  const author = { id: "77", name: "Ann", username: "ann", public_metrics: { followers_count: 3 } };
  const __twarc = { url: "https://x.example/2/tweets", version: "2.13.0", retrieved_at: "2023-04-02T09:00:00+00:00" };
  const page = { data: ids.map(tweet), includes: { users: [author] }, meta: { result_count: 2 }, __twarc };
  const flattened = ids.map((id) => ({ ...tweet(id), author, __twarc }));
  const asCsv = csv(
    ["id", "conversation_id", "author_id", "created_at", "text", "lang", "source", "public_metrics.like_count"],
    ...ids.map((id) => [id, id, "77", "2023-04-02T08:15:30.000Z", LONG, "en", "A Phone's App", "7"]),
  );
  // The digits of these ids are more than a number holds.
  const first = ids.map(
    (id) =>
      `{"created_at":"2023-04-02T08:15:30.000Z","id":${id},"id_str":"${id}","full_text":"${LONG}","source":"A Phone's App","user":{"id":77,"name":"Ann","screen_name":"ann"},"retweet_count":0,"favorite_count":7,"lang":"en"}`,
  );
  const files: Readonly<Record<string, readonly [name: string, content: string]>> = {
    "twarc 1": ["f.jsonl", first.join("\n")],
    "twarc 2": ["f.jsonl", `${JSON.stringify(page)}\n`],
    "twarc 2, flattened": ["f.jsonl", flattened.map((one) => JSON.stringify(one)).join("\n")],
    "twarc 2 as CSV": ["f.csv", asCsv],
  };
  for (const [of, [name, content]] of Object.entries(files)) {
    const { records } = await readTestTable(content, name);
    const read = (records as Record<string, unknown>[]).map(({ id, text, date, lang, source, metadata }) => {
      const { thumbsUp, client, score } = metadata as Record<string, unknown>;
      return { id, text, date, lang, source, thumbsUp, client, score };
    });
    const common = { text: LONG, date: "2023-04-02T08:15:30.000Z", lang: "en", source: undefined, score: undefined };
    assert.deepEqual(
      read,
      ids.map((id) => ({ id, ...common, thumbsUp: 7, client: "A Phone's App" })),
      of,
    );
  }
});

/** Each as its tool writes it, and where its text, date, stars, id and author must be found. */
const exports: readonly {
  readonly of: string;
  readonly header: string;
  readonly row: string;
  readonly read: object;
}[] = [
  {
    of: "a Trustpilot scraper",
    header: "Reviewer Name,Review Date,Review Stars,Review Title,Review Comment",
    row: `Ann,2024-03-01,4,Fine,${LONG}`,
    read: { title: "Fine", text: LONG, date: "2024-03-01", metadata: { userName: "Ann", score: 4 } },
  },
  {
    of: "App Store Connect",
    header: "id,rating,title,body,reviewerNickname,createdDate,territory",
    row: `00000043,2,Slow,${LONG},Ann,2021-07-26T18:26:24-07:00,USA`,
    read: {
      id: "00000043",
      title: "Slow",
      text: LONG,
      date: "2021-07-26T18:26:24-07:00",
      metadata: { userName: "Ann", score: 2, territory: "USA" },
    },
  },
  {
    of: "google-play-scraper for Python",
    header:
      "reviewId,userName,userImage,content,score,thumbsUpCount,reviewCreatedVersion,at,replyContent,repliedAt,appVersion",
    row: `r1,Ann,https://x.example/a.png,${LONG},1,37,4.2.1,2023-12-31 22:10:05,,,4.2.1`,
    read: {
      id: "r1",
      text: LONG,
      date: "2023-12-31 22:10:05",
      metadata: {
        userName: "Ann",
        userImage: "https://x.example/a.png",
        score: 1,
        thumbsUp: 37,
        version: "4.2.1",
        reviewCreatedVersion: "4.2.1",
      },
    },
  },
  {
    of: "Amazon's fine foods on Kaggle",
    header: "Id,ProductId,UserId,ProfileName,HelpfulnessNumerator,HelpfulnessDenominator,Score,Time,Summary,Text",
    row: `1,B001,A3SG,delmartian,1,1,5,1303862400,Good,${LONG}`,
    read: {
      id: "1",
      title: "Good",
      text: LONG,
      date: "1303862400",
      metadata: {
        ProductId: "B001",
        UserId: "A3SG",
        userName: "delmartian",
        thumbsUp: 1,
        HelpfulnessDenominator: "1",
        score: 5,
      },
    },
  },
  {
    of: "Zendesk",
    header: "Ticket ID,Requester,Subject,Description,Created at,Updated at,Status",
    row: `35436,Ann,Map,${LONG},2024-03-01T10:00:00Z,2024-03-02T10:00:00Z,open`,
    read: {
      id: "35436",
      title: "Map",
      text: LONG,
      date: "2024-03-01T10:00:00Z",
      updated_at: "2024-03-02T10:00:00Z",
      metadata: { userName: "Ann", Status: "open" },
    },
  },
  {
    of: "Discourse",
    header: "topic_title,categories,is_pm,post_raw,post_cooked,like_count,reply_count,url,created_at",
    row: `Boarding pass,Support,No,${LONG},<p>${LONG}</p>,4,2,https://forum.example/t/x/12/3,2024-03-01 10:00:00 UTC`,
    read: {
      title: "Boarding pass",
      text: LONG,
      date: "2024-03-01 10:00:00 UTC",
      url: "https://forum.example/t/x/12/3",
      metadata: { categories: "Support", is_pm: "No", post_cooked: `<p>${LONG}</p>`, thumbsUp: 4, reply_count: "2" },
    },
  },
  {
    of: "Reddit: its score counts votes",
    header: "title,score,id,subreddit,url,num_comments,body,created_utc",
    row: `Map,4,abc1,ferries,https://reddit.com/r/ferries/1,2,${LONG},1709287200.0`,
    read: {
      title: "Map",
      id: "abc1",
      text: LONG,
      date: "1709287200.0",
      url: "https://reddit.com/r/ferries/1",
      metadata: { thumbsUp: 4, subreddit: "ferries", num_comments: "2" },
    },
  },
  {
    of: "tweets on Kaggle",
    header: "tweet_id,airline_sentiment,airline,name,retweet_count,text,tweet_created,tweet_location",
    row: `570306133677760513,neutral,Virgin,cairdin,0,${LONG},2015-02-24 11:35:52 -0800,Here`,
    read: {
      id: "570306133677760513",
      text: LONG,
      date: "2015-02-24 11:35:52 -0800",
      metadata: {
        airline_sentiment: "neutral",
        airline: "Virgin",
        userName: "cairdin",
        retweet_count: "0",
        tweet_location: "Here",
      },
    },
  },
];
for (const { of, header, row, read } of exports) {
  test(`${of}: each column has its place, and what has none is metadata`, async () => {
    assert.deepEqual((await fieldsOf(`${header}\n${row}\n`)).record, read);
  });
}

test("forms whose questions are the column names: the one with most to read is the text, and that is said", async () => {
  const { record, remarks } = await fieldsOf(
    csv(
      ["Timestamp", "Email Address", "How satisfied are you?", "What should we improve?"],
      ["2023/12/31 1:05:22 PM GMT+1", "a@example.org", "2", LONG],
      ["2024/01/02 9:05:22 AM GMT+1", "b@example.org", "1", OTHER],
    ),
  );
  assert.equal(record.text, LONG);
  assert.equal(record.date, "2023/12/31 1:05:22 PM GMT+1");
  assert.match(remarks.join("\n"), /no column is named text: "What should we improve\?"/);
});

test("two questions with as much to read are not guessed at: the columns are listed, and --map says which", async () => {
  const content = csv(
    ["Timestamp", "What is good?", "What is bad?"],
    ["2024/01/02", LONG, OTHER],
    ["2024/01/03", OTHER, LONG],
  );
  await assert.rejects(readTestTable(content), /no column is named text .*What is good\?, What is bad\?.*--map text=/);
  const mappings = [{ to: "text", column: "What is bad?" }];
  const { records } = await readTestTable(content, "f.csv", { mappings });
  assert.equal((records[0] as { text: string }).text, OTHER);
});

test("a title column without a text column does not stand for the text while another column holds more", async () => {
  const { record } = await fieldsOf(
    csv(["Review Title", "Erfahrung", "Stars"], ["Great", LONG, "5"], ["Bad", OTHER, "1"]),
  );
  assert.deepEqual([record.title, record.text], ["Great", LONG]);
});

test("a title is not taken for the text while several other columns hold more", async () => {
  const content = csv(
    ["Title", "What do you like?", "What do you dislike?"],
    ["Fine", OTHER, LONG],
    ["Good", LONG, OTHER],
  );
  await assert.rejects(
    readTestTable(content),
    /"What do you like\?", "What do you dislike\?" hold more than "Title": --map text=/,
  );
});

test("a name that means something else to its provider is told apart in the metadata", async () => {
  const { record } = await fieldsOf(csv(["post_raw", "version", "score"], [LONG, "3", "4"]));
  assert.deepEqual(record, { text: LONG, metadata: { post_version: "3", post_score: "4" } });
});

test("a column that holds much longer texts than the one taken is pointed out", async () => {
  const { remarks } = await fieldsOf(csv(["comment", "Details of what happened"], ["Map broken", `${LONG} ${OTHER}`]));
  assert.match(remarks.join("\n"), /"Details of what happened" holds longer texts/);
});

test("a file without any date says so", async () => {
  const { remarks } = await fieldsOf(csv(["review", "stars"], [LONG, "1"]));
  assert.match(remarks.join("\n"), /no column holds a date/);
  const json = await readTestTable(`{"review":"${LONG}"}\n`, "f.jsonl");
  assert.match(json.table.reading.remarks.join("\n"), /no field in it holds a date/);
});

test("column names of other languages are known", async () => {
  const { record } = await fieldsOf(`Datum;Bewertung;Kommentar;Nutzer\n31.12.2023;1;${LONG};Ann\n`);
  assert.deepEqual(record, { date: "2023-12-31T00:00:00Z", text: LONG, metadata: { score: 1, userName: "Ann" } });
});

test("of two columns named like a text the one with sentences is it, and the other the title", async () => {
  const content = csv(
    ["Review", "Comment", "Response"],
    ["Bad", LONG, `${LONG} ${OTHER}`],
    ["Poor", OTHER, `${LONG} ${OTHER}`],
  );
  const { record } = await fieldsOf(content);
  assert.deepEqual([record.title, record.text], ["Bad", LONG]);
  const said = await readTestTable(content, "f.csv", { mappings: [{ to: "text", column: "Review" }] });
  assert.equal((said.records[0] as { text: string }).text, "Bad");
});

test("an empty column with the likelier name gives way to a filled one", async () => {
  const { record } = await fieldsOf(
    csv(["text", "content", "date"], ["", LONG, "2024-01-01"], ["", OTHER, "2024-01-02"]),
  );
  assert.equal(record.text, LONG);
});

test("cells that say nothing are nothing: nan, None, NULL", async () => {
  const { records } = await fieldsOf(
    csv(["text", "device", "rating"], ["nan", "x", "5"], [LONG, "None", "nan"], ["NULL", "y", "1"]),
  );
  assert.deepEqual(records, [
    { metadata: { device: "x", score: 5 } },
    { text: LONG },
    { metadata: { device: "y", score: 1 } },
  ]);
});
