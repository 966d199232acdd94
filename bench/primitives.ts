/** The cost of what no pipeline of this kind can leave out, measured alone in the same run: parsing, language, durable insert. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openEnrichment } from "../src/enrichment/enrichment.ts";
import { type Corpus, recordAt } from "./records.ts";

export interface Primitive {
  readonly name: string;
  /** Microseconds a record. */
  readonly cost: number;
}

const BATCH = 50;

function timed(count: number, work: () => void): number {
  const started = performance.now();
  work();
  return ((performance.now() - started) * 1_000) / count;
}

export async function measurePrimitives(corpus: Corpus, count = 10_000): Promise<Primitive[]> {
  const records = Array.from({ length: count }, (_, index) => recordAt(corpus, index));
  const lines = records.map((record) => JSON.stringify(record));
  const texts = records.map((record) => String(record.text));
  const enrichment = await openEnrichment();
  for (const text of texts.slice(0, 1_000)) enrichment.language(text);

  const folder = mkdtempSync(join(tmpdir(), "groundswell-bench-"));
  const database = new DatabaseSync(join(folder, "plain.sqlite"));
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE records (id TEXT PRIMARY KEY, body TEXT NOT NULL)",
  );
  const insert = database.prepare("INSERT INTO records VALUES (?, ?)");
  const primitives = [
    {
      name: "JSON parse and stringify",
      cost: timed(count, () => lines.forEach((line) => void JSON.stringify(JSON.parse(line)))),
    },
    {
      name: "language identification",
      cost: timed(count, () => texts.forEach((text) => void enrichment.language(text))),
    },
    {
      name: `SQLite insert, durable, ${BATCH} a transaction`,
      cost: timed(count, () => {
        for (let start = 0; start < count; start += BATCH) {
          database.exec("BEGIN");
          for (let index = start; index < Math.min(count, start + BATCH); index++)
            insert.run(`r-${index}`, lines[index]!);
          database.exec("COMMIT");
        }
      }),
    },
  ];
  database.close();
  rmSync(folder, { recursive: true });
  return primitives;
}
