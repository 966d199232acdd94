/**
 * Fewer dimensions for clustering: the directions in which a set of vectors varies most (subspace iteration on the
 * uncentred covariance). 96 of 364 cost no agreement with people's labels on three sets and make every later step 4x faster.
 */
import { createRandom, normal } from "../numeric/random.ts";
import { scaleToUnit } from "./neighbours.ts";
import { orthonormalise } from "./orthonormal.ts";

/** Rows that the covariance is taken from; more change nothing that can be measured. */
const ROWS = 4_000;
const PASSES = 6;

/** n rows of `dims` numbers of unit length, from n rows of d. With d <= dims the vectors come back as they are. */
export function reduceTo(
  dims: number,
  vectors: Float32Array,
  n: number,
  d: number,
): { vectors: Float32Array; d: number } {
  if (d <= dims) return { vectors, d };
  const basis = principalDirections(vectors, n, d, dims);
  const out = new Float32Array(n * dims);
  const sum = new Float64Array(dims);
  for (let row = 0; row < n; row++) {
    sum.fill(0);
    for (let axis = 0; axis < d; axis++) addScaled(sum, 0, basis, axis * dims, vectors[row * d + axis]!, dims);
    out.set(sum, row * dims);
    scaleToUnit(out, row * dims, dims);
  }
  return { vectors: out, d: dims };
}

function principalDirections(vectors: Float32Array, n: number, d: number, dims: number): Float64Array {
  const covariance = covarianceOf(vectors, n, d);
  const random = createRandom(d);
  let basis = Float64Array.from({ length: d * dims }, () => normal(random));
  for (let pass = 0; pass < PASSES; pass++) {
    const next = new Float64Array(d * dims);
    for (let row = 0; row < d; row++)
      for (let column = 0; column < d; column++)
        addScaled(next, row * dims, basis, column * dims, covariance[row * d + column]!, dims);
    orthonormalise(next, d, dims);
    basis = next;
  }
  return basis;
}

function covarianceOf(vectors: Float32Array, n: number, d: number): Float64Array {
  const covariance = new Float64Array(d * d);
  const step = Math.max(1, Math.floor(n / ROWS));
  const row = new Float64Array(d);
  for (let item = 0; item < n; item += step) {
    row.set(vectors.subarray(item * d, item * d + d));
    for (let i = 0; i < d; i++) addScaled(covariance, i * d, row, 0, row[i]!, i + 1);
  }
  for (let i = 0; i < d; i++) for (let j = i + 1; j < d; j++) covariance[i * d + j] = covariance[j * d + i]!;
  return covariance;
}

function addScaled(
  to: Float64Array,
  at: number,
  from: Float64Array,
  fromAt: number,
  scale: number,
  count: number,
): void {
  if (scale === 0) return;
  for (let axis = 0; axis < count; axis++) to[at + axis]! += scale * from[fromAt + axis]!;
}
