/** What bytes tell of how letters are written in them, of a file that comes in pieces and of one that a browser holds as a whole. */
import type { FileEncoding } from "../../model/upload.ts";
import { guessEncoding, strictly } from "./guess-encoding.ts";

const MARKS: readonly (readonly [string, readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];
const UTF_32 = [
  [0xff, 0xfe, 0, 0],
  [0, 0, 0xfe, 0xff],
];
/** Of the beginning that is looked at. */
export const START_BYTES = 4_096;

const beginsWith = (start: Uint8Array, mark: readonly number[]): boolean =>
  mark.every((byte, at) => start[at] === byte);

export const markOf = (start: Uint8Array): string | undefined => MARKS.find(([, mark]) => beginsWith(start, mark))?.[0];

/** Latin letters in UTF-16 have every other byte 0. */
function utf16Of(start: Uint8Array): string | undefined {
  const zeros = [0, 0];
  for (const [at, byte] of start.entries()) if (byte === 0) zeros[at % 2]!++;
  const half = start.length / 2;
  // Besides tabs and line ends.
  if (start.filter((byte) => byte > 0 && byte < 9).length > half * 0.02) return undefined;
  if (zeros[1]! > half * 0.3 && zeros[0]! < half * 0.05) return "utf-16le";
  return zeros[0]! > half * 0.3 && zeros[1]! < half * 0.05 ? "utf-16be" : undefined;
}

/** Text hardly has any control characters; in a short file three are no slip. */
function hasControls(start: Uint8Array): boolean {
  const isControl = (byte: number) => byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1a && byte !== 0x1b);
  const controls = start.filter(isControl).length;
  return controls > Math.max(2, start.length * 0.02);
}

/** What the beginning tells; undefined where only the rest can. `declared` counts unless the file itself says otherwise by its first bytes. */
export function lookAtStart(start: Uint8Array, declared?: string): FileEncoding | "utf-32" | "no text" | undefined {
  if (UTF_32.some((mark) => beginsWith(start, mark))) return "utf-32";
  const marked = markOf(start);
  if (declared !== undefined && !(marked?.startsWith("utf-16") && declared.startsWith("utf-16"))) {
    return { name: declared, by: "declared" };
  }
  if (marked?.startsWith("utf-16")) return { name: marked, by: "byte order mark" };
  const wide = utf16Of(start);
  if (wide !== undefined) return { name: wide, by: "its bytes" };
  return hasControls(start) ? "no text" : undefined;
}

const isHigh = (byte: number): boolean => byte >= 0x80;

/** The second byte of sequences that would be longer than they need, surrogates, or past the last character. */
const isBeyond = (lead: number, second: number): boolean =>
  (lead === 0xe0 && second < 0xa0) ||
  (lead === 0xed && second > 0x9f) ||
  (lead === 0xf0 && second < 0x90) ||
  (lead === 0xf4 && second > 0x8f);

/** Bytes of the UTF-8 sequence that starts here: 0 when there is none, -1 when the chunk ends within it. */
export function sequenceAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  const length =
    lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  if (length === 0) return 0;
  for (let next = 1; next < length; next++) {
    if (at + next >= bytes.length) return -1;
    if ((bytes[at + next]! & 0xc0) !== 0x80) return 0;
  }
  return isBeyond(lead, bytes[at + 1]!) ? 0 : length;
}

const SAMPLE_BYTES = 64 * 1024;
const LONGEST_LINE = 2 * 1024 * 1024;

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Lines with letters beyond ASCII: what tells encodings apart. A line end is one byte in all of them. */
export function createSample() {
  const lines: Uint8Array[] = [];
  let held = 0;
  let rest: Uint8Array = new Uint8Array();

  function take(line: Uint8Array): void {
    if (!line.some(isHigh)) return;
    // A long line is cut where a plain sign stands, which no character of several bytes has within it.
    const end = line.length <= SAMPLE_BYTES ? line.length : line.subarray(0, SAMPLE_BYTES).lastIndexOf(0x20) + 1;
    lines.push(line.subarray(0, end), new Uint8Array([0x0a]));
    held += end;
  }

  return {
    /** Whether that is enough. */
    add(chunk: Uint8Array): boolean {
      const bytes = rest.length === 0 ? chunk : joined([rest, chunk]);
      let start = 0;
      for (let end = bytes.indexOf(0x0a); end >= 0 && held < SAMPLE_BYTES; end = bytes.indexOf(0x0a, start)) {
        take(bytes.subarray(start, end));
        start = end + 1;
      }
      rest = bytes.subarray(start);
      if (held >= SAMPLE_BYTES) rest = new Uint8Array();
      else if (rest.length > LONGEST_LINE) rest = new Uint8Array();
      return held >= SAMPLE_BYTES;
    },
    end(): Uint8Array {
      take(rest);
      return joined(lines);
    },
  };
}

/** So many characters in lines that are UTF-8 as a whole are no chance, though other lines are not: files put together. */
const WHOLE_LINES = { characters: 3, share: 0.3 };

export type Count = ReturnType<typeof createCount>;

/** Characters of several bytes, bytes that belong to none, and the lines that have the ones or the others. */
export function createCount() {
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
    add(bytes: Uint8Array): void {
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

/** Undefined: it is something else than UTF-8. */
export function utf8By(count: Count, start: Uint8Array): FileEncoding | undefined {
  const { sequences, stray } = count;
  const by = markOf(start) === undefined ? "its bytes" : "byte order mark";
  if (stray === 0) return { name: "utf-8", by };
  const isUtf8 = by === "byte order mark" || sequences >= 2 * stray || count.hasWholeLines();
  return isUtf8 ? { name: "utf-8", by, strayBytes: stray } : undefined;
}

const western = new TextDecoder("windows-1252");

/** UTF-8, where each byte that belongs to no character becomes the letter that it is in Windows-1252. */
export function mendedText(bytes: Uint8Array): string {
  const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
  const pieces: string[] = [];
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (!isHigh(bytes[at]!)) continue;
    const length = sequenceAt(bytes, at);
    if (length > 0) at += length - 1;
    else {
      pieces.push(utf8.decode(bytes.subarray(start, at)), western.decode(bytes.subarray(at, at + 1)));
      start = at + 1;
    }
  }
  return pieces.join("") + utf8.decode(bytes.subarray(start));
}

/** Of a whole file; undefined when it is no text. */
export function encodingOf(bytes: Uint8Array): FileEncoding | undefined {
  const start = bytes.subarray(0, START_BYTES);
  const looked = lookAtStart(start);
  if (looked !== undefined) return typeof looked === "string" ? undefined : looked;
  const count = createCount();
  count.add(bytes);
  const utf8 = utf8By(count, start);
  if (utf8 !== undefined) return utf8;
  const sample = createSample();
  sample.add(bytes);
  const guessed = guessEncoding(sample.end());
  return { name: strictly(guessed, bytes) === undefined ? "windows-1252" : guessed, by: "guess" };
}
