/** Sentence vectors from a table of word-piece vectors: the sum over a text's pieces, scaled to length 1. */
import { createVectorKernel, KERNEL_STEP } from "../kernel/vector-kernel.ts";
import { createWordTable, type WordTable } from "../tokens.ts";
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
  /** The pieces of a text, which are remembered until the next one's, and where the stretch of text that each is cut from starts and ends (UTF-16 units). */
  pieces(text: string): Pieces;
  /** As `embed`, of the pieces from `from` to `to`. */
  embedPieces(ids: ArrayLike<number>, from: number, to: number, out: Float32Array): Float32Array;
  /** The same of all pieces, each times its weight. */
  embedWeighted(ids: ArrayLike<number>, weights: ArrayLike<number>, out: Float32Array): Float32Array;
  /** As `embed` of `text.slice(start, end)`; sooner where `pieces` was asked of the same text last. */
  embedStretch(text: string, start: number, end: number, out?: Float32Array): Float32Array;
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

  const last = createLastRead(words);

  const addAll = (text: string): void =>
    forEachStretch(text, (start, end) => {
      const ids = words.get(text, start, end);
      add(ids, 0, ids.length);
    });

  /** The sum, scaled to length 1, into `out`. */
  const finish = (out: Float32Array): Float32Array => {
    let square = 0;
    for (let d = 0; d < dims; d++) square += sum[d]! * sum[d]!;
    if (square > 0) kernel.scale(0, table, 1 / Math.sqrt(square));
    out.set(sum);
    return out;
  };

  /** A text as a whole is asked for more than once. */
  const embedAll = (read: Read, out: Float32Array): Float32Array => {
    if (read.vector === undefined) {
      const { ids } = read.pieces;
      sum.fill(0);
      add(ids, 0, ids.length);
      read.vector = finish(new Float32Array(dims));
    }
    out.set(read.vector);
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
    pieces: (text) => last.read(text).pieces,
    embed(text, out = new Float32Array(dims)) {
      if (last.isOf(text)) return embedAll(last.read(text), out);
      sum.fill(0);
      addAll(text);
      return finish(out);
    },
    embedStretch(text, start, end, out = new Float32Array(dims)) {
      sum.fill(0);
      const range = last.isOf(text) ? rangeOf(last.read(text), start, end) : undefined;
      if (range === undefined) addAll(text.slice(start, end));
      else add(last.read(text).pieces.ids, range[0], range[1]);
      return finish(out);
    },
    embedPieces(ids, from, to, out) {
      const read = from === 0 && to === ids.length ? last.of(ids) : undefined;
      if (read !== undefined) return embedAll(read, out);
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

/** A text with its pieces and the stretches that they are cut from, also those that have none. */
interface Read {
  readonly pieces: Pieces;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** The first piece of each stretch, and behind them the number of all. */
  readonly first: readonly number[];
  /** Of the whole, once it was asked for. */
  vector: Float32Array | undefined;
}

/** The text that was read last: it is asked for as a whole, then by its clauses and statements. */
function createLastRead(words: WordTable<Int32Array>) {
  let lastText = "";
  let lastRead: Read | undefined;
  const isOf = (text: string): boolean => lastRead !== undefined && text === lastText;

  function read(text: string): Read {
    if (lastRead !== undefined && text === lastText) return lastRead;
    const ids: number[] = [];
    const pieces: Pieces = { ids, starts: [], ends: [] };
    const starts: number[] = [];
    const ends: number[] = [];
    const first: number[] = [];
    forEachStretch(text, (start, end) => {
      const cut = words.get(text, start, end);
      starts.push(start);
      ends.push(end);
      first.push(ids.length);
      for (let at = 0; at < cut.length; at++) {
        ids.push(cut[at]!);
        (pieces.starts as number[]).push(start);
        (pieces.ends as number[]).push(end);
      }
    });
    first.push(ids.length);
    lastText = text;
    lastRead = { pieces, starts, ends, first, vector: undefined };
    return lastRead;
  }
  const of = (ids: ArrayLike<number>): Read | undefined => (lastRead?.pieces.ids === ids ? lastRead : undefined);
  return { isOf, of, read };
}

/** The pieces from `start` to `end`; undefined where a stretch lies across either: its parts may have other pieces. */
function rangeOf({ starts, ends, first }: Read, start: number, end: number): readonly [number, number] | undefined {
  const from = firstFrom(starts, start);
  const to = firstFrom(starts, end);
  const isCut = (from > 0 && ends[from - 1]! > start) || (to > 0 && ends[to - 1]! > end);
  return isCut ? undefined : [first[from]!, first[to]!];
}

/** The first of growing numbers that is at least `least`. */
function firstFrom(values: readonly number[], least: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

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
