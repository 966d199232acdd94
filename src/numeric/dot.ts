/** The dot product: of vectors of unit length, their cosine. */

export function dot(one: Float32Array | Float64Array, other: Float32Array | Float64Array): number {
  let sum = 0;
  for (let axis = 0; axis < one.length; axis++) sum += one[axis]! * other[axis]!;
  return sum;
}

/**
 * Of `d` numbers each, from these places on: of rows that lie one behind the other. For one kind of array alone, since
 * the innermost loop of clustering is a sixth slower when it meets two.
 */
export function dotOfRows(one: Float64Array, from: number, other: Float64Array, to: number, d: number): number {
  let sum = 0;
  for (let axis = 0; axis < d; axis++) sum += one[from + axis]! * other[to + axis]!;
  return sum;
}
