/** Reads a SEMB file: a table with one 8-bit vector for each word piece. tools/distill/README.md describes the format. */
import { createHash } from "node:crypto";

export interface Table {
  /** First 12 hexadecimal digits of the SHA-256 of the file: the same on every installation. */
  readonly version: string;
  readonly dims: number;
  readonly pieces: readonly string[];
  /** `values[piece * dims + i] * scales[piece]` is the i-th number of a piece's vector. */
  readonly scales: Float32Array;
  readonly values: Int8Array;
}

const headerBytes = 20;

/** Throws when the bytes are no whole SEMB version 1 file. */
export const readTable = (bytes: Uint8Array): Table => {
  if (bytes.byteLength < headerBytes) throw new Error("embedding table: the file is cut short");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== 0x424d4553) throw new Error('embedding table: the file doesn\'t start with "SEMB"');
  if (view.getUint32(4, true) !== 1) throw new Error(`embedding table: version ${view.getUint32(4, true)} is unknown`);
  const count = view.getUint32(8, true);
  const dims = view.getUint32(12, true);
  const vocabularyBytes = view.getUint32(16, true);
  const scalesAt = headerBytes + Math.ceil(vocabularyBytes / 4) * 4;
  const valuesAt = scalesAt + count * 4;
  if (bytes.byteLength !== valuesAt + count * dims) throw new Error("embedding table: the length of the file is wrong");
  const vocabulary = new TextDecoder().decode(bytes.subarray(headerBytes, headerBytes + vocabularyBytes));
  const pieces = vocabulary.split("\n");
  if (pieces.length !== count) throw new Error("embedding table: the vocabulary doesn't fit the table");
  const scales = new Float32Array(count);
  for (let piece = 0; piece < count; piece++) scales[piece] = view.getFloat32(scalesAt + piece * 4, true);
  const values = new Int8Array(bytes.buffer, bytes.byteOffset + valuesAt, count * dims);
  const version = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  return { version, dims, pieces, scales, values };
};
