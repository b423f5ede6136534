/** The sums of a square matrix of counts that agreement is made from. */
export interface MatrixSums {
  n: number;
  /** The sum of the diagonal: items on which both agree. */
  diagonal: number;
  rows: readonly number[];
  columns: readonly number[];
}

/** Sums a square matrix of counts. */
export function matrixSums(matrix: readonly (readonly number[])[]): MatrixSums {
  const rows = matrix.map((row) => sum(row));
  const columns = matrix.map((_, column) => sum(matrix.map((row) => row[column] ?? 0)));
  return { n: sum(rows), diagonal: sum(matrix.map((row, i) => row[i] ?? 0)), rows, columns };
}

/** The sum of some numbers. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
