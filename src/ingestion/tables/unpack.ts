/** What a file really is: text, text that is packed (gzip, Zstandard, zip), or something else, which is named. */
import type { Readable } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { type Entry, fromRandomAccessReader, getFileNameLowLevel, RandomAccessReader, type ZipFile } from "yauzl";
import type { ByteSource } from "./byte-source.ts";
import { asUnreadable, type UnreadableFile, UnreadableTable } from "./unreadable.ts";

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

/** Archives that are documents, by a file that each has in it. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  "xl/workbook.xml": "an Excel workbook: save it as CSV UTF-8",
  "xl/workbook.bin": "an Excel workbook: save it as CSV UTF-8",
  "word/document.xml": "a Word document: give CSV or JSON lines",
  "content.xml": "an OpenDocument file: save it as CSV UTF-8",
  "Index/Document.iwa": "a document of Numbers or Pages: export it as CSV UTF-8",
};

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
    // Names that lead elsewhere hurt nobody: nothing is written under them.
    const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
    fromRandomAccessReader(new SourceReader(source), source.size, options, (error, file) => {
      if (error) reject(new UnreadableTable(`${source.name} is no whole zip archive: ${error.message}`));
      else resolve(file);
    });
  });

interface Contents {
  readonly entries: readonly Entry[];
  /** Why there may be more. */
  readonly broken?: UnreadableTable;
}

function contentsOf(name: string, file: ZipFile): Promise<Contents> {
  return new Promise((resolve) => {
    const entries: Entry[] = [];
    file.on("entry", (entry: Entry) => {
      const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
      entry.fileName = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
      entries.push(entry);
      file.readEntry();
    });
    file.on("end", () => resolve({ entries }));
    file.on("error", (error: Error) => resolve({ entries, broken: new UnreadableTable(`${name}: ${error.message}`) }));
    file.readEntry();
  });
}

/** How a file is packed in a zip archive (APPNOTE 4.4.5); Windows takes Deflate64 for big ones. */
const [STORED, DEFLATE] = [0, 8];
const METHODS: Readonly<Record<number, string>> = {
  9: "Deflate64",
  12: "bzip2",
  14: "LZMA",
  93: "Zstandard",
  95: "xz",
  98: "PPMd",
  99: "AES",
};

const openEntry = (name: string, file: ZipFile, entry: Entry): Promise<Readable> =>
  new Promise((resolve, reject) => {
    if ((entry.generalPurposeBitFlag & 1) === 1) {
      reject(new UnreadableTable(`${name}: it is locked with a password`));
      return;
    }
    const { compressionMethod: method } = entry;
    if (method !== STORED && method !== DEFLATE) {
      const called = METHODS[method] ?? `method ${method}`;
      const advice = "pack it as programs do by default, or give the file that is in it";
      reject(new UnreadableTable(`${name}: it is packed with ${called}, which is not read: ${advice}`));
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

/** What is written about the files of an archive. */
const ABOUT =
  /(?:^|\/)(?:read[ _-]?me|lies[ _-]?mich|lisez[ _-]?moi|l[ée]eme|leia[ _-]?me|licen[cs]e|notice|change ?log|copying)\b[^/]*\.txt$/i;

function tablesAmong(entries: readonly Entry[]): readonly Entry[] {
  const tables = entries.filter(({ fileName }) => TABLE_NAME.test(fileName) && !ASIDE.test(fileName));
  const others = tables.filter(({ fileName }) => !ABOUT.test(fileName));
  return others.length > 0 ? others : tables;
}

/** What a packed file is damaged by has no code, or one of zlib's; the disk's own troubles have others. */
const isDamage = (thrown: unknown): thrown is Error =>
  thrown instanceof Error && /^(?:undefined$|Z_)/.test(String((thrown as NodeJS.ErrnoException).code));

async function zipParts(source: ByteSource): Promise<Unpacked> {
  const file = await openZip(source);
  const { entries, broken } = await contentsOf(source.name, file);
  if (entries.length === 0 && broken !== undefined) throw broken;
  const names = entries.map(({ fileName }) => fileName);
  const document = names.find((name) => Object.hasOwn(DOCUMENTS, name));
  if (document !== undefined) throw new UnreadableTable(`${source.name} is ${DOCUMENTS[document]}`);
  const tables = tablesAmong(entries);
  if (tables.length === 0) {
    throw new UnreadableTable(`${source.name} holds no CSV or JSON; there are ${names.slice(0, 20).join(", ")}`);
  }
  const parts = tables.map((entry): Part => {
    const name = `${source.name}:${entry.fileName}`;
    async function* open(): AsyncGenerator<Buffer> {
      const stream = await openEntry(name, file, entry);
      try {
        yield* opened(name, stream as AsyncIterable<Buffer>);
      } catch (thrown) {
        throw isDamage(thrown) && !(thrown instanceof UnreadableTable)
          ? new UnreadableTable(`${name}: it is damaged: ${thrown.message}`)
          : thrown;
      } finally {
        stream.destroy();
      }
    }
    return { name, open, packed: "zip" };
  });
  const rest = `${source.name}, behind ${entries.at(-1)!.fileName}`;
  return { parts, unreadable: broken === undefined ? [] : [{ ...asUnreadable(source.name, broken), name: rest }] };
}

/** What is in a file: an archive may hold several tables, and lists of its contents may break off. */
export interface Unpacked {
  readonly parts: readonly Part[];
  readonly unreadable: readonly UnreadableFile[];
}

/** Throws {@link UnreadableTable} for what is no text. */
export async function unpack(source: ByteSource): Promise<Unpacked> {
  if (source.size === 0) return { parts: [], unreadable: [] };
  let start: Buffer = Buffer.alloc(0);
  for await (const chunk of source.open(0, START_BYTES)) start = Buffer.concat([start, chunk as Buffer]);
  const packing = packingOf(start);
  if (packing === "zip") return zipParts(source);
  const open = () => opened(source.name, source.open() as AsyncIterable<Buffer>);
  const part = packing === undefined ? { name: source.name, open } : { name: source.name, open, packed: packing };
  return { parts: [part], unreadable: [] };
}
