/** What a file really is: text, text that is packed (gzip, Zstandard, zip), or something else, which is named. */
import type { Readable } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { type Entry, fromRandomAccessReader, RandomAccessReader, type ZipFile } from "yauzl";
import type { ByteSource } from "./byte-source.ts";
import { UnreadableTable } from "./unreadable.ts";

/** One table of a file: the file itself, or what lies in an archive. */
export interface Part {
  readonly name: string;
  /** Unpacked, each time from the start. */
  open(): AsyncIterable<Buffer>;
  readonly packed?: "gzip" | "zstd" | "zip";
}

type Packing = "gzip" | "zstd" | "zip";

const startsWith = (bytes: Buffer, start: readonly number[]): boolean => start.every((byte, at) => bytes[at] === byte);

const PACKINGS: readonly (readonly [Packing, readonly number[]])[] = [
  ["gzip", [0x1f, 0x8b]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
];

const packingOf = (start: Buffer): Packing | undefined => PACKINGS.find(([, magic]) => startsWith(start, magic))?.[0];

const ascii = (text: string): readonly number[] => [...Buffer.from(text, "latin1")];

/** Files that people try, by their first bytes (each format's own specification). */
const OTHERS: readonly (readonly [string, readonly number[]])[] = [
  ["an old Excel workbook (.xls): save it as CSV UTF-8", [0xd0, 0xcf, 0x11, 0xe0]],
  ["a PDF", ascii("%PDF")],
  ["a SQLite database: export the table as CSV", ascii("SQLite format 3")],
  ["a Parquet file: write it as JSON lines or CSV", ascii("PAR1")],
  ["an Avro file: write it as JSON lines or CSV", ascii("Obj\u0001")],
  ["an ORC file: write it as JSON lines or CSV", ascii("ORC")],
  ["packed with bzip2: unpack it first", ascii("BZh")],
  ["packed with xz: unpack it first", [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ["a 7z archive: unpack it first", [0x37, 0x7a, 0xbc, 0xaf]],
  ["a RAR archive: unpack it first", ascii("Rar!")],
  ["a picture", [0x89, 0x50, 0x4e, 0x47]],
  ["a picture", [0xff, 0xd8, 0xff]],
  ["a picture", ascii("GIF8")],
  ["a Python pickle: write it as JSON lines or CSV", [0x80, 0x04, 0x95]],
];
const WORKBOOK = "an Excel workbook: save it as CSV UTF-8";

export function refuseOtherFiles(name: string, start: Buffer): void {
  const other = OTHERS.find(([, magic]) => startsWith(start, magic))?.[0];
  if (other !== undefined) throw new UnreadableTable(`${name} is ${other}`);
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(start.toString("latin1").replace(/^\u00ef\u00bb\u00bf/, ""))) {
    throw new UnreadableTable(`${name} is a web page or XML: give CSV or JSON lines`);
  }
}

const START_BYTES = 64;

/** The first bytes of a stream and the whole of it. */
async function peek(chunks: AsyncIterable<Buffer>): Promise<{ start: Buffer; all: () => AsyncGenerator<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const held: Buffer[] = [];
  let bytes = 0;
  while (bytes < START_BYTES) {
    const next = await iterator.next();
    if (next.done) break;
    held.push(next.value);
    bytes += next.value.length;
  }
  async function* all(): AsyncGenerator<Buffer> {
    yield* held;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { start: Buffer.concat(held), all };
}

/** The chunks of `input` unpacked; errors name the file. */
async function* inflated(name: string, input: AsyncIterable<Buffer>, packing: "gzip" | "zstd"): AsyncGenerator<Buffer> {
  const unpacking = packing === "gzip" ? createGunzip() : createZstdDecompress();
  const feed = async (): Promise<void> => {
    try {
      for await (const chunk of input) {
        if (unpacking.destroyed) return;
        if (!unpacking.write(chunk)) await new Promise<void>((resolve) => whenReady(unpacking, resolve));
      }
      unpacking.end();
    } catch (thrown) {
      unpacking.destroy(thrown as Error);
    }
  };
  const fed = feed();
  try {
    yield* unpacking as AsyncIterable<Buffer>;
  } catch (thrown) {
    const { code = "" } = thrown as NodeJS.ErrnoException;
    if (!/^Z_|^ZSTD|^ERR_/.test(code)) throw thrown;
    throw new UnreadableTable(`${name}: it is damaged: ${(thrown as Error).message}`);
  } finally {
    unpacking.destroy();
    await fed;
  }
}

function whenReady(stream: Readable & NodeJS.WritableStream, ready: () => void): void {
  const done = () => {
    for (const event of ["drain", "close", "error"]) stream.off(event, done);
    ready();
  };
  for (const event of ["drain", "close", "error"]) stream.on(event, done);
}

/** As it is, or unpacked where it begins like a packed one. */
async function* opened(name: string, input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { start, all } = await peek(input);
  const packing = packingOf(start);
  if (packing === "gzip" || packing === "zstd") return yield* inflated(name, all(), packing);
  yield* all();
}

class SourceReader extends RandomAccessReader {
  private readonly source: ByteSource;
  constructor(source: ByteSource) {
    super();
    this.source = source;
  }
  override _readStreamForRange(start: number, end: number): Readable {
    return this.source.open(start, end);
  }
}

const openZip = (source: ByteSource): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false };
    fromRandomAccessReader(new SourceReader(source), source.size, options, (error, file) => {
      if (error) reject(new UnreadableTable(`${source.name} is no whole zip archive: ${error.message}`));
      else resolve(file);
    });
  });

function entriesOf(name: string, file: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    file.on("entry", (entry: Entry) => {
      entries.push(entry);
      file.readEntry();
    });
    file.on("end", () => resolve(entries));
    file.on("error", (error: Error) => reject(new UnreadableTable(`${name}: ${error.message}`)));
    file.readEntry();
  });
}

const openEntry = (name: string, file: ZipFile, entry: Entry): Promise<Readable> =>
  new Promise((resolve, reject) => {
    if ((entry.generalPurposeBitFlag & 1) === 1) {
      reject(new UnreadableTable(`${name}: it is locked with a password`));
      return;
    }
    file.openReadStream(entry, (error, stream) => {
      if (error) reject(new UnreadableTable(`${name}: ${error.message}`));
      else resolve(stream);
    });
  });

const TABLE_NAME = /\.(?:csv|tsv|tab|txt|jsonl|ndjson|json)(?:\.gz)?$/i;
/** What a Mac adds, and hidden files. */
const ASIDE = /(?:^|\/)(?:__MACOSX\/|\.)/;

async function zipParts(source: ByteSource): Promise<Part[]> {
  const file = await openZip(source);
  const entries = await entriesOf(source.name, file);
  const names = entries.map(({ fileName }) => fileName);
  if (names.includes("xl/workbook.xml")) throw new UnreadableTable(`${source.name} is ${WORKBOOK}`);
  if (names.includes("content.xml") && names.includes("mimetype")) {
    throw new UnreadableTable(`${source.name} is an OpenDocument file: save it as CSV UTF-8`);
  }
  const tables = entries.filter(({ fileName }) => TABLE_NAME.test(fileName) && !ASIDE.test(fileName));
  if (tables.length === 0) {
    throw new UnreadableTable(`${source.name} holds no CSV or JSON; there are ${names.slice(0, 20).join(", ")}`);
  }
  return tables.map((entry): Part => {
    const name = `${source.name}:${entry.fileName}`;
    async function* open(): AsyncGenerator<Buffer> {
      const stream = await openEntry(name, file, entry);
      try {
        yield* opened(name, stream as AsyncIterable<Buffer>);
      } finally {
        stream.destroy();
      }
    }
    return { name, open, packed: "zip" };
  });
}

/** Every table in the file; an archive may hold several. Throws {@link UnreadableTable} for what is no text. */
export async function unpack(source: ByteSource): Promise<readonly Part[]> {
  if (source.size === 0) return [];
  let start: Buffer = Buffer.alloc(0);
  for await (const chunk of source.open(0, START_BYTES)) start = Buffer.concat([start, chunk as Buffer]);
  const packing = packingOf(start);
  if (packing === "zip") return zipParts(source);
  const open = () => opened(source.name, source.open() as AsyncIterable<Buffer>);
  return [packing === undefined ? { name: source.name, open } : { name: source.name, open, packed: packing }];
}
