/** Telling how a file's letters are encoded, and reading it as UTF-8. Nothing becomes U+FFFD: what can't be read is said. */
import { isUtf8 } from "node:buffer";
import type { FileEncoding } from "../../model/upload.ts";
import { guessEncoding } from "./guess-encoding.ts";
import {
  createCount,
  createSample,
  lookAtStart,
  markOf,
  mendedText,
  START_BYTES,
  sequenceAt,
  utf8By,
} from "./letters.ts";
import { UnreadableTable } from "./unreadable.ts";

/** Where the last character of a chunk begins that may go on in the next. */
function wholeLength(bytes: Buffer): number {
  for (let at = bytes.length - 1; at >= Math.max(0, bytes.length - 3); at--) {
    if (bytes[at]! >= 0xc0) return sequenceAt(bytes, at) === -1 ? at : bytes.length;
    if (bytes[at]! < 0x80) break;
  }
  return bytes.length;
}

/** The chunks cut between characters. */
async function* wholeCharacters(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const length = wholeLength(bytes);
    rest = bytes.subarray(length);
    if (length > 0) yield bytes.subarray(0, length);
  }
  if (rest.length > 0) yield rest;
}

async function sampleOf(chunks: AsyncIterable<Buffer>): Promise<Uint8Array> {
  const sample = createSample();
  for await (const chunk of chunks) if (sample.add(chunk)) break;
  return sample.end();
}

async function isAll(name: string, chunks: AsyncIterable<Buffer>): Promise<boolean> {
  const decoder = new TextDecoder(name, { fatal: true });
  try {
    for await (const chunk of chunks) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return true;
  } catch (thrown) {
    if (thrown instanceof TypeError) return false;
    throw thrown;
  }
}

async function startOf(chunks: AsyncIterable<Buffer>, bytes: number): Promise<Buffer> {
  let start: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    start = Buffer.concat([start, chunk]);
    if (start.length >= bytes) break;
  }
  return start.subarray(0, bytes);
}

/** Reads all of the file. `declared` counts unless the file itself says otherwise by its first bytes. */
export async function tellEncoding(
  name: string,
  open: () => AsyncIterable<Buffer>,
  declared?: string,
): Promise<FileEncoding> {
  const start = await startOf(open(), START_BYTES);
  const looked = lookAtStart(start, declared);
  if (looked === "utf-32") throw new UnreadableTable(`${name} is UTF-32: save it as UTF-8`);
  if (looked === "no text") {
    throw new UnreadableTable(`${name} is no text: give CSV or JSON lines, as they are or packed with gzip or zip`);
  }
  if (looked !== undefined) return looked;
  const count = createCount();
  for await (const chunk of wholeCharacters(open())) {
    // Only whether there are many counts beside stray bytes.
    if (!isUtf8(chunk) || count.sequences < 1_000) count.add(chunk);
  }
  const utf8 = utf8By(count, start);
  if (utf8 !== undefined) return utf8;
  const guessed = guessEncoding(await sampleOf(open()));
  return { name: (await isAll(guessed, open())) ? guessed : "windows-1252", by: "guess" };
}

async function* withoutMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first = true;
  for await (const chunk of chunks) {
    const isMarked = first && markOf(chunk) === "utf-8";
    first = false;
    yield isMarked ? chunk.subarray(3) : chunk;
  }
}

async function* decoded(
  name: string,
  chunks: AsyncIterable<Buffer>,
  encoding: string,
  isStart: boolean,
): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: !isStart });
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      const text = decoder.decode(chunk, { stream: true });
      bytes += chunk.length;
      if (text !== "") yield Buffer.from(text);
    }
    const last = decoder.decode();
    if (last !== "") yield Buffer.from(last);
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    throw new UnreadableTable(
      `${name} is no ${encoding}: past byte ${bytes} is something else; say what it is written in (--encoding, or charset= of an upload)`,
    );
  }
}

/**
 * The text as UTF-8 bytes without a byte order mark. Throws {@link UnreadableTable} for bytes that the encoding doesn't
 * have. `isStart` is false for chunks from the midst of a file: what looks like a mark there is none.
 */
export function asUtf8(
  name: string,
  chunks: AsyncIterable<Buffer>,
  encoding: FileEncoding,
  isStart = true,
): AsyncIterable<Buffer> {
  if (encoding.name !== "utf-8") return decoded(name, chunks, encoding.name, isStart);
  if (encoding.by === "declared") return decoded(name, chunks, "utf-8", isStart);
  const unmarked = isStart ? withoutMark(chunks) : chunks;
  if (encoding.strayBytes === undefined) return unmarked;
  async function* mend(): AsyncGenerator<Buffer> {
    for await (const chunk of wholeCharacters(unmarked)) yield isUtf8(chunk) ? chunk : Buffer.from(mendedText(chunk));
  }
  return mend();
}
