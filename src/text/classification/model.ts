/**
 * The weight file of the classifier, and the scores that follow from it. Format (little endian), version 1: "GSCL",
 * u32 version, u32 length of a JSON header `{heads: [{name, bias, scale}], buckets, dense, embedding}` padded with
 * spaces to a multiple of 4; f32 weights of the dense features, head by head; u8 inverse document frequency of each
 * bucket in twentieths (0: unknown bucket); i8 weights of each bucket, heads side by side, in units of the head's scale.
 */
import type { Embedder } from "../embedding/embedder.ts";
import { buckets, createFeatureReader, type FeatureVisitor, type Gist } from "./features.ts";

export interface Head {
  readonly name: string;
  readonly bias: number;
  readonly weights: { readonly dense: Float32Array; readonly hashed: Float32Array };
}

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

const magic = 0x4c435347;
const formatVersion = 1;

export const writeModel = (model: Model, embedding: string): Uint8Array => {
  const scales = model.heads.map(
    ({ weights }) =>
      Math.max(
        1e-9,
        weights.hashed.reduce((m, w) => Math.max(m, Math.abs(w)), 0),
      ) / 127,
  );
  const dense = model.heads[0]!.weights.dense.length;
  const heads = model.heads.map(({ name, bias }, h) => ({ name, bias, scale: scales[h]! }));
  const json = JSON.stringify({ heads, buckets, dense, embedding } satisfies Header);
  const header = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 4) * 4, " "));
  const bytes = new Uint8Array(12 + header.length + heads.length * dense * 4 + buckets * (1 + heads.length));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, formatVersion, true);
  view.setUint32(8, header.length, true);
  bytes.set(header, 12);
  let to = 12 + header.length;
  for (const { weights } of model.heads) {
    for (const weight of weights.dense) {
      view.setFloat32(to, weight, true);
      to += 4;
    }
  }
  bytes.set(model.frequencies, to);
  to += buckets;
  for (let bucket = 0; bucket < buckets; bucket++) {
    for (const [h, { weights }] of model.heads.entries())
      view.setInt8(to++, Math.round(weights.hashed[bucket]! / scales[h]!));
  }
  return bytes;
};

export interface Scores {
  readonly logOdds: Float64Array;
  readonly gist: Gist;
}

export interface Scorer {
  /** Log-odds of each head for a text, in the order of `heads`; its parts are reused by the next call. */
  score(text: string, stars: number | undefined, vector: Float32Array): Scores;
  /** Log-odds of one head alone, in a fraction of the time. */
  scoreHead(head: number, text: string, stars: number | undefined, vector: Float32Array): number;
  readonly heads: readonly string[];
}

/** Throws when the bytes are no whole file, or were trained with another embedding table. */
export const createScorer = (bytes: Uint8Array, embedder: Embedder): Scorer => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 12 || view.getUint32(0, true) !== magic)
    throw new Error("classifier weights: this is no such file");
  if (view.getUint32(4, true) !== formatVersion) throw new Error("classifier weights: the version is unknown");
  const headerLength = view.getUint32(8, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(12, 12 + headerLength))) as Header;
  const features = createFeatureReader(embedder);
  const heads = header.heads.length;
  if (header.embedding !== embedder.version)
    throw new Error("classifier weights: trained with another embedding table");
  if (header.buckets !== buckets || header.dense !== features.dense)
    throw new Error("classifier weights: other features");
  const denseAt = 12 + headerLength;
  const frequenciesAt = denseAt + heads * header.dense * 4;
  const hashedAt = frequenciesAt + buckets;
  if (bytes.byteLength !== hashedAt + buckets * heads) throw new Error("classifier weights: the file is cut short");
  const weights = new Float32Array(heads * header.dense);
  for (let i = 0; i < weights.length; i++) weights[i] = view.getFloat32(denseAt + i * 4, true);
  const frequencies = new Uint8Array(bytes.buffer, bytes.byteOffset + frequenciesAt, buckets);
  const hashed = new Int8Array(bytes.buffer, bytes.byteOffset + hashedAt, buckets * heads);

  const dense = new Float32Array(header.dense);
  const logOdds = new Float64Array(heads);
  const wordSums = new Float64Array(heads);
  const stretchSums = new Float64Array(heads);
  let wordSquares = 0;
  let stretchSquares = 0;

  /** Counts a bucket for the heads from `first` up to, not including, `end`; the square of its frequency. */
  const add = (bucket: number, sums: Float64Array, first: number, end: number): number => {
    const frequency = frequencies[bucket]!;
    if (frequency === 0) return 0;
    for (let h = first; h < end; h++) sums[h] = sums[h]! + frequency * hashed[bucket * heads + h]!;
    return frequency * frequency;
  };
  const visitorOf = (first: number, end: number): FeatureVisitor => ({
    word(bucket) {
      wordSquares += add(bucket, wordSums, first, end);
    },
    stretch(bucket) {
      stretchSquares += add(bucket, stretchSums, first, end);
    },
  });
  const allHeads = visitorOf(0, heads);
  const eachHead = header.heads.map((_, h) => visitorOf(h, h + 1));

  const look = (text: string, stars: number | undefined, vector: Float32Array, visitor: FeatureVisitor): Gist => {
    wordSums.fill(0);
    stretchSums.fill(0);
    wordSquares = stretchSquares = 0;
    return features.read(text, stars, vector, visitor, dense);
  };
  const logOddsOf = (h: number): number => {
    const wordScale = wordSquares === 0 ? 0 : 1 / Math.sqrt(wordSquares);
    const stretchScale = stretchSquares === 0 ? 0 : 1 / Math.sqrt(stretchSquares);
    const { bias, scale } = header.heads[h]!;
    let score = bias + scale * (wordSums[h]! * wordScale + stretchSums[h]! * stretchScale);
    const row = h * dense.length;
    for (let d = 0; d < dense.length; d++) score += weights[row + d]! * dense[d]!;
    return score;
  };

  return {
    heads: header.heads.map(({ name }) => name),
    score(text, stars, vector) {
      const gist = look(text, stars, vector, allHeads);
      for (let h = 0; h < heads; h++) logOdds[h] = logOddsOf(h);
      return { logOdds, gist };
    },
    scoreHead(head, text, stars, vector) {
      look(text, stars, vector, eachHead[head]!);
      return logOddsOf(head);
    },
  };
};
