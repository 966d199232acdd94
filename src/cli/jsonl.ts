/**
 * Rows in, rows out: JSON lines read as they come, answered one by one in order, written in pieces of about one input
 * chunk. Memory is flat (a chunk, its answers and the longest line), and a slow reader slows the reading down.
 */
import type { Readable, Writable } from "node:stream";
import { parsePythonJson } from "../model/json-text.ts";

/** 16 MB: far beyond any limit of the pipeline; what is longer is never held. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** Stands for a line of more than {@link MAX_LINE_BYTES}. */
export const TOO_LONG = Symbol("too long");
export type Line = string | typeof TOO_LONG;

const NEWLINE = 0x0a;

/** Cuts a byte stream into lines without their ends, as many at a time as are complete. Empty and blank lines are left out. */
export interface LineSplitter {
  push(chunk: Buffer): Line[];
  /** What follows the last line end. */
  end(): Line[];
}

export function createLineSplitter(maxBytes = MAX_LINE_BYTES): LineSplitter {
  // A line that spans chunks waits here in pieces, so that a long one is copied once and not once per chunk.
  let pieces: Buffer[] = [];
  let held = 0;
  let first = true;

  const hold = (piece: Buffer): void => {
    held += piece.length;
    if (held > maxBytes) pieces = [];
    else if (piece.length > 0) pieces.push(piece);
  };

  const take = (): Line => {
    const line = held > maxBytes ? TOO_LONG : Buffer.concat(pieces).toString("utf8");
    pieces = [];
    held = 0;
    return line;
  };

  const add = (lines: Line[], line: Line): void => {
    const plain = first && typeof line === "string" && line.startsWith("\uFEFF") ? line.slice(1) : line;
    first = false;
    if (plain === TOO_LONG || plain.trim() !== "") lines.push(plain);
  };

  return {
    push(chunk) {
      const lines: Line[] = [];
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
        if (held === 0 && end - start <= maxBytes) add(lines, chunk.toString("utf8", start, end));
        else {
          hold(chunk.subarray(start, end));
          add(lines, take());
        }
        start = end + 1;
      }
      if (start < chunk.length) hold(chunk.subarray(start));
      return lines;
    },
    end() {
      const lines: Line[] = [];
      if (held > 0) add(lines, take());
      return lines;
    },
  };
}

/** The lines of a stream, a chunk's worth at a time. */
export async function* readLines(
  input: AsyncIterable<Buffer | string>,
  maxBytes = MAX_LINE_BYTES,
): AsyncGenerator<Line[]> {
  const splitter = createLineSplitter(maxBytes);
  for await (const chunk of input) {
    const lines = splitter.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
    if (lines.length > 0) yield lines;
  }
  const last = splitter.end();
  if (last.length > 0) yield last;
}

/** A JSON value, or why a line is none. */
export type ReadLine = { readonly value: unknown } | { readonly error: string };

export function readJson(line: Line): ReadLine {
  if (line === TOO_LONG) return { error: `a line of more than ${MAX_LINE_BYTES / 1024 / 1024} MB` };
  try {
    return { value: parsePythonJson(line) };
  } catch (thrown) {
    return { error: `not JSON: ${(thrown as Error).message}` };
  }
}

/** Resolves when the stream takes more. */
export async function write(output: Writable, text: string): Promise<void> {
  if (output.write(text)) return;
  await new Promise<void>((resolve, reject) => {
    const settle = (error?: Error) => {
      output.off("drain", settle);
      output.off("error", settle);
      if (error instanceof Error) reject(error);
      else resolve();
    };
    output.on("drain", settle);
    output.on("error", settle);
  });
}

/** About what a pipe holds: answers are written when they reach this, and whenever the input has no more to give for now. */
const WRITE_CHARACTERS = 64 * 1024;

export type Row = Readonly<Record<string, unknown>>;

/** Answers one line; `index` counts lines that are not blank, from 0. */
export type Answer = (line: ReadLine, index: number) => Row | Promise<Row>;

/** Answers every line of `input` in order; resolves with how many there were. Stops early, between two chunks, when the signal aborts. */
export async function answerLines(
  input: Readable,
  output: Writable,
  answer: Answer,
  signal: AbortSignal,
): Promise<number> {
  let index = 0;
  const abort = () => input.destroy();
  signal.addEventListener("abort", abort, { once: true });
  try {
    for await (const lines of readLines(input)) {
      let text = "";
      for (const line of lines) {
        const given = answer(readJson(line), index++);
        text += `${JSON.stringify(given instanceof Promise ? await given : given)}\n`;
        if (text.length < WRITE_CHARACTERS) continue;
        await write(output, text);
        text = "";
      }
      if (text !== "") await write(output, text);
    }
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  } finally {
    signal.removeEventListener("abort", abort);
  }
  return index;
}
