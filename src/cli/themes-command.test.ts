import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { normalise } from "../text/normalise.ts";
import { runCommand } from "./shell.testing.ts";

type Statement = { readonly quote: string; readonly kind: string; readonly theme?: string };

const jsonLines = (rows: readonly unknown[]): string =>
  rows.map((row) => `${typeof row === "string" ? row : JSON.stringify(row)}\n`).join("");

const told = [
  ["otp not coming", "6.0.1", "2024-03-01"],
  ["the otp never arrives, waited for an hour", "6.0.1", "2024-03-02"],
  ["not receiving otp on my number", "6.0.2", "2024-03-03"],
  ["no otp received", "6.0.2", "2024-03-04"],
  ["OTP does not come, so I cannot register", "6.0.2", "2024-03-05"],
  ["waiting for the otp and it is not coming", "6.0.2", "2024-03-06"],
  ["otp is not received at all", "6.0.2", "2024-03-07"],
  ["my battery drains within hours since I use it", "6.0.2", "2024-03-05"],
  ["drains the battery too fast", "6.0.1", "2024-03-06"],
] as const;
const records = told.map(([text, version, date], at) => ({ id: `r${at}`, text, date, metadata: { version } }));

test("themes answers every record in its place, then the themes, the biggest first", async () => {
  const input = jsonLines([records[0], "not json", { id: "x", text: "👍👍👍" }, ...records.slice(1), records[0]]);
  const done = await runCommand(["themes"], { stdin: input });
  assert.equal(done.code, 0, done.stderr);
  const rows = done.rows();
  const recordRows = rows.slice(0, records.length + 3);
  const themeRows = rows.slice(recordRows.length);
  assert.deepEqual(
    recordRows.map(({ index, outcome }) => [index, outcome]),
    ["ok", "rejected", "dropped", ...records.slice(1).map(() => "ok"), "duplicate"].map((outcome, at) => [at, outcome]),
  );
  assert.ok(themeRows.length >= 2, done.stdout);
  const sizes = themeRows.map(({ size }) => size as number);
  assert.deepEqual(
    sizes,
    sizes.toSorted((a, b) => b - a),
  );
  const known = new Set(themeRows.map(({ theme }) => theme));
  const statements = recordRows.flatMap((row) => row.statements as Statement[]);
  for (const { theme } of statements) if (theme !== undefined) assert.ok(known.has(theme));

  const [otp] = themeRows as {
    theme: string;
    kind: string;
    title: string;
    size: number;
    quotes: string[];
    versions: { version: string; count: number }[];
    first_seen: number;
    last_seen: number;
  }[];
  const own = statements.filter(({ theme }) => theme === otp!.theme);
  assert.ok(own.length >= 6 && own.every(({ quote }) => /otp/i.test(quote)), JSON.stringify(own));
  assert.deepEqual([otp!.kind, otp!.size >= 6, otp!.size <= 7], ["problem", true, true]);
  assert.match(otp!.title, /OTP|verification/i);
  assert.ok(otp!.quotes.length === 5 && new Set(otp!.quotes).size === 5);
  for (const quote of otp!.quotes) assert.ok(told.some(([text]) => text.includes(quote)));
  assert.deepEqual(
    otp!.versions.map(({ version }) => version),
    ["6.0.1", "6.0.2"],
  );
  assert.ok(otp!.first_seen <= otp!.last_seen && otp!.last_seen === Date.UTC(2024, 2, 7) / 1000);
});

test("the same input gives the same bytes, and none gives none", async () => {
  const once = () => runCommand(["themes"], { stdin: jsonLines(records) }).then(({ stdout }) => stdout);
  assert.equal(await once(), await once());
  const empty = await runCommand(["themes"], { stdin: "" });
  assert.deepEqual([empty.code, empty.stdout], [0, ""]);
});

test("with an app's own labels a theme carries the one that its members are routed to", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "themes-"));
  context.after(() => rm(folder, { recursive: true }));
  const model = {
    name: "Velo",
    app_id: "org.example.velo",
    first_order_labels: [
      { name: "Account", second_order_labels: ["Login codes"] },
      { name: "Phone", second_order_labels: ["Battery"] },
    ],
    generated_qrys_for_sec_labels: {
      "Login codes": ["otp not received", "the otp does not come", "verification code never arrives"],
      Battery: ["drains the battery", "uses too much battery", "battery is empty soon"],
    },
  };
  await writeFile(join(folder, "velo.json"), JSON.stringify(model));
  const done = await runCommand(["themes", "--app-model", "velo.json"], { stdin: jsonLines(records), folder });
  assert.equal(done.code, 0, done.stderr);
  const labels = done.rows().flatMap(({ theme, label }) => (theme === undefined ? [] : [label]));
  assert.equal(labels[0], "Account");
});

test("of a record that comes twice, what it says last is in the themes, as in the daemon", async () => {
  const newer = { ...records[0]!, text: "now the map stays blank while I navigate", updated_at: "2024-04-01" };
  const rows = (await runCommand(["themes"], { stdin: jsonLines([...records, newer]) })).rows();
  const [first] = rows;
  assert.equal(first!.outcome, "ok");
  assert.deepEqual(
    (first!.statements as Statement[]).map(({ quote, theme }) => [quote, theme]),
    [["otp not coming", undefined]],
  );
  const [otp] = rows.slice(records.length + 1);
  assert.ok((otp!.size as number) <= 6, JSON.stringify(otp));
});

test("themes says where a statement stands in the text as it came", async () => {
  const text = "&quot;Good  idea&quot;,   but the app&#39;s  login   fails every time";
  const done = await runCommand(["themes"], { stdin: jsonLines([{ id: "m", text }]) });
  const [row] = done.rows();
  const [statement] = row!.statements as { readonly start: number; readonly end: number; readonly quote: string }[];
  const stands = text.slice(statement!.start, statement!.end);
  assert.match(stands, /login {3}fails/);
  assert.equal(normalise(stands), statement!.quote);
});
