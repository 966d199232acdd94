/** Logistic regression with an L2 penalty on sparse and dense features together, by L-BFGS. Deterministic. */
import { dot } from "../../../src/numeric/dot.ts";

export interface Examples {
  /** Rows of hashed features: those of row i are `columns[starts[i] .. starts[i + 1])`. */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
  readonly hashedCount: number;
  /** `denseCount` numbers a row. */
  readonly dense: Float32Array;
  readonly denseCount: number;
}

export interface Fit {
  readonly hashed: Float32Array;
  readonly dense: Float32Array;
  readonly bias: number;
}

interface Point {
  readonly at: Float64Array;
  readonly loss: number;
  readonly gradient: Float64Array;
}

const memory = 8;
const rounds = 120;

/** Labels are 1 or 0; `weights` say how much each row counts; `strength` is the inverse of the penalty (C of liblinear). */
export const fitLogistic = (
  examples: Examples,
  rows: Int32Array,
  labels: Float32Array,
  weights: Float32Array,
  strength: number,
): Fit => {
  const { hashedCount, denseCount } = examples;
  const evaluate = (at: Float64Array): Point => lossAndGradient(examples, rows, labels, weights, strength, at);
  let point = evaluate(new Float64Array(hashedCount + denseCount + 1));
  const history: { step: Float64Array; change: Float64Array; curvature: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const direction = descent(point.gradient, history);
    const next = lineSearch(point, direction, round === 0, evaluate);
    if (next === undefined) break;
    const step = difference(next.at, point.at);
    const change = difference(next.gradient, point.gradient);
    const curvature = dot(step, change);
    if (curvature > 1e-12) history.push({ step, change, curvature });
    if (history.length > memory) history.shift();
    const gained = (point.loss - next.loss) / Math.max(1, Math.abs(next.loss));
    point = next;
    if (gained < 1e-7) break;
  }
  return {
    hashed: Float32Array.from(point.at.subarray(0, hashedCount)),
    dense: Float32Array.from(point.at.subarray(hashedCount, hashedCount + denseCount)),
    bias: point.at[hashedCount + denseCount]!,
  };
};

const lossAndGradient = (
  { starts, columns, values, hashedCount, dense, denseCount }: Examples,
  rows: Int32Array,
  labels: Float32Array,
  weights: Float32Array,
  strength: number,
  at: Float64Array,
): Point => {
  const gradient = Float64Array.from(at);
  const last = at.length - 1;
  gradient[last] = 0;
  let loss = 0.5 * (dot(at, at) - at[last]! * at[last]!);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    let score = at[last]!;
    for (let k = starts[row]!; k < starts[row + 1]!; k++) score += at[columns[k]!]! * values[k]!;
    for (let d = 0; d < denseCount; d++) score += at[hashedCount + d]! * dense[row * denseCount + d]!;
    const label = labels[i]!;
    const weight = strength * weights[i]!;
    loss += weight * (Math.log1p(Math.exp(-Math.abs(score))) + Math.max(score, 0) - label * score);
    const slope = weight * (1 / (1 + Math.exp(-score)) - label);
    gradient[last] = gradient[last]! + slope;
    for (let k = starts[row]!; k < starts[row + 1]!; k++)
      gradient[columns[k]!] = gradient[columns[k]!]! + slope * values[k]!;
    for (let d = 0; d < denseCount; d++) {
      gradient[hashedCount + d] = gradient[hashedCount + d]! + slope * dense[row * denseCount + d]!;
    }
  }
  return { at, loss, gradient };
};

/** The L-BFGS two-loop recursion. */
const descent = (
  gradient: Float64Array,
  history: readonly { step: Float64Array; change: Float64Array; curvature: number }[],
): Float64Array => {
  const direction = gradient.map((value) => -value);
  const shares: number[] = [];
  for (const { step, change, curvature } of [...history].reverse()) {
    const share = dot(step, direction) / curvature;
    shares.push(share);
    addScaled(direction, change, -share);
  }
  const newest = history.at(-1);
  if (newest !== undefined) {
    const scale = newest.curvature / dot(newest.change, newest.change);
    for (let i = 0; i < direction.length; i++) direction[i] = direction[i]! * scale;
  }
  for (const { step, change, curvature } of history) {
    addScaled(direction, step, shares.pop()! - dot(change, direction) / curvature);
  }
  return direction;
};

/** Halves the step until the loss falls enough; undefined when no step helps. */
const lineSearch = (
  from: Point,
  direction: Float64Array,
  first: boolean,
  evaluate: (at: Float64Array) => Point,
): Point | undefined => {
  const slope = dot(from.gradient, direction);
  if (slope >= 0) return undefined;
  let length = first ? 1 / Math.sqrt(dot(direction, direction)) : 1;
  for (let halving = 0; halving < 25; halving++) {
    const at = Float64Array.from(from.at);
    addScaled(at, direction, length);
    const next = evaluate(at);
    if (next.loss <= from.loss + 1e-4 * length * slope) return next;
    length /= 2;
  }
  return undefined;
};

const difference = (one: Float64Array, other: Float64Array): Float64Array => one.map((value, i) => value - other[i]!);

const addScaled = (to: Float64Array, other: Float64Array, scale: number): void => {
  for (let i = 0; i < to.length; i++) to[i] = to[i]! + scale * other[i]!;
};
