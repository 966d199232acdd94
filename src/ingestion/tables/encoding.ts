/** Telling how a file's letters are encoded, and reading it as UTF-8. Nothing becomes U+FFFD: what can't be read is said. */
import { isUtf8 } from "node:buffer";
import type { FileEncoding } from "../../model/upload.ts";
import { guessEncoding } from "./guess-encoding.ts";
import { UnreadableTable } from "./unreadable.ts";

const UTF_32 = [Buffer.from([0xff, 0xfe, 0, 0]), Buffer.from([0, 0, 0xfe, 0xff])];
const MARKS: readonly (readonly [string, readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

const markOf = (start: Buffer): string | undefined =>
  MARKS.find(([, mark]) => mark.every((byte, at) => start[at] === byte))?.[0];

/** Latin letters in UTF-16 have every other byte 0. */
function utf16Of(start: Buffer): string | undefined {
  const zeros = [0, 0];
  for (const [at, byte] of start.entries()) if (byte === 0) zeros[at % 2]!++;
  const half = start.length / 2;
  // Besides tabs and line ends.
  if (start.filter((byte) => byte > 0 && byte < 9).length > half * 0.02) return undefined;
  if (zeros[1]! > half * 0.3 && zeros[0]! < half * 0.05) return "utf-16le";
  return zeros[0]! > half * 0.3 && zeros[1]! < half * 0.05 ? "utf-16be" : undefined;
}

/** Text hardly has any control characters; in a short file three are no slip. */
function hasControls(start: Buffer): boolean {
  const isControl = (byte: number) => byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1a && byte !== 0x1b);
  const controls = start.filter(isControl).length;
  return controls > Math.max(2, start.length * 0.02);
}

/** Bytes of the UTF-8 sequence that starts here: 0 when there is none, -1 when the chunk ends within it. */
function sequenceAt(bytes: Buffer, at: number): number {
  const lead = bytes[at]!;
  const length =
    lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  if (length === 0) return 0;
  for (let next = 1; next < length; next++) {
    if (at + next >= bytes.length) return -1;
    if ((bytes[at + next]! & 0xc0) !== 0x80) return 0;
  }
  return isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}

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

const isHigh = (byte: number): boolean => byte >= 0x80;
const SAMPLE_BYTES = 64 * 1024;
const LONGEST_LINE = 2 * 1024 * 1024;

/** Lines with letters beyond ASCII: what tells encodings apart. A line end is one byte in all of them. */
async function sampleOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const lines: Buffer[] = [];
  let held = 0;
  let rest: Buffer = Buffer.alloc(0);
  const take = (line: Buffer): void => {
    if (!line.some(isHigh)) return;
    // A long line is cut where a plain sign stands, which no character of several bytes has within it.
    const end = line.length <= SAMPLE_BYTES ? line.length : line.subarray(0, SAMPLE_BYTES).lastIndexOf(0x20) + 1;
    lines.push(line.subarray(0, end), Buffer.from("\n"));
    held += end;
  };
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(0x0a); end >= 0 && held < SAMPLE_BYTES; end = bytes.indexOf(0x0a, start)) {
      take(bytes.subarray(start, end));
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (held >= SAMPLE_BYTES) return Buffer.concat(lines);
    if (rest.length > LONGEST_LINE) rest = Buffer.alloc(0);
  }
  take(rest);
  return Buffer.concat(lines);
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
  const start = await startOf(open(), 4_096);
  if (UTF_32.some((mark) => start.subarray(0, 4).equals(mark))) {
    throw new UnreadableTable(`${name} is UTF-32: save it as UTF-8`);
  }
  const marked = markOf(start);
  if (declared !== undefined && !(marked?.startsWith("utf-16") && declared.startsWith("utf-16"))) {
    return { name: declared, by: "declared" };
  }
  if (marked?.startsWith("utf-16")) return { name: marked, by: "byte order mark" };
  const wide = utf16Of(start);
  if (wide !== undefined) return { name: wide, by: "its bytes" };
  if (hasControls(start)) {
    throw new UnreadableTable(`${name} is no text: give CSV or JSON lines, as they are or packed with gzip or zip`);
  }
  const count = createCount();
  for await (const chunk of wholeCharacters(open())) {
    // Only whether there are many counts beside stray bytes.
    if (!isUtf8(chunk) || count.sequences < 1_000) count.add(chunk);
  }
  const { sequences, stray } = count;
  if (stray === 0) return { name: "utf-8", by: marked === undefined ? "its bytes" : "byte order mark" };
  if (marked === "utf-8" || sequences >= 2 * stray || count.hasWholeLines()) {
    return { name: "utf-8", by: marked === undefined ? "its bytes" : "byte order mark", strayBytes: stray };
  }
  const guessed = guessEncoding(await sampleOf(open()));
  return { name: (await isAll(guessed, open())) ? guessed : "windows-1252", by: "guess" };
}

/** So many characters in lines that are UTF-8 as a whole are no chance, though other lines are not: files put together. */
const WHOLE_LINES = { characters: 3, share: 0.3 };

/** Characters of several bytes, bytes that belong to none, and the lines that have the ones or the others. */
function createCount() {
  let [sequences, stray, sound, unsound] = [0, 0, 0, 0];
  /** Of the line, and of all that are sound. */
  let [inLine, inSound] = [0, 0];
  let hasStray = false;

  function endLine(): void {
    if (hasStray) unsound++;
    else if (inLine > 0) sound++;
    if (!hasStray) inSound += inLine;
    [inLine, hasStray] = [0, false];
  }

  return {
    get sequences() {
      return sequences;
    },
    get stray() {
      return stray;
    },
    add(bytes: Buffer): void {
      for (let at = 0; at < bytes.length; at++) {
        if (bytes[at] === 0x0a) endLine();
        if (!isHigh(bytes[at]!)) continue;
        const length = sequenceAt(bytes, at);
        if (length > 0) {
          sequences++;
          inLine++;
          at += length - 1;
        } else {
          stray++;
          hasStray = true;
        }
      }
    },
    hasWholeLines(): boolean {
      endLine();
      return inSound >= WHOLE_LINES.characters && sound >= (sound + unsound) * WHOLE_LINES.share;
    },
  };
}

const western = new TextDecoder("windows-1252");

/** Each byte that belongs to no character becomes the letter that it is in Windows-1252. */
function mended(bytes: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (!isHigh(bytes[at]!)) continue;
    const length = sequenceAt(bytes, at);
    if (length > 0) at += length - 1;
    else {
      pieces.push(bytes.subarray(start, at), Buffer.from(western.decode(bytes.subarray(at, at + 1))));
      start = at + 1;
    }
  }
  return Buffer.concat([...pieces, bytes.subarray(start)]);
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
    for await (const chunk of wholeCharacters(unmarked)) yield isUtf8(chunk) ? chunk : mended(chunk);
  }
  return mend();
}
