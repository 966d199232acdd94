/** `ingest --preview`, and the options that say how a file is read. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { gzipSync } from "node:zlib";
import { zipOf } from "../ingestion/tables/zip.testing.ts";
import { readRecord } from "../model/read-record.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { type Asked, type Given, openTestServer, runCommand } from "./shell.testing.ts";

const ONE = "The boarding pass screen crashes every time I open it";
const TWO = "I was charged twice for one ticket and nobody answers";

async function scratch(context: TestContext, files: Readonly<Record<string, string | Buffer>>) {
  const folder = await mkdtemp(join(tmpdir(), "ingest-preview-"));
  context.after(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

const recordsOf = (asked: Asked): unknown[] =>
  asked.body
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

/** Judges each record as the daemon does. */
function intake(asked: Asked): Given {
  const context = { tenant: DEFAULT_TENANT, defaultApp: "a", receivedAt: 1, appOfPackage: () => undefined };
  const records = recordsOf(asked);
  const rejected = records.flatMap((record, index) => {
    const read = readRecord(record, context);
    return "errors" in read ? [{ index, errors: read.errors }] : [];
  });
  const accepted = records.length - rejected.length;
  return accepted === 0
    ? { status: 400, json: { title: "none", rejected } }
    : { status: 202, json: { batch_ids: ["b"], accepted, rejected } };
}

test("the preview shows columns, records and what would be refused, and sends nothing", async (context) => {
  const folder = await scratch(context, {
    "f.csv": `Date;Stars;Review Comment;Till\n05/03/2025;4;${ONE};7\n01/02/2025;good;${TWO};8\nsoon 5;5;Fine;9\n`,
  });
  await using server = await openTestServer(intake);
  const done = await runCommand(["ingest", "f.csv", "--preview", "--app", "Ferry"], {
    folder,
    environment: { GROUNDSWELL_URL: server.url },
  });
  assert.equal(done.code, 0, done.stderr);
  assert.equal(server.asked.length, 0);
  const [reading] = done.rows() as [Record<string, unknown>];
  assert.deepEqual(
    (reading.columns as { name: string; read_as: string }[]).map(({ name, read_as }) => [name, read_as]),
    [
      ["Date", "date"],
      ["Stars", "stars"],
      ["Review Comment", "text"],
      ["Till", "metadata.Till"],
    ],
  );
  assert.deepEqual([reading.rows, reading.refused, reading.unread, reading.separator], [3, 3, 1, ";"]);
  assert.deepEqual((reading.troubles as object[])[0], {
    line: 2,
    column: "Date",
    why: '"05/03/2025" may be 2025-03-05 or 2025-05-03: send ISO 8601',
  });
  assert.deepEqual((reading.troubles as object[])[1], { line: 3, column: "Stars", value: "good", why: "no rating" });
  assert.match((reading.remarks as string[]).join("\n"), /--date-format/);
});

test("at a terminal the preview is a table in words", async (context) => {
  const folder = await scratch(context, { "f.csv": `date,review\n2025-03-05,${ONE}\n` });
  const done = await runCommand(["ingest", "f.csv", "--preview"], { folder, terminal: true });
  assert.match(done.stdout, /f\.csv: csv, separated by ",", header in line 1, utf-8/);
  assert.match(done.stdout, /review +text/);
});

test("--map, --date-format, --scale, --encoding and --separator say how a file is read", async (context) => {
  const folder = await scratch(context, {
    "f.txt": Buffer.from(
      `When~How was it?~Why?~Who\n05/03/2025~4~${ONE} \u00fc~Ann\n06/03/2025~5~${TWO}~Bob\n`,
      "latin1",
    ),
  });
  await using server = await openTestServer(intake);
  const options = { folder, environment: { GROUNDSWELL_URL: server.url, XDG_STATE_HOME: folder } };
  const done = await runCommand(
    [
      "ingest",
      "f.txt",
      "--separator",
      "~",
      "--encoding",
      "cp1252",
      "--map",
      "text=Why?",
      "--map",
      "metadata.who=Who",
      "--date",
      "When",
      "--rating",
      "How was it?",
      "--date-format",
      "dd/mm/yyyy",
      "--scale",
      "1-5",
    ],
    options,
  );
  assert.equal(done.code, 0, done.stderr);
  const records = server.asked.flatMap(recordsOf) as { id?: string }[];
  assert.deepEqual(
    records.map(({ id: _, ...record }) => record),
    [
      { text: `${ONE} ü`, date: "2025-03-05T00:00:00Z", metadata: { score: 4, who: "Ann" } },
      { text: TWO, date: "2025-03-06T00:00:00Z", metadata: { score: 5, who: "Bob" } },
    ],
  );
});

test("wrong options are wrong usage, and a column that isn't there is named with those that are", async (context) => {
  const folder = await scratch(context, { "f.csv": `date,review\n2025-03-05,${ONE}\n` });
  const run = (...options: string[]) => runCommand(["ingest", "f.csv", "--preview", ...options], { folder });
  for (const wrong of [
    ["--map", "text"],
    ["--date-format", "yearly"],
    ["--encoding", "klingon"],
    ["--separator", "ab"],
    ["--scale", "1-7"],
  ]) {
    assert.equal((await run(...wrong)).code, 2, wrong.join(" "));
  }
  const missing = await run("--text", "Comment");
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /f\.csv: no column is named "Comment"; there are date, review/);
});

test("each refusal names the file's line and column, and the value", async (context) => {
  const folder = await scratch(context, {
    "f.csv": `Review Date,Review Comment\n2024-01-01,${ONE}\nsoon 5,${TWO}\n2024-01-02,\n2024-01-03\n`,
  });
  await using server = await openTestServer(intake);
  const done = await runCommand(["ingest", "f.csv"], {
    folder,
    environment: { GROUNDSWELL_URL: server.url, XDG_STATE_HOME: folder },
  });
  assert.match(done.stderr, /line 3 was refused: column "Review Date": "soon 5" is no date/);
  assert.match(done.stderr, /line 4 was refused: column "Review Comment": text \(or title\) must not be empty/);
  assert.deepEqual(done.rows(), [{ accepted: 1, rejected: 3, batches: 1 }]);
});

test("what comes through a pipe is looked at as a whole too, packed or not", async (context) => {
  const folder = await scratch(context, {});
  await using server = await openTestServer(intake);
  const content = `date,review\n05-03-2025,${ONE}\n20-03-2025,${TWO}\n`;
  for (const stdin of [Buffer.from(content), gzipSync(content)]) {
    const done = await runCommand(["ingest", "-"], { folder, stdin, environment: { GROUNDSWELL_URL: server.url } });
    assert.equal(done.code, 0, done.stderr);
  }
  const dates = server.asked.flatMap(recordsOf).map((record) => (record as { date: string }).date);
  assert.deepEqual(dates, [
    "2025-03-05T00:00:00Z",
    "2025-03-20T00:00:00Z",
    "2025-03-05T00:00:00Z",
    "2025-03-20T00:00:00Z",
  ]);
});

test("what comes through a pipe in Windows-1252 is read as such and said, and no letter is lost", async (context) => {
  const folder = await scratch(context, {});
  await using server = await openTestServer(intake);
  const price = "It’s 5 € – the café card can’t be used any more";
  // The letters of Latin-1, with those that Windows has in the place of its controls.
  const windows: Readonly<Record<string, number>> = { "’": 0x92, "€": 0x80, "–": 0x96 };
  const bytes = Buffer.from(
    [...`date,review\n2025-03-05,${price}\n`].map((letter) => windows[letter] ?? letter.charCodeAt(0)),
  );
  for (const stdin of [bytes, gzipSync(bytes)]) {
    const done = await runCommand(["ingest", "-"], { folder, stdin, environment: { GROUNDSWELL_URL: server.url } });
    assert.equal(done.code, 0, done.stderr);
    assert.match(done.stderr, /windows-1252/i);
    const declared = ["ingest", "-", "--encoding", "cp1252"];
    const again = await runCommand(declared, { folder, stdin, environment: { GROUNDSWELL_URL: server.url } });
    assert.equal(again.code, 0, again.stderr);
  }
  const texts = server.asked.flatMap(recordsOf).map((record) => (record as { text: string }).text);
  assert.deepEqual(texts, [price, price, price, price]);
});

test("an archive that comes through a pipe is there until its last file is sent", async (context) => {
  const folder = await scratch(context, {});
  await using server = await openTestServer(intake);
  const rows = (count: number) => `date,review\n${`2025-03-05,${ONE}\n`.repeat(count)}`;
  const stdin = zipOf({ "first.csv": rows(2_000), "second.csv": rows(10) });
  const { code, stdout, stderr } = await runCommand(["ingest", "-"], {
    ...{ folder, stdin },
    environment: { GROUNDSWELL_URL: server.url },
  });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /"accepted":2010/);
});

test("one bad file of an archive is named, counted as a refused row, and takes nothing from the others", async (context) => {
  const zip = zipOf({
    "a.csv": `date,review\n2025-03-05,${ONE}\n`,
    "b.csv": "%PDF-1.7\n",
    "c.csv": `date,review\n2025-03-05,${TWO}\n`,
  });
  const folder = await scratch(context, { "f.zip": zip });
  await using server = await openTestServer(intake);
  const environment = { GROUNDSWELL_URL: server.url, NO_COLOR: "1" };
  const preview = ["ingest", "f.zip", "--preview"];
  const [bad, ...others] = (await runCommand(preview, { folder, environment })).rows() as Record<string, unknown>[];
  assert.deepEqual(bad, { file: "f.zip:b.csv", unreadable: "it is a PDF" });
  assert.deepEqual(
    others.map(({ file }) => file),
    ["f.zip:a.csv", "f.zip:c.csv"],
  );
  const shown = await runCommand(preview, { folder, environment, terminal: true });
  assert.match(shown.stdout, /^f\.zip:b\.csv can't be read: it is a PDF\. It would count as one row/m);
  assert.equal(server.asked.length, 0);

  const done = await runCommand(["ingest", "f.zip"], { folder, environment });
  assert.equal(done.code, 0, done.stderr);
  assert.deepEqual(done.rows(), [{ accepted: 2, rejected: 1, batches: 1 }]);
  assert.match(done.stderr, /^f\.zip:b\.csv was refused: it is a PDF$/m);
  assert.deepEqual(recordsOf(server.asked[0]!)[0], "f.zip:b.csv can't be read: it is a PDF");
});

test("each option that docs/import.md names is one, and so is each field of --map", async () => {
  const docs = await readFile(new URL("../../docs/import.md", import.meta.url), "utf8");
  const help = (await runCommand(["ingest", "--help"], {})).stdout;
  const options = new Set(docs.match(/(?<![\w-])--[a-z][a-z-]*/g));
  assert.ok(options.size > 10);
  for (const option of options) assert.match(help, new RegExp(`${option}\\b`), option);
  const [, listed = ""] = /Fields: `([^`]*)`/.exec(docs) ?? [];
  const folder = await mkdtemp(join(tmpdir(), "ingest-preview-"));
  await writeFile(join(folder, "f.csv"), `a,b\n${ONE},4\n`);
  for (const field of listed.split(", ")) {
    const text = field === "text" ? [] : ["--map", "text=a"];
    const argv = ["ingest", "f.csv", "--preview", ...text, "--map", `${field}=${field === "text" ? "a" : "b"}`];
    const done = await runCommand(argv, { folder });
    assert.equal(done.code, 0, `${field}: ${done.stderr}`);
  }
  await rm(folder, { recursive: true });
});

test("a file without any record is said to be one, whatever it is", async (context) => {
  const files = { "e.csv": "", "h.csv": "text,date\n", "l.json": "[]", "p.json": '{"reviews":[]}' };
  const folder = await scratch(context, files);
  for (const name of Object.keys(files)) {
    const done = await runCommand(["ingest", name, "--preview"], { folder });
    assert.deepEqual([done.code, done.stderr.trim()], [0, `there are no records in ${name}`], name);
  }
});
