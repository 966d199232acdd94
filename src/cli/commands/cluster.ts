/** `cluster [--k N]`: JSON lines `{id, text}` → `{id, cluster, name}`, in input order. Alone among the row commands it holds its input in memory. */
import { addAbortSignal } from "node:stream";
import type { Command } from "commander";
import { z } from "zod";
import { cluster } from "../../clustering/cluster.ts";
import { openEnrichment } from "../../enrichment/enrichment.ts";
import { wholeNumber } from "../formats.ts";
import { type Row, readJson, readLines, write } from "../jsonl.ts";
import type { Shell } from "../shell.ts";
import { hintAtTerminal, readInput, unreadable } from "../text-rows.ts";

/** A row without an id goes by its index. */
const Input = z.object({ id: z.union([z.string(), z.number()]).optional(), text: z.string() });

type Read =
  | { readonly id: string | number; readonly text: string }
  | { readonly index: number; readonly error: string };

/** Every line as its text, or as the row that says what is wrong with it. */
async function readAll(shell: Shell): Promise<Read[]> {
  const rows: Read[] = [];
  for await (const lines of readLines(addAbortSignal(shell.signal, shell.stdin))) {
    for (const line of lines) {
      const index = rows.length;
      const read = readInput(readJson(line), Input);
      rows.push("error" in read ? { index, error: read.error } : { id: read.input.id ?? index, text: read.input.text });
    }
  }
  return rows;
}

async function clusterTexts(k: number | undefined, shell: Shell): Promise<void> {
  hintAtTerminal(shell);
  const [{ embedder }, rows] = [await openEnrichment(), await readAll(shell)];
  // By position: nothing keeps two rows from having one id.
  const items = rows.flatMap((row, position) =>
    "error" in row ? [] : [{ id: String(position), text: row.text, vector: embedder.embed(row.text).slice() }],
  );
  shell.handBackSignals();
  const found = cluster(items, k === undefined ? {} : { k: Math.min(k, items.length) }).values();
  const answers = rows.map((row): Row => {
    if ("error" in row) return row;
    const { cluster, name } = found.next().value!;
    return { id: row.id, cluster, name };
  });
  for (const answer of answers) await write(shell.stdout, `${JSON.stringify(answer)}\n`);
  const failed = rows.length - items.length;
  if (failed > 0) throw unreadable(failed, rows.length);
}

export function configure(command: Command, shell: Shell): void {
  command
    .option("--k <n>", "into so many clusters (default: as many as the texts make)", wholeNumber(1))
    .action(({ k }: { k?: number }) => clusterTexts(k, shell));
}
