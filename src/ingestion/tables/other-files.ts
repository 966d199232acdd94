/** Files that people try and that hold no table, named for what they are: by their first bytes, or by how their text begins. */
import { UnreadableTable } from "./unreadable.ts";

const ascii = (text: string): readonly number[] => [...Buffer.from(text, "latin1")];

/** The block of 512 bytes that a tar archive begins with says so behind the name (POSIX, ustar). */
const TAR_AT = 257;
/** As many of a file's first bytes as are looked at here. */
export const START_BYTES = 512;

/** By each format's own specification. */
const BYTES: readonly (readonly [what: string, bytes: readonly number[], at?: number])[] = [
  ["an old Excel workbook (.xls): save it as CSV UTF-8", [0xd0, 0xcf, 0x11, 0xe0]],
  ["a PDF", ascii("%PDF")],
  ["a text of a word processor (RTF): save it as CSV UTF-8", ascii("{\\rtf")],
  ["a SQLite database: export the table as CSV", ascii("SQLite format 3")],
  ["a Parquet file: write it as JSON lines or CSV", ascii("PAR1")],
  ["an Avro file: write it as JSON lines or CSV", ascii("Obj\u0001")],
  ["an ORC file: write it as JSON lines or CSV", ascii("ORC")],
  ["an Arrow file: write it as JSON lines or CSV", ascii("ARROW1")],
  ["a file of SPSS: export it as CSV", ascii("$FL2")],
  ["a file of SPSS: export it as CSV", ascii("$FL3")],
  ["a property list of Apple: give CSV or JSON lines", ascii("bplist")],
  ["packed with bzip2: unpack it first", ascii("BZh")],
  ["packed with xz: unpack it first", [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ["packed with lz4: unpack it first", [0x04, 0x22, 0x4d, 0x18]],
  ["packed with compress: unpack it first", [0x1f, 0x9d]],
  ["a 7z archive: unpack it first", [0x37, 0x7a, 0xbc, 0xaf]],
  ["a RAR archive: unpack it first", ascii("Rar!")],
  ["a tar archive: unpack it first", ascii("ustar"), TAR_AT],
  ["a zip archive with nothing in it", [0x50, 0x4b, 0x05, 0x06]],
  // What was packed once is unpacked by now.
  ["packed twice: unpack it once", [0x1f, 0x8b]],
  ["packed twice: unpack it once", [0x28, 0xb5, 0x2f, 0xfd]],
  ["packed twice: unpack it once", [0x50, 0x4b, 0x03, 0x04]],
  ["a picture", [0x89, 0x50, 0x4e, 0x47]],
  ["a picture", [0xff, 0xd8, 0xff]],
  ["a picture", ascii("GIF8")],
  ["a picture, a film or a sound", ascii("RIFF")],
  ["a sound", ascii("ID3")],
  ["a Python pickle: write it as JSON lines or CSV", [0x80, 0x04, 0x95]],
];

const has = (start: Buffer, bytes: readonly number[], at: number): boolean =>
  bytes.every((byte, index) => start[at + index] === byte);

export function refuseOtherFiles(name: string, start: Buffer): void {
  const other = BYTES.find(([, bytes, at = 0]) => has(start, bytes, at))?.[0];
  if (other !== undefined) throw new UnreadableTable(`${name} is ${other}`);
}

const MARKUP =
  /^\s*<(?:!--|!doctype|\?xml|(?:html|head|body|meta|title|style|script|table|svg|rss|feed|workbook)[\s/>])/i;
const MAILBOX = /^From \S+ .*\d{2}:\d{2}.*\n[\w-]+:/;
const MAIL =
  /^(?:(?:return-path|received|delivered-to|message-id|mime-version|from|to|cc|subject|date|reply-to|content-[\w-]+|dkim-signature|arc-[\w-]+|authentication-results|x-[\w-]+):.*\r?\n(?:[ \t].*\r?\n)*){3}/i;

/** Of what is text: pages and mail would be read line by line, as if each were somebody's feedback. */
export function refuseOtherTexts(name: string, start: string): void {
  if (MARKUP.test(start)) throw new UnreadableTable(`${name} is a web page or XML: give CSV or JSON lines`);
  if (MAILBOX.test(start) || MAIL.test(start)) {
    throw new UnreadableTable(`${name} is mail: give CSV or JSON lines, with a row for each message`);
  }
}
