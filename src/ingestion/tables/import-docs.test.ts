/** `docs/import.md` is true: each name that its table gives an export is read as it says, in JSON and in CSV, and each option is one. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readTestTable } from "./open-table.testing.ts";

const docs = readFileSync(new URL("../../../docs/import.md", import.meta.url), "utf8");
const TEXT = "The boarding pass screen crashes every time I open it";
/** As Reddit writes them; others take any. */
const ID = "t3_x1";

/** Said in words; what is meant is tried beside the exports themselves (`exports.test.ts`, `store-exports.test.ts`, `envelopes.test.ts`). */
const IN_WORDS: ReadonlySet<string> = new Set([
  "Review Last Update makes a revision",
  "reviewId in Review Link",
  "one of several columns: the preview asks",
  "the question with most to read",
  "else the question with most to read",
  "nps: points from 0 to 10",
  "no stars",
  "so is a question how likely one is to recommend",
  "score counts votes",
  "like_count are likes",
  "none",
  "…",
  "–",
]);
const met = new Set<string>();

const split = (cell: string): string[] =>
  cell.split(/[,;]/).flatMap((part) => {
    const name = part
      .trim()
      .replaceAll("`", "")
      .replace(/^else (?!the )/, "");
    if (IN_WORDS.has(name)) met.add(name);
    return name === "" || IN_WORDS.has(name) ? [] : [name];
  });

/** `Created (UTC)` is a name with its unit; other brackets hold titles, or words. */
const withoutBrackets = (cell: string): string => cell.replaceAll(/ \((?!UTC\)).*?\)/g, "");
const inBrackets = (cell: string): string[] =>
  [...cell.matchAll(/ \((?!UTC\))(.*?)\)/g)].flatMap(([, one = ""]) => split(one));

const rows = docs
  .slice(docs.indexOf("| export |"), docs.indexOf("Column names in German"))
  .split("\n")
  .slice(2)
  .filter((line) => line.startsWith("|"))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  .map(([of = "", text = "", date = "", stars = "", id = ""]) => {
    // Brackets behind anything but a text hold words.
    for (const cell of [date, stars, id]) inBrackets(cell);
    const columns = { text: split(withoutBrackets(text)), title: inBrackets(text), date: split(withoutBrackets(date)) };
    return { of, columns: { ...columns, stars: split(withoutBrackets(stars)), id: split(withoutBrackets(id)) } };
  });

const VALUES = { text: TEXT, title: "All of it", date: "2024-03-01T10:00:00Z", stars: 4, id: ID } as const;
type Field = keyof typeof VALUES;
type Read = Partial<Record<Field | "updated_at", unknown>> & { readonly metadata?: { readonly score?: number } };
const fields = Object.keys(VALUES) as Field[];

/** A dot leads inwards. */
function nested(columns: ReadonlyMap<string, string | number>): object {
  const record: Record<string, unknown> = {};
  for (const [name, value] of columns) {
    const path = /^[\w.]+$/.test(name) ? name.split(".") : [name];
    let inner = record;
    for (const part of path.slice(0, -1)) {
      inner[part] ??= {};
      inner = inner[part] as Record<string, unknown>;
    }
    inner[path.at(-1)!] = value;
  }
  return record;
}

test("each export's names are read as the table says", async () => {
  assert.ok(rows.length > 25, `${rows.length} exports`);
  for (const { of, columns } of rows) {
    const most = Math.max(...Object.values(columns).map((names) => names.length));
    for (let at = 0; at < most; at++) {
      // The first of each together, the second of each, and so on: an export has one of each at a time.
      const given = new Map<string, string | number>();
      const chosen = fields.filter((field) => columns[field].length > 0);
      for (const field of chosen) given.set(columns[field][Math.min(at, columns[field].length - 1)]!, VALUES[field]);
      if (columns.text.length === 0) given.set("text", TEXT);
      // Whose `name` is an id is told by what else stands there.
      if (of.startsWith("Reddit")) given.set("subreddit", "ferries");
      const names = [...given.keys()];
      const isFlat = !names.some((name) => /^\w+\.\w+/.test(name));
      const csv = `${names.join(",")}\n${[...given.values()].join(",")}\n`;
      for (const [file, content] of [["f.jsonl", JSON.stringify(nested(given))], ...(isFlat ? [["f.csv", csv]] : [])]) {
        const { records } = await readTestTable(content!, file);
        const { metadata, ...record } = records[0] as Read;
        // A record that names only its last change is dated by that, by whoever reads it.
        const read = { ...record, date: record.date ?? record.updated_at, stars: metadata?.score };
        for (const field of chosen)
          assert.equal(read[field], VALUES[field], `${of}, ${file}, ${field}: ${JSON.stringify([...given])}`);
      }
    }
  }
  assert.deepEqual(met, IN_WORDS, "what is said in words is still there");
});
