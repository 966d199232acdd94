/** The Cholesky factor of a symmetric matrix: the lower triangle that, times its transpose, is the matrix. */

/**
 * The lower triangle of the n x n `matrix` becomes the factor, row by row so that memory is read in order; the upper one
 * is neither read nor written. `pivotOf` says what the root of a pivot is taken of: `value` is what the rows before left
 * of the number on the diagonal, `whole`. Zero stands for a direction that is not there: its column becomes zero.
 */
export function factorise(matrix: Float64Array, n: number, pivotOf: (value: number, whole: number) => number): void {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j <= i; j++) {
      const other = j * n;
      const whole = matrix[row + j]!;
      let value = whole;
      for (let p = 0; p < j; p++) value -= matrix[row + p]! * matrix[other + p]!;
      const pivot = matrix[other + j]!;
      if (i === j) matrix[row + j] = Math.sqrt(pivotOf(value, whole));
      else matrix[row + j] = pivot === 0 ? 0 : value / pivot;
    }
  }
}
