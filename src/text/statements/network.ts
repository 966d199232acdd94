/**
 * The statement network: a small convolutional network over word pieces. For each piece it tells whether it belongs to a
 * problem or a wish, where one begins, and which words name its object; for a span, how it fails; for the text, what it is.
 */
// cspell:ignore softmax
import type { Embedder } from "../embedding/embedder.ts";
import { PROJECTED, WIDTH } from "./network-kernel.ts";
import { createNetworkLayers, MOST_PIECES, projected } from "./network-layers.ts";
import type { StatementWeights } from "./weights.ts";

export { MOST_PIECES } from "./network-layers.ts";

const WIDTH_BYTES = WIDTH * 4;
/** What each row of the piece head tells: outside, problem, wish, begins, object, core. */
const PIECE_ROWS = 6;
/** Pieces around a span that its class is told by. */
const CONTEXT = 4;
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
  let top = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < values.length; at++) top = Math.max(top, values[at]!);
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

  // Places in the memory of the layers, in bytes.
  let floatCount = 0;
  const place = (floats: number): number => {
    const at = floatCount * 4;
    floatCount += Math.ceil(floats / 8) * 8;
    return at;
  };
  const places = {
    pieceHead: place(PROJECTED * WIDTH),
    pieceBias: place(PROJECTED),
    pieceAnswers: place((MOST_PIECES + 1) * PROJECTED),
    spanHead: place(classes.length * spanInput),
    textHead: place(TEXT_ROWS * TEXT_INPUT),
    spanQuery: place(spanInput),
    textQuery: place(TEXT_INPUT),
    answers: place(Math.max(classes.length, TEXT_ROWS) + 8),
  };
  const { kernel, spare, run, floats } = createNetworkLayers(weights, floatCount);
  const at = (name: keyof typeof places): number => spare + places[name];

  floats(at("pieceHead"), PROJECTED * WIDTH).set(projected(weights.floats("piece.weight"), PIECE_ROWS));
  floats(at("pieceBias"), PIECE_ROWS).set(weights.floats("piece.bias"));
  floats(at("spanHead"), classes.length * spanInput).set(weights.floats("span.weight"));
  const textRows = weights.floats("text.weight");
  const told = textRows.length / TEXT_ROWS;
  for (let row = 0; row < TEXT_ROWS; row++) {
    floats(at("textHead") + row * TEXT_INPUT * 4, told).set(textRows.subarray(row * told, (row + 1) * told));
  }
  const spanBias = weights.floats("span.bias");
  const textBias = weights.floats("text.bias");

  // Views of the memory, which never moves: making one takes longer than what is done with it.
  const pieceAnswers = floats(at("pieceAnswers"), (MOST_PIECES + 1) * PROJECTED);
  const answers = floats(at("answers"), Math.max(classes.length, TEXT_ROWS));
  const spanQuery = floats(at("spanQuery"), spanInput);
  const spanMean = spanQuery.subarray(0, WIDTH);
  const spanVector = spanQuery.subarray(3 * WIDTH);
  const textQuery = floats(at("textQuery"), TEXT_INPUT);
  const textMean = textQuery.subarray(0, WIDTH);
  const textVector = textQuery.subarray(2 * WIDTH + STARS, 2 * WIDTH + STARS + embedder.dims);
  const context = new Float32Array(WIDTH);

  const reading = Array.from({ length: 5 }, () => new Float32Array(MOST_PIECES));
  let count = 0;
  let pieces: ArrayLike<number> = [];
  let top = 0;

  function readPieces(): void {
    const answer = pieceAnswers.fill(0, 0, (count + 1) * PROJECTED);
    kernel.project(top, (count + 1) >> 1, at("pieceHead"), at("pieceBias"), at("pieceAnswers"), PROJECTED * 4);
    const [isProblem, isWish, ...others] = reading;
    for (let piece = 0; piece < count; piece++) {
      const row = piece * PROJECTED;
      const most = Math.max(answer[row]!, answer[row + 1]!, answer[row + 2]!);
      const problem = Math.exp(answer[row + 1]! - most);
      const wish = Math.exp(answer[row + 2]! - most);
      const all = Math.exp(answer[row]! - most) + problem + wish;
      isProblem![piece] = problem / all;
      isWish![piece] = wish / all;
      for (let other = 0; other < others.length; other++) others[other]![piece] = sigmoid(answer[row + 3 + other]!);
    }
  }

  /** Mean and greatest of the states of [from, to), written at `out`, where `mean` lies. */
  function pool(from: number, to: number, out: number, mean: Float32Array): void {
    kernel.pool(top + from * WIDTH_BYTES, top + to * WIDTH_BYTES, out);
    const share = 1 / Math.max(1, to - from);
    for (let c = 0; c < WIDTH; c++) mean[c]! *= share;
  }

  function answersOf(head: number, rows: number, width: number, query: number, bias: Float32Array): Float32Array {
    kernel.dots(head, rows, width * 4, query, at("answers"));
    const found = new Float32Array(rows);
    for (let row = 0; row < rows; row++) found[row] = answers[row]! + bias[row]!;
    return found;
  }

  return {
    classes,
    read(all) {
      pieces = all;
      count = Math.min(all.length, MOST_PIECES);
      top = run(all, count);
      readPieces();
      const [problem, wish, begins, object, core] = reading.map((values) => values.subarray(0, count));
      return { count, problem: problem!, wish: wish!, begins: begins!, object: object!, core: core! };
    },
    classify(from, to) {
      pool(Math.max(0, from - CONTEXT), Math.min(count, to + CONTEXT), at("spanQuery"), spanMean);
      context.set(spanMean);
      pool(from, to, at("spanQuery"), spanMean);
      spanQuery.set(context, 2 * WIDTH);
      embedder.embedPieces(pieces, from, to, spanVector);
      return softmax(answersOf(at("spanHead"), classes.length, spanInput, at("spanQuery"), spanBias));
    },
    judge(stars) {
      textQuery.fill(0);
      pool(0, count, at("textQuery"), textMean);
      textQuery[2 * WIDTH + (stars >= 1 && stars <= 5 ? stars : 0)] = 1;
      embedder.embedPieces(pieces, 0, count, textVector);
      const answer = answersOf(at("textHead"), TEXT_ROWS, TEXT_INPUT, at("textQuery"), textBias);
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
