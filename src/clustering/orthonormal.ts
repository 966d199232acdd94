/** Orthonormal columns by the Cholesky factor of a matrix's Gram matrix: cheap for tall matrices with few columns. */

/** `matrix`: rows of `columns` numbers, changed in place. Directions that are not there (fewer rows than columns) become zero. */
export function orthonormalise(matrix: Float64Array, rows: number, columns: number): void {
  const gram = new Float64Array(columns * columns);
  for (let row = 0; row < rows; row++) {
    const at = row * columns;
    for (let i = 0; i < columns; i++) {
      const value = matrix[at + i]!;
      if (value !== 0) for (let j = 0; j <= i; j++) gram[i * columns + j]! += value * matrix[at + j]!;
    }
  }
  const lower = choleskyFactor(gram, columns);
  for (let row = 0; row < rows; row++) solveRow(matrix, row * columns, lower, columns);
}

/** Lower triangle L with L times its transpose = gram; a pivot that is nearly nothing gives a zero column. */
function choleskyFactor(gram: Float64Array, columns: number): Float64Array {
  const lower = new Float64Array(gram.length);
  for (let j = 0; j < columns; j++) {
    const whole = gram[j * columns + j]!;
    let pivot = whole;
    for (let p = 0; p < j; p++) pivot -= lower[j * columns + p]! ** 2;
    if (pivot <= whole * 1e-10) continue;
    const root = Math.sqrt(pivot);
    lower[j * columns + j] = root;
    for (let i = j + 1; i < columns; i++) {
      let value = gram[i * columns + j]!;
      for (let p = 0; p < j; p++) value -= lower[i * columns + p]! * lower[j * columns + p]!;
      lower[i * columns + j] = value / root;
    }
  }
  return lower;
}

/** x with L x = row, in place. */
function solveRow(matrix: Float64Array, offset: number, lower: Float64Array, columns: number): void {
  for (let j = 0; j < columns; j++) {
    const pivot = lower[j * columns + j]!;
    let value = matrix[offset + j]!;
    for (let p = 0; p < j; p++) value -= lower[j * columns + p]! * matrix[offset + p]!;
    matrix[offset + j] = pivot === 0 ? 0 : value / pivot;
  }
}
