/** Sentence vectors from a table of word-piece vectors: the sum over a text's pieces, scaled to length 1. */
import { createVectorKernel, KERNEL_STEP } from "../kernel/vector-kernel.ts";
import { createWordTable } from "../tokens.ts";
import { readTable } from "./table.ts";
import { createWordCutter } from "./word-pieces.ts";

export interface Pieces {
  readonly ids: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export interface Embedder {
  readonly dims: number;
  /** Changes whenever the table does; stored beside every vector. */
  readonly version: string;
  tokenIds(text: string): number[];
  /** The pieces of a text, and where the stretch of text that each is cut from starts and ends (UTF-16 units). */
  pieces(text: string): Pieces;
  /** As `embed`, of the pieces from `from` to `to`. */
  embedPieces(ids: ArrayLike<number>, from: number, to: number, out: Float32Array): Float32Array;
  /** The same of all pieces, each times its weight. */
  embedWeighted(ids: ArrayLike<number>, weights: ArrayLike<number>, out: Float32Array): Float32Array;
  /**
   * A vector of length 1, or the zero vector when no word is known (callers treat that as "no vector"). With `out`
   * (of `dims` numbers) nothing is allocated; `out` is filled and returned.
   */
  embed(text: string, out?: Float32Array): Float32Array;
}

/** `bytes`: a SEMB version 1 file whose vectors have a multiple of eight numbers. */
export const createEmbedder = (bytes: Uint8Array): Embedder => {
  const { version, dims, pieces, scales, values } = readTable(bytes);
  if (dims % KERNEL_STEP !== 0) throw new Error(`embedding table: ${dims} is no multiple of ${KERNEL_STEP}`);
  const words = createWordTable(createWordCutter(pieces));
  // The sum comes first in the kernel's memory, the table after it.
  const table = dims * 4;
  const kernel = createVectorKernel(table + values.length);
  new Int8Array(kernel.buffer, table).set(values);
  const sum = new Float32Array(kernel.buffer, 0, dims);

  const add = (ids: ArrayLike<number>, from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const piece = ids[i]!;
      const row = table + piece * dims;
      kernel.add(row, row + dims, scales[piece]!, 0);
    }
  };

  /** The sum, scaled to length 1, into `out`. */
  const finish = (out: Float32Array): Float32Array => {
    let square = 0;
    for (let d = 0; d < dims; d++) square += sum[d]! * sum[d]!;
    if (square > 0) kernel.scale(0, table, 1 / Math.sqrt(square));
    out.set(sum);
    return out;
  };

  return {
    dims,
    version,
    tokenIds(text) {
      const ids: number[] = [];
      forEachStretch(text, (start, end) => {
        for (const id of words.get(text, start, end)) ids.push(id);
      });
      return ids;
    },
    pieces(text) {
      const ids: number[] = [];
      const starts: number[] = [];
      const ends: number[] = [];
      forEachStretch(text, (start, end) => {
        for (const id of words.get(text, start, end)) {
          ids.push(id);
          starts.push(start);
          ends.push(end);
        }
      });
      return { ids, starts, ends };
    },
    embed(text, out = new Float32Array(dims)) {
      sum.fill(0);
      forEachStretch(text, (start, end) => {
        const ids = words.get(text, start, end);
        add(ids, 0, ids.length);
      });
      return finish(out);
    },
    embedPieces(ids, from, to, out) {
      sum.fill(0);
      add(ids, from, to);
      return finish(out);
    },
    embedWeighted(ids, weights, out) {
      sum.fill(0);
      for (let i = 0; i < ids.length; i++) {
        const row = table + ids[i]! * dims;
        kernel.add(row, row + dims, scales[ids[i]!]! * weights[i]!, 0);
      }
      return finish(out);
    },
  };
};

/**
 * Visits the stretches that the tokeniser can treat alone: runs of ASCII letters and digits, single ASCII marks, and
 * whatever holds other characters, up to the next white space.
 */
const forEachStretch = (text: string, visit: (start: number, end: number) => void): void => {
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    let end = at + 1;
    if (isWhite(code)) {
      at = end;
      continue;
    }
    if (isPlain(code)) while (end < text.length && isPlain(text.charCodeAt(end))) end++;
    const next = isPlain(code) && end < text.length ? text.charCodeAt(end) : code;
    if (isRough(next)) while (end < text.length && !isWhite(text.charCodeAt(end))) end++;
    visit(at, end);
    at = end;
  }
};

const isPlain = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);

/** White space outside ASCII, as Unicode 16 has it. */
const wideSpaces = new Uint16Array([
  0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029,
  0x202f, 0x205f, 0x3000,
]);

const isWhite = (code: number): boolean =>
  code === 32 || (code >= 9 && code <= 13 && code !== 11 && code !== 12) || (code > 127 && wideSpaces.includes(code));

/** Not ASCII, or a control character: the tokeniser drops or rewrites some of these. */
const isRough = (code: number): boolean => (code >= 127 || code < 32) && !isWhite(code);
