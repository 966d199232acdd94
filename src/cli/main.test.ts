import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));

/** The real process: exit codes, pipes and signals. */
function start(argv: readonly string[]) {
  const child = spawn(process.execPath, [main, ...argv], { env: { PATH: process.env.PATH } });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => {
    output.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    output.stderr += text;
  });
  child.stdin.on("error", () => undefined);
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on("close", (code) => resolve({ code, ...output })),
  );
  return { child, ended };
}

function answered(argv: readonly string[], input: string) {
  const { child, ended } = start(argv);
  child.stdin.end(input);
  return ended;
}

test("rows come out in input order, bad lines answered in their places, and the command fails at the end", async () => {
  const input =
    '{"text":"the app crashes when I log in"}\n\nnonsense\n{"words":1}\n{"text":"die App stürzt immer beim Anmelden ab"}\n';
  const { code, stdout, stderr } = await answered(["language"], input);
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    rows.map(({ index, lang, error }) => [index, lang ?? typeof error]),
    [
      [0, "en"],
      [1, "string"],
      [2, "string"],
      [3, "de"],
    ],
  );
  assert.equal(code, 1);
  assert.match(stderr, /2 of 4 rows could not be read/);
});

test("without input there are no rows and no failure; a wrong option is wrong usage", async () => {
  const [empty, wrong] = await Promise.all([answered(["language"], ""), answered(["language", "--nonsense"], "")]);
  assert.deepEqual(empty, { code: 0, stdout: "", stderr: "" });
  assert.deepEqual([wrong.code, wrong.stdout], [2, ""]);
});

test("no command is wrong usage with help on stderr; help that was asked for is on stdout", async () => {
  const [none, help] = await Promise.all([answered([], ""), answered(["--help"], "")]);
  assert.deepEqual([none.code, none.stdout], [2, ""]);
  assert.match(none.stderr, /Usage: groundswell/);
  assert.deepEqual([help.code, help.stderr], [0, ""]);
  assert.match(help.stdout, /ingest .*\n.*ledger /);
});

test("a reader that has seen enough ends it quietly", async () => {
  const { child, ended } = start(["language"]);
  child.stdout.once("data", () => child.stdout.destroy());
  child.stdin.end('{"text":"the app crashes when I log in"}\n'.repeat(50_000));
  const { code, stderr } = await ended;
  assert.deepEqual([code, stderr], [0, ""]);
});

test("a reader that starts late gets every row", async () => {
  const pipeline = `yes '{"text":"hello"}' | head -n 5000 | "$0" "$1" language | (sleep 0.8; wc -l)`;
  const child = spawn("sh", ["-c", pipeline, process.execPath, main], { env: { PATH: process.env.PATH } });
  let counted = "";
  for await (const text of child.stdout.setEncoding("utf8")) counted += text;
  assert.equal(counted.trim(), "5000");
});

test("SIGINT ends it with 130 and nothing to say, and what was read has been answered", async () => {
  const { child, ended } = start(["language"]);
  child.stdout.once("data", () => child.kill("SIGINT"));
  child.stdin.write('{"text":"hello there my friend"}\n');
  const { code, stdout, stderr } = await ended;
  assert.deepEqual([code, stderr, stdout.split("\n").length], [130, "", 2]);
});
