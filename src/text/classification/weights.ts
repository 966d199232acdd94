/**
 * The weight file of the classifier. Format (little endian), version 1: "GSCL", u32 version, u32 length of a JSON header
 * `{heads: [{name, bias, scale}], buckets, dense, embedding}` padded with spaces to a multiple of 4; f32 weights of the
 * dense features, head by head; u8 inverse document frequency of each bucket in twentieths (0: unknown bucket); i8
 * weights of each bucket, heads side by side, in units of the head's scale.
 */
import { BUCKETS } from "./features/layout.ts";

export interface Head {
  readonly name: string;
  readonly bias: number;
  readonly weights: { readonly dense: Float32Array; readonly hashed: Float32Array };
}

/** As it is learnt. */
export interface Model {
  /** Twentieths of the inverse document frequency of each bucket; 0 for a bucket that was never learnt. */
  readonly frequencies: Uint8Array;
  readonly heads: readonly Head[];
}

interface Header {
  readonly heads: readonly { readonly name: string; readonly bias: number; readonly scale: number }[];
  readonly buckets: number;
  readonly dense: number;
  /** Version of the embedding table that it was trained with. */
  readonly embedding: string;
}

/** As it is read: what is large stays as it lies in the file. */
export interface Weights extends Pick<Header, "heads" | "embedding"> {
  /** How many dense features a head has; their weights, head by head. */
  readonly denseCount: number;
  readonly dense: Float32Array;
  readonly frequencies: Uint8Array;
  /** Of each bucket, heads side by side. */
  readonly hashed: Int8Array;
}

const MAGIC = 0x4c435347;
const FORMAT_VERSION = 1;
const HEADER_AT = 12;
/** The largest weight of a head is written as this. */
const LARGEST = 127;

const scaleOf = ({ weights }: Head): number =>
  Math.max(
    1e-9,
    weights.hashed.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0),
  ) / LARGEST;

export function writeModel(model: Model, embedding: string): Uint8Array {
  const dense = model.heads[0]!.weights.dense.length;
  const heads = model.heads.map((head) => ({ name: head.name, bias: head.bias, scale: scaleOf(head) }));
  const json = JSON.stringify({ heads, buckets: BUCKETS, dense, embedding } satisfies Header);
  const header = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 4) * 4, " "));
  const bytes = new Uint8Array(HEADER_AT + header.length + heads.length * dense * 4 + BUCKETS * (1 + heads.length));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, FORMAT_VERSION, true);
  view.setUint32(8, header.length, true);
  bytes.set(header, HEADER_AT);
  let to = HEADER_AT + header.length;
  for (const { weights } of model.heads) {
    for (const weight of weights.dense) {
      view.setFloat32(to, weight, true);
      to += 4;
    }
  }
  bytes.set(model.frequencies, to);
  to += BUCKETS;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    for (const [h, { weights }] of model.heads.entries())
      view.setInt8(to++, Math.round(weights.hashed[bucket]! / heads[h]!.scale));
  }
  return bytes;
}

/** Throws when the bytes are no whole file of as many dense features. */
export function readWeights(bytes: Uint8Array, denseCount: number): Weights {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < HEADER_AT || view.getUint32(0, true) !== MAGIC)
    throw new Error("classifier weights: this is no such file");
  if (view.getUint32(4, true) !== FORMAT_VERSION) throw new Error("classifier weights: the version is unknown");
  const headerLength = view.getUint32(8, true);
  const json = new TextDecoder().decode(bytes.subarray(HEADER_AT, HEADER_AT + headerLength));
  const { heads, buckets, dense, embedding } = JSON.parse(json) as Header;
  if (buckets !== BUCKETS || dense !== denseCount) throw new Error("classifier weights: other features");
  const denseAt = HEADER_AT + headerLength;
  const frequenciesAt = denseAt + heads.length * dense * 4;
  const hashedAt = frequenciesAt + BUCKETS;
  if (bytes.byteLength !== hashedAt + BUCKETS * heads.length)
    throw new Error("classifier weights: the file is cut short");
  return {
    heads,
    embedding,
    denseCount,
    dense: Float32Array.from({ length: heads.length * dense }, (_, at) => view.getFloat32(denseAt + at * 4, true)),
    frequencies: new Uint8Array(bytes.buffer, bytes.byteOffset + frequenciesAt, BUCKETS),
    hashed: new Int8Array(bytes.buffer, bytes.byteOffset + hashedAt, BUCKETS * heads.length),
  };
}
