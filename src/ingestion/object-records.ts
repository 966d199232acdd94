/** The records of an object or file: JSON lines, one JSON list or object, or CSV by its header; read as a stream where it can be. */
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";
import { hexDigest } from "../model/identity.ts";
import { readSubmitted } from "./wire.ts";

/** A JSON document has to be held as a whole. */
const MAX_DOCUMENT_BYTES = 50_000_000;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

async function* jsonLines(input: Readable): AsyncGenerator<unknown> {
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const text = line.replace(/^\uFEFF/, "");
    if (text.trim() !== "") yield parseLine(text);
  }
}

async function* jsonDocument(input: Readable): AsyncGenerator<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_DOCUMENT_BYTES) throw new Error(`a JSON document of more than ${MAX_DOCUMENT_BYTES} bytes`);
    chunks.push(chunk);
  }
  const value = parseLine(
    Buffer.concat(chunks)
      .toString("utf8")
      .replace(/^\uFEFF/, ""),
  );
  if (Array.isArray(value)) yield* value;
  else if (isObject(value) && Array.isArray(value.items)) yield* value.items;
  else yield value;
}

async function* csv(input: Readable): AsyncGenerator<unknown> {
  const rows = input.pipe(parse({ bom: true, columns: true, relax_column_count: true, skip_empty_lines: true }));
  yield* rows as AsyncIterable<unknown>;
}

/** Values as they stand in it; `name` says what it is by its end. */
export function valuesOf(name: string, input: Readable): AsyncGenerator<unknown> {
  const plain = name.replace(/\.gz$/i, "");
  const stream = plain === name ? input : input.pipe(createGunzip());
  if (/\.csv$/i.test(plain)) return csv(stream);
  if (/\.json$/i.test(plain)) return jsonDocument(stream);
  return jsonLines(stream);
}

/**
 * Records with an identity: their own, else what they say and how often it was said before in the same place, so that two
 * who say the same stay two, and the same file again is the same.
 */
export async function* recordsOf(name: string, input: Readable): AsyncGenerator<unknown> {
  const seen = new Map<string, number>();
  for await (const value of valuesOf(name, input)) {
    const record = readSubmitted(value);
    if (
      !isObject(record) ||
      record.id !== undefined ||
      (isObject(record.metadata) && record.metadata.id !== undefined)
    ) {
      yield record;
      continue;
    }
    const content = hexDigest(record);
    const before = seen.get(content) ?? 0;
    seen.set(content, before + 1);
    yield { ...record, id: before === 0 ? content : `${content}-${before + 1}` };
  }
}
