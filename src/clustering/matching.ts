/** The assignment problem: pairs rows and columns so that the summed weight is greatest (Hungarian method, O(n^3)). */

/**
 * `weight` is rows x columns, row by row. Returns each row's column, or -1 where a row has none (more rows than columns)
 * or its best pairing weighs nothing.
 */
export function matchByWeight(weight: Float64Array, rows: number, columns: number): Int32Array {
  const size = Math.max(rows, columns);
  const cost = (row: number, column: number): number =>
    row < rows && column < columns ? -weight[row * columns + column]! : 0;
  const rowOfColumn = solve(size, cost);
  const columnOfRow = new Int32Array(rows).fill(-1);
  for (let column = 0; column < columns; column++) {
    const row = rowOfColumn[column + 1]! - 1;
    if (row >= 0 && row < rows && weight[row * columns + column]! > 0) columnOfRow[row] = column;
  }
  return columnOfRow;
}

/** Shortest augmenting paths with potentials; rows and columns count from 1, 0 is the source. */
function solve(size: number, cost: (row: number, column: number) => number): Int32Array {
  const rowPotential = new Float64Array(size + 1);
  const columnPotential = new Float64Array(size + 1);
  const rowOfColumn = new Int32Array(size + 1);
  const way = new Int32Array(size + 1);
  const slack = new Float64Array(size + 1);
  const used = new Uint8Array(size + 1);
  for (let row = 1; row <= size; row++) {
    rowOfColumn[0] = row;
    slack.fill(Number.POSITIVE_INFINITY);
    used.fill(0);
    let column = 0;
    do {
      column = extend(column, size, cost, { rowPotential, columnPotential, rowOfColumn, way, slack, used });
    } while (rowOfColumn[column] !== 0);
    while (column !== 0) {
      const before = way[column]!;
      rowOfColumn[column] = rowOfColumn[before]!;
      column = before;
    }
  }
  return rowOfColumn;
}

interface Search {
  readonly rowPotential: Float64Array;
  readonly columnPotential: Float64Array;
  readonly rowOfColumn: Int32Array;
  readonly way: Int32Array;
  readonly slack: Float64Array;
  readonly used: Uint8Array;
}

/** One step of the search from `column`: the next column to visit, with the potentials moved so that its edge is tight. */
function extend(column: number, size: number, cost: (row: number, column: number) => number, search: Search): number {
  const { rowPotential, columnPotential, rowOfColumn, way, slack, used } = search;
  used[column] = 1;
  const row = rowOfColumn[column]!;
  let least = Number.POSITIVE_INFINITY;
  let next = 0;
  for (let other = 1; other <= size; other++) {
    if (used[other]) continue;
    const reduced = cost(row - 1, other - 1) - rowPotential[row]! - columnPotential[other]!;
    if (reduced < slack[other]!) {
      slack[other] = reduced;
      way[other] = column;
    }
    if (slack[other]! < least) {
      least = slack[other]!;
      next = other;
    }
  }
  for (let other = 0; other <= size; other++) {
    if (used[other]) {
      rowPotential[rowOfColumn[other]!]! += least;
      columnPotential[other]! -= least;
    } else slack[other]! -= least;
  }
  return next;
}
