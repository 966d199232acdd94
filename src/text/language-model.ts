/**
 * The language model's file (written by tools/train/language.ts), read into typed arrays. Layout, little endian: "GSLM",
 * u32 version, u32 length of the header, header as JSON (padded to 4 bytes), then the sections in the order of
 * `LanguageModelHeader.sections`, each padded to 4 bytes.
 */

export interface LanguageModelHeader {
  /** ISO 639-1, in the order that postings count them */
  readonly languages: readonly string[];
  /** how many n-grams stand inside a word, at its start, at its end, are the whole word */
  readonly edges: readonly [number, number, number, number];
  /** of the weights in the section `romanised_hindi` */
  readonly romanisedHindi: { readonly scale: number; readonly bias: number };
  readonly sections: readonly { readonly name: string; readonly bytes: number }[];
}

export interface LanguageModel {
  readonly header: LanguageModelHeader;
  readonly sections: ReadonlyMap<string, Uint8Array>;
}

const MAGIC = "GSLM";
const VERSION = 1;
const padded = (length: number): number => (length + 3) & ~3;

export function writeLanguageModel(
  header: Omit<LanguageModelHeader, "sections">,
  sections: ReadonlyMap<string, Uint8Array>,
): Uint8Array {
  const described = [...sections].map(([name, content]) => ({ name, bytes: content.byteLength }));
  const json = Buffer.from(JSON.stringify({ ...header, sections: described }));
  const start = 12 + padded(json.length);
  const out = Buffer.alloc(described.reduce((sum, section) => sum + padded(section.bytes), start));
  out.write(MAGIC, 0, "latin1");
  out.writeUInt32LE(VERSION, 4);
  out.writeUInt32LE(json.length, 8);
  json.copy(out, 12);
  let at = start;
  for (const content of sections.values()) {
    out.set(content, at);
    at += padded(content.byteLength);
  }
  return out;
}

/** Throws when the bytes are no language model of this version or are cut short. */
export function readLanguageModel(file: Uint8Array): LanguageModel {
  const buffer = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (buffer.length < 12 || buffer.toString("latin1", 0, 4) !== MAGIC) throw new Error("not a language model");
  if (buffer.readUInt32LE(4) !== VERSION) throw new Error(`language model of version ${buffer.readUInt32LE(4)}`);
  const length = buffer.readUInt32LE(8);
  const header = JSON.parse(buffer.toString("utf8", 12, 12 + length)) as LanguageModelHeader;
  const sections = new Map<string, Uint8Array>();
  let at = 12 + padded(length);
  for (const { name, bytes } of header.sections) {
    if (at + bytes > buffer.length) throw new Error("language model is cut short");
    sections.set(name, new Uint8Array(buffer.subarray(at, at + bytes)));
    at += padded(bytes);
  }
  return { header, sections };
}

export function section(model: LanguageModel, name: string): Uint8Array {
  const found = model.sections.get(name);
  if (!found) throw new Error(`language model lacks the section ${name}`);
  return found;
}
