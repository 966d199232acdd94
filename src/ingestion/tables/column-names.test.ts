/** Which column is what, where its name is none of the table: a noun before it, a remark behind it, words around a date. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readTestTable } from "./open-table.testing.ts";

const LONG = "The boarding pass screen crashes every time I open it";
const OTHER = "I was charged twice for one ticket and nobody answers";

type Fields = Record<string, unknown>;

async function firstOf(header: string, row: string, more: readonly string[] = []): Promise<Fields> {
  const { records } = await readTestTable([header, row, ...more].join("\n"));
  return records[0] as Fields;
}
/** What a column under this name is read as. */
async function readAs(name: string, cell: string): Promise<string | undefined> {
  const { table } = await readTestTable(`text;${name}\n${LONG};${cell}\n`);
  return table.reading.columns[1]?.read_as;
}

test("a noun before a name says only what it belongs to", async () => {
  const record = await firstOf(
    "comment_id,comment_author,comment_body,comment_score,comment_created,subreddit",
    `k1,Ann,${LONG},12,2024-03-01 10:00:00,ferries`,
  );
  assert.deepEqual(record, {
    id: "k1",
    text: LONG,
    date: "2024-03-01 10:00:00",
    metadata: { userName: "Ann", thumbsUp: 12, subreddit: "ferries" },
  });
  const names = {
    "Ticket created": "2024-03-01",
    "Conversation rating": "4",
    "Ticket subject": "It crashes",
    "Message author": "Ann",
  };
  const read = await Promise.all(Object.entries(names).map(([name, cell]) => readAs(name, cell)));
  assert.deepEqual(read, ["date", "stars", "title", "person"]);
});

test("a duration is no date, a reply no text, and a survey's name nobody's", async () => {
  assert.equal(await readAs("Response time", "35"), "metadata.Response time");
  assert.equal(await readAs("Opened", "3"), "metadata.Opened");
  assert.equal(await readAs("Survey name", "Spring"), "metadata.Survey name");
  const { table } = await readTestTable(`Rating,Response body\n1,${LONG}\n2,${OTHER}\n`);
  assert.match(table.reading.remarks.join("\n"), /no column is named text: "Response body"/);
});

test("remarks in brackets are no part of a name", async () => {
  const record = await firstOf(
    "Date (UTC),Rating (1-5),Comment [required] *,Name (optional)",
    `2024-03-01,4,${LONG},Ann`,
  );
  assert.deepEqual(record, { date: "2024-03-01", text: LONG, metadata: { score: 4, userName: "Ann" } });
});

test("the scale that a name tells holds, whatever the values are", async () => {
  for (const [name, read] of [
    ["Rating (0-10)", { points: 4, scale: "0-10" }],
    ["Score (1 to 10)", { points: 4, scale: "1-10" }],
    ["Rating (out of 7)", { points: 4, scale: "other" }],
    ["Note (sur 5)", { score: 4 }],
  ] as const) {
    assert.deepEqual((await firstOf(`text;${name}`, `${LONG};4`)).metadata, read);
  }
});

test("names in many languages are known", async () => {
  const headers = [
    "Tarih;Puan;Yorum;Kullanıcı Adı",
    "Tanggal;Bintang;Ulasan;Nama Pengguna",
    "Päivämäärä;Arvosana;Arvostelu;Nimimerkki",
    "Datum;Hodnocení;Komentář;Uživatel",
    "Dátum;Értékelés;Vélemény;Felhasználó",
    "Дата;Оцінка;Відгук;Користувач",
    "Дата создания;Оценка;Текст отзыва;Имя пользователя",
    "Ημερομηνία;Βαθμολογία;Σχόλιο;Χρήστης",
    "التاريخ;التقييم;التعليق;اسم المستخدم",
    "תאריך;דירוג;ביקורת;שם משתמש",
    "दिनांक;रेटिंग;समीक्षा;नाम",
    "วันที่;คะแนน;รีวิว;ชื่อผู้ใช้",
    "Ngày;Đánh giá;Nội dung;Tên người dùng",
    "日付;評価;口コミ;ニックネーム",
    "评论时间;评分;评论内容;用户昵称",
    "작성일;별점;리뷰 내용;작성자",
    "Erstellt am;Anzahl Sterne;Bewertungsinhalt;Name des Nutzers",
  ];
  for (const header of headers) {
    const record = await firstOf(header, `2024-03-25;2;${LONG};Ann`);
    assert.deepEqual(record, { date: "2024-03-25", text: LONG, metadata: { score: 2, userName: "Ann" } }, header);
  }
});

test("where no name is a date's, a column of dates is it whose name speaks of when it was written, and no other", async () => {
  const read = async (name: string) =>
    (await firstOf(`Review,${name}`, `${LONG},25/03/2024`, [`${OTHER},03/04/2024`])).date;
  for (const name of ["Ticket opened on", "Chat started (local time)", "When was it sent", "Form filled: date"]) {
    assert.equal(await read(name), "2024-03-25T00:00:00Z", name);
  }
  for (const name of ["Birth date", "Due date", "Reply date", "Date of purchase", "Last seen on", "Account created"]) {
    assert.equal(await read(name), undefined, name);
  }
  const { table } = await readTestTable(`Review,Chat started\n${LONG},2024-03-25\n`);
  assert.deepEqual(table.reading.remarks, [
    'no column is named date: "Chat started" is taken; --map date=COLUMN says otherwise',
  ]);
});

test("a file that says only when its records were changed is not told to have no date", async () => {
  const { table } = await readTestTable(`Comment,Updated at\n${LONG},2024-03-01\n`);
  assert.doesNotMatch(table.reading.remarks.join("\n"), /no column holds a date/);
});

test("a question for recommendation holds points, and a group of them or a yes does not", async () => {
  const question = "How likely are you to recommend us to a friend?";
  const rows = [`4;${OTHER}`, `9;${LONG}`];
  assert.deepEqual((await firstOf(`${question};text`, `3;${LONG}`, rows)).metadata, { points: 3, scale: "0-10" });
  for (const name of ["Q1_NPS_GROUP", "Would you recommend us, yes or no", "How likely are you to buy again"]) {
    assert.deepEqual((await firstOf(`${name};text`, `1;${LONG}`, [`0;${OTHER}`])).metadata, { [name]: "1" });
  }
});

test("a number under a name of a text leaves the text to the column that holds one", async () => {
  const record = await firstOf("Record ID,Response,What went wrong", `1,4,${LONG}`, [`2,9,${OTHER}`]);
  assert.deepEqual(record, { id: "1", text: LONG, metadata: { Response: "4" } });
});

test("digits that a spreadsheet was kept from changing are read without what protects them; those it rounded are no id", async () => {
  for (const cell of ['="1739281726354410345"', "'1739281726354410345", '"=""1739281726354410345"""']) {
    assert.equal((await firstOf("id;text", `${cell};${LONG}`)).id, "1739281726354410345");
  }
  const rounded = await firstOf("id;text", `1.73928E+18;${LONG}`, [`1.73929E+18;${OTHER}`]);
  assert.deepEqual(rounded, { text: LONG, metadata: { id: "1.73928E+18" } });
});

test("the same question on two paths of a form is one text", async () => {
  const { records } = await readTestTable(`Comment,Comment,Stars\n${LONG},,1\n,${OTHER},2\n`);
  assert.deepEqual(records, [
    { text: LONG, metadata: { score: 1 } },
    { text: OTHER, metadata: { score: 2 } },
  ]);
});

test("a file of nothing but texts has no header, unless its first line asks for them", async () => {
  const bare = await readTestTable(`${LONG}\n${OTHER}\n`);
  assert.deepEqual(bare.records, [{ text: LONG }, { text: OTHER }]);
  for (const header of ["What could we do any better?", "Please tell us what you think", "Feedback"]) {
    assert.deepEqual((await readTestTable(`${header}\n${LONG}\n${OTHER}\n`)).records, bare.records);
  }
});

test("points are told by what stands beside them, though all of them are five at most; stars stay stars", async () => {
  const more = [`5;NPS;${OTHER}`];
  assert.deepEqual((await firstOf("Score;Survey Type;Comment", `3;NPS;${LONG}`, more)).metadata, {
    points: 3,
    scale: "0-10",
    "Survey Type": "NPS",
  });
  const classes = await firstOf("Score;nps_class;Comment", `3;detractor;${LONG}`, [`4;detractor;${OTHER}`]);
  assert.deepEqual(classes.metadata, { points: 3, scale: "0-10", nps_class: "detractor" });
  const stars = await firstOf("Star Rating;Survey Type;Comment", `3;NPS;${LONG}`, more);
  assert.deepEqual(stars.metadata, { score: 3, "Survey Type": "NPS" });
  const json = await readTestTable(`{"survey_type":"nps","score":4,"comment":"${LONG}"}\n`, "f.jsonl");
  assert.deepEqual((json.records[0] as Fields).metadata, { survey_type: "nps", points: 4, scale: "0-10" });
});

test("a sign for a number is one, and a line of dashes below a header with edges is no row", async () => {
  assert.equal(await readAs("Ticket #", "1001"), "id");
  const { records } = await readTestTable(
    `| Date | Stars | Review |\n| --- | :-: | --- |\n| 2024-03-13 | 1 | ${LONG} |\n`,
  );
  assert.deepEqual(records, [{ date: "2024-03-13", text: LONG, metadata: { score: 1 } }]);
});

test("what databases and spreadsheets write for nothing is nothing", async () => {
  const { records } = await readTestTable(
    `Comment\tStars\tDate\tDevice\n${LONG}\t\\N\t0000-00-00 00:00:00\t(null)\n#NAME?\t1\t2024-03-25\tundefined\n`,
  );
  assert.deepEqual(records, [{ text: LONG }, { date: "2024-03-25", metadata: { score: 1 } }]);
});

test("what the company answered is no feedback, and when it did so no date of it", async () => {
  const answer =
    "Hello! We are very sorry for the trouble. Please update to the newest version and tell us whether it works";
  for (const name of ["Reply from our team", "Owner answer", "Company public response"]) {
    const { records } = await readTestTable(
      `Submitted,Stars,What went wrong?,${name}\n2024-03-01,1,${LONG},${answer}\n2024-03-02,1,${OTHER},${answer}\n`,
    );
    assert.deepEqual(
      records.map((record) => (record as Fields).text),
      [LONG, OTHER],
      name,
    );
  }
  const { records } = await readTestTable(
    `Reviewer,Posted,Rating,Review,Response,Response Date\nAnn,2024-03-01,1,${LONG},Sorry!,2024-03-09\nBo,2024-03-02,1,${OTHER},,\n`,
  );
  assert.deepEqual(
    records.map((record) => (record as Fields).date),
    ["2024-03-01", "2024-03-02"],
  );
});

test("what is said to be empty is", async () => {
  for (const nothing of ["(blank)", "(empty)", "n.a.", "--"]) {
    const record = await firstOf("date,rating,review,title", `2024-03-01,5,${LONG},${nothing}`);
    assert.deepEqual(record, { date: "2024-03-01", text: LONG, metadata: { score: 5 } }, nothing);
  }
});
