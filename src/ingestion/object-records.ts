/** The records of an object or a file, whatever it is written in; the original framework's own format is known by its first line. */
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { parsePythonJson } from "../model/json-text.ts";
import { type ByteSource, putAside } from "./tables/byte-source.ts";
import { openTables } from "./tables/open-table.ts";
import { unreadableRecord } from "./tables/unreadable.ts";
import { isWireData, readSubmitted } from "./wire.ts";

/** Enough for a line of the format. */
const START_BYTES = 256 * 1024;

function parseLine(line: string): unknown {
  try {
    return parsePythonJson(line);
  } catch {
    return line;
  }
}

/** What can't be parsed goes on as the text it is, for the writer to refuse and keep. */
export async function* jsonLines(input: Readable): AsyncGenerator<unknown> {
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const text = line.replace(/^\uFEFF/, "");
    if (text.trim() !== "") yield parseLine(text);
  }
}

async function startsWithWireData(source: ByteSource): Promise<boolean> {
  if (source.size === 0) return false;
  for await (const value of jsonLines(source.open(0, Math.min(source.size, START_BYTES)))) return isWireData(value);
  return false;
}

/** Of what can be read again: a file, say. What can't be read of an archive is a text that says so, for the writer to refuse and keep. */
export async function* recordsOfSource(source: ByteSource): AsyncGenerator<unknown> {
  if (await startsWithWireData(source)) {
    for await (const value of jsonLines(source.open())) yield readSubmitted(value);
    return;
  }
  for (const table of await openTables(source)) {
    if ("unreadable" in table) yield unreadableRecord(table);
    else for await (const { record } of table.rows(() => undefined)) yield record;
  }
}

/** Of what is read only once: it is put aside first, since a file is looked through before it is read. */
export async function* recordsOf(name: string, input: Readable, signal?: AbortSignal): AsyncGenerator<unknown> {
  await using source = await putAside(input, name, signal);
  yield* recordsOfSource(source);
}
