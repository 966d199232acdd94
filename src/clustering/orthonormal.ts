/** Orthonormal columns by the Cholesky factor of a matrix's Gram matrix: cheap for tall matrices with few columns. */
import { factorise } from "../numeric/cholesky.ts";

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
  // A pivot that is nearly nothing is a direction that the columns before had already.
  factorise(gram, columns, (value, whole) => (value <= whole * 1e-10 ? 0 : value));
  for (let row = 0; row < rows; row++) solveRow(matrix, row * columns, gram, columns);
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
