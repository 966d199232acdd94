import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Insight } from "../model/insight.ts";
import { runCommand } from "./shell.testing.ts";

const jsonLines = (rows: readonly unknown[]): string =>
  rows.map((row) => `${typeof row === "string" ? row : JSON.stringify(row)}\n`).join("");

const crash = { id: "1", text: "The app crashes every time I try to log in since the last update", date: "2024-03-01" };

test("enrich answers every record in order: insights, drops with their reason, duplicates, rejections with their errors", async () => {
  const deep = `{"text":"a","metadata":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
  const records = [
    crash,
    "not json",
    { ...crash, text: "older words about the same crash when I log in", date: "2024-02-01" },
    { ...crash, text: "Now the app crashes every time I try to pay for my ticket", date: "2024-03-02" },
    crash,
    { id: "2", text: "👍👍👍" },
    { id: "3" },
    deep,
    [crash],
  ];
  const done = await runCommand(["enrich"], { stdin: jsonLines(records) });
  assert.equal(done.code, 0, done.stderr);
  const rows = done.rows();
  assert.deepEqual(
    rows.map(({ index, outcome }) => [index, outcome]),
    ["ok", "rejected", "duplicate", "ok", "duplicate", "dropped", "rejected", "rejected", "rejected"].map(
      (outcome, i) => [i, outcome],
    ),
  );
  assert.deepEqual(
    [1, 6, 7, 8].map((i) => rows[i]?.reason),
    ["invalid", "required", "too_deep", "invalid"],
  );
  assert.equal(typeof rows[5]?.reason, "string");
  const [first, second] = [Insight.parse(rows[0]?.insight), Insight.parse(rows[3]?.insight)];
  assert.deepEqual([first.kind, first.revision, second.id === first.id, second.revision], ["problem", 1, true, 2]);
  assert.equal(first.date, Date.UTC(2024, 2, 1) / 1000);
});

test("enrich reads records against the app's own labels, and the same input gives the same bytes", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "enrich-"));
  context.after(() => rm(folder, { recursive: true }));
  const model = {
    name: "Velo",
    app_id: "org.example.velo",
    first_order_labels: [
      { name: "Account", second_order_labels: ["Logging in"] },
      { name: "Money", second_order_labels: ["Paying for tickets"] },
    ],
    generated_qrys_for_sec_labels: {
      "Logging in": ["I can't log in", "login fails", "password is not accepted"],
      "Paying for tickets": ["payment fails", "I was charged twice", "card is declined"],
    },
  };
  await writeFile(join(folder, "model.json"), JSON.stringify(model));
  const options = {
    folder,
    stdin: jsonLines([{ text: "I can't log in any more, my password is not accepted", date: 1_700_000_000 }]),
  };
  const once = await runCommand(["enrich", "--app-model", "model.json"], options);
  const insight = Insight.parse(once.rows()[0]?.insight);
  assert.equal(insight.app_name, "Velo");
  assert.deepEqual(insight.attributes.first_order_labels, ["Account"]);
  assert.equal((await runCommand(["enrich", "--app-model", "model.json"], options)).stdout, once.stdout);

  const routed = await runCommand(["route", "--app-model", "model.json"], {
    folder,
    stdin: '{"text":"my card was declined"}\n{}',
  });
  assert.equal(routed.code, 1);
  const [row, wrong] = routed.rows() as [{ labels: { second: string }[]; abstain: boolean }, { error: string }];
  assert.deepEqual([row.labels[0]?.second, row.abstain], ["Paying for tickets", false]);
  assert.match(wrong.error, /^text: /);
  assert.equal((await runCommand(["route"], { folder })).code, 2);
});

test("classify answers with kind, sentiment and priority, from a title too, and heeds the stars", async () => {
  const rows = [
    { text: crash.text, metadata: { score: 1 } },
    { title: "I love this app, it is wonderful", metadata: null },
    { text: "ok", metadata: { score: 5 } },
    { metadata: {} },
  ];
  const done = await runCommand(["classify"], { stdin: jsonLines(rows) });
  assert.equal(done.code, 1);
  const [problem, praise, stars, wrong] = done.rows();
  assert.deepEqual([problem?.kind, problem?.sentiment], ["problem", "negative"]);
  assert.deepEqual([praise?.kind, praise?.sentiment], ["praise", "positive"]);
  assert.equal(stars?.sentiment, "positive");
  assert.deepEqual(Object.keys(problem ?? {}), ["index", "kind", "sentiment", "sentiment_score", "priority"]);
  assert.match(String(wrong?.error), /text \(or title\) is needed/);
});

test("cluster groups what says the same, keeps ids and order, and answers bad lines in their places", async () => {
  const payments = [
    "my card payment was declined",
    "card payment declined again",
    "the payment with my card is declined",
  ];
  const maps = ["the map does not load", "map is not loading at all", "maps never load on my phone"];
  const rows = [...payments, ...maps].map((text, i) => ({ id: `r${i}`, text }));
  const done = await runCommand(["cluster", "--k", "2"], { stdin: jsonLines([...rows, "nonsense"]) });
  assert.equal(done.code, 1);
  const answers = done.rows();
  assert.deepEqual(
    answers.slice(0, 6).map(({ id }) => id),
    rows.map(({ id }) => id),
  );
  const groups = answers.slice(0, 6).map(({ cluster }) => cluster);
  assert.deepEqual([new Set(groups.slice(0, 3)).size, new Set(groups.slice(3)).size, new Set(groups).size], [1, 1, 2]);
  assert.ok(answers.slice(0, 6).every(({ name }) => typeof name === "string" && name !== ""));
  assert.equal(answers[6]?.index, 6);
  assert.deepEqual(await runCommand(["cluster"], { stdin: "" }).then(({ code, stdout }) => [code, stdout]), [0, ""]);
  assert.equal((await runCommand(["cluster", "--k", "0"])).code, 2);
});
