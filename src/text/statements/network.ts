/**
 * The statement network: a small convolutional network over word pieces. For each piece it tells whether it belongs to a
 * problem or a wish, where one begins, and which words name its object; for a span, how it fails; for the text, what it is.
 */
// cspell:ignore softmax
import type { Embedder } from "../embedding/embedder.ts";
import { createVectorKernel } from "../kernel/vector-kernel.ts";
import type { StatementWeights } from "./weights.ts";

/** Pieces of a text that are read; what follows is not. */
export const MOST_PIECES = 2_048;
/** Numbers of a piece's state: the width of every layer. */
const WIDTH = 96;
const WIDTH_BYTES = WIDTH * 4;
const KERNEL = 5;
const HALF = 2;
const DILATIONS = [2, 3] as const;
/** What each row of the piece head tells: outside, problem, wish, begins, object, core. */
const PIECE_ROWS = 6;
/** Pieces around a span that its class is told by. */
const CONTEXT = 4;
const NORM_EPSILON = 1e-5;
/** Probabilities of no, 1 … 5 stars given, and the answers of the text head in its order. */
const STARS = 6;
const TEXT_ROWS = 13;
const TEXT_INPUT = 2 * WIDTH + STARS + 256 + 2;

/** Classes of a span that are no kind of failure. */
export const notFailures: ReadonlySet<string> = new Set(["wish", "praise", "neutral", "question", "other"]);

/** Of one text; views that the next text overwrites. */
export interface PieceReading {
  readonly count: number;
  /** Probability of each piece to be part of a problem. */
  readonly problem: Float32Array;
  readonly wish: Float32Array;
  /** Probability that a statement begins here. */
  readonly begins: Float32Array;
  /** Probability to be part of the object of a failure. */
  readonly object: Float32Array;
  /** Probability to be part of what is wished for. */
  readonly core: Float32Array;
}

/** Probabilities. */
export interface TextReading {
  readonly problem: number;
  readonly request: number;
  readonly question: number;
  readonly praise: number;
  readonly informative: number;
  /** Low, Moderate, High, Critical. */
  readonly priority: readonly number[];
  /** negative, neutral, positive, mixed. */
  readonly sentiment: readonly number[];
}

export interface StatementNetwork {
  readonly classes: readonly string[];
  /** Reads the pieces; the other two answer for the text read last. */
  read(pieces: ArrayLike<number>): PieceReading;
  /** Probabilities of the classes of the span [from, to) of pieces. */
  classify(from: number, to: number): Float32Array;
  /** `stars` 1 to 5, or 0 when none were given. */
  judge(stars: number): TextReading;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

function softmax(values: Float32Array): Float32Array {
  const top = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let at = 0; at < values.length; at++) {
    values[at] = Math.exp(values[at]! - top);
    sum += values[at]!;
  }
  for (let at = 0; at < values.length; at++) values[at]! /= sum;
  return values;
}

export function createStatementNetwork(weights: StatementWeights, embedder: Embedder): StatementNetwork {
  const { classes } = weights;
  const spanInput = 3 * WIDTH + embedder.dims;

  // Areas of the kernel's memory, in bytes: weights first, then what a text fills.
  let next = 0;
  const area = (floats: number): number => {
    const at = next;
    next += Math.ceil(floats / 8) * 32;
    return at;
  };
  const mixers = DILATIONS.map(() => area(WIDTH * WIDTH));
  const pieceHead = area(PIECE_ROWS * WIDTH);
  const spanHead = area(classes.length * spanInput);
  const textHead = area(TEXT_ROWS * TEXT_INPUT);
  const spanQuery = area(spanInput);
  const textQuery = area(TEXT_INPUT);
  const mixed = area(WIDTH);
  const scratch = area(WIDTH);
  const answers = area(Math.max(classes.length, TEXT_ROWS, PIECE_ROWS) + 8);
  const states = [area(MOST_PIECES * WIDTH), area(MOST_PIECES * WIDTH)] as const;
  const kernel = createVectorKernel(next);
  const floats = (at: number, count: number): Float32Array => new Float32Array(kernel.buffer, at, count);

  DILATIONS.forEach((dilation, layer) => {
    floats(mixers[layer]!, WIDTH * WIDTH).set(weights.floats(`mix${dilation}.weight`));
  });
  floats(pieceHead, PIECE_ROWS * WIDTH).set(weights.floats("piece.weight"));
  floats(spanHead, classes.length * spanInput).set(weights.floats("span.weight"));
  const textRows = weights.floats("text.weight");
  const told = textRows.length / TEXT_ROWS;
  for (let row = 0; row < TEXT_ROWS; row++) {
    floats(textHead + row * TEXT_INPUT * 4, told).set(textRows.subarray(row * told, (row + 1) * told));
  }

  const first = createFirstLayer(weights);
  const layers = DILATIONS.map((dilation, layer) => ({
    dilation,
    mixer: mixers[layer]!,
    taps: weights.floats(`taps${dilation}.weight`),
    tapBias: weights.floats(`taps${dilation}.bias`),
    mixBias: weights.floats(`mix${dilation}.bias`),
    scale: weights.floats(`norm${dilation}.weight`),
    shift: weights.floats(`norm${dilation}.bias`),
  }));
  const pieceBias = weights.floats("piece.bias");
  const spanBias = weights.floats("span.bias");
  const textBias = weights.floats("text.bias");

  const reading = Array.from({ length: 5 }, () => new Float32Array(MOST_PIECES));
  let count = 0;
  let pieces: ArrayLike<number> = [];
  let top = states[0];

  function runLayer(layer: (typeof layers)[number], from: number, to: number): void {
    const { dilation, taps, tapBias, mixBias } = layer;
    const input = floats(from, count * WIDTH);
    const output = floats(to, count * WIDTH);
    const sum = floats(mixed, WIDTH);
    const answer = floats(scratch, WIDTH);
    for (let piece = 0; piece < count; piece++) {
      sum.set(tapBias);
      for (let tap = 0; tap < KERNEL; tap++) {
        const at = piece + (tap - HALF) * dilation;
        if (at < 0 || at >= count) continue;
        const row = at * WIDTH;
        const weight = tap * WIDTH;
        for (let c = 0; c < WIDTH; c++) sum[c]! += taps[weight + c]! * input[row + c]!;
      }
      kernel.dots(layer.mixer, WIDTH, WIDTH_BYTES, mixed, scratch);
      const row = piece * WIDTH;
      for (let c = 0; c < WIDTH; c++) output[row + c] = answer[c]! + mixBias[c]! + input[row + c]!;
      normalise(output, row, layer.scale, layer.shift);
    }
  }

  function readPieces(): void {
    const answer = floats(answers, PIECE_ROWS);
    for (let piece = 0; piece < count; piece++) {
      kernel.dots(pieceHead, PIECE_ROWS, WIDTH_BYTES, top + piece * WIDTH_BYTES, answers);
      for (let row = 0; row < PIECE_ROWS; row++) answer[row]! += pieceBias[row]!;
      const most = Math.max(answer[0]!, answer[1]!, answer[2]!);
      const [outside, problem, wish] = [0, 1, 2].map((row) => Math.exp(answer[row]! - most)) as [
        number,
        number,
        number,
      ];
      const all = outside + problem + wish;
      reading[0]![piece] = problem / all;
      reading[1]![piece] = wish / all;
      for (let row = 3; row < PIECE_ROWS; row++) reading[row - 1]![piece] = sigmoid(answer[row]!);
    }
  }

  /** Mean and greatest of the states of [from, to), written at `out`. */
  function pool(from: number, to: number, out: Float32Array): void {
    const state = floats(top, count * WIDTH);
    out.fill(0, 0, 2 * WIDTH);
    for (let piece = from; piece < to; piece++) {
      for (let c = 0; c < WIDTH; c++) {
        const value = state[piece * WIDTH + c]!;
        out[c]! += value;
        if (value > out[WIDTH + c]!) out[WIDTH + c] = value;
      }
    }
    const share = 1 / Math.max(1, to - from);
    for (let c = 0; c < WIDTH; c++) out[c]! *= share;
  }

  function answersOf(head: number, rows: number, width: number, query: number, bias: Float32Array): Float32Array {
    kernel.dots(head, rows, width * 4, query, answers);
    return floats(answers, rows)
      .slice()
      .map((value, row) => value + bias[row]!);
  }

  return {
    classes,
    read(all) {
      pieces = all;
      count = Math.min(all.length, MOST_PIECES);
      const [even, odd] = states;
      first(all, count, floats(even, Math.max(1, count) * WIDTH));
      runLayer(layers[0]!, even, odd);
      runLayer(layers[1]!, odd, even);
      top = even;
      readPieces();
      const [problem, wish, begins, object, core] = reading.map((values) => values.subarray(0, count));
      return { count, problem: problem!, wish: wish!, begins: begins!, object: object!, core: core! };
    },
    classify(from, to) {
      const query = floats(spanQuery, spanInput);
      const around = [Math.max(0, from - CONTEXT), Math.min(count, to + CONTEXT)] as const;
      pool(around[0], around[1], query);
      const context = query.slice(0, WIDTH);
      pool(from, to, query);
      query.set(context, 2 * WIDTH);
      embedder.embedPieces(pieces, from, to, query.subarray(3 * WIDTH));
      return softmax(answersOf(spanHead, classes.length, spanInput, spanQuery, spanBias));
    },
    judge(stars) {
      const query = floats(textQuery, TEXT_INPUT);
      query.fill(0);
      pool(0, count, query);
      query[2 * WIDTH + (stars >= 1 && stars <= 5 ? stars : 0)] = 1;
      embedder.embedPieces(pieces, 0, count, query.subarray(2 * WIDTH + STARS, 2 * WIDTH + STARS + embedder.dims));
      const answer = answersOf(textHead, TEXT_ROWS, TEXT_INPUT, textQuery, textBias);
      return {
        problem: sigmoid(answer[0]!),
        request: sigmoid(answer[1]!),
        question: sigmoid(answer[2]!),
        praise: sigmoid(answer[3]!),
        informative: sigmoid(answer[4]!),
        priority: [...softmax(answer.slice(5, 9))],
        sentiment: [...softmax(answer.slice(9, 13))],
      };
    },
  };
}

/** Layer normalisation of the row of WIDTH numbers from `at` on, and what is below 0 becomes 0. */
function normalise(values: Float32Array, at: number, scale: Float32Array, shift: Float32Array): void {
  let sum = 0;
  let squares = 0;
  for (let c = 0; c < WIDTH; c++) {
    const value = values[at + c]!;
    sum += value;
    squares += value * value;
  }
  const mean = sum / WIDTH;
  const spread = 1 / Math.sqrt(Math.max(0, squares / WIDTH - mean * mean) + NORM_EPSILON);
  for (let c = 0; c < WIDTH; c++) {
    const value = (values[at + c]! - mean) * spread * scale[c]! + shift[c]!;
    values[at + c] = Math.max(value, 0);
  }
}

/**
 * The first layer sees five pieces. What a piece adds to each of the five places is the same wherever it stands, so it is
 * multiplied out when the piece is first met and kept.
 */
function createFirstLayer(weights: StatementWeights) {
  const kernels = weights.floats("first.weight"); // [tap][out][in]
  const bias = weights.floats("first.bias");
  const scale = weights.floats("norm1.weight");
  const shift = weights.floats("norm1.bias");
  const scales = weights.floats("embedding.scale");
  const table = weights.bytes("embedding.value");
  const dims = table.length / scales.length;
  const row = KERNEL * WIDTH;
  const known = new Map<number, Float32Array>();

  function contributionOf(piece: number): Float32Array {
    const found = known.get(piece);
    if (found !== undefined) return found;
    const made = new Float32Array(row);
    for (let out = 0; out < row; out++) {
      let sum = 0;
      for (let d = 0; d < dims; d++) sum += kernels[out * dims + d]! * table[piece * dims + d]!;
      made[out] = sum * scales[piece]!;
    }
    known.set(piece, made);
    return made;
  }

  return (pieces: ArrayLike<number>, count: number, out: Float32Array): void => {
    for (let at = 0; at < count; at++) out.set(bias, at * WIDTH);
    for (let at = 0; at < count; at++) {
      const parts = contributionOf(pieces[at]!);
      for (let tap = 0; tap < KERNEL; tap++) {
        const to = at + HALF - tap;
        if (to < 0 || to >= count) continue;
        for (let c = 0; c < WIDTH; c++) out[to * WIDTH + c]! += parts[tap * WIDTH + c]!;
      }
    }
    for (let at = 0; at < count; at++) normalise(out, at * WIDTH, scale, shift);
  };
}
